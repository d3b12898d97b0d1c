"""Protected words: finding them however they are spaced or composed, and what stands in their place.

A source's record lists words that may not reach a page outside `internal`. Several words
together are looked for wherever they may appear, in any case; a single word, which may be
somebody else's surname, only in briefs that cite the source that protects it, as written
and in capitals. Longer entries come first, so that `Ms. Kang` is replaced before `Kang`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.protect.spellings import (
    INVISIBLE,
    bare,
    caseless,
    is_full_name,
    one_kind,
    parts,
    pattern,
    rows,
    visible,
)

if TYPE_CHECKING:
    from brief.model.source import Source

LINE_END = re.compile(r"[-\u2010\x02\ufffe]\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Protection:
    """Words to protect, what is printed instead, and the source that says so."""

    words: str
    instead: str
    source: str

    @property
    def is_single(self) -> bool:
        """Whether it is one word, which may be somebody else's name; a full Korean name is more."""
        return len(self.words.split()) == 1 and not is_full_name(folded(self.words))


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that holds protected words."""

    start: int
    end: int
    protection: Protection


def protections(sources: Iterable[Source]) -> tuple[Protection, ...]:
    """All protections of these sources, the longest words first."""
    return longest_first(
        Protection(entry.text, entry.as_, source.id) for source in sources for entry in source.record.protect
    )


def longest_first(found: Iterable[Protection]) -> tuple[Protection, ...]:
    """Each protection once, the longest words first."""
    return tuple(sorted(set(found), key=lambda p: (-len(p.words), p.words, p.source)))


def folded(text: str) -> str:
    """`text` composed, with one kind of apostrophe; of the same length when it was composed already."""
    return text if text.isascii() else one_kind(unicodedata.normalize("NFC", text))


def hits(text: str, protected: Iterable[Protection]) -> list[Hit]:
    """Where protected words stand in `text` (NFC), longest first, none inside another."""
    searched, places = _visible(one_kind(text))
    plain = bare(searched)
    asked = caseless(plain)
    found: list[Hit] = []
    for protection in protected:
        if not _may_stand(protection, asked):
            continue
        for first, last in _stretches(protection, searched, plain):
            start, end = places[first], places[last - 1] + 1
            if not any(hit.start < end and start < hit.end for hit in found):
                found.append(Hit(start, end, protection))
    return sorted(found, key=lambda hit: hit.start)


def _visible(text: str) -> tuple[str, Sequence[int]]:
    """`text` without what cannot be seen, and where each character of it stood."""
    if len(visible(text)) == len(text):
        return text, range(len(text))
    places = [at for at, character in enumerate(text) if not INVISIBLE.match(character)]
    return "".join(text[at] for at in places), places


def _may_stand(protection: Protection, asked: str) -> bool:
    """Whether a caseless bare text holds the words at all: asking is quicker than finding them."""
    words = folded(protection.words)
    return all(part in asked for part in parts(words)) and any(row.search(asked) for row in rows(words))


def _stretches(protection: Protection, text: str, plain: str) -> Iterator[tuple[int, int]]:
    """From where to where the words stand in a text whose bare form is `plain`."""
    words = folded(protection.words)
    for match in pattern(words, single=protection.is_single).finditer(plain):
        written = text[match.start() : match.end()]
        if not protection.is_single or _accents(written) in ("", _accents(words)):
            yield match.span()


def _accents(word: str) -> str:
    """The letters of a word that its bare form has not: Käng is another name than Kang."""
    narrow = unicodedata.normalize("NFKC", word)
    return caseless("".join(c for c in narrow if c != bare(c)))


def replaced(text: str, protected: Iterable[Protection]) -> str:
    """`text` with protected words replaced by what is printed instead, in square brackets."""
    for hit in reversed(hits(text, protected)):
        text = f"{text[: hit.start]}[{hit.protection.instead}]{text[hit.end :]}"
    return text


def cut_out(text: str, first: int, last: int, protected: Iterable[Protection]) -> str:
    """`text[first:last]` as it may be told: protected words replaced, and none of them cut in two."""
    protected = tuple(protected)
    for hit in hits(text, protected):
        if hit.start < first < hit.end:
            first = hit.start
        if hit.start < last < hit.end:
            last = hit.end
    return replaced(text[first:last], protected)


def first_hits(text: str, protected: Iterable[Protection]) -> Iterator[Protection]:
    """The protections whose words occur in a text of any composition, hyphenation and spacing."""
    protected = suspected(text, tuple(protected))
    if not protected:
        return
    plain = visible(folded(text))
    joined = LINE_END.sub("", plain)
    readings = [(text, bare(text)) for text in dict.fromkeys((plain, joined))]
    for protection in protected:
        if any(any(_stretches(protection, *reading)) for reading in readings):
            yield protection


def suspected(text: str, protected: tuple[Protection, ...]) -> tuple[Protection, ...]:
    """Those that may stand in a text: all parts of their words do.

    A word behind the end of a line reaches no further than the longest part. Where no line parts a
    word, the words must also stand in a row.
    """
    its_parts = [parts(folded(protection.words)) for protection in protected]
    reach = max((len(part) for own in its_parts for part in own), default=0)
    plain = caseless(bare(folded(visible(text))))
    parted = tuple(_around_line_ends(plain, reach))
    held = _Held("\0".join((plain, *parted)))
    found = tuple(p for p, own in zip(protected, its_parts, strict=True) if all(held[part] for part in own))
    if parted:
        return found
    return tuple(p for p in found if any(row.search(held.text) for row in rows(folded(p.words))))


class _Held(dict[str, bool]):
    """Whether a text holds a run of letters: several names have the same ones."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, run: str) -> bool:
        self[run] = found = run in self.text
        return found


def _around_line_ends(text: str, reach: int) -> Iterator[str]:
    """Where a word may go on behind the end of a line: so many characters before and after it, joined."""
    if LINE_END.search(text) is None:
        return
    lines = LINE_END.split(text)
    joined, at = "".join(lines), 0
    for line in lines[:-1]:
        at += len(line)
        yield joined[max(at - reach, 0) : at + reach]
