"""P707 and P703: the page says what was composed, in its order, and every character is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from brief.check.rules.printed import GlyphMissing, NoteAstray, WordsDiffer
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece
from brief.prove.difference import first_difference, shortened
from brief.prove.page_words import text_of
from brief.prove.reading import Reading, page_name, said
from brief.prove.second_reading import SeenPage, bag
from brief.prove.words import folded, is_right_to_left, squashed

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
