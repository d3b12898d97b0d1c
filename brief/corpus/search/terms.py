"""Words as they are searched for: folded, and cut so that every script's words can be found.

A word is a run of letters and digits, in lower case and without accents. Korean, Chinese and
Japanese write particles and neighbours without a space, so a run of these scripts becomes its
overlapping pairs and its last character: 교육을 is 교육, 육을, 을, and a search for 교육 or for 교육을
finds it. A passage is found when it has every term of a query: a word, whole or as the beginning
of a longer one, or several words between quotation marks, one after the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
ACCENT = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
PAIRED = re.compile(r"[\u1100-\u11ff\u3005-\u30ff\u3131-\u318e\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
ASKED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)')
SHORTEST_BEGINNING = 3
"""A word of fewer letters is not taken for the beginning of another: `UN` does not find `under`."""

USUAL_LENGTH, SATURATION, LENGTH_COUNTS = 80, 1.2, 0.5


def fold(text: str) -> str:
    """Lower case, no accents, one composition."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold())))


def tokens(text: str) -> list[str]:
    """The words of a text as they stand in the index, in order."""
    words = WORD.findall(fold(text))
    if text.isascii() or not PAIRED.search(text):
        return words
    return [token for word in words for token in (_whole(word) if not word.isascii() else (word,))]


@lru_cache(maxsize=65536)
def _whole(word: str) -> tuple[str, ...]:
    return tuple(_cut(word, whole=True))


def _cut(word: str, *, whole: bool) -> Iterator[str]:
    """A folded word as tokens; `whole`: with the last character of each run of pairs, where it ends."""
    at = 0
    for run in PAIRED.finditer(word):
        if at < run.start():
            yield word[at : run.start()]
        yield from (run[0][i : i + 2] for i in range(len(run[0]) - 1))
        at = run.end()
        if whole or at < len(word) or len(run[0]) == 1:
            yield run[0][-1]
    if at < len(word):
        yield word[at:]


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that must follow each other; `beginning`: the last may be the beginning of a longer one."""

    tokens: tuple[str, ...]
    beginning: bool

    def __str__(self) -> str:
        """As FTS5 reads it (sqlite.org/fts5.html, 3. Full-text Query Syntax)."""
        return f'"{" ".join(self.tokens)}"{" *" if self.beginning else ""}'

    def count(self, words: Sequence[str]) -> float:
        """How often it stands in these tokens; the beginning of a longer word counts half."""
        first, size = self.tokens[0], len(self.tokens)
        if size == 1 and self.beginning:
            return sum(1.0 if word == first else 0.5 for word in words if word.startswith(first))
        if size == 1:
            return float(words.count(first))
        places = (i for i, word in enumerate(words) if word == first)
        return float(sum(self._ends(words[i : i + size]) for i in places))

    def _ends(self, words: Sequence[str]) -> bool:
        last = self.tokens[-1]
        same = tuple(words[:-1]) == self.tokens[:-1] and len(words) == len(self.tokens)
        return same and (words[-1] == last or (self.beginning and words[-1].startswith(last)))


def parse(query: str) -> tuple[Term, ...]:
    """The terms of what somebody typed; none when it holds no letter or digit."""
    found = []
    for quoted, word in ASKED.findall(unicodedata.normalize("NFC", query)):
        if quoted:
            cut = tuple(_of_words(quoted))
            beginning = bool(cut) and len(cut[-1]) == 1 and PAIRED.fullmatch(cut[-1]) is not None
        else:
            cut = tuple(_of_words(word))
            beginning = bool(cut) and _may_begin(cut[-1])
        if cut:
            found.append(Term(cut, beginning))
    return tuple(dict.fromkeys(found))


def _of_words(text: str) -> Iterator[str]:
    words = WORD.findall(fold(text))
    for number, word in enumerate(words, start=1):
        yield from _cut(word, whole=number < len(words))


def _may_begin(token: str) -> bool:
    if PAIRED.fullmatch(token):
        return len(token) == 1  # a pair is a whole token; one character begins a pair
    return len(token) >= SHORTEST_BEGINNING and not token.isdigit()


def score(terms: Sequence[Term], words: Sequence[str]) -> float:
    """How well a passage answers, higher is better: often, and in few words (BM25 without rarity)."""
    length = 1 - LENGTH_COUNTS + LENGTH_COUNTS * len(words) / USUAL_LENGTH
    counts = [term.count(words) for term in terms]
    if not all(counts):
        return 0.0
    return sum(count / (count + SATURATION * length) for count in counts)


def spans(terms: Sequence[Term], text: str) -> list[tuple[int, int]]:
    """Where words of the terms stand in a text (NFC), for marking them: offsets, in order."""
    found = []
    for match in WORD.finditer(text):
        cut = tokens(match[0])
        for term in terms:
            wanted = set(term.tokens)
            if wanted & set(cut) or (term.beginning and any(t.startswith(term.tokens[-1]) for t in cut)):
                found.append(match.span())
                break
    return found
