"""What the proof found on the pages: where every note and every quotation stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brief.text.quotation.find import Found


@dataclass(frozen=True, slots=True)
class QuotationProof:
    """A quotation as printed: the key of its text, the page it ends on, its note, where it comes from.

    `sources` is that source, or what its sentence cites where no cited text could be asked.
    """

    text: str
    words: str
    page: int
    note: int | None = None
    found: Found | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteProof:
    """A printed note: the page it begins on, its words, and their digest."""

    page: int
    digest: str
    words: str = ""


@dataclass(frozen=True)
class Proof:
    """Pages, the page and digest of each note, the page of each heading, the quotations by page.

    `texts` are the digests of the words of each page; `seen` is what readers' software finds on each.
    """

    pages: int
    notes: Mapping[int, NoteProof] = field(default_factory=dict)
    headings: tuple[tuple[str, int], ...] = ()
    quotations: tuple[QuotationProof, ...] = ()
    texts: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def note_pages(self) -> dict[int, int]:
        """The page of each note."""
        return {number: note.page for number, note in self.notes.items()}
