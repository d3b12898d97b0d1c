"""The marks of items as they are written, with their places, and which of them would be printed otherwise.

Markdown keeps of a list's marks the first, and counts on. Who writes "(a)", "(b)", "(d)"
would find (c) on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from brief.compose.outline import BULLET, Passage
from brief.text.markdown.blocks import ENUMERATOR, BlockReader, Found, Place
from brief.text.markdown.lines import Line, Lines

CALL = re.compile(r"\[\^([^\s\[\]^]+)\](?!:)")


class _Marked(BlockReader):
    """Reads blocks, and keeps the mark of every numbered item, by the note it stands in."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.marks: dict[str, list[re.Match[str]]] = {}

    def items(self, lines: Lines, at: int, place: Place) -> Found:
        found = super().items(lines, at, place)
        if found is not None and (mark := self.marked(lines[at], ENUMERATOR)) is not None:
            self.marks.setdefault(place.note, []).append(mark)
        return found


def written_marks(text: str) -> Iterator[re.Match[str]]:
    """The marks of numbered items: those of the text, then those of its notes as they are called."""
    reader, at, lines = _Marked(text), 0, []
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line)))
        at += len(line) + 1
    list(reader.read(lines, Place()))
    for name in dict.fromkeys(("", *(call[1] for call in CALL.finditer(text)))):
        yield from reader.marks.get(name, ())


def counted_otherwise(text: str, outline: Sequence[Passage]) -> Iterator[tuple[re.Match[str], str]]:
    """The marks that would be printed otherwise, with what would; of each list the first.

    A list whose items all bear one mark, or `#.`, leaves the counting to Markdown.
    """
    printed = [
        ((passage.in_note, number), mark)
        for passage in outline
        for entry in passage.entries
        for number, mark in zip(entry.numbers, entry.marks, strict=True)
        if mark != BULLET
    ]
    written = list(written_marks(text))
    if len(written) != len(printed):
        return
    lists = sorted(range(len(printed)), key=lambda at: printed[at][0])
    for _, places in groupby(lists, key=lambda at: printed[at][0]):
        inside = list(places)
        marks = {written[at][0] for at in inside if "#" not in written[at][0]}
        if len(marks) == 1 and len(inside) > 1:
            continue
        differing = (at for at in inside if written[at][0] in marks - {printed[at][1]})
        if (first := next(differing, None)) is not None:
            yield written[first], printed[first][1]
