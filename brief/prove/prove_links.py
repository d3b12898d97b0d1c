"""P712: who clicks on words gets where the page says, and nothing else can be clicked.

Every stretch of a line is held against the areas of its page. Words of a link lie within an area
that leads where they should, and no area that leads elsewhere touches them; words that are no link
are touched by none. Calls and numbers of notes are links as others are. And every area lies over
words of its link, or over a leader that these have on the page, or within an area that does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from brief.check.rules.printed import LinkAstray
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece
from brief.prove.navigation import SLACK, Link
from brief.prove.reading import Reading, page_name
from brief.prove.words import shortened

MIDDLE = 0.3  # of the size of the font: where letters are, above the line
BESIDE = 0.25  # of it: a call may be drawn over the end of the word before it
TALLEST = 14_400  # points: of a page (ISO 32000-1, annex C)
BAND = 16  # points: areas are looked up by stretches of the page's height


def clicks(reading: Reading) -> Iterator[Diagnostic]:
    """Words lead where they should, areas lie over their words; paper has no links."""
    if reading.printed.for_press:
        return
    areas = _Areas(reading.printed.links)
    linked: dict[tuple[int, str], list[Piece]] = {}
    for piece, href in _words(reading):
        if href:
            linked.setdefault((piece.page, _goal(href)), []).append(piece)
        around = areas.around(piece.page, piece.y + MIDDLE * piece.size)
        if not around and not href:
            continue
        ours = [link for link in around if _goal(link.goal) == _goal(href)]
        leads = {_goal(link.goal) for link in around if _touches(link, piece)} - {_goal(href)}
        if leads or (href and not any(_covers(link, piece) for link in ours)):
            yield _astray(reading, piece, href, leads)
    heads = {_goal(chunk.href) for chunk in reading.words.text if chunk.head and chunk.href}
    for piece in reading.printed.repeated:
        for goal in heads:
            linked.setdefault((piece.page, goal), []).append(piece)
    for link in reading.printed.links:
        words = linked.get((link.page, _goal(link.goal)), [])
        if words:
            words = [*words, *(dots for dots in reading.printed.leaders if dots.page == link.page)]
        if not _is_composed(link, words, areas.around(link.page, sum(link.area[1::2]) / 2)):
            message = f"a link on {page_name(link.page)} to {link.goal} lies where none was composed"
            yield LinkAstray.at(reading.venue, message)
    for page, kind in reading.printed.others:
        message = f"{page_name(page)} holds something to click that is no link: {kind}"
        yield LinkAstray.at(reading.venue, message)


class _Areas:
    """The areas of all links, by page and height."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._found: dict[tuple[int, int], list[Link]] = {}
        for link in links:
            bottom, top = sorted(link.area[1::2])
            for band in range(_band(bottom - SLACK), _band(top + SLACK) + 1):
                self._found.setdefault((link.page, band), []).append(link)

    def around(self, page: int, y: float) -> list[Link]:
        """Those on a page that a line at this height goes through, or nearly."""
        return [link for link in self._found.get((page, _band(y)), ()) if link.is_level_with(y)]


def _band(y: float) -> int:
    """The stretch of the page's height; what lies beyond any paper is in the last."""
    return int(min(max(y, 0), TALLEST) // BAND)


def _words(reading: Reading) -> Iterator[tuple[Piece, str]]:
    """The pieces of the text and the notes, and where each should lead: nowhere is empty."""
    texts = [(reading.words.text, reading.text.pieces)]
    texts += [(reading.words.notes[n], aligned.pieces) for n, aligned in reading.note_texts.items()]
    for chunks, printed in texts:
        for chunk, pieces in zip(chunks, printed, strict=True):
            if not chunk.call:
                yield from ((piece, chunk.href) for piece in pieces)
    for number, note in reading.notes.items():
        call = reading.calls.get(number)
        if note.id and call is not None:
            yield call, f"#{note.id}"
        if note.id:
            yield note.label, f"#{note.id}-call"


def _astray(reading: Reading, piece: Piece, href: str, leads: set[str]) -> Diagnostic:
    where = f"leads to {' and '.join(sorted(leads))}" if leads else "leads nowhere, or only a part of it does"
    message = f"“{shortened(piece.text.strip())}” on {page_name(piece.page)} {where}"
    help_ = f"it should lead to {href}" if href else "it is no link"
    return LinkAstray.at(reading.place(piece.text), message, help=help_)


def _is_composed(link: Link, words: list[Piece], around: list[Link]) -> bool:
    if any(_covers(link, piece) or _touches(link, piece) for piece in words):
        return True
    left, right = sorted(link.area[::2])
    middle = sum(link.area[1::2]) / 2
    same = (other for other in around if other is not link and other.goal == link.goal)
    return any(other.covers(left, right, middle) for other in same)


def _covers(link: Link, piece: Piece) -> bool:
    return link.covers(*_line(piece))


def _touches(link: Link, piece: Piece) -> bool:
    return link.touches(*_line(piece), BESIDE * piece.size)


def _line(piece: Piece) -> tuple[float, float, float]:
    """Where a piece begins and ends, and the height at which one would hit it."""
    end = max(piece.end, piece.x + 0.1)
    return piece.x, end, piece.y + MIDDLE * piece.size


def _goal(href: str) -> str:
    """An address as it is compared: engines write it with or without percent signs."""
    return unquote(href).rstrip("/").casefold() if not href.startswith("#") else href
