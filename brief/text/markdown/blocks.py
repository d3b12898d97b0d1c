"""A Markdown text as blocks, as pandoc parts it: what is prose, what is code, what is a note's text.

The rules are those of pandoc's Markdown reader in our dialect: a list or a heading does not
interrupt a paragraph, a fence of backticks does; code is indented by four columns beyond its
container; what a fence opens it must close. Containers (quotations, lists, definitions,
notes) are read by recursion on the stretches of their lines that are left when the markers
are taken off, so that every block knows the offsets of its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from brief.text.markdown.lines import TAB, Line, Lines, LinesOf

DEEPEST = 25
LONGEST_LABEL = 8
ATTRIBUTE = r"(?:[.#][\w:.-]+|[A-Za-z_:][\w:.-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+)|-)"
ATTRIBUTES = re.compile(rf"\{{[ \t]*(?:{ATTRIBUTE}(?:[ \t]+{ATTRIBUTE})*[ \t]*)?\}}")
FENCE = re.compile(rf"(`{{3,}}|~{{3,}})[ \t]*([^\s`{{}}]*)[ \t]*({ATTRIBUTES.pattern})?[ \t]*$")
HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
RULE = re.compile(r"[ ]{0,3}([*_-])(?:[ \t]*\1){2,}[ \t]*$")
BULLET = re.compile(r"[-+*](?=[ \t]|$)")
ROMAN = r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
ENUMERATOR = re.compile(
    rf"(?:\((?P<both>\d+|#|[a-zA-Z]|{ROMAN}|{ROMAN.upper()})\)"
    rf"|(?P<one>\d+|#|[a-zA-Z]|{ROMAN}|{ROMAN.upper()})(?P<end>[.)]))(?=[ \t]|$)"
)
EXAMPLE = re.compile(r"\(?@[\w-]*[.)](?=[ \t]|$)")
PAGE = re.compile(r"p\.[ \t]\d")
QUOTE = re.compile(r"> ?")
LABEL = r"[^\s\[\]^]+"
CALL = re.compile(rf"\[\^{LABEL}\]")
NOTE = re.compile(rf"\[\^({LABEL})\]:[ \t]*")
LINK = re.compile(rf"\[(?!\^{LABEL}\])((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]:")
CITES = re.compile(r"(?<![^\W_])@[\w*]")
DEFINES = re.compile(r"[:~](?=[ \t])")
PIPE_RULE = re.compile(r"[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
DASHES = re.compile(r"[ ]{0,3}-+(?:[ \t]+-+)*[ \t]*$")
GRID = re.compile(r"[ ]{0,3}\+[-=:+]+\+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is paragraph, heading, row (of `columns`, where known), table, code, fence,
    link, note (the `[^1]:` before its words) or empty (the same without words).

    `note` names the note it belongs to; `set_off` is where the block quotation begins that it stands in.
    """

    kind: str
    lines: tuple[Line, ...]
    note: str = ""
    columns: int = 0
    set_off: int | None = None

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.lines[-1].end


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order."""
    at, lines = 0, []
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line)))
        at += len(line) + 1
    return tuple(BlockReader(text).read(lines, Place()))


@dataclass(frozen=True, slots=True)
class Place:
    """Which containers stand around a block."""

    note: str = ""
    in_list: bool = False
    depth: int = 0

    def inside(self) -> Place:
        return replace(self, depth=self.depth + 1)


Found = tuple[int, Iterator[Block]] | None


class BlockReader(LinesOf):
    """Reads blocks; a method for each kind says how far a block goes that begins at a line, if one does."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.unclosed: dict[tuple[int, str], int] = {}

    def read(self, lines: Lines, place: Place) -> Iterator[Block]:
        """The blocks of these lines."""
        if place.depth > DEEPEST:
            yield Block("paragraph", tuple(lines), place.note)
            return
        at = 0
        while at < len(lines):
            if self.blank(lines[at]):
                at += 1
                continue
            at, blocks = self.block(lines, at, place)
            yield from blocks

    def block(self, lines: Lines, at: int, place: Place) -> tuple[int, Iterator[Block]]:
        """The block that begins at a line, and the line after it. The order is pandoc's."""
        kinds = (self.fence, self.bullets, self.heading, self.table, self.indented, self.quotation, self.rule)
        for kind in (*kinds, self.items, self.definition, self.note_text, self.link):
            if (found := kind(lines, at, place)) is not None:
                return found
        return self.paragraph(lines, at, place)

    # --- Leaves -----------------------------------------------------------------------------

    def fence(self, lines: Lines, at: int, place: Place) -> Found:
        opened = self.marked(lines[at], FENCE)
        if opened is None:
            return None
        mark, key = opened[1], (lines[-1].end, opened[1][0])
        if len(mark) >= self.unclosed.get(key, len(mark) + 1):
            return None
        closing = re.compile(rf"{mark[0]}{{{len(mark)},}}[ \t]*$")
        for index in range(at + 1, len(lines)):
            if self.marked(lines[index], closing):
                return index + 1, iter((Block("fence", tuple(lines[at : index + 1]), place.note),))
        self.unclosed[key] = len(mark)
        return None

    def heading(self, lines: Lines, at: int, place: Place) -> Found:
        line = self.bare(lines[at])
        match = HEADING.match(self.text, line.start, line.end)
        if match is not None and not self.indent(lines[at]):
            inside = self.bare(Line(match.end(), line.end))
            return at + 1, iter((Block("heading", (inside,), place.note),))
        if at + 1 < len(lines) and UNDERLINE.match(self.of(lines[at + 1])):
            return at + 2, iter((Block("heading", (line,), place.note),))
        return None

    def table(self, lines: Lines, at: int, place: Place) -> Found:
        """The rows of a table whose columns are parted by `|`."""
        first = self.of(lines[at])
        second = self.of(lines[at + 1]) if at + 1 < len(lines) else ""
        piped = "|" in first and "|" in second and PIPE_RULE.match(second)
        if not piped:
            return self.drawn(lines, at, place, first, second)
        run = self.run(lines, at)
        end = next((index for index in range(at, run) if "|" not in self.of(lines[index])), run)
        columns = len(re.split(r"[|+]", second.strip().strip("|")))
        return end, (Block("row", (self.bare(line),), place.note, columns) for line in lines[at:end])

    def drawn(self, lines: Lines, at: int, place: Place, first: str, second: str) -> Found:
        """A table drawn with dashes, or lines that each begin with `|`."""
        ruled = GRID.match(first) or DASHES.match(first)
        if not ruled and not DASHES.match(second) and not first.startswith("| "):
            return None
        end = self.run(lines, at)
        closed = ruled is not None and end > at + 2 and ruled.re.match(self.of(lines[end - 1]))
        if closed or DASHES.match(second) or GRID.match(first):
            kind = "row" if closed and GRID.match(first) else "table"
        elif not ruled:
            kind = "row"
        else:
            return None
        return end, (Block(kind, (self.bare(line),), place.note) for line in lines[at:end])

    def indented(self, lines: Lines, at: int, place: Place) -> Found:
        if self.indent(lines[at]) < TAB:
            return None
        last = index = at
        while index < len(lines) and (self.blank(lines[index]) or self.indent(lines[index]) >= TAB):
            last = last if self.blank(lines[index]) else index
            index += 1
        return last + 1, iter((Block("code", tuple(lines[at : last + 1]), place.note),))

    def rule(self, lines: Lines, at: int, _: Place) -> Found:
        return (at + 1, iter(())) if RULE.match(self.of(lines[at])) else None

    def link(self, lines: Lines, at: int, place: Place) -> Found:
        """What a reference link leads to: printed nowhere."""
        end = min(self.run(lines, at), at + LONGEST_LABEL)
        match = LINK.match(self.text, self.bare(lines[at]).start, lines[end - 1].end)
        if match is None or (CITES.search(match[1]) and "[" not in match[1]):
            return None
        if self.text[match.end() : lines[end - 1].end].lstrip()[:1] == "[":
            return None
        last = next(index for index in range(at, end) if match.end() <= lines[index].end)
        if not self.text[match.end() : lines[last].end].strip() and last + 1 < end:
            last += 1
        return last + 1, iter((Block("link", tuple(lines[at : last + 1]), place.note),))

    def paragraph(self, lines: Lines, at: int, place: Place) -> tuple[int, Iterator[Block]]:
        end = at + 1
        while end < len(lines) and not self.blank(lines[end]):
            if self.interrupts(lines, end, place) or (place.in_list and self.begins_item(lines[end])):
                break
            end += 1
        return end, iter((Block("paragraph", tuple(map(self.bare, lines[at:end])), place.note),))

    def interrupts(self, lines: Lines, at: int, place: Place) -> bool:
        """Whether a fence of backticks ends the paragraph before it."""
        line = lines[at]
        opened = not line.pad and self.text.startswith("```", line.start, line.end)
        return opened and self.fence(lines, at, place) is not None

    # --- Containers -------------------------------------------------------------------------

    def quotation(self, lines: Lines, at: int, place: Place) -> Found:
        if self.marked(lines[at], QUOTE) is None:
            return None
        index, inside = at, []
        while index < len(lines) and not self.blank(lines[index]):
            line = lines[index]
            marker = self.marked(line, QUOTE)
            if marker is None and self.interrupts(lines, index, place):
                break
            inside.append(Line(marker.end(), line.end) if marker else line)
            index += 1
        blocks = self.read(inside, place.inside())
        return index, (replace(block, set_off=lines[at].start) for block in blocks)

    def bullets(self, lines: Lines, at: int, place: Place) -> Found:
        return self.items(lines, at, place) if self.marked(lines[at], BULLET) else None

    def item(self, line: Line) -> Line | None:
        """What follows the marker of a list's item; None where none begins."""
        if RULE.match(self.of(line)):
            return None
        match = self.marked(line, BULLET) or self.marked(line, ENUMERATOR)
        if match is None or PAGE.match(match.string, match.start(), line.end):
            return None
        # “B. Franklin” is a name, “B.  Franklin” an item.
        rest = Line(match.end(), line.end)
        initial = len(match[0]) == 2 and match[0][0].isupper() and match[0][1] == "."
        return None if initial and not self.blank(rest) and self.indent(rest, 2) < 2 else rest

    def begins_item(self, line: Line) -> bool:
        """Whether a paragraph in a list ends before a line; `@a. ` would be an item of examples."""
        return self.item(line) is not None or self.marked(line, EXAMPLE) is not None

    def items(self, lines: Lines, at: int, place: Place) -> Found:
        """One item of a list, with the lines that continue it."""
        rest = self.item(lines[at])
        if rest is None:
            return None
        column = self.indent(lines[at]) + rest.start - self.bare(lines[at]).start
        gap = self.indent(rest, column)
        gap = 0 if self.blank(rest) else gap if gap <= TAB else 1
        inside, content = [self.without(rest, gap, column)], column + gap
        index = at + 1
        while index < len(lines) and not self.blank(lines[index]):
            line = lines[index]
            nested = self.indent(line) >= content and self.item(self.bare(line))
            if nested or self.item(line) or self.fence(lines, index, place):
                break
            inside.append(self.without(line, content))
            index += 1
        index = self.continued(lines, index, inside, content)
        return index, self.read(inside, replace(place.inside(), in_list=True))

    def continued(self, lines: Lines, index: int, inside: Lines, content: int) -> int:
        """Gathers what stands below, indented to the content, with the lines that go on from it."""
        while (follows := self.written(lines, index)) < len(lines) and self.indent(lines[follows]) >= content:
            inside += [Line(line.start, line.start) for line in lines[index:follows]]
            index = follows
            while index < len(lines) and not self.blank(lines[index]):
                line = lines[index]
                if self.indent(line) < content and (self.item(line) or self.marked(line, CALL)):
                    break
                inside.append(self.without(line, content))
                index += 1
        return index

    def definition(self, lines: Lines, at: int, place: Place) -> Found:
        """A term and what it means."""
        index = self.written(lines, at + 1)
        marker = self.marked(lines[index], DEFINES) if index < min(len(lines), at + 3) else None
        if marker is None:
            return None
        term = Block("paragraph", (self.bare(lines[at]),), place.note)
        end, inside = self.follow(lines, index, marker, DEFINES)
        words = self.read(inside, replace(place.inside(), in_list=True))
        return end, (block for part in ((term,), words) for block in part)

    def note_text(self, lines: Lines, at: int, place: Place) -> Found:
        marker = self.marked(lines[at], NOTE)
        if marker is None:
            return None
        if marker.end() == lines[at].end and (at + 1 == len(lines) or self.blank(lines[at + 1])):
            return at + 1, iter((Block("empty", (self.bare(lines[at]),), place.note),))
        end, inside = self.follow(lines, at, marker, CALL)
        name = Block("note", (Line(self.bare(lines[at]).start, marker.end(1) + 1),), marker[1])
        words = self.read(inside, replace(place.inside(), note=marker[1]))
        return end, (block for part in ((name,), words) for block in part)

    def follow(
        self, lines: Lines, at: int, marker: re.Match[str], other: re.Pattern[str]
    ) -> tuple[int, Lines]:
        """What belongs to a marker: its paragraph up to another one, and all that is indented by four."""
        inside = [self.bare(Line(marker.end(), lines[at].end))]
        index = at + 1
        while index < len(lines) and not self.blank(lines[index]) and not self.marked(lines[index], other):
            inside.append(self.without(lines[index], TAB))
            index += 1
        return self.continued(lines, index, inside, TAB), inside
