"""A stretch of a quotation between two omissions, and where it stands in a text.

Most are plain words. They are looked for as words, and only where they stand is it asked
what stands beside them: compiling a regex for each quotation takes longer than finding it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from brief.text.quotation.edges import closing, opening


@dataclass(frozen=True, slots=True)
class Match:
    """Where a segment stands; `gaps` are what its insertions, `inserted`, stand for."""

    start: int
    end: int
    gaps: tuple[tuple[int, int], ...] = ()
    inserted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words, folded, and what may stand before and after them."""

    core: str
    before: re.Pattern[str]
    after: re.Pattern[str]

    @classmethod
    def of(cls, core: str) -> Words:
        """The words with the bounds that they call for."""
        return cls(core, _bound(opening(core)), _bound(closing(core)))

    def found(self, text: str, at: int = 0) -> Iterator[Match]:
        """Wherever it stands, from `at`, none inside another."""
        while (at := text.find(self.core, at)) >= 0:
            end = at + len(self.core)
            if self.before.match(text, at) and self.after.match(text, end):
                yield Match(at, end)
                at = end
            at += at < end


@dataclass(frozen=True, slots=True)
class Woven:
    """Words with insertions between them, as a regex; `insertions` by the names of its groups."""

    regex: re.Pattern[str]
    insertions: Mapping[str, str]

    def found(self, text: str, at: int = 0) -> Iterator[Match]:
        """Wherever it stands, from `at`, none inside another."""
        for match in self.regex.finditer(text, at):
            names = [name for name in self.regex.groupindex if match[name]]
            gaps = tuple(match.span(name) for name in names)
            yield Match(match.start(), match.end(), gaps, tuple(self.insertions[name] for name in names))


Segment = Words | Woven


@cache
def _bound(regex: str) -> re.Pattern[str]:
    """What stands beside the words: one of a few dozen forms."""
    return re.compile(regex)
