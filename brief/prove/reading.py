"""Both sides of the proof, laid side by side, with the way back to the spec.

What was composed (`words`), what is printed (`printed`), and how the one lies beside the
other (`text`). A fault is shown at the citation or the words of the spec that it concerns,
else at the spec's `venue`, whose template and style sheet made the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from brief.compose.composed import Composed
from brief.model.diagnostic import Place
from brief.model.manuscript import Claim, Manuscript, Quotation, Reference
from brief.outputs.pdf.digests import page_text, text_digest
from brief.prove.alignment import Alignment, align
from brief.prove.content import Piece
from brief.prove.page_words import PageWords, headings_of, read_page, text_of
from brief.prove.printed import Item, PrintedNote, PrintedText, read_pdf
from brief.prove.proof import NoteProof, Proof, QuotationProof
from brief.prove.style_words import StyleWords, style_words
from brief.prove.words import folded

NO_LETTER = re.compile(r"[\W_]+")
FEWEST_LETTERS, MOST_LETTERS = 12, 60


@dataclass
class Reading:
    """A finished PDF beside the page it was made from."""

    manuscript: Manuscript
    composed: Composed
    pdf: bytes
    style: StyleWords
    words: PageWords
    printed: PrintedText
    text: Alignment
    fonts: Mapping[str, bytes]
    quotations: list[QuotationProof] = field(default_factory=list)

    @classmethod
    def of(
        cls, pdf: bytes, composed: Composed, manuscript: Manuscript, fonts: Mapping[str, bytes]
    ) -> Reading:
        """Read both sides; `fonts` are those the press had. `ValueError` when the PDF cannot be read."""
        style = style_words(composed.style.css)
        words = read_page(composed.html, style.hidden)
        printed = read_pdf(pdf)
        text = align(words.text, printed.text, style, words.starts)
        return cls(manuscript, composed, pdf, style, words, printed, text, fonts)

    @property
    def venue(self) -> Place:
        """The place of what no text of the spec is to blame for."""
        return self.manuscript.brief.place("venue")

    @cached_property
    def notes(self) -> dict[int, PrintedNote]:
        """The first printed note of each number."""
        return {note.number: note for note in reversed(self.printed.notes)}

    @cached_property
    def note_texts(self) -> dict[int, Alignment]:
        """The words of every printed note beside those composed: the style adds nothing inside a note."""
        return {
            number: align(chunks, [Item(p) for p in self.notes[number].pieces], self.style, set())
            for number, chunks in self.words.notes.items()
            if number in self.notes
        }

    @cached_property
    def calls(self) -> dict[int, Piece]:
        """Every call that stands where it should, by its number."""
        chunks = zip(self.words.text, self.text.pieces, strict=True)
        return {chunk.call: pieces[0] for chunk, pieces in chunks if chunk.call and pieces}

    @cached_property
    def headings(self) -> tuple[tuple[str, int], ...]:
        """The words of each heading and the page it is on."""
        return tuple((title, self.text.page(first)) for first, title in headings_of(self.words))

    @cached_property
    def notes_of(self) -> dict[tuple[str, int], int]:
        """The note of each citation, by its text and where it begins there."""
        found = {}
        for key, references in self.manuscript.references.items():
            for refs, number in zip(references, self.composed.notes.get(key, ()), strict=False):
                found.update({(key, ref.citation.start): number for ref in refs if number is not None})
        return found

    @cached_property
    def _note_places(self) -> dict[int, Place]:
        places: dict[int, Place] = {}
        for ref in self.manuscript.all_references():
            if (number := self.notes_of.get((ref.text_key, ref.citation.start))) is not None:
                places.setdefault(number, self.citation_place(ref))
        return places

    def citation_place(self, reference: Reference) -> Place:
        """The place of a citation in the spec; of the beginning of its text where it stands apart."""
        start, end = reference.citation.start, reference.citation.end
        return self.manuscript.brief.texts[reference.text_key].origin.place(start, max(end, start + 1))

    def note_place(self, number: int) -> Place:
        """The place of a note's citation; that of its words for a note without one."""
        return self._note_places.get(number) or self.place(text_of(self.words.notes.get(number, [])))

    def quotation_place(self, claim: Claim, quotation: Quotation | None) -> Place:
        """The place of a quotation, or of the whole sentence."""
        text = self.manuscript.brief.texts.get(claim.text_key)
        if text is None:
            return self.place(claim.words)
        start, end = (quotation.start, quotation.end) if quotation else (claim.start, claim.end)
        return text.origin.place(start, end)

    def place(self, words: str) -> Place:
        """The place of words in the spec, of as many of them as are found together; else the venue's.

        Words with markup between them are shown at the first line of their text.
        """
        source = self.manuscript.brief.document.source
        texts = [text for text in self.manuscript.brief.texts.values() if not text.literal]
        for sought in _tries(words):
            for text in texts:
                if (at := text.markdown.find(sought)) >= 0:
                    return text.origin.place(at, at + len(sought))
            if (at := source.text.find(sought)) >= 0:
                return source.place(at, at + len(sought))
        letters = NO_LETTER.sub("", words)[:MOST_LETTERS]
        for text in texts if len(letters) >= FEWEST_LETTERS else ():
            if letters in NO_LETTER.sub("", text.markdown):
                return text.origin.place(0, len(text.markdown.partition("\n")[0]))
        return self.venue

    def proof(self) -> Proof:
        """Where everything stands."""
        notes = {
            n: NoteProof(note.page, text_digest(note.words), note.words)
            for n, note in sorted(self.notes.items())
        }
        quotations = sorted(self.quotations, key=lambda proof: (proof.page, proof.note or 0))
        texts = tuple(text_digest(page_text(pieces)) for pieces in self.printed.content)
        return Proof(self.printed.pages, notes, self.headings, tuple(quotations), texts)


def _tries(words: str) -> Iterator[str]:
    """The words as they stand, then their beginnings, shorter and shorter."""
    whole = words.strip().split(" ")
    for count in (len(whole), 8, 5, 3):
        if count <= len(whole) and len(sought := " ".join(whole[:count])) > 3:
            yield sought


def page_name(number: int) -> str:
    """A page in words."""
    return f"page {number}" if number else "no page"


def said(pieces: Sequence[Piece]) -> str:
    """What pieces say, in a row."""
    return folded(" ".join(piece.text for piece in pieces)).strip()
