"""P716: every picture stands whole within the text area of its page, and neither on words nor under them.

A picture of dots is where its matrix puts it (ISO 32000-1, 8.3 and 8.9.5); a drawing is what is
painted within the bounds that the page sets it. Both are held against the margins of the style
sheet, against the edges of what they stand in, and against the words of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from brief.check.rules.printed import PictureCut
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece, Placed
from brief.prove.difference import shortened
from brief.prove.ink import Box, both, holds
from brief.prove.page_areas import text_areas
from brief.prove.reading import Reading

SMALLEST = 1.0
DEEP = 2.0
"""Points: as far as words and a picture may lie over each other."""
HELP = "`brief explain P716` says what keeps a picture on its page"


def whole_pictures(reading: Reading) -> Iterator[Diagnostic]:
    """Every picture is on its page, whole, and alone where it is."""
    names = {(found.page, found.mcid): found.alt for found in reading.printed.pictures}
    words: dict[int, list[Piece]] = {}
    for piece in reading.printed.own_pieces():
        if piece.text.strip():
            words.setdefault(piece.page, []).append(piece)
    for placed in reading.printed.placed:
        amiss = _amiss(reading, placed) or _over_words(placed, words.get(placed.page, []))
        if amiss:
            yield _finding(reading, names.get((placed.page, placed.mcid), ""), placed.page, amiss)
    there = {(placed.page, placed.mcid) for placed in reading.printed.placed}
    for page, mcid in names:
        if page and (page, mcid) not in there:
            yield _finding(reading, names[page, mcid], page, "is not painted")


def _finding(reading: Reading, alt: str, page: int, amiss: str) -> Diagnostic:
    named = f"the picture “{shortened(alt)}”" if alt else "a picture"
    return PictureCut.at(
        reading.place(alt) if alt else reading.venue, f"{named} on page {page} {amiss}", help=HELP
    )


def _shown(placed: Placed) -> Box | None:
    """Where a picture can be seen: by its bounds, else by what is painted."""
    return placed.room if placed.room is not None and placed.mcid is not None else placed.box


def _amiss(reading: Reading, placed: Placed) -> str:
    shown = _shown(placed)
    if shown is not None and min(shown[2] - shown[0], shown[3] - shown[1]) < SMALLEST:
        return "has no size"
    if placed.is_cut:
        return "is cut at its side"
    if shown is None:
        return ""
    areas = text_areas(reading.composed.html, placed.page, reading.printed.papers[placed.page - 1])
    return "" if any(holds(area, shown) for area in areas) else "reaches out of the text area"


def _over_words(placed: Placed, words: list[Piece]) -> str:
    shown = _shown(placed)
    for piece in words if shown is not None else ():
        line = piece.x, piece.y - 0.1 * piece.size, piece.end, piece.y + 0.6 * piece.size
        left, bottom, right, top = both(shown, line) if shown else line
        if right - left > DEEP and top - bottom > DEEP:
            return f"and “{shortened(piece.text.strip())}” lie over each other"
    return ""
