"""P703, P707, P708: the page says what was composed, and the Word file says the same.

The PDF was held against the composed page; the Word file is held against the same page
here, so that the two agree with each other. Numbers of headings and paragraphs are
automatic in Word and added by the style in the PDF: neither counts as text. The contents
are a field in Word, and a review copy says so of the PDF alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Protocol
from urllib.parse import unquote

from brief.check.rules.printed import FilesDiffer, GlyphMissing, NoteAstray, WordsDiffer
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece
from brief.prove.page_words import text_of
from brief.prove.reading import Reading, page_name, said
from brief.prove.second_reading import SeenPage, bag
from brief.prove.words import first_difference, folded, is_right_to_left, shortened, squashed

OVERLAP, BESIDE = 0.5, 0.25  # of the size; a call may be drawn over the end of the word before it

HELP = "`brief explain P707` says what may have done it"


def text_words(reading: Reading) -> Iterator[Diagnostic]:
    """The text says what was composed; a call its own number."""
    for fault in reading.text.faults:
        chunks = reading.words.text[fault.first : fault.last]
        if fault.kind == "call":
            number = chunks[0].call
            message = f"the call of note {number} prints as {said(fault.pieces)}"
            yield NoteAstray.at(reading.note_place(number), message)
        elif (promised := text_of(chunks).strip()) or fault.pieces:
            printed = said(fault.pieces)
            where = page_name(fault.pieces[0].page if fault.pieces else reading.text.page(fault.first))
            message = f"{first_difference(promised, printed)}, on {where}"
            yield WordsDiffer.at(reading.place(promised or printed), message, help=HELP)


def marks(reading: Reading) -> Iterator[Diagnostic]:
    """Of paragraphs, items and headings of one kind, not a single one lacks its number or mark."""
    for starts in reading.words.alike.values():
        bare = [at for at in starts if at not in reading.text.marked]
        if len(starts) > 2 and len(bare) == 1 and bare[0] < len(reading.words.text):
            words = reading.words.text[bare[0]].text
            message = f"the number or mark before “{shortened(words)}” is not printed"
            yield WordsDiffer.at(reading.place(words), message)


def order(reading: Reading) -> Iterator[Diagnostic]:
    """In the order of reading, pages follow each other."""
    for before, after in pairwise(reading.printed.text):
        piece, page = after.piece, before.piece.page
        beside = after.table is not None and after.table == before.table  # cells go over side by side
        if piece.page < page and not beside:
            message = (
                f"“{shortened(piece.text)}” is on page {piece.page}, what comes before it on page {page}"
            )
            yield WordsDiffer.at(reading.place(piece.text), message)
            return


def hidden(reading: Reading) -> Iterator[Diagnostic]:
    """A style sheet may hide a label, but no sentence of the spec."""
    unseen = squashed("".join(reading.words.unseen))
    for claim in reading.manuscript.claims if unseen else ():
        words = squashed(claim.words)
        if len(words) > 3 and words in unseen:
            message = f"the style sheet hides “{shortened(claim.words)}”"
            yield WordsDiffer.at(reading.quotation_place(claim, None), message, help=HELP)


def pictures(reading: Reading) -> Iterator[Diagnostic]:
    """Every picture is there, with its words for who cannot see it."""
    promised = Counter(folded(alt) for alt in reading.words.pictures if alt)
    printed = Counter(folded(picture.alt) for picture in reading.printed.pictures if picture.page)
    for alt in promised - printed:
        yield WordsDiffer.at(reading.place(alt), f"the picture “{shortened(alt)}” is not on the page")
    if not promised - printed and len(reading.printed.pictures) < promised.total():
        yield WordsDiffer.at(reading.venue, "a picture is not on the page")


def spoken(reading: Reading) -> Iterator[Diagnostic]:
    """A reading voice says what the page shows."""
    for page, says, shows in reading.printed.spoken:
        ours, theirs = squashed(shows), squashed(says)
        if ours != theirs and not (is_right_to_left(ours) and _are_alike(ours, theirs)):
            message = f"on page {page}, “{shortened(shows)}” is read out as “{shortened(says)}”"
            yield WordsDiffer.at(reading.place(shows), message)


def _are_alike(ours: str, theirs: str) -> bool:
    """Whether words from right to left, painted in another order, can be the same.

    A font of Arabic draws several letters with one shape and their dots with another, and a shape stands
    for one letter only: one in three may differ.
    """
    differing = max((Counter(ours) - Counter(theirs)).total(), (Counter(theirs) - Counter(ours)).total())
    return differing * 3 <= len(theirs)


def glyphs(reading: Reading) -> Iterator[Diagnostic]:
    """Every character is drawn, by a glyph that is not the box for a missing one."""
    for piece in reading.printed.all_pieces():
        if piece.missing:
            where = page_name(piece.page)
            message = f"a character of “{shortened(piece.text)}” on {where} prints as nothing or as a box"
            yield GlyphMissing.at(reading.place(piece.text), message)


def on_each_other(reading: Reading) -> Iterator[Diagnostic]:
    """No words lie over others, where both can be read only with trouble."""
    by_page: dict[int, list[Piece]] = {}
    for piece in reading.printed.own_pieces():
        if piece.text.strip():
            by_page.setdefault(piece.page, []).append(piece)
    for page, pieces in by_page.items():
        pieces.sort(key=lambda piece: piece.y)
        for at, lower in enumerate(pieces):
            for upper in pieces[at + 1 :]:
                if upper.y - lower.y >= OVERLAP * lower.size:
                    break
                size, both = max(lower.size, upper.size), min(lower.end, upper.end) - max(lower.x, upper.x)
                if upper.y - lower.y < OVERLAP * upper.size and both > BESIDE * size:
                    words, others = shortened(lower.text.strip()), shortened(upper.text.strip())
                    message = f"“{words}” on page {page} lies over “{others}”"
                    yield WordsDiffer.at(reading.place(lower.text), message, help=HELP)
                    break


def second_witness(reading: Reading, pages: Sequence[SeenPage]) -> Iterator[Diagnostic]:
    """What readers' software sees is what stands there, can be seen, and does not run off the paper."""
    for number, (seen, pieces) in enumerate(zip(pages, reading.printed.content, strict=True), start=1):
        ours = bag("".join(piece.text for piece in pieces))
        if ours != seen.characters:
            lost = shortened("".join(sorted((ours - seen.characters).elements()))) or "nothing"
            more = shortened("".join(sorted((seen.characters - ours).elements()))) or "nothing"
            message = f"page {number}: another reader finds “{more}” where “{lost}” was printed"
            yield WordsDiffer.at(reading.venue, message)
        for piece in seen.unseen:
            message = f"“{shortened(piece.text)}” on page {number} cannot be seen"
            yield WordsDiffer.at(reading.place(piece.text), message, help=HELP)
        if beyond := folded(seen.outside).strip():
            message = f"“{shortened(beyond)}” runs off page {number}"
            yield WordsDiffer.at(reading.place(beyond), message, help=HELP)


