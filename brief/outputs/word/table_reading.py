"""An HTML table as rows of cells, its spans resolved (HTML, 4.9.12: forming a table).

Word wants a cell in every row that a spanning cell reaches; HTML leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol
from xml.etree.ElementTree import Element

from brief.outputs.word.page import children, words
from brief.outputs.word.tables import Cell, Row

WIDEST = 63
"""Word's limit of columns."""


class Write(Protocol):
    """Gives a cell's paragraphs, told whether its row is a header, and the last."""

    def __call__(self, node: Element, /, *, header: bool, last: bool) -> str:
        """The cell `node`."""


def read_rows(node: Element, write: Write) -> list[Row]:
    """The table's rows; `write` gives what is in each cell."""
    reaching: dict[int, tuple[int, int]] = {}
    rows = []
    found = _rows(node)
    for index, (header, row) in enumerate(found, start=1):
        cells = _cells(row, partial(write, header=header, last=index == len(found)), reaching)
        rows.append(Row(tuple(cells), header))
    return rows


def _rows(node: Element) -> list[tuple[bool, Element]]:
    found = []
    for inner in children(node):
        if inner.tag == "tr":
            found.append((False, inner))
        elif inner.tag in ("thead", "tbody", "tfoot"):
            found += [(inner.tag == "thead", row) for row in children(inner) if row.tag == "tr"]
    return found


def _cells(row: Element, write: Callable[[Element], str], reaching: dict[int, tuple[int, int]]) -> list[Cell]:
    """A row's cells; `reaching` holds, by column, the rows and columns that cells from above still span."""
    cells: list[Cell] = []
    column = 0
    for node in [inner for inner in children(row) if inner.tag in ("td", "th")]:
        column = _from_above(cells, reaching, column)
        if column >= WIDEST:
            break
        span = min(_count(node, "colspan"), WIDEST - column)
        below = _count(node, "rowspan") - 1
        if below:
            reaching[column] = (below, span)
        cells.append(Cell(write(node), words(node), span, "restart" if below else ""))
        column += span
    _from_above(cells, reaching, column)
    return cells


def _from_above(cells: list[Cell], reaching: dict[int, tuple[int, int]], column: int) -> int:
    """Fill in the cells that span into this row at `column`; gives the next free column."""
    while column in reaching:
        rows, span = reaching.pop(column)
        cells.append(Cell("", "", span, "continue"))
        if rows > 1:
            reaching[column] = (rows - 1, span)
        column += span
    return column


def _count(node: Element, name: str) -> int:
    given = node.get(name) or "1"
    return max(1, int(given)) if given.isdigit() and len(given) < 4 else 1
