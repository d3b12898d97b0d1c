"""What a note says of its citation: who speaks there, and where. The build and `brief verify` ask alike.

The voice of a citation is printed in words of ours, so that they can be counted. Of its place the
numbers are looked up as a style prints them all; styles differ, so that a place is only wrong
where its own numbers are missing and those of another place in the same source stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from brief.model.ranges import Ranges
from brief.prove.found_words import searchable

NUMBERS = re.compile(r"\d{1,9}")
Place = frozenset[int]


def place_of(paragraphs: Ranges | None, locator: str) -> Place:
    """The numbers by which a place is known: where its stretches begin, or the first of its locator."""
    if paragraphs is not None:
        return frozenset(first for first, _ in paragraphs.spans)
    return frozenset(int(number) for number in NUMBERS.findall(locator)[:1])


def is_elsewhere(words: str, own: Place, others: Iterable[Place], led_to: Iterable[int | None]) -> bool:
    """Whether words name another of these places in place of their own.

    `led_to` are numbers of notes that they may name: a later note names the first of its source.
    """
    numbers = Counter(int(number) for number in NUMBERS.findall(words))
    if own <= numbers.keys():
        return False
    numbers.subtract(number for number in led_to if number is not None)
    there = {number for number, times in numbers.items() if times > 0}
    return any(other <= there and not other <= own for other in others if other)


class Voices:
    """The ways in which a page names who speaks, such as `Rodong Sinmun (state media), quoted in`."""

    def __init__(self, named: Iterable[str]) -> None:
        by_key = {searchable(name): name for name in named if name}
        self.names = by_key
        longest_first = sorted(by_key, key=lambda key: (-len(key), key))
        self.pattern = re.compile("|".join(map(re.escape, longest_first))) if by_key else None

    def spoken(self, named: Iterable[str]) -> Counter[str]:
        """How often each is named in these, of which those that look alike are one."""
        return Counter(self.names[searchable(name)] for name in named if name)

    def within(self, words: str) -> Counter[str]:
        """How often words name each."""
        if self.pattern is None:
            return Counter()
        return Counter(self.names[key] for key in self.pattern.findall(searchable(words)))
