"""What a Markdown text will read like on the page, with the way back to where each letter stands.

Quotations are compared as printed: emphasis, links, escapes, entities and pandoc's `smart`
dashes are resolved, so that marking up a word, or hiding a quotation mark behind an
escape, changes nothing. Citations become one `CITE` character each. Notes in the text are
set apart as blocks of their own; a row of a table is one block.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from brief.markdown.citations import Citation, bracket_pairs
from brief.markdown.mask import AUTOLINK, mask

CITE = "\x1f"
CELL = "\x1d"
BREAK = "\n\n"
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]+|#\d+|#[xX][0-9A-Fa-f]+);")
SMART = ((re.compile(r"\.\.\."), "…"), (re.compile(r"---"), "—"), (re.compile(r"--"), "–"))
ENUMERATOR = r"(?:[-+*]|\(?(?:\d+|[A-Za-z]|[ivxlc]+|#)[.)])[ \t]+"
LINE_START = re.compile(rf"[ \t]*(?:(?:>[ \t]?)+|#{{1,6}}[ \t]+|{ENUMERATOR}|\[\^[^\]\n]+\]:[ \t]*)*")
LIST_ITEM = re.compile(rf"[ \t]*(?:>[ \t]?)*(?:{ENUMERATOR}|#{{1,6}}[ \t]|\[\^[^\]\n]+\]:)")
TABLE_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
RULE_ROW = re.compile(r"[ \t]*\|?[\s|:+=-]+\|?[ \t]*$")
NOTE_CALL = re.compile(r"\[\^[^\]\n]+\](?!:)")
EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|~~")
TERM = re.compile(r"\{[^{}\n]*\.term\b[^{}\n]*\}")


@dataclass
class Plain:
    """The printed words, the offset of each in the Markdown, and the stretches marked as our own terms."""

    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    terms: list[tuple[int, int]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    citations: list[tuple[int, Citation]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.characters)

    def add(self, text: str, offset: int) -> None:
        """Print `text`, all of it standing at `offset`."""
        self.characters.extend(text)
        self.offsets.extend([offset] * len(text))

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the Markdown that `text[start:end]` was printed from."""
        if start >= len(self.offsets):
            last = self.offsets[-1] + 1 if self.offsets else 0
            return last, last
        return self.offsets[start], self.offsets[max(start, end - 1)] + 1


def plain(markdown: str, citations: tuple[Citation, ...]) -> Plain:
    """The printed words of a Markdown text whose citations are known."""
    return _Printer(markdown, citations).run()


