"""Looking words up on printed pages, across lines, pages and calls.

Hyphens and white space do not count here (the comparison word by word has judged them),
and quotation marks are one mark, since the spec writes them straight and the page curly.
Calls and what the style adds are left out: they may stand in the middle of a quotation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType

from brief.prove.content import Piece
from brief.prove.words import squashed

MARKS = str.maketrans(dict.fromkeys('“”„‟«»″‘’‚‛′ʼ‹›`´"', "'") | dict.fromkeys("-–—", ""))
NONE: Mapping[int, int] = MappingProxyType({})


def searchable(text: str) -> str:
    """The text as it is looked up."""
    return squashed(text).translate(MARKS).replace("...", "…").casefold()


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words end: the page, and the calls of notes before and after (0: none).

    `last` is the page on which that ends which was to follow the words.
    """

    page: int
    before: int
    after: int
    last: int


class FoundWords:
    """The words of the text in a row, with the page of each piece and the calls between them.

    `calls` are pieces that print a call, by their identity; `added` ones are left out.
    """

    def __init__(
        self, pieces: Iterable[Piece], calls: Mapping[int, int] = NONE, added: Container[int] = ()
    ) -> None:
        parts: list[str] = []
        self.starts: list[int] = []
        self.numbers: list[int] = []
        self.called: list[tuple[int, int]] = []
        length = 0
        for piece in pieces:
            if id(piece) in calls:
                self.called.append((length, calls[id(piece)]))
            if id(piece) in calls or id(piece) in added:
                continue
            words = searchable(piece.text)
            self.starts.append(length)
            self.numbers.append(piece.page)
            parts.append(words)
            length += len(words)
        self.text = "".join(parts)

    def hits(self, words: str, then: str = "") -> list[Hit]:
        """Every place where the words stand, and `then` directly after them."""
        length, sought = len(searchable(words)), searchable(words + then)
        found: list[Hit] = []
        at = self.text.find(sought) if length else -1
        while at >= 0:
            end = at + len(sought)
            after = bisect_left(self.called, (end, 0))
            before = self.called[after - 1][1] if after else 0
            behind = self.called[after][1] if after < len(self.called) else 0
            found.append(Hit(self._page(at + length), before, behind, self._page(end)))
            at = self.text.find(sought, at + 1)
        return found

    def end_on(self, words: str, page: int) -> bool:
        """Whether the words end on a page, at least once: asked of that page alone."""
        sought = searchable(words)
        return bool(sought) and any(
            self.text.find(sought, max(0, first - len(sought) + 1), last) >= 0
            for first, last in self._stretches.get(page, ())
        )

    @cached_property
    def _stretches(self) -> dict[int, list[tuple[int, int]]]:
        """Where in the text each page stands."""
        found: dict[int, list[tuple[int, int]]] = {}
        at = 0
        pages = zip(self.starts, (*self.starts, len(self.text))[1:], self.numbers, strict=True)
        for page, group in groupby(pages, key=lambda stretch: stretch[2]):
            first, at = at, [last for _, last, _ in group][-1]
            found.setdefault(page, []).append((first, at))
        return found

    def _page(self, end: int) -> int:
        """The page of the character before this one."""
        return self.numbers[bisect_right(self.starts, end - 1) - 1]

    def pages(self, words: str) -> list[int]:
        """The pages on which the words end, once for each time they stand there."""
        return [hit.page for hit in self.hits(words)]
