"""The table of outputs: which PDF is made, and which files beside it, in the order of their names here.

The manifest (`brief.outputs.manifest`) is made last of all, because it says the digests of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brief.compose.composed import PRINT, Composed
from brief.files.workspace import Workspace
from brief.model.acceptance import answered, unanswering
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.outputs.docx import DOCX
from brief.outputs.editions import coarse_pictures, condition, edition_page
from brief.outputs.html import HTML
from brief.outputs.output import Output, Source
from brief.outputs.txt import TXT

Page = tuple[Composed | None, list[Diagnostic]]
Finished = tuple[bytes, Manuscript, list[Diagnostic]]


@dataclass(frozen=True)
class Pdf:
    """A PDF, `NAME.pdf` or `NAME.EDITION.pdf`: the page it is printed from, what is made of the print,
    and the files that are made with it.

    `dated` is whether a date as exact as a day goes into its own date, or whatever is known.
    """

    edition: str
    page: Callable[[Composed, Manuscript, Workspace], Page]
    finish: Callable[[Source], Finished]
    beside: tuple[Output, ...] = ()

    def files(self, manuscript: Manuscript) -> tuple[Output, ...]:
        """The outputs beside it that a brief has."""
        return tuple(output for output in self.beside if output.is_asked(manuscript))


def _as_composed(composed: Composed, _manuscript: Manuscript, _workspace: Workspace) -> Page:
    return composed, []


def _as_printed(source: Source) -> Finished:
    assert source.printed is not None
    return source.printed.pdf, source.manuscript, []


def _for_print_shop(source: Source) -> Finished:
    """PDF/X-4, and pictures that are too coarse for it."""
    from brief.outputs.press.print_shop import for_print_shop

    assert source.printed is not None
    pdf, composed, workspace = source.printed.pdf, source.composed, source.workspace
    found = coarse_pictures(pdf, composed, source.manuscript, workspace)
    manuscript, findings = answered(source.manuscript, found)
    findings += unanswering(manuscript, findings, after="print")
    return (
        for_print_shop(pdf, condition(workspace), str(manuscript.brief.spec.date or "")),
        manuscript,
        findings,
    )


PDFS = {
    pdf.edition: pdf
    for pdf in (
        Pdf("", _as_composed, _as_printed, beside=(DOCX, HTML, TXT)),
        Pdf(PRINT, edition_page, _for_print_shop),
    )
}