class _Printer:
    def __init__(self, markdown: str, citations: tuple[Citation, ...]) -> None:
        self.markdown = markdown
        self.masked = mask(markdown)
        self.pairs = bracket_pairs(self.masked)
        self.citations = {citation.start: citation for citation in citations}
        self.result = Plain()
        self.notes: list[tuple[int, int]] = []

    def run(self) -> Plain:
        self._lines(0, len(self.markdown))
        while self.notes:
            start, end = self.notes.pop(0)
            self.result.add(BREAK, start)
            self._inline(start, end)
        return self.result

    def _lines(self, start: int, end: int) -> None:
        at = start
        while at < end:
            line_end = self._line_end(at, end)
            self._line(at, line_end)
            at = line_end + 1

    def _line_end(self, at: int, end: int) -> int:
        """The end of the line, or of the last line that a citation or note begun here runs into."""
        found = self.markdown.find("\n", at, end)
        line_end = end if found < 0 else found
        for citation in self.citations.values():
            if at <= citation.start < line_end < citation.end:
                return self._line_end_after(citation.end, end)
        for match in re.finditer(r"\^\[", self.masked[at:line_end]):
            close = self.pairs.get(at + match.start() + 1)
            if close is not None and close > line_end:
                return self._line_end_after(close, end)
        return line_end

    def _line_end_after(self, at: int, end: int) -> int:
        found = self.markdown.find("\n", at, end)
        return end if found < 0 else found

    def _line(self, start: int, end: int) -> None:
        line = self.markdown[start:end]
        if not line.strip():
            self.result.add(BREAK, start)
        elif TABLE_ROW.match(line):
            self._row(start, end, line)
        else:
            if LIST_ITEM.match(line):
                self.result.add(BREAK, start)
            marker = LINE_START.match(self.markdown, start, end)
            self._inline(marker.end() if marker else start, end)
            self.result.add("\n", end)

    def _row(self, start: int, end: int, line: str) -> None:
        self.result.add(BREAK, start)
        if RULE_ROW.match(line):
            return
        first = len(self.result.characters)
        self._inline(start, end)
        self.result.rows.append((first, len(self.result.characters)))
        self.result.add(BREAK, end)

    def _inline(self, at: int, end: int) -> None:
        while at < end:
            at = self._step(at, end)

    def _step(self, at: int, end: int) -> int:
        """Print what begins at `at`; where it goes on."""
        character = self.markdown[at]
        if (citation := self.citations.get(at)) is not None:
            self.result.citations.append((len(self.result.characters), citation))
            self.result.add(CITE, at)
            return citation.end
        special = SPECIAL.get(character)
        if special is not None and (after := special(self, at, end)) is not None:
            return after
        self.result.add(character, at)
        return at + 1

    def _escape(self, at: int, end: int) -> int | None:
        following = self.markdown[at + 1 : at + 2]
        if at + 1 < end and following and not following.isalnum():
            self.result.add(" " if following == "\n" else following, at + 1)
            return at + 2
        return None

    def _code(self, at: int, end: int) -> int | None:
        ticks = re.compile(r"`+").match(self.markdown, at, end)
        assert ticks is not None
        close = self.markdown.find(ticks[0], ticks.end(), end)
        if close < 0:
            return None
        for index in range(ticks.end(), close):
            self.result.add(self.markdown[index], index)
        return close + len(ticks[0])

    def _entity(self, at: int, end: int) -> int | None:
        match = ENTITY.match(self.markdown, at, end)
        if match is None or (decoded := html.unescape(match[0])) == match[0]:
            return None
        self.result.add(decoded, at)
        return match.end()

    def _smart(self, at: int, end: int) -> int | None:
        for pattern, printed in SMART:
            if (match := pattern.match(self.markdown, at, end)) is not None:
                self.result.add(printed, at)
                return match.end()
        return None

    def _mark(self, at: int, end: int) -> int | None:
        match = EMPHASIS.match(self.markdown, at, end)
        return match.end() if match is not None else None

    def _cell(self, at: int, _end: int) -> int | None:
        self.result.add(CELL, at)
        return at + 1

    def _angle(self, at: int, end: int) -> int | None:
        match = AUTOLINK.match(self.markdown, at, end)
        if match is None:
            return None
        for index in range(match.start() + 1, match.end() - 1):
            self.result.add(self.markdown[index], index)
        return match.end()

    def _picture(self, at: int, end: int) -> int | None:
        if self.masked[at + 1 : at + 2] != "[":
            return None
        close = self.pairs.get(at + 1)
        if close is None or self.markdown[close + 1 : close + 2] != "(":
            return None
        return self._after_target(close + 1, end)

    def _note(self, at: int, _end: int) -> int | None:
        if self.masked[at + 1 : at + 2] != "[":
            return None
        close = self.pairs.get(at + 1)
        if close is None:
            return None
        self.notes.append((at + 2, close))
        return close + 1

    def _bracket(self, at: int, end: int) -> int | None:
        if (call := NOTE_CALL.match(self.markdown, at, end)) is not None:
            return call.end()
        close = self.pairs.get(at)
        following = self.markdown[close + 1 : close + 2] if close is not None else ""
        if close is None or following not in ("(", "{") or self.masked[close + 1] != "\x1a":
            return None
        first = len(self.result.characters)
        self._inline(at + 1, close)
        if TERM.match(self.markdown, close + 1, end):
            self.result.terms.append((first, len(self.result.characters)))
        return self._after_target(close + 1, end)

    def _after_target(self, at: int, end: int) -> int:
        """Past the blanked target or attributes that begin at `at`."""
        while at < end and self.masked[at] == "\x1a":
            at += 1
        return at


SPECIAL = {
    "\\": _Printer._escape,
    "`": _Printer._code,
    "&": _Printer._entity,
    ".": _Printer._smart,
    "-": _Printer._smart,
    "*": _Printer._mark,
    "_": _Printer._mark,
    "~": _Printer._mark,
    "|": _Printer._cell,
    "<": _Printer._angle,
    "!": _Printer._picture,
    "^": _Printer._note,
    "[": _Printer._bracket,
}
