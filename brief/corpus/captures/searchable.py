"""A capture's lines as one stretch that a source's paragraphs are searched in.

Each line is folded as quotations are (`brief.text.quotation.normal`) and the next follows after a
space, so that it does not matter where a paragraph was wrapped. Where lines were left out, a
sign stands that no source can hold: no paragraph reaches over a gap. A printer's hyphen is
another such sign, which matches a hyphen, or nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from brief.corpus.captures.lines import CapturedLine
from brief.text.quotation.normal import normal

GAP, BROKEN = "\uffff", "\ufffe"
SENTENCE_END = re.compile(r"[.!?:;…。？！»]['’”)\]]*$|^['(\[]*$")


def folded(words: str) -> str:
    """Words as they are compared."""
    return normal(words).text.strip()


@dataclass(frozen=True)
class Searchable:
    """The folded text; where each line starts in it, and that line's number."""

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, lines: tuple[CapturedLine, ...], numbers: Iterator[int]) -> Searchable:
        """The stretch of the lines of these numbers, from 1, in order."""
        parts: list[str] = []
        starts: list[int] = []
        taken: list[int] = []
        length = 0
        for number in numbers:
            line = lines[number - 1]
            words = "" if line.furniture else _folded_line(line)
            if words:
                joint = _joint(lines, taken, number)
                starts.append(length + len(joint))
                taken.append(number)
                parts.append(joint + words)
                length += len(joint) + len(words)
        return cls("".join(parts), tuple(starts), tuple(taken))

    def find(self, words: str, start: int = 0) -> tuple[int, int] | None:
        """Where folded words stand at or after `start`, as whole words; nothing stands everywhere."""
        if not words:
            return start, start
        at = self.text.find(words, start)
        while at >= 0:
            if self._is_whole(at, at + len(words)):
                return at, at + len(words)
            at = self.text.find(words, at + 1)
        return self._find_broken(words, start) if BROKEN in self.text else None

    def _find_broken(self, words: str, start: int) -> tuple[int, int] | None:
        signs = (f"(?:{re.escape(c)}|\ufffe)" if c in "-‐" else f"{re.escape(c)}\ufffe?" for c in words)
        pattern = re.compile("".join(signs).removesuffix("\ufffe?"))
        for match in pattern.finditer(self.text, start):
            if self._is_whole(*match.span()):
                return match.span()
        return None

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no word is cut at either end."""
        text = self.text
        begins = start == 0 or not (_in_word(text[start - 1]) and _in_word(text[start]))
        return begins and (end == len(text) or not (_in_word(text[end - 1]) and _in_word(text[end])))

    def line_at(self, offset: int) -> int:
        """The number of the line that holds an offset."""
        return self.numbers[max(bisect_right(self.starts, offset) - 1, 0)]

    def before(self, start: int) -> str:
        """What stands in the same line before an offset."""
        first = self.starts[max(bisect_right(self.starts, start) - 1, 0)] if self.starts else 0
        return self.text[first:start].strip()

    def after(self, end: int) -> str:
        """What stands in the same line after an offset."""
        following = bisect_right(self.starts, max(end - 1, 0))
        last = self.starts[following] if following < len(self.starts) else len(self.text)
        return self.text[end:last].strip().strip(GAP + BROKEN).strip()

    def is_line(self, start: int, end: int) -> bool:
        """Whether a stretch is one or more lines and nothing of another."""
        return not self.before(start) and not self.after(end)

    def cuts_sentence(self, start: int, end: int) -> bool:
        """Whether the stretch begins or ends within a sentence of a line."""
        before, after = self.before(start), self.after(end)
        begins = bool(before) and SENTENCE_END.search(before) is None
        ends = bool(after) and SENTENCE_END.search(self.text[start:end]) is None
        return begins or ends

    def longest_prefix(self, words: str) -> tuple[int, int]:
        """(how many of the first characters of folded words stand here, where)."""
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if words[:middle] in self.text else (low, middle - 1)
        return low, self.text.find(words[:low])


def _folded_line(line: CapturedLine) -> str:
    return f"{folded(line.text[:-1])}{BROKEN}" if line.broken else folded(line.text)


def _joint(lines: tuple[CapturedLine, ...], taken: list[int], number: int) -> str:
    """What stands between the line taken last and this one: a gap where words were left out."""
    if not taken:
        return ""
    between = lines[taken[-1] : number - 1]
    if any(line.text and not line.furniture for line in between):
        return f" {GAP} "
    return "" if lines[taken[-1] - 1].broken else " "


def _in_word(character: str) -> bool:
    return character.isalnum() or character == BROKEN
