"""CSV files as tables: a head, rows of the same width, and which columns hold numbers.

Cells are data: printed as they stand, never read as Markdown (RFC 4180, UTF-8).
"""

from __future__ import annotations

import csv
import io
import re

from brief.manuscript import DataTable

NUMBER = re.compile(r"[-+−]?[\d.,\s]*\d\s*%?|[–—-]?")


def parse_table(file: str, text: str) -> DataTable:
    """The table in a CSV text; `ValueError` naming the row when it is not one."""
    try:
        rows = [
            tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text), strict=True) if row
        ]
    except csv.Error as error:
        raise ValueError(f"not a CSV table: {error}") from error
    if len(rows) < 2:
        raise ValueError("a table needs a head and at least one row")
    width = len(rows[0])
    if width == 1 and re.search(r"[;\t]", rows[0][0]):
        raise ValueError("the cells are separated by semicolons or tabs, not by commas")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            raise ValueError(f"row {number} has {len(row)} cells, the head has {width}")
    numeric = tuple(all(NUMBER.fullmatch(row[i]) for row in rows[1:]) for i in range(width))
    return DataTable(file, rows[0], tuple(rows[1:]), numeric)
