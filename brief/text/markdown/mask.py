"""A text of the same length in which everything that is not prose is blanked.

Code, escapes and link targets can hold brackets, quotation marks and at-signs that mean
nothing. They are replaced by a filler, one for one, so that offsets stay true and the
readers of brackets and quotations need no exceptions. The text is read once, block by
block and from left to right, as pandoc reads it: what comes first decides what the rest is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from brief.text.markdown.blocks import ATTRIBUTES, Block, read_blocks

FILLER = "\x1a"
DEEPEST = 50
PROSE = frozenset({"paragraph", "heading", "row"})
ESCAPE = re.compile(r"\\(?:[^\w\s]|_)")
RUN = re.compile(r"`+")
LINK = re.compile(r"<(?:https?:|mailto:)[^>\s]*>")
ADDRESS = re.compile(r"https?://[^\s<>\])\x1a]+")
AUTOLINK = re.compile(rf"{LINK.pattern}|{ADDRESS.pattern}")
TARGET = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)")
TOKEN = re.compile(rf"(?P<escape>{ESCAPE.pattern})|(?P<link>{LINK.pattern})|[\[\]`|]")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with what is not prose blanked, and its blocks.

    `words` is the text without the marks of quotations and lists, `masked` without all that is not prose.
    `pairs` says which bracket closes one, `after` where what belongs to a closing bracket ends
    (the target of a link, attributes), `code` where code that begins with backticks ends.
    """

    blocks: tuple[Block, ...]
    words: str = ""
    masked: str = ""
    pairs: dict[int, int] = field(default_factory=dict)
    after: dict[int, int] = field(default_factory=dict)
    code: dict[int, int] = field(default_factory=dict)


def mask(text: str) -> str:
    """`text` with code, addresses, escapes, link targets and attributes blanked, line ends kept."""
    return ADDRESS.sub(lambda match: FILLER * len(match[0]), read_prose(text).masked)


def picture_words(text: str) -> Iterator[tuple[int, int]]:
    """From where to where the words stand that are said in place of a picture."""
    prose = read_prose(text)
    for opened, closed in prose.pairs.items():
        if (
            closed in prose.after
            and prose.masked[max(opened - 1, 0) : opened] == "!"
            and text[closed + 1] != "{"
        ):
            yield opened + 1, closed


@lru_cache(maxsize=64)
def read_prose(text: str) -> Prose:
    """What of a text is prose, and which bracket closes which: always within one block."""
    prose = Prose(read_blocks(text))
    words, masked = list(text), [character if character == "\n" else FILLER for character in text]
    for block in prose.blocks:
        if block.kind in PROSE:
            inlines = _Inlines(text, block, prose)
            words[block.start : block.end] = inlines.words
            masked[block.start : block.end] = inlines.read()
    return replace(prose, words="".join(words), masked="".join(masked))


class _Inlines:
    """The words of one block, read from left to right."""

    def __init__(self, text: str, block: Block, prose: Prose) -> None:
        self.characters = list(text[block.start : block.end])
        self.offset, self.prose, self.in_row = block.start, prose, block.kind == "row"
        for line, following in pairwise(block.lines):
            self.fill(line.end + 1 - self.offset, following.start - self.offset, " ")
        self.words = "".join(self.characters)
        self.runs: dict[int, list[int]] = {}
        for run in RUN.finditer(self.words):
            self.runs.setdefault(len(run[0]), []).append(run.start())

    def fill(self, start: int, end: int, filler: str = FILLER) -> None:
        for index in range(start, end):
            if self.characters[index] != "\n":
                self.characters[index] = filler

    def read(self) -> list[str]:
        """The characters, blanked; the pairs of brackets are noted on the way."""
        at, opened = 0, list[int]()
        while (match := TOKEN.search(self.words, at)) is not None:
            at = match.end()
            if match[0] == "[":
                opened.append(match.start())
            elif match[0] == "]":
                at = self.closed(opened, match.start())
            elif match[0] == "|":
                opened = [] if self.in_row else opened
            else:
                at = self.code(match.start()) if match[0] == "`" else at
                self.fill(match.start(), at)
        return self.characters

    def closed(self, opened: list[int], at: int) -> int:
        """Note the pair that a bracket closes, and blank the target and the attributes that follow it."""
        if not opened:
            return at + 1
        first = opened.pop()
        if len(opened) < DEEPEST:
            self.prose.pairs[self.offset + first] = self.offset + at
        if "^" in (self.words[first - 1 : first], self.words[first + 1]):
            return at + 1
        target = TARGET.match(self.words, at + 1)
        end = self.attributes(target.end() if target else at + 1)
        self.fill(at + 1, end)
        self.prose.after[self.offset + at] = self.offset + end
        return end

    def code(self, at: int) -> int:
        """Where the code that a run of backticks opens ends; after one backtick where it opens none."""
        length = RUN.match(self.words, at).end() - at  # type: ignore[union-attr]
        runs = self.runs.get(length, [])
        closing = bisect_left(runs, at + length)
        if closing == len(runs):
            return at + 1
        self.prose.code[self.offset + at] = self.offset + runs[closing] + length
        return self.attributes(runs[closing] + length)

    def attributes(self, at: int) -> int:
        match = ATTRIBUTES.match(self.words, at)
        return match.end() if match else at
