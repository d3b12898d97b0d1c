"""`outputs/NAME.html`: the page as it was printed, with the page breaks of the PDF."""

from __future__ import annotations

from brief.outputs.output import Output, Source


def render(source: Source) -> bytes:
    """The page, UTF-8."""
    assert source.printed is not None
    return source.printed.html.encode()


HTML = Output("html", render, of_printed=True)
