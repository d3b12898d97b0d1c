"""The marked stretch of a file, drawn for a terminal.

A `Line` knows what is shown for each code point and in which cell it starts: wide
characters take two cells, combining ones none, escapes as many as they have letters.
Carets are counted in cells. A line longer than the room is cut to a window around the
span, with `…` where it was cut. A span over several lines is drawn with a rail:

    31 |   text: |
       |  _______^
    32 | |   some words
       | |_____________^ label

`rows` gives rows of (line number or None, source text, marks), to be coloured by `full`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from brief.cli.report.printable import glyphs
from brief.model.diagnostic import Place

ELLIPSIS = "…"
WITHHELD, GONE = "\ufdd0", "\ufdd1"
"""Noncharacters in place of words that may not be shown: of their first letter, and of the others."""
DRAWN = {WITHHELD: "[…]", GONE: ""}
NARROW = re.compile(r"[ -~\xa1-\xac\xae-\u02ff‐–—‘’“”„…]*")
"""Latin letters and the marks of our prose: one cell each."""
HEAD, TAIL = 4, 2  # lines shown of a long span, at its start and at its end


class Row(NamedTuple):
    """A row of a snippet: the rail and the source of line `number`, or marks below it."""

    number: int | None
    rail: str
    source: str
    marks: str = ""


@dataclass(frozen=True)
class Line:
    """A source line as shown: the glyphs of each code point, and the cell each starts in."""

    shown: tuple[str, ...]
    cells: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Line:
        """Measure a line, without its end."""
        shown = tuple(DRAWN[c] if c in DRAWN else glyphs(c) for c in source.rstrip("\r\n"))
        widths = (_cells(glyph) for glyph in shown)
        return cls(shown, tuple(accumulate(widths, initial=0)))

    def cell(self, column: int) -> int:
        """The cell where a column (from 1) starts; beyond the end, the cell after the last."""
        return self.cells[min(max(column - 1, 0), len(self.shown))]


def _cells(text: str) -> int:
    """The cells that printable text takes; rich, which knows the wide scripts, is asked only about those."""
    if NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len, get_character_cell_size

    return get_character_cell_size(text) if len(text) == 1 else cell_len(text)


def fitted(place: Place, lines: Sequence[str]) -> Place | None:
    """The place held to the lines there are, blank ends dropped; None where it starts outside them."""
    if not 1 <= place.line <= len(lines):
        return None
    end_line, end_column = min(max(place.end_line, place.line), len(lines)), place.end_column
    while end_line > place.line and not lines[end_line - 1][: max(end_column - 1, 0)].strip():
        end_line -= 1
        end_column = len(lines[end_line - 1].rstrip()) + 1
    return replace(place, end_line=end_line, end_column=end_column)


def rows(place: Place, lines: Sequence[str], label: str, room: int) -> Iterator[Row]:
    """The rows for a fitted place, at most `room` cells wide but for a long label."""
    if place.end_line > place.line:
        return _with_rail(place, lines, label, room - 2)
    return _with_carets(place, lines[place.line - 1], label, room)


def cropped(line: Line, start: int, end: int, room: int) -> tuple[str, int]:
    """The part of a line around the cells `start` to `end`, and how far it was shifted."""
    total = line.cells[-1]
    if total <= room:
        return "".join(line.shown), 0
    left = 0 if end < room else max(0, min(start - room // 4, total - room))
    head, tail = ELLIPSIS if left else "", ELLIPSIS if left + room < total else ""
    first, last = left + len(head), left + room - len(tail)
    inside = [
        (cell, glyph)
        for glyph, cell, after in zip(line.shown, line.cells, line.cells[1:], strict=False)
        if first <= cell and after <= last
    ]
    gap = " " * (inside[0][0] - first) if inside else ""
    return head + gap + "".join(glyph for _, glyph in inside) + tail, left


def _with_carets(place: Place, source: str, label: str, room: int) -> Iterator[Row]:
    line = Line.of(source)
    start, end = line.cell(place.column), line.cell(place.end_column)
    text, shift = cropped(line, start, end, room)
    start = min(start - shift, room - 1)
    end = max(min(end - shift, room), start + 1)
    yield Row(place.line, "", text)
    yield from _marked("", " " * start + "^" * (end - start), start, label, room)


def _with_rail(place: Place, lines: Sequence[str], label: str, room: int) -> Iterator[Row]:
    first, last = Line.of(lines[place.line - 1]), Line.of(lines[place.end_line - 1])
    start = min(first.cell(place.column), room - 1)
    end = min(max(last.cell(place.end_column), 1), room)
    yield Row(place.line, "  ", cropped(first, 0, 0, room)[0])
    yield Row(None, "", "", " " + "_" * (start + 1) + "^")
    for number in _numbers(place):
        text = cropped(Line.of(lines[number - 1]), 0, 0, room)[0] if number else "..."
        yield Row(number, "| ", text)
    yield from _marked("", "|" + "_" * end + "^", 0, label, room + 2)


def _numbers(place: Place) -> Iterator[int | None]:
    """The lines after the first; None stands for those left out."""
    after = range(place.line + 1, place.end_line + 1)
    if len(after) < HEAD + TAIL:
        yield from after
        return
    yield from after[: HEAD - 1]
    yield None
    yield from after[-TAIL:]


def _marked(rail: str, marks: str, start: int, label: str, room: int) -> Iterator[Row]:
    """The marks with their label, which goes below them where it would not fit beside."""
    if not label or len(marks) + 1 + _cells(label) <= room:
        yield Row(None, rail, "", f"{marks} {label}".rstrip())
        return
    yield Row(None, rail, "", marks)
    yield Row(None, rail, "", " " * max(0, min(start, room - _cells(label))) + label)
