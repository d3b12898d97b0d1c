"""Which note each citation ended up in, read from the HTML that pandoc gave back.

A citation is known by the serials in its `data-cites` (`brief.compose.citation_marks`). One in the
text holds its note; one inside a note that staff wrote stands in that note; with an
author-date style there is none.
"""

from __future__ import annotations

from html.parser import HTMLParser

from brief.compose.citation_marks import serials

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[tuple[int, ...], int | None]] = []
        self.notes: dict[int, int | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        cited: tuple[int, ...] = ()
        note = None
        if "citation" in classes:
            cited = serials(attributes.get("data-cites") or "")
            enclosing = next((n for _, n in reversed(self.stack) if n is not None), None)
            self.notes.update(dict.fromkeys(cited, enclosing))
        if "footnote" in classes:
            note = int((attributes.get("id") or "note-0").removeprefix("note-"))
            around = next((c for c, _ in reversed(self.stack) if c), ())
            self.notes.update(dict.fromkeys(around, note))
        if tag not in VOID:
            self.stack.append((cited, note))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.stack:
            self.stack.pop()


def notes_of_citations(html: str) -> dict[int, int | None]:
    """The note number of each cited work in a fragment's HTML, by its serial; None where it has no note."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.notes
