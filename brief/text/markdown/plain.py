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

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

from brief.text.markdown.blocks import ATTRIBUTES, LINK, Block
from brief.text.markdown.citations import CALL, Citation
from brief.text.markdown.mask import AUTOLINK, RUN, read_prose

CITE = "\x1f"
CELL = "\x1d"
BREAK = "\n\n"
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]+|#\d+|#[xX][0-9A-Fa-f]+);")
PRINTED = frozenset({"paragraph", "heading", "row", "table", "code", "fence"})
SMART = ((re.compile(r"\.\.\."), "…"), (re.compile(r"---"), "—"), (re.compile(r"--"), "–"))
RULE_ROW = re.compile(r"[ \t]*\|?[\s|:+=-]+\|?[ \t]*$")
EMPHASIS = re.compile(r"(?!(?<=\d)\*\d|(?<![^\s])\*+\s)\*+|(?<!\w)_+|_+(?!\w)")
RAISED = re.compile(r"(?<!~)~(?!~)[^\s~]+~(?!~)|\^[^\s^\[]+\^")
TERM = re.compile(r"\.term(?=[\s}])")
SAYS_MORE = re.compile(r"[^\w\s@\[\](),.;:&§¶/‐‑–—−-]")


@dataclass
class Plain:
    """The printed words, the offset of each in the Markdown, our own terms, what is set off, and notes."""

    characters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    terms: list[tuple[int, int]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    set_off: list[tuple[int, int]] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    citations: list[tuple[int, Citation]] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    """Where what is printed as other letters ends, by its offset: an entity, dashes, dots."""

    @cached_property
    def text(self) -> str:
        """The words, once all are added."""
        return "".join(self.characters)

    def is_noted(self, at: int) -> bool:
        """Whether the words there are those of a note."""
        index = bisect_right(self.notes, at, key=itemgetter(0)) - 1
        return index >= 0 and at < self.notes[index][1]

    def add(self, text: str, offset: int, end: int | None = None) -> None:
        """Print `text`, all of it standing at `offset`, or from there to `end`."""
        if end is not None:
            self.ends[offset] = end
        self.characters.extend(text)
        self.offsets.extend([offset] * len(text))

    def add_as_written(self, markdown: str, start: int, end: int) -> None:
        """Print `markdown[start:end]` letter for letter."""
        self.characters.extend(markdown[start:end])
        self.offsets.extend(range(start, end))

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the Markdown that `text[start:end]` was printed from."""
        if start >= len(self.offsets):
            last = self.offsets[-1] + 1 if self.offsets else 0
            return last, last
        last = self.offsets[max(start, end - 1)]
        return self.offsets[start], self.ends.get(last, last + 1)


@lru_cache(maxsize=256)
def plain(markdown: str, citations: tuple[Citation, ...]) -> Plain:
    """The printed words of a Markdown text whose citations are known; for all who ask the same."""
    return _Printer(markdown, citations).run()


class _Printer:
    def __init__(self, markdown: str, citations: tuple[Citation, ...]) -> None:
        self.markdown = markdown
        self.prose = read_prose(markdown)
        self.pairs = self.prose.pairs
        self.labels = frozenset(self._labels())
        self.note_texts = self._note_texts()
        self.starts = sorted(citation.start for citation in citations)
        self.citations = {citation.start: citation for citation in citations}
        self.result = Plain()
        self.apart: list[tuple[int, int, Citation | None]] = []
        self.next_line: dict[int, int] = {}
        self.last_set_off: int | None = None

    def run(self) -> Plain:
        for block in self.prose.blocks:
            if block.kind in PRINTED:
                first = len(self.result.characters)
                self._block(block)
                self._noted(first, is_note=bool(block.note))
        for start, end, citation in self.apart:  # grows while it is read: notes in what was set apart
            self.result.add(BREAK, start)
            first = len(self.result.characters)
            if citation is not None:
                self.result.citations.append((first, citation))
            self._inline(start, end)
            self._noted(first, is_note=citation is None)
        return self.result

    def _noted(self, first: int, *, is_note: bool) -> None:
        """Note the words printed since `first` as those of a note."""
        if is_note:
            self.result.notes.append((first, len(self.result.characters)))

    def _labels(self) -> Iterator[str]:
        """What reference links may be defined as: brackets round these words are not printed."""
        for block in self.prose.blocks:
            if block.kind == "link" and (match := LINK.search(self.markdown, block.start, block.end)):
                yield _label(match[1])

    def _note_texts(self) -> dict[str, tuple[int, int]]:
        """From where to where the words of each note stand."""
        found: dict[str, tuple[int, int]] = {}
        for block in self.prose.blocks:
            if block.note and block.kind in PRINTED:
                found[block.note] = (found.get(block.note, (block.start,))[0], block.end)
        return found

    def _block(self, block: Block) -> None:
        self.result.add(BREAK, block.start)
        if block.kind in ("row", "table"):
            self._row(block)
        elif block.kind in ("code", "fence"):
            for line in block.lines[1:-1] if block.kind == "fence" else block.lines:
                self._letters(line.start, min(line.end + 1, len(self.markdown)))
        else:
            self.next_line.update((line.end, following.start) for line, following in pairwise(block.lines))
            first = len(self.result.characters)
            self._inline(block.start, block.end)
            if block.set_off is not None and not block.note:
                self._set_off(first, block.set_off)
        self.last_set_off = block.set_off

    def _set_off(self, first: int, quotation: int) -> None:
        """Note the words printed since `first` as set off: one stretch for one block quotation."""
        if quotation == self.last_set_off and self.result.set_off:
            first, _ = self.result.set_off.pop()
        self.result.set_off.append((first, len(self.result.characters)))

    def _row(self, block: Block) -> None:
        if not RULE_ROW.fullmatch(self.markdown, block.start, block.end):
            first = len(self.result.characters)
            self._inline(block.start, block.end)
            self.result.rows.append((first, len(self.result.characters)))

    def _letters(self, start: int, end: int) -> None:
        self.result.add_as_written(self.markdown, start, end)

    def _inline(self, at: int, end: int) -> None:
        while at < end:
            if (letters := LETTERS.match(self.markdown, at, end)) is None:
                at = self._step(at, end)
                continue
            after = min(letters.end(), self._next_citation(at))
            self._letters(at, after)
            at = after if after > at else self._step(at, end)

    def _next_citation(self, at: int) -> int:
        index = bisect_left(self.starts, at)
        return self.starts[index] if index < len(self.starts) else len(self.markdown)

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
        return min(end, self.next_line.get(at, at + 1))

    def _escape(self, at: int, end: int) -> int | None:
        following = self.markdown[at + 1 : at + 2]
        if at + 1 < end and following and not following.isalnum():
            if following == "\n":
                return self._line_end(at + 1, end)
            self.result.add(following, at + 1)
            return at + 2
        return None

    def _code(self, at: int, end: int) -> int | None:
        run, after = RUN.match(self.markdown, at, end), self.prose.code.get(at)
        assert run is not None
        if after is None or after > end:
            self._letters(at, run.end())
            return run.end()
        self._letters(run.end(), after - (run.end() - at))
        return self._after_attributes(after, end)

    def _entity(self, at: int, end: int) -> int | None:
        match = ENTITY.match(self.markdown, at, end)
        if match is None or (decoded := _unescaped(match[0])) == match[0]:
            return None
        self.result.add(decoded, at, match.end())
        return match.end()

    def _smart(self, at: int, end: int) -> int | None:
        for pattern, printed in SMART:
            if (match := pattern.match(self.markdown, at, end)) is not None:
                self.result.add(printed, at, match.end())
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
        self._letters(match.start() + 1, match.end() - 1)
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
        cited = self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        for first in cited:
            self.result.citations.append((len(self.result.characters), self.citations[first]))
        if cited:
            self.result.add(CITE, at)

    def _bracket(self, at: int, end: int) -> int | None:
        if (call := CALL.match(self.markdown, at, end)) is not None and call[1] in self.note_texts:
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
        if (after := self.prose.after.get(close, close + 1)) > close + 1:
            return after
        other = self.pairs.get(close + 1)
        own = _label(self.markdown[at + 1 : close])
        if other is not None and (_label(self.markdown[close + 2 : other]) or own) in self.labels:
            return other + 1
        return close + 1 if own in self.labels else None

    def _after_attributes(self, at: int, end: int) -> int:
        match = ATTRIBUTES.match(self.markdown, at, end)
        return match.end() if match else at


def _unescaped(entity: str) -> str:
    import html  # its table of names is long, and most texts have none

    return html.unescape(entity)


def _label(words: str) -> str:
    return " ".join(words.split()).casefold()


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
LETTERS = re.compile(f"[^{re.escape(''.join(SPECIAL))}]+")
"""What is printed as it is written."""
