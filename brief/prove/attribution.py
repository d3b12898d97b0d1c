"""Who speaks in what a note cites, and notes of a received PDF that name somebody else.

The voice of a citation is printed in words of ours, so that they can be counted. Of its place the
numbers are looked up as a style prints them all; styles differ, so that a place is only wrong
where its own numbers are missing and those of another place in the same source stand there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from brief.model.ranges import Ranges
from brief.prove.found_words import searchable
from brief.prove.promise import Promise, PromisedCitation
from brief.prove.words import shortened

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


def notes_astray(promise: Promise, said: dict[int, str]) -> Iterator[str]:
    """Notes, by number, that name another place or voice than what they cite, or leave out who speaks."""
    places: dict[str, set[Place]] = {}
    first: dict[str, int] = {}
    cited: dict[int, list[str]] = {}
    for citation in promise.citations:
        note = citation.note or 0
        places.setdefault(citation.source, set()).add(_place(citation))
        first[citation.source] = min(note, first.get(citation.source, note))
        cited.setdefault(note, []).append(citation.source)
    for citation in promise.citations:
        number, words = citation.note, said.get(citation.note or 0)
        if number is None or words is None:
            continue
        for name in citation.voices:
            if searchable(name) not in searchable(words):
                yield f"note {number} does not name {name}, who speaks in what it cites"
        led_to = [first[id_] for id_ in cited[number]]
        if is_elsewhere(words, _place(citation), places[citation.source], led_to):
            yield f"note {number} names another place than para. {citation.paragraphs}, which it cites"
    yield from _added_voices(promise, said)


def _place(citation: PromisedCitation) -> Place:
    try:
        return place_of(Ranges.parse(citation.paragraphs or ""), "")
    except ValueError:
        return frozenset()


def _added_voices(promise: Promise, said: dict[int, str]) -> Iterator[str]:
    """Voices that a note names oftener than promised; of a source that is not public, nothing is told."""
    told = {source.id for source in promise.sources if source.title}
    withheld = {citation.note for citation in promise.citations if citation.source not in told}
    everything = searchable("\n".join(said.values()))
    voices = Voices(name for name in promise.voices if searchable(name) in everything)
    for number in sorted(set(said) - withheld):
        for name, times in voices.within(said[number]).items():
            if times > promise.voices[name].count(number):
                yield f"note {number} says “{shortened(name)}”, and nothing that it cites does"
