"""Where a text that is about to be shown repeats a source that is not for everybody.

A run of three words that stands in the source in the same order is a passage of it, whatever stands
between them; a heading or the name of a voice is one as a whole. Marks and case say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from brief.protect.spellings import bare, caseless
from brief.protect.withheld import NEUTRAL, Reading, Stretch, as_read, merged

WORD = re.compile(r"[^\W_]+")
NAMED = re.compile(r"^[ \t]*##[ \t]+(.*)$|\bname[\"']?[ \t]*:[ \t]*([^,}\n]+)", re.M)
MARKED = re.compile(r"`[^`]*`|“[^”]*”|‘[^’]*’|\"[^\"]*\"")
RUN, LONG = 3, 6
TELLING = 5
"""Words in a row that are no common phrase, so that they count for any source, named or not."""


class Passages:
    """The words of sources, ready to be found in other texts."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._found: set[tuple[str, ...]] = set()
        self._names: set[tuple[str, ...]] = set()
        for source in sources:
            # The record holds ids, names of files and our own remarks, which a finding must be able to say.
            record, _, body = source.partition("\n---")
            text = as_read(source).text
            words = _words(as_read(body or record).text)
            self._found.update(run for run in _runs(words) if not all(map(str.isdecimal, run)))
            names = (_words(it[1] or it[2]) for it in NAMED.finditer(text))
            self._names.update(tuple(name) for name in names if any(not word.isdecimal() for word in name))

    def stretches(self, text: str, *, said: bool = False) -> list[Stretch]:
        """Where their words stand; in what is `said` of them, outside quotation marks, only long runs."""
        reading, spans, words = _read(text)
        stretches = (
            (it.end - it.start, reading.stretch(spans[it.start][0], spans[it.end - 1][1]))
            for it in merged([*self._repeated(words), *self._named(words)])
        )
        marked = [match.span() for match in MARKED.finditer(text)] if said else [(0, len(text))]
        return [
            Stretch(*stretch, NEUTRAL)
            for length, stretch in stretches
            if length >= LONG or any(first <= stretch[0] and stretch[1] <= last for first, last in marked)
        ]

    def _repeated(self, words: list[str]) -> Iterator[Stretch]:
        for at, run in enumerate(_runs(words)):
            if run in self._found:
                yield Stretch(at, at + RUN, NEUTRAL)

    def _named(self, words: list[str]) -> Iterator[Stretch]:
        for length in {len(name) for name in self._names}:
            for at in range(len(words) - length + 1):
                if tuple(words[at : at + length]) in self._names:
                    yield Stretch(at, at + length, NEUTRAL)


class LongRuns:
    """Runs of words that stand in any of many sources, by their hashes, which take little room."""

    def __init__(self, sources: Iterable[str]) -> None:
        bodies = (body or record for record, _, body in (source.partition("\n---") for source in sources))
        self._found = {hash(run) for body in bodies for run in _runs(_words(as_read(body).text), TELLING)}

    def stretches(self, text: str) -> list[Stretch]:
        """Where such runs stand."""
        reading, spans, words = _read(text)
        found = enumerate(map(hash, _runs(words, TELLING)))
        repeated = merged(Stretch(at, at + TELLING, NEUTRAL) for at, run in found if run in self._found)
        return [Stretch(*reading.stretch(spans[a][0], spans[b - 1][1]), NEUTRAL) for a, b, _ in repeated]


def _read(text: str) -> tuple[Reading, list[tuple[int, int]], list[str]]:
    """A text as it is read, where its words stand in that, and those words bare."""
    reading = as_read(text)
    spans = [match.span() for match in WORD.finditer(reading.text)]
    return reading, spans, [caseless(bare(reading.text[start:end])) for start, end in spans]


def _words(text: str) -> list[str]:
    return [caseless(bare(match[0])) for match in WORD.finditer(text)]


def _runs(words: list[str], length: int = RUN) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(length)), strict=False)
