"""CSV files as tables: a head, rows of the same width, and which columns hold numbers.

Cells are data: printed as they stand, never read as Markdown (RFC 4180, UTF-8).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from brief.files.origin import Origin, SourceText
from brief.model.diagnostic import Place
from brief.model.manuscript import DataTable

NUMBER = re.compile(r"[-+−]?[\d.,\s]*\d\s*%?|[–—-]?")


class UnevenRowsError(ValueError):
    """Rows that are not as wide as the head: of each the place, and what is wrong."""

    def __init__(self, rows: list[tuple[Place, str]]) -> None:
        super().__init__("rows that are not as wide as the head")
        self.rows = rows


def parse_table(source: SourceText) -> DataTable:
    """The table in a CSV text; `ValueError` when it is not one, `UnevenRowsError` when its rows differ."""
    try:
        read = list(_rows(source))
    except csv.Error as error:
        raise ValueError(f"not a CSV table: {error}") from error
    if len(read) < 2:
        raise ValueError("a table needs a head and at least one row")
    (head, *rows), written = [row for row, _ in read], tuple(origin for _, origin in read)
    if len(head) == 1 and re.search(r"[;\t]", head[0]):
        raise ValueError("the cells are separated by semicolons or tabs, not by commas")
    uneven = [
        (origin.place(0, len(origin.value)), f"the head has {_cells(head)}, this row {_cells(row)}")
        for row, origin in read
        if len(row) != len(head)
    ]
    if uneven:
        raise UnevenRowsError(uneven)
    numeric = tuple(all(NUMBER.fullmatch(row[i]) for row in rows) for i in range(len(head)))
    return DataTable(source.file, head, tuple(rows), numeric, written)


def _cells(row: tuple[str, ...]) -> str:
    return "1 cell" if len(row) == 1 else f"{len(row)} cells"


def _rows(source: SourceText) -> Iterator[tuple[tuple[str, ...], Origin]]:
    """The cells of each row that is not empty, and how it is written."""
    reader = csv.reader(io.StringIO(source.text), strict=True)
    start = 0
    for row in reader:
        end = source.offset(reader.line_num) if reader.line_num < len(source.lines) else len(source.text)
        if row:
            yield tuple(cell.strip() for cell in row), Origin(source, None, start, source.text[start:end])
        start = end
