"""Tables: data, law and reality, and blocks that stand side by side.

Widths are worked out here and written in full, so that a table looks the same whichever
program opens it: a column is as wide as its longest word, and what is left is shared by
how much each column has to say. A header row is marked as one, to be repeated on every
page and read out with each cell; no row breaks across pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brief.word.markup import element, twips

CHARACTER = 0.52
"""The width of an average character, in its size."""

FAIR = 90
"""A column asks for no more than this many characters: long cells wrap."""


@dataclass(frozen=True)
class Cell:
    """A cell: its paragraphs, how many columns it spans, its words for measuring."""

    content: str
    words: str = ""
    span: int = 1


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
    properties = element("tcW", w=twips(width), type="dxa") + (element("gridSpan", val=span) if span > 1 else "")
    return element("tc", element("tcPr", properties), cell.content or element("p"))


def column_widths(rows: Sequence[Row], whole: float, size: float, gap: float) -> list[float]:
    """Widths of the columns, together `whole` points: room for the longest word, then by content."""
    columns = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
    longest, natural = [1.0] * columns, [1.0] * columns
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.span == 1 and at < columns:
                words = max((len(word) for word in cell.words.split()), default=1)
                longest[at] = max(longest[at], words * CHARACTER * size + gap)
                natural[at] = max(natural[at], min(len(cell.words), FAIR) * CHARACTER * size + gap)
            at += cell.span
    return _shared(longest, natural, whole)


def _shared(longest: list[float], natural: list[float], whole: float) -> list[float]:
    least = sum(longest)
    if least >= whole:
        return [width * whole / least for width in longest]
    wanted = sum(n - w for n, w in zip(natural, longest, strict=True))
    if wanted <= 0:
        return [width * whole / least for width in longest]
    spare = whole - least
    return [w + (n - w) * spare / wanted for n, w in zip(natural, longest, strict=True)]
