"""Where words stand: from an offset in a value back to a line and column of its file.

YAML changes text on its way in: block scalars lose their indent, folded lines become
spaces, escapes become characters. `Origin` finds the way back by walking value and file
side by side: white space is matched loosely, everything else one for one. The walk is
made only when a finding needs a place.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from brief.diagnostic import Place
from brief.yaml_nodes import Scalar

ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


@dataclass(frozen=True)
class SourceText:
    """A file's name (workspace-relative) and its text."""

    file: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))

    def position(self, index: int) -> tuple[int, int]:
        """(line, column) from 1 of an offset."""
        index = max(0, min(index, len(self.text)))
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`; white space at its end is left out, one column shown at least."""
        while end > start + 1 and self.text[end - 1 : end].isspace():
            end -= 1
        (line, column), (end_line, end_column) = self.position(start), self.position(max(end, start))
        if (end_line, end_column) == (line, column):
            end_column += 1
        return Place(self.file, line, column, end_line, end_column)

    def line_place(self, line: int) -> Place:
        """The whole of line `line` (from 1), without its indent."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        indent = len(text) - len(text.lstrip())
        return Place(self.file, line, indent + 1, line, max(len(text.rstrip()), indent + 1) + 1)


@dataclass(frozen=True)
class Origin:
    """The way from a value back to its file: a YAML scalar, or a stretch that begins at `base`."""

    source: SourceText
    scalar: Scalar | None = None
    base: int = 0
    value: str = ""

    @cached_property
    def _map(self) -> list[int]:
        assert self.scalar is not None
        return aligned(self.source.text, self.scalar, self.value or self.scalar.text)

    def index(self, offset: int) -> int:
        """The offset in the file of an offset in the value."""
        if self.scalar is None:
            return self.base + offset
        return self._map[min(offset, len(self._map) - 1)]

    def place(self, start: int, end: int) -> Place:
        """The place of `value[start:end]`."""
        last = self.index(end - 1) + 1 if end > start else self.index(start)
        return self.source.place(self.index(start), last)


def aligned(text: str, scalar: Scalar, value: str) -> list[int]:
    """For each character of `value`, and for its end, the offset in `text` where it stands."""
    at = _content_start(text, scalar)
    found = []
    for character in value:
        at = _find(text, at, scalar, character)
        found.append(at)
        at += 0 if character.isspace() and not _is_written(text, at, scalar) else _width(text, at, scalar)
    return [*found, at]


def _content_start(text: str, scalar: Scalar) -> int:
    if scalar.style in ("|", ">"):
        return text.find("\n", scalar.start.index) + 1
    return scalar.start.index + (1 if scalar.style else 0)


def _find(text: str, at: int, scalar: Scalar, character: str) -> int:
    if character.isspace() and not _is_written(text, _skip(text, at, scalar), scalar):
        return at
    return _skip(text, at, scalar)


def _skip(text: str, at: int, scalar: Scalar) -> int:
    """Past white space and, between double quotation marks, past escaped line ends."""
    while at < scalar.end.index and (text[at].isspace() or _line_join(text, at, scalar)):
        at += 2 if _line_join(text, at, scalar) else 1
    return min(at, len(text))


def _line_join(text: str, at: int, scalar: Scalar) -> bool:
    return scalar.style == '"' and text[at : at + 2] == "\\\n"


def _is_written(text: str, at: int, scalar: Scalar) -> bool:
    """Whether an escape sequence stands here."""
    return (
        scalar.style == '"'
        and text[at : at + 1] == "\\"
        and text[at + 1 : at + 2] in tuple("nt r\\0abefvNLP_")
    )


def _width(text: str, at: int, scalar: Scalar) -> int:
    if scalar.style == '"' and text[at : at + 1] == "\\":
        return ESCAPE_LENGTHS.get(text[at + 1 : at + 2], 2)
    return 2 if scalar.style == "'" and text[at : at + 2] == "''" else 1
