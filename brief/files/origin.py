"""Where words stand: from an offset in a value back to a line and column of its file.

YAML changes text on its way in: block scalars lose their indent, folded lines become
spaces, escapes become characters. `Origin` finds the way back by walking value and file
side by side: white space is matched loosely, everything else one for one. The walk is
made only when a finding needs a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from brief.files.yaml_nodes import Scalar
from brief.model.diagnostic import Place

LINE_END = re.compile("\n")
TOKEN = re.compile(
    r"\\(?:(?P<join>\n[ \t]*)|(?P<code>x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|(?P<simple>.))"
    r"|(?P<fold>[ \t]*\n(?:[ \t]*\n)*[ \t]*)|.",
    re.S,
)
ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))


@dataclass(frozen=True)
class SourceText:
    """A file's name (workspace-relative) and its text."""

    file: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))

    def offset(self, line: int) -> int:
        """Where a line (from 0) begins."""
        return self._line_starts[line]

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
    def _spans(self) -> list[tuple[int, int]]:
        """Where each character of the value begins and ends in the file, and where the value ends."""
        assert self.scalar is not None
        return aligned(self.source.text, self.scalar, self.value or self.scalar.text)

    def index(self, offset: int) -> int:
        """The offset in the file of an offset in the value."""
        if self.scalar is None:
            return self.base + offset
        return self._spans[min(offset, len(self._spans) - 1)][0]

    def stretch(self, place: Place) -> tuple[int, int] | None:
        """The offsets in the value of what stands at a place of its file; None where that is elsewhere.

        The way back of `place`.
        """
        if place.file != self.source.file:
            return None
        start = self.source.offset(place.line - 1) + place.column - 1
        end = self.source.offset(place.end_line - 1) + place.end_column - 1
        if self.scalar is None:
            return (start - self.base, end - self.base) if start >= self.base else None
        if not self.scalar.start.index <= start < self.scalar.end.index:
            return None
        begins = itemgetter(0)
        return bisect_left(self._spans, start, key=begins), bisect_left(self._spans, end, key=begins)

    def place(self, start: int, end: int) -> Place:
        """The place of `value[start:end]`."""
        if end <= start:
            return self.source.place(self.index(start), self.index(start))
        if self.scalar is None:
            return self.source.place(self.base + start, self.base + end)
        return self.source.place(self.index(start), self._spans[min(end, len(self._spans)) - 1][1])


def aligned(text: str, scalar: Scalar, value: str) -> list[tuple[int, int]]:
    """For each character of `value`, and for its end, where it begins and ends in `text`."""
    if scalar.style == '"':
        read = list(_double_quoted(text, scalar))
        begin = "".join(character for character, _, _ in read).find(value)
        if begin >= 0:
            spans = [(start, end) for _, start, end in read] + [(scalar.end.index - 1, scalar.end.index)]
            return spans[begin : begin + len(value) + 1]
    return _matched(text, scalar, value)


def _double_quoted(text: str, scalar: Scalar) -> Iterator[tuple[str, int, int]]:
    """(character, begin, end) of a double-quoted scalar, by YAML's own rules (YAML 1.2.2, 7.3.1)."""
    at, last = scalar.start.index + 1, scalar.end.index - 1
    while at < last:
        match = TOKEN.match(text, at, last)
        assert match is not None
        yield from ((character, at, match.end()) for character in _decoded(match))
        at = match.end()


def _decoded(match: re.Match[str]) -> str:
    if match["join"]:
        return ""
    if match["fold"]:
        breaks = match["fold"].count("\n")
        return " " if breaks == 1 else "\n" * (breaks - 1)
    if match["code"]:
        return chr(int(match["code"][1:], 16))
    return ESCAPES.get(match["simple"], match["simple"]) if match["simple"] else match[0]


def _matched(text: str, scalar: Scalar, value: str) -> list[tuple[int, int]]:
    """The same by walking both: white space loosely, every other character one for one."""
    at = _content_start(text, scalar)
    found = []
    for character in value:
        if character.isspace():
            found.append((at, min(at + 1, len(text))))
            continue
        at = _skip(text, at, scalar)
        width = 2 if scalar.style == "'" and text[at : at + 2] == "''" else 1
        found.append((at, at + width))
        at += width
    return [*found, (at, at)]


def _content_start(text: str, scalar: Scalar) -> int:
    if scalar.style in ("|", ">"):
        return text.find("\n", scalar.start.index) + 1
    return scalar.start.index + (1 if scalar.style else 0)


def _skip(text: str, at: int, scalar: Scalar) -> int:
    """Past white space."""
    while at < scalar.end.index and text[at].isspace():
        at += 1
    return min(at, len(text))
