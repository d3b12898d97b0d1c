"""The lines of a capture, without what cannot be seen, and as one stretch to search in.

A source may not hold hidden characters (S113), so a capture's are left out of its text, and
kept beside it to be told. Controls that break or space a line become a space; the no-break
space and its kin are typography and stay.

Each line is folded as quotations are (`brief.text.quotation.normal`) and the next follows after a
space, so that it does not matter where a paragraph was wrapped. Where lines were left out, a
sign stands that no source can hold: no paragraph reaches over a gap. A printer's hyphen is
another such sign, which matches a hyphen, or nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from brief.files.hidden import HIDDEN
from brief.text.quotation.normal import normal

SPACED = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
SPACES = re.compile(" +")
RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
RAISED_NUMBER = re.compile(r"\s*[(+−-]?\d+\)?\s*")
BLACKED_OUT = "[blacked out]"
REPEATED = re.compile(r"\[blacked out\](?:\s*\[blacked out\])+")
WORDS = re.compile(r"\S(?:.*\S)?", re.S)
SURROGATES = re.compile("[\ud800-\udfff]")


def visible(text: str) -> tuple[str, str]:
    """(the text on one line with what can be seen, the hidden characters left out)."""
    spaced = SPACES.sub(" ", SPACED.sub(" ", text)).strip()
    refused = "".join(HIDDEN.findall(spaced) + SURROGATES.findall(spaced))
    if not refused:
        return spaced, ""
    return SPACES.sub(" ", SURROGATES.sub("", HIDDEN.sub("", spaced))).strip(), refused


def raised(text: str) -> str:
    """A number that is set higher, in raised digits: an exponent or the call of a note."""
    return text.translate(RAISED) if RAISED_NUMBER.fullmatch(text) else text


def named(characters: Iterable[str]) -> str:
    """Hidden characters by their code points: `U+202E, U+200B (3 times)`."""
    counts = Counter(characters)
    return ", ".join(
        f"U+{ord(character):04X}" + (f" ({count} times)" if count > 1 else "")
        for character, count in counts.items()
    )


def blacked_out(words: str) -> str:
    """What a person sees of such words: a bar, and the space around it."""
    return WORDS.sub(BLACKED_OUT, words)


def one_bar(text: str) -> str:
    """A text in which bars that touch are one."""
    return REPEATED.sub(BLACKED_OUT, text)


@dataclass(frozen=True, slots=True)
class CapturedLine:
    """A line, the hidden characters left out of it, whether it is a heading, the page it stands on.

    `broken` says that the line ends in a hyphen that may be the word's own or the printer's;
    `furniture` that it is a page number or a running head, over which sentences run on.
    """

    text: str
    refused: str = ""
    heading: bool = False
    page: int = 0
    broken: bool = False
    furniture: bool = False


@dataclass(frozen=True)
class CapturedText:
    """A capture's form, its lines, and what it says it is called.

    `told` are remarks for staff on what the lines leave out or could not say; `warnings` say
    (what, what to do) of words that a reader does not see.
    """

    form: str
    lines: tuple[CapturedLine, ...]
    title: str = ""
    told: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


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
