"""Tables: data, law and reality, and blocks that stand side by side.

Widths are worked out here and written in full, so that a table looks the same whichever
program opens it: a column has room for its longest word, and the width is shared by the
root of what each column has to say. A header row is marked as one, to be repeated on every
page and read out with each cell; no row breaks across pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from brief.outputs.word.markup import element, twips
from brief.outputs.word.pictures import narrowed

CHARACTER = 0.52
"""The width of an average character, in its size."""

PADDING = 14.0
"""Between a cell's edges and what it holds, both together, at most."""


@dataclass(frozen=True)
class Cell:
    """A cell: its paragraphs, its words for measuring, the columns and rows it spans.

    `merge` is Word's `vMerge`: `restart` where a cell begins to span rows, `continue` in those it spans.
    """

    content: str
    words: str = ""
    span: int = 1
    merge: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; `header` where it heads the columns."""

    cells: tuple[Cell, ...]
    header: bool = False


def table(style: str, widths: Sequence[float], rows: Sequence[Row], *, first_column: bool = False) -> str:
    """A table of these column widths, in points."""
    header = any(row.header for row in rows)
    look = element(
        "tblLook",
        val=f"{(0x20 if header else 0) + (0x80 if first_column else 0) + 0x600:04X}",
        firstRow=int(header),
        lastRow=0,
        firstColumn=int(first_column),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    properties = element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=sum(map(twips, widths)), type="dxa"),
        element("tblLayout", type="fixed"),
        look,
    )
    grid = element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths))
    return element("tbl", properties, grid, *(_row(row, widths, whole=style == "DataTable") for row in rows))


def _row(row: Row, widths: Sequence[float], *, whole: bool) -> str:
    said = (element("cantSplit") if whole else "") + (element("tblHeader") if row.header else "")
    cells, at = [], 0
    for cell in row.cells:
        span = min(cell.span, max(1, len(widths) - at))
        cells.append(_cell(cell, sum(widths[at : at + span]), span))
        at += span
    cells += [_cell(Cell(element("p")), width, 1) for width in widths[at:]]
    return element("tr", element("trPr", said) if said else "", *cells)


def _cell(cell: Cell, width: float, span: int) -> str:
    properties = element("tcW", w=twips(width), type="dxa")
    properties += element("gridSpan", val=span) if span > 1 else ""
    properties += element("vMerge", val=cell.merge) if cell.merge else ""
    return element("tc", element("tcPr", properties), narrowed(cell.content, width - PADDING) or element("p"))


def column_widths(rows: Sequence[Row], whole: float, size: float, gap: float) -> list[float]:
    """Widths of the columns, together `whole` points: room for the longest word, then by content."""
    columns = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
    longest, said = [1.0] * columns, [1] * columns
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.span == 1 and at < columns:
                words = max((len(word) for word in cell.words.split()), default=1)
                longest[at] = max(longest[at], words * CHARACTER * size + gap)
                said[at] += len(cell.words)
            at += cell.span
    return _shared(longest, [sqrt(characters) for characters in said], whole)


def _shared(longest: list[float], weights: list[float], whole: float) -> list[float]:
    """By weight; a column that would not hold its longest word gets what it needs first."""
    if sum(longest) >= whole:
        return [width * whole / sum(longest) for width in longest]
    narrow: set[int] = set()
    while True:
        spare = whole - sum(longest[i] for i in narrow)
        weight = sum(weights[i] for i in range(len(weights)) if i not in narrow)
        widths = [longest[i] if i in narrow else weights[i] * spare / weight for i in range(len(weights))]
        more = {i for i, width in enumerate(widths) if i not in narrow and width < longest[i]}
        if not more:
            return widths
        narrow |= more
