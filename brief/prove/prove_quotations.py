"""P701: every quotation, as printed, stands on a page, and its note is called there.

A sentence may quote several works; the note that vouches for a quotation is the one that
cites the work it was found in. A quotation in the cells of a table is vouched for by the
table's caption, which may be on an earlier page. One inside a note is looked for in notes:
those that its sentence cites in, or else in any, for who writes a note need not cite; and
such a note may be called between a quotation and its own. An excerpt of several paragraphs
has one note, at its end: its paragraphs must follow each other up to there, and may begin
on an earlier page. A block quotation may follow its note, overleaf too; one that nothing is
cited for is words of our own, which are held against the page with all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from brief.check.rules.printed import QuotationMissing
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Claim, Quotation
from brief.protect.protection import Protection, replaced
from brief.protect.redaction import protections_of
from brief.prove.found_words import FoundWords, Hit, searchable
from brief.prove.proof import QuotationProof
from brief.prove.reading import Reading, page_name
from brief.prove.words import shortened

HELP = "`brief explain P701` says what may have done it"


def quotations(reading: Reading) -> Iterator[Diagnostic]:
    """Findings for quotations that are missing or parted from their notes; the others are recorded."""
    protected = protections_of(reading.manuscript)
    citing = set(reading.notes_of.values())
    calls = {id(piece): number for number, piece in reading.calls.items() if number in citing}
    added = {id(piece) for piece in (*reading.text.added, *reading.calls.values()) if id(piece) not in calls}
    found = FoundWords((item.piece for item in reading.printed.text), calls, added)
    for claim in reading.manuscript.claims:
        for quoted in _quoted(reading, claim, protected):
            yield from _held(reading, found, claim, quoted)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Words as printed, what follows them up to their note, and the quotation they are (None: an excerpt)."""

    words: str
    then: str = ""
    quotation: Quotation | None = None


def _quoted(reading: Reading, claim: Claim, protected: tuple[Protection, ...]) -> Iterator[_Quoted]:
    """What a claim quotes; an excerpt quotes its paragraphs."""
    if claim.is_excerpt:
        literal = reading.manuscript.brief.texts[claim.text_key].literal
        paragraphs = [replaced(paragraph, protected) for paragraph in literal]
        for number, paragraph in enumerate(paragraphs, start=1):
            yield _Quoted(paragraph, "".join(paragraphs[number:]))
    for quotation in claim.quotations:
        if not quotation.empty and (quotation.found is not None or not claim.is_block):
            yield _Quoted(replaced(quotation.words, protected), quotation=quotation)


def _held(reading: Reading, found: FoundWords, claim: Claim, quoted: _Quoted) -> Iterator[Diagnostic]:
    quotation, words = quoted.quotation, quoted.words
    cited = _cited(reading, claim)
    notes = _vouching(cited, quotation)
    called = {number: reading.calls[number].page if number in reading.calls else 0 for number in notes}
    hits = found.hits(words, quoted.then)
    pages = [hit.page for hit in hits] or [hit.page for hit in found.hits(words)]
    if called and not claim.text_key.endswith(".cells"):
        on_its_page = [hit for hit in hits if hit.last in called.values() or _is_led_to(claim, hit, cited)]
        hits = [hit for hit in on_its_page if _is_beside(hit, cited)]
    good = [] if claim.in_note else [hit.page for hit in hits]
    in_notes = _in_notes(reading, claim, notes, words)
    if good or in_notes:
        page = good[0] if good else reading.notes[in_notes[0]].page
        last = hits[0].last if good else page
        note = next((n for n, there in called.items() if there == last), next(iter(notes), None))
        hit = quotation.found if quotation else None
        ids = (hit.source,) if hit else _unasked(claim)
        number = in_notes[0] if claim.in_note else note
        proof = QuotationProof(claim.text_key, words, page, number, hit, ids)
        reading.quotations.append(proof)
        return
    yield _missing(reading, claim, quoted, pages, called.values())


def _unasked(claim: Claim) -> tuple[str, ...]:
    """The sources that a claim rests on whose text could not be asked; those of an excerpt are its own."""
    cited = (ref.source for ref in claim.references if claim.is_excerpt or not ref.source.paragraphs)
    return tuple(dict.fromkeys(source.id for source in cited))


def _missing(
    reading: Reading, claim: Claim, quoted: _Quoted, pages: list[int], called: Iterable[int]
) -> Diagnostic:
    """The finding for words that do not stand where they should; `pages` are those that have them."""
    place, named = reading.quotation_place(claim, quoted.quotation), f"“{shortened(quoted.words)}”"
    if claim.in_note:
        return QuotationMissing.at(place, f"{named} stands in no note", label="not in its note", help=HELP)
    if not pages:
        message = f"{named} stands on no page of the PDF"
        return QuotationMissing.at(place, message, label="not on the page", help=HELP)
    there = ", ".join(page_name(page) for page in sorted(set(called)))
    message = f"{named} stands on {page_name(pages[0])} apart from its note, called on {there}"
    return QuotationMissing.at(place, message, label="parted from its note", help=HELP)


def _in_notes(reading: Reading, claim: Claim, notes: list[int], words: str) -> list[int]:
    """The notes with the words: of those that their sentence cites in; for words of a note, else of all."""
    own = [number for number in notes if number in reading.notes and _in_note(reading, number, words)]
    if own or not claim.in_note:
        return own
    every = [number for number in reading.notes if _in_note(reading, number, words)]
    return sorted(every, key=lambda number: (not _in_note(reading, number, claim.words), number))


def _cited(reading: Reading, claim: Claim) -> list[tuple[int, str]]:
    """The notes of a sentence, each with the source it cites."""
    found = ((reading.notes_of.get((r.text_key, r.citation.start)), r.source.id) for r in claim.references)
    return [(number, id_) for number, id_ in found if number is not None]


def _vouching(cited: list[tuple[int, str]], quotation: Quotation | None) -> list[int]:
    """The notes that cite the quotation's source, or else all of its sentence."""
    source = quotation.found.source if quotation is not None and quotation.found else None
    own = [number for number, id_ in cited if id_ == source]
    return list(dict.fromkeys(own or [number for number, _ in cited]))


def _is_beside(hit: Hit, cited: list[tuple[int, str]]) -> bool:
    """Whether the call before or behind the words is one of their sentence: else it is another sentence."""
    return any(number in (hit.before, hit.after) for number, _ in cited)


def _is_led_to(claim: Claim, hit: Hit, cited: list[tuple[int, str]]) -> bool:
    """Whether a block quotation follows its note's call, with no other between: it may begin overleaf."""
    return claim.is_block and any(number == hit.before for number, _ in cited)


def _in_note(reading: Reading, number: int, words: str) -> bool:
    return searchable(words) in searchable("".join(piece.text for piece in reading.notes[number].pieces))
