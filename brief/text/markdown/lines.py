"""The lines of a text, and what is left of them when the marks of their containers are taken off.

Columns are counted as pandoc counts them: a tab goes on to the next multiple of four.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TAB = 4


class Line(NamedTuple):
    """What of a line belongs to a block; `pad` columns of a tab that was taken off in part."""

    start: int
    end: int
    pad: int = 0


Lines = list[Line]


class LinesOf:
    """Looks at lines of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last_run: tuple[Lines, int, int] = [], 0, 0

    def of(self, line: Line) -> str:
        return " " * line.pad + self.text[line.start : line.end]

    def blank(self, line: Line) -> bool:
        return not self.text[line.start : line.end].strip(" \t")

    def indent(self, line: Line, column: int = 0) -> int:
        """The columns of white space that a line begins with; it stands at `column` itself."""
        first, column = column, column + line.pad
        for index in range(line.start, line.end):
            if self.text[index] not in " \t":
                break
            column += TAB - column % TAB if self.text[index] == "\t" else 1
        return column - first

    def without(self, line: Line, columns: int, column: int = 0) -> Line:
        """A line without its first columns of white space, or as many as it has."""
        start, goal, column = line.start, column + columns, column + line.pad
        while column < goal and start < line.end and self.text[start] in " \t":
            column += TAB - column % TAB if self.text[start] == "\t" else 1
            start += 1
        return Line(start, line.end, max(0, column - goal))

    def bare(self, line: Line) -> Line:
        start = line.start
        while start < line.end and self.text[start] in " \t":
            start += 1
        return Line(start, line.end)

    def marked(self, line: Line, marker: re.Pattern[str]) -> re.Match[str] | None:
        """A marker that stands no more than three columns from the left."""
        return None if self.indent(line) >= TAB else marker.match(self.text, self.bare(line).start, line.end)

    def run(self, lines: Lines, at: int) -> int:
        """The next blank line."""
        known, first, end = self.last_run
        if known is lines and first <= at < end:
            return end
        end = at
        while end < len(lines) and not self.blank(lines[end]):
            end += 1
        self.last_run = lines, at, end
        return end

    def written(self, lines: Lines, at: int) -> int:
        """The next line that is not blank."""
        while at < len(lines) and self.blank(lines[at]):
            at += 1
        return at