class WordText(Protocol):
    """A Word file read back."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """Its paragraphs, in order."""

    @property
    def notes(self) -> Mapping[int, str]:
        """Its notes by number."""

    @property
    def calls(self) -> Sequence[int]:
        """The calls of the notes, in order."""

    @property
    def links(self) -> Sequence[tuple[str, str]]:
        """The words of links, and the addresses they lead to."""


def word_file(reading: Reading, word: WordText, adds: str = "") -> Iterator[Diagnostic]:
    """What differs between the composed page and the Word file, but for the line that it `adds`."""
    yield from _notes(reading, word)
    yield from _calls(reading, word)
    yield from _text(reading, word, adds)
    yield from _links(reading, word)


def _notes(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    for number in sorted(set(reading.words.notes) | set(word.notes)):
        ours, theirs = text_of(reading.words.notes.get(number, [])), word.notes.get(number, "")
        if squashed(ours) != squashed(theirs):
            message = f"note {number} in the Word file: {first_difference(ours, theirs)}"
            yield FilesDiffer.at(reading.note_place(number), message)


def _calls(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    calls = tuple(chunk.call for chunk in reading.words.text if chunk.call)
    if calls != tuple(word.calls):
        yield FilesDiffer.at(reading.venue, "the Word file does not call the notes of the PDF in their order")


def _text(reading: Reading, word: WordText, adds: str) -> Iterator[Diagnostic]:
    chunks = [chunk for chunk in reading.words.text if not (chunk.paper_only or chunk.label)]
    ours = folded(" ".join(chunk.text for chunk in chunks)).split()
    theirs = folded(" ".join(line for line in word.paragraphs if not adds or line.strip() != adds)).split()
    if "".join(ours) == "".join(theirs):
        return
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal" and "".join(ours[a:b]) != "".join(theirs[c:d]):
            promised, found = " ".join(ours[a:b]), " ".join(theirs[c:d])
            message = f"in the Word file, {first_difference(promised, found)}"
            yield FilesDiffer.at(reading.place(" ".join(ours[a : b + 6])), message)


def _links(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    """Words that are a link in the page lead to the same address here, and no other address is led to."""
    chunks = (*reading.words.text, *(chunk for note in reading.words.notes.values() for chunk in note))
    goals: dict[str, set[str]] = {}
    for chunk in chunks:
        if chunk.href and not chunk.href.startswith("#"):
            goals.setdefault(squashed(chunk.text), set()).add(unquote(chunk.href))
    composed = set().union(*goals.values()) if goals else set()
    found = [(squashed(words), unquote(address)) for words, address in word.links]
    for words, address in found:
        if address not in goals.get(words, composed):
            leads = f"leads to {address or 'nowhere'}, where the page does not lead"
            message = f"in the Word file, “{shortened(words)}” {leads}"
            yield FilesDiffer.at(reading.venue, message)
    for address in sorted(composed - {address for _, address in found}):
        yield FilesDiffer.at(reading.venue, f"in the Word file, nothing leads to {address}")
