"""The promised words beside the printed ones, one by one, in the order of reading.

A chunk of the page is taken from whole pieces: each piece is the next stretch of it, a
hyphen at a line's end apart. Between chunks only what the style adds may stand: numbers
that run on, marks, leaders. Where neither goes on, the nearest place is sought where both
do again; what lies between is a fault, and nothing of it counts as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from brief.prove.content import Piece
from brief.prove.page_words import Chunk
from brief.prove.printed import Item
from brief.prove.style_words import StyleWords, added_key
from brief.prove.words import call_number, folded, is_right_to_left, squashed

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def values(numeral: str) -> set[int]:
    """What a numeral may stand for: `c` is a hundred or the third."""
    if numeral.isdecimal():
        return {int(numeral)}
    small = numeral.lower()
    found = {ord(small) - 96} if len(small) == 1 else set()
    if set(small) <= set(ROMAN):
        digits = [ROMAN[letter] for letter in small]
        found.add(sum(-d if any(n > d for n in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits)))
    return found


class Runs:
    """The counters of one kind that run through a page: each number follows one, or begins anew."""

    def __init__(self, starts: Iterable[int]) -> None:
        self.starts = frozenset(starts)
        self.last: list[int] = []

    def admits(self, numeral: str) -> bool:
        """Whether the number runs on, from the run that was last added to if several could; or begins one."""
        meant = values(numeral)
        for at in range(len(self.last) - 1, -1, -1):
            if self.last[at] + 1 in meant:
                self.last.append(self.last.pop(at) + 1)
                return True
        new = meant & self.starts
        self.last += sorted(new)[:1]
        return bool(new)


FARTHEST = 3000
DISTINCT = 8
SAME_LINE = 0.6


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of chunks that is not printed as it should be, and the pieces that stand there instead."""

    first: int
    last: int
    pieces: tuple[Piece, ...] = ()
    kind: str = "words"


@dataclass
class Alignment:
    """The pieces of every chunk (none: not printed), faults, and numbers after contents entries.

    `added` is what the style adds, `marked` the chunks before which it does.
    """

    pieces: list[list[Piece]]
    faults: list[Fault] = field(default_factory=list)
    entries: dict[int, tuple[str, Piece]] = field(default_factory=dict)
    added: list[Piece] = field(default_factory=list)
    marked: set[int] = field(default_factory=set)

    def page(self, chunk: int) -> int:
        """The page on which the words from this chunk on begin; 0 when there is none."""
        return next((pieces[0].page for pieces in self.pieces[chunk:] if pieces), 0)


def align(chunks: Sequence[Chunk], items: Sequence[Item], style: StyleWords, starts: set[int]) -> Alignment:
    """Lay the chunks beside the items."""
    return _Aligner(chunks, items, style, starts).run()


