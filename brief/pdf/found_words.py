"""Looking words up on printed pages, across lines, pages and calls.

Hyphens and white space do not count here (the comparison word by word has judged them),
and quotation marks are one mark, since the spec writes them straight and the page curly.
Calls and what the style adds are left out: they may stand in the middle of a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from brief.pdf.alignment import Alignment
from brief.pdf.content import Piece
from brief.pdf.printed import PrintedText
from brief.pdf.words import squashed

MARKS = str.maketrans(dict.fromkeys('“”„‟«»″‘’‚‛′ʼ‹›`´"', "'") | dict.fromkeys("-–—", ""))
CALL = re.compile(r"\W*\d{1,6}\W*")


def searchable(text: str) -> str:
    """The text as it is looked up."""
    return squashed(text).translate(MARKS).replace("...", "…").casefold()


def without(printed: PrintedText, alignment: Alignment, calls: Iterable[Piece]) -> list[Piece]:
    """The pieces of the text but for calls and what the style adds."""
    left_out = {id(piece) for piece in (*alignment.added, *calls)}
    return [item.piece for item in printed.text if id(item.piece) not in left_out]


class FoundWords:
    """The words of the text in a row, and where each page begins in it."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        parts: list[str] = []
        self.starts: list[int] = []
        self.numbers: list[int] = []
        length = 0
        for piece in pieces:
            words = searchable(piece.text)
            self.starts.append(length)
            self.numbers.append(piece.page)
            parts.append(words)
            length += len(words)
        self.text = "".join(parts)

    def on_page(self, number: int) -> str:
        """The words of one page."""
        inside = [i for i, page in enumerate(self.numbers) if page == number]
        if not inside:
            return ""
        end = self.starts[inside[-1] + 1] if inside[-1] + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[inside[0]] : end]

    def pages(self, words: str) -> list[int]:
        """The pages on which the words end, once for each time they stand there."""
        sought = searchable(words)
        found: list[int] = []
        at = self.text.find(sought) if sought else -1
        while at >= 0:
            found.append(self.numbers[bisect_right(self.starts, at + len(sought) - 1) - 1])
            at = self.text.find(sought, at + 1)
        return found
