"""What a Markdown text will read like on the page, with the way back to where each letter stands.

Quotations are compared as printed: emphasis, links, escapes, entities and pandoc's `smart`
dashes are resolved, so that marking up a word, or hiding a quotation mark behind an
escape, changes nothing. Citations become one `CITE` character each, and so does the call of
a note that cites. Notes, and what a citation says besides (`see “…”`), are set apart as blocks
of their own; a row of a table is one block. Where pandoc's reading is in doubt the
letters stay: what is not there cannot be checked. `tests/test_quotations.py` holds this
reading against pandoc's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from brief.markdown.citations import Citation, bracket_pairs
from brief.markdown.mask import AUTOLINK, CODE, ESCAPE, FENCED, FILLER, TARGET, mask

CITE = "\x1f"
CELL = "\x1d"
BREAK = "\n\n"
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]+|#\d+|#[xX][0-9A-Fa-f]+);")
BEFORE_TARGETS = (FENCED, ESCAPE, CODE, AUTOLINK)
SMART = ((re.compile(r"\.\.\."), "…"), (re.compile(r"---"), "—"), (re.compile(r"--"), "–"))
ENUMERATOR = r"(?:[-+*]|\(?(?:\d+|[a-z]|[ivxlc]+|#)[.)]|\(?[A-Z]\)|[A-Z]\.[ \t])[ \t]+"
INDENT = re.compile(r"[ \t]*")
QUOTING = re.compile(r"[ \t]*(?:>[ \t]?)+")
OPENS = re.compile(rf"[ \t]*(?:(?:>[ \t]?)+|#{{1,6}}[ \t]+|{ENUMERATOR}|\[\^[^\]\n]+\]:[ \t]*)*")
LIST_ITEM = re.compile(rf"[ \t]*(?:>[ \t]?)*(?:{ENUMERATOR}|\[\^[^\]\n]+\]:)")
HEADING = re.compile(r"[ \t]*(?:>[ \t]?)*#{1,6}[ \t]")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
TABLE_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
RULE_ROW = re.compile(r"[ \t]*\|?[\s|:+=-]+\|?[ \t]*$")
NOTE_CALL = re.compile(r"\[\^([^\]\s]+)\]")
NOTE_TEXT = re.compile(r"^[ \t>]*\[\^([^\]\s]+)\]:", re.M)
NOTE_END = re.compile(r"^(?=[ \t>]*\[\^[^\]\s]+\]:)|^[ \t>]*\n(?=[^\s>])", re.M)
LABEL = re.compile(r"^[ \t>*+:.\d-]*(?=\[(?!\^))", re.M)
EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
RAISED = re.compile(r"(?<!~)~(?!~)[^\s~]+~(?!~)|\^[^\s^\[]+\^")
ATTRIBUTE = r"(?:[.#][\w:.-]+|[A-Za-z_:][\w:.-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+)|-)"
ATTRIBUTES = re.compile(rf"\{{[ \t]*(?:{ATTRIBUTE}(?:[ \t]+{ATTRIBUTE})*[ \t]*)?\}}")
TERM = re.compile(r"\.term(?=[\s}])")
SAYS_MORE = re.compile(r"[^\w\s@\[\](),.;:§¶/–-]")


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
        self.bare = _without_code(markdown)
        self.pairs = bracket_pairs(self.masked)
        self.labels = frozenset(self._labels())
        self.note_texts = dict(self._note_texts())
        self.citations = {citation.start: citation for citation in citations}
        self.result = Plain()
        self.apart: list[tuple[int, int, Citation | None]] = []
        self.indent = INDENT

    def run(self) -> Plain:
        for start, end, is_row in _blocks(self.markdown):
            self._block(start, end, is_row)
        while self.apart:
            start, end, citation = self.apart.pop(0)
            self.result.add(BREAK, start)
            if citation is not None:
                self.result.citations.append((len(self.result.characters), citation))
            self._inline(start, end)
        return self.result

    def _labels(self) -> Iterator[str]:
        """What reference links may be defined as: brackets round these words are not printed."""
        for match in LABEL.finditer(self.markdown):
            close = self.pairs.get(match.end())
            if close is not None and self.markdown[close + 1 : close + 2] == ":":
                yield _label(self.markdown[match.end() + 1 : close])

    def _note_texts(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for match in NOTE_TEXT.finditer(self.markdown):
            end = NOTE_END.search(self.markdown, match.end())
            yield match[1], (match.end(), end.start() if end else len(self.markdown))

    def _block(self, start: int, end: int, is_row: bool) -> None:
        self.result.add(BREAK, start)
        if is_row and RULE_ROW.match(self.markdown[start:end]):
            return
        first = len(self.result.characters)
        marker = None if is_row else OPENS.match(self.markdown, start, end)
        begin = marker.end() if marker else start
        self.indent = QUOTING if ">" in self.markdown[start:begin] else INDENT
        self._inline(begin, end)
        if is_row:
            self.result.rows.append((first, len(self.result.characters)))

    def _inline(self, at: int, end: int) -> None:
        while at < end:
            at = self._step(at, end)

    def _step(self, at: int, end: int) -> int:
        """Print what begins at `at`; where it goes on."""
        character = self.markdown[at]
        if (citation := self.citations.get(at)) is not None:
            return self._cite(citation)
        special = SPECIAL.get(character)
        if special is not None and (after := special(self, at, end)) is not None:
            return after
        self.result.add(character, at)
        return at + 1

    def _cite(self, citation: Citation) -> int:
        self.result.citations.append((len(self.result.characters), citation))
        self.result.add(CITE, citation.start)
        if SAYS_MORE.search(self.markdown, citation.start, citation.end):
            self.apart.append((citation.start + 1, citation.end, citation))
        return citation.end

    def _line_end(self, at: int, end: int) -> int | None:
        self.result.add("\n", at)
        indent = self.indent.match(self.markdown, at + 1, end)
        return indent.end() if indent else at + 1

    def _escape(self, at: int, end: int) -> int | None:
        following = self.markdown[at + 1 : at + 2]
        if at + 1 < end and following and not following.isalnum():
            if following == "\n":
                return self._line_end(at + 1, end)
            self.result.add(following, at + 1)
            return at + 2
        return None

    def _code(self, at: int, end: int) -> int | None:
        code = CODE.match(self.markdown, at, end)
        stop = code.end(2) if code else at
        start = code.start(2) if code else at
        if code is None:
            while stop < end and self.markdown[stop] == "`":
                stop += 1
        for index in range(start, stop):
            self.result.add(self.markdown[index], index)
        return self._after_attributes(code.end(), end) if code else stop

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
        return match.end() if match is not None else self._raised(at, end)

    def _raised(self, at: int, end: int) -> int | None:
        """Superscript and subscript; what is struck out keeps its tildes, so that nobody quotes it."""
        match = RAISED.match(self.markdown, at, end)
        if match is not None:
            self._inline(at + 1, match.end() - 1)
            return match.end()
        if self.markdown.startswith("~~", at):
            self.result.add("~~", at)
            return at + 2
        return None

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
        close = self.pairs.get(at + 1)
        if close is None or close >= end or self.markdown[close + 1 : close + 2] == "{":
            return None
        return self._link_end(at + 1, close)

    def _note(self, at: int, end: int) -> int | None:
        close = self.pairs.get(at + 1)
        if close is None:
            return self._raised(at, end)
        self.apart.append((at + 2, close, None))
        self._cited_in_note(at + 2, close, at)
        return close + 1

    def _cited_in_note(self, start: int, end: int, at: int) -> None:
        """A sentence carries the citations of its notes."""
        cited = [citation for citation in self.citations.values() if start <= citation.start < end]
        for citation in cited:
            self.result.citations.append((len(self.result.characters), citation))
        if cited:
            self.result.add(CITE, at)

    def _bracket(self, at: int, end: int) -> int | None:
        if (call := NOTE_CALL.match(self.markdown, at, end)) is not None and call[1] in self.note_texts:
            self._cited_in_note(*self.note_texts[call[1]], at)
            return call.end()
        close = self.pairs.get(at)
        after = self._link_end(at, close) if close is not None and close < end else None
        if close is None or after is None:
            return None
        first = len(self.result.characters)
        self._inline(at + 1, close)
        if self.markdown[close + 1 : close + 2] == "{" and TERM.search(self.markdown, close + 1, after):
            self.result.terms.append((first, len(self.result.characters)))
        return after

    def _link_end(self, at: int, close: int) -> int | None:
        """Where a link or a span whose words stand between these brackets ends; None: they are brackets."""
        if (target := TARGET.match(self.bare, close + 1)) is not None:
            return self._after_attributes(target.end(), len(self.markdown))
        after = self._after_attributes(close + 1, len(self.markdown))
        if after > close + 1:
            return after
        other = self.pairs.get(close + 1)
        own = _label(self.markdown[at + 1 : close])
        if other is not None and (_label(self.markdown[close + 2 : other]) or own) in self.labels:
            return other + 1
        return close + 1 if own in self.labels else None

    def _after_attributes(self, at: int, end: int) -> int:
        match = ATTRIBUTES.match(self.markdown, at, end)
        return match.end() if match else at


def _without_code(markdown: str) -> str:
    """The text as it is when link targets are read."""
    for pattern in BEFORE_TARGETS:
        markdown = pattern.sub(lambda match: FILLER * len(match[0]), markdown)
    return markdown


def _label(words: str) -> str:
    return " ".join(words.split()).casefold()


def _blocks(markdown: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether it is a row of a table) of paragraphs, headings, items and rows.

    As in pandoc, a list or a heading does not interrupt a paragraph.
    """
    for lines in _runs(markdown):
        if _is_table([markdown[start:end] for start, end in lines]):
            yield from ((start, end, True) for start, end in lines)
            continue
        begin, listing = 0, False
        for index, (start, end) in enumerate(lines):
            fresh = index == begin
            if (fresh or listing) and LIST_ITEM.match(markdown, start, end):
                listing = True
                if not fresh:
                    yield lines[begin][0], lines[index - 1][1], False
                begin = index
            elif (fresh and HEADING.match(markdown, start, end)) or (
                index == begin + 1 and UNDERLINE.match(markdown[start:end])
            ):
                yield lines[begin][0], end, False
                begin = index + 1
        if begin < len(lines):
            yield lines[begin][0], lines[-1][1], False


def _runs(markdown: str) -> Iterator[list[tuple[int, int]]]:
    """Lines that follow each other without a blank one, as (start, end)."""
    lines: list[tuple[int, int]] = []
    for match in re.finditer(r".+", markdown):
        if not match[0].strip(" \t>"):
            continue
        if lines and markdown[lines[-1][1] : match.start()] != "\n":
            yield lines
            lines = []
        lines.append(match.span())
    if lines:
        yield lines


def _is_table(lines: list[str]) -> bool:
    return any("-" in line and RULE_ROW.match(line) and ("|" in line or "+" in line) for line in lines[:2])


SPECIAL = {
    "\n": _Printer._line_end,
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