class _Aligner:
    def __init__(
        self, chunks: Sequence[Chunk], items: Sequence[Item], style: StyleWords, starts: set[int]
    ) -> None:
        self.chunks, self.items, self.style = chunks, items, style
        self.result = Alignment([[] for _ in chunks])
        self.starts = style.starts | starts
        self.runs: dict[tuple[str, str], Runs] = {}
        self.words = [self._cased(folded(item.piece.text)) for item in items]
        self.expected = [self._cased(chunk.text.strip()) for chunk in chunks]

    def _cased(self, text: str) -> str:
        return text.casefold() if self.style.folds_case else text

    def run(self) -> Alignment:
        at = chunk = 0
        while at < len(self.items) or chunk < len(self.chunks):
            if at < len(self.items) and self._is_page_number(chunk, at):
                at += 1
            elif chunk < len(self.chunks) and (end := self._taken(chunk, at)) is not None:
                self._keep(chunk, at, end)
                at, chunk = end, chunk + 1
            elif at < len(self.items) and self._is_added(chunk, at):
                at += 1
            else:
                at, chunk = self._resumed(chunk, at)
        return self.result

    def _keep(self, chunk: int, at: int, end: int) -> None:
        self.result.pieces[chunk] = [item.piece for item in self.items[at:end] if item.piece.text.strip()]

    def _taken(self, chunk: int, at: int) -> int | None:
        """The item after those that print the chunk, or None when they do not."""
        if self.chunks[chunk].call:
            return self._call_taken(self.chunks[chunk].call, at)
        words, position, before = self.expected[chunk], 0, None
        while position < len(words):
            if at >= len(self.items):
                return None
            shown = self.words[at].strip()
            if shown:
                taken = self._stretch(words, position, shown)
                if taken is None or not self._follows(words, position, before, at):
                    return None
                position, before = taken, at
                position += words.startswith(" ", position)
            at += 1
        return at

    def _call_taken(self, number: int, at: int) -> int | None:
        return at + 1 if at < len(self.items) and call_number(self.items[at].piece.text) == number else None

    def _stretch(self, words: str, position: int, shown: str) -> int | None:
        """Where in the words the piece ends that shows them from `position` on."""
        if words.startswith(shown, position):
            return position + len(shown)
        end = position + len(shown) - 1
        if shown.endswith("-") and words.startswith(shown[:-1], position) and 0 < end < len(words):
            return end if words[end - 1].isalpha() and words[end].isalpha() else None
        if is_right_to_left(shown):
            count, at = len(squashed(shown)), position
            while at < len(words) and len(squashed(words[position:at])) < count:
                at += 1
            return at if sorted(squashed(words[position:at])) == sorted(squashed(shown)) else None
        return None

    def _follows(self, words: str, position: int, before: int | None, at: int) -> bool:
        """Whether a piece stands where the next words belong: after, below, or in the next column or page."""
        if before is None:
            return True
        old, new = self.items[before].piece, self.items[at].piece
        if old.page != new.page:
            return new.page == old.page + 1
        if abs(old.y - new.y) > SAME_LINE:
            return new.y < old.y + SAME_LINE or new.x > old.x or is_right_to_left(old.text)
        spaced = old.text[-1:].isspace() or new.text[:1].isspace()
        return spaced or words[position - 1 : position] != " " or new.x < old.x

    def _is_page_number(self, chunk: int, at: int) -> bool:
        """Whether the piece is the page that is named behind an entry of the contents.

        It is asked before the words: the next entry may begin with the same figure.
        """
        entry, piece = chunk - 1, self.items[at].piece
        if entry < 0 or not self.chunks[entry].page_of or entry in self.result.entries:
            return False
        for form in self.style.page_forms:
            if match := form.fullmatch(added_key(piece.text)):
                self.result.entries[entry] = (match["number"], piece)
                self.result.added.append(piece)
                return True
        return False

    def _is_added(self, chunk: int, at: int) -> bool:
        """Whether the piece is what the style adds here."""
        piece = self.items[at].piece
        key = added_key(piece.text)
        if not key or any(key == added_key(leader) for leader in self.style.leaders):
            return True
        for form in self.style.forms:
            match = form.fullmatch(key)
            if match is not None and self._is_due(form, match):
                self.result.added.append(piece)
                self.result.marked.add(chunk)
                return True
        return False

    def _is_due(self, form: re.Pattern[str], match: re.Match[str]) -> bool:
        numeral = match.groupdict().get("number")
        if numeral is None:
            return True
        kind = (form.pattern, numeral[0].isdecimal() * "1" or numeral[0].islower() * "i" or "I")
        return self.runs.setdefault(kind, Runs(self.starts)).admits(numeral)

    def _resumed(self, chunk: int, at: int) -> tuple[int, int]:
        """The nearest place where words and print go on together; what lies before it is a fault."""
        if chunk < len(self.chunks) and self.chunks[chunk].call and (found := self._wrong_call(chunk, at)):
            return found
        left, right = len(self.chunks) - chunk, len(self.items) - at
        for distance in range(1, min(left + right, FARTHEST)):
            for skipped in range(max(0, distance - right), min(distance, left) + 1):
                if self._goes_on(chunk + skipped, at + distance - skipped):
                    return self._fault(chunk, chunk + skipped, at, at + distance - skipped)
        return self._fault(chunk, len(self.chunks), at, len(self.items))

    def _wrong_call(self, chunk: int, at: int) -> tuple[int, int] | None:
        """Past a call that prints another number, where the words go on after it."""
        number = call_number(self.items[at].piece.text) if at < len(self.items) else None
        goes_on = chunk + 1 >= len(self.chunks) or self._taken(chunk + 1, at + 1) is not None
        if number is not None and goes_on:
            self.result.faults.append(Fault(chunk, chunk + 1, (self.items[at].piece,), "call"))
            return at + 1, chunk + 1
        return None

    def _goes_on(self, chunk: int, at: int) -> bool:
        if chunk >= len(self.chunks) or at > len(self.items):
            return False
        if self._taken(chunk, at) is None:
            return False
        if len(self.expected[chunk]) >= DISTINCT:
            return True
        following = self._taken(chunk, at) or at
        after = chunk + 1
        return after >= len(self.chunks) or self._taken(after, following) is not None

    def _fault(self, chunk: int, until: int, at: int, end: int) -> tuple[int, int]:
        pieces = tuple(item.piece for item in self.items[at:end] if item.piece.text.strip())
        self.result.faults.append(Fault(chunk, until, pieces))
        return end, until
