"""Protected words: finding them however they are spaced or composed, and what stands in their place.

A source's record lists words that may not reach a page outside `internal`. Several words
together are looked for wherever they may appear, in any case; a single word, which may be
somebody else's surname, only in briefs that cite the source that protects it, as written
and in capitals. Longer entries come first, so that `Ms. Kang` is replaced before `Kang`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brief.source import Source

GAP = r"(?:[\s\u00ad\u200b]|-\s*\n\s*)+"
LINE_END = re.compile(r"[-\u2010\x02\ufffe]\s*\n\s*")
MADE = frozenset(";`'\"")
"""What composing makes of the Greek question mark and the grave accent; and quotation marks, of any kind."""
QUOTES = dict.fromkeys("’‘ʼ＇‛′", "'") | dict.fromkeys("“”„«»", '"')


@dataclass(frozen=True, slots=True)
class Protection:
    """Words to protect, what is printed instead, and the source that says so."""

    words: str
    instead: str
    source: str

    @property
    def is_single(self) -> bool:
        """Whether it is one word, which may be somebody else's name."""
        return len(self.words.split()) == 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that holds protected words."""

    start: int
    end: int
    protection: Protection


def protections(sources: Iterable[Source]) -> tuple[Protection, ...]:
    """All protections of these sources, the longest words first."""
    found = {
        Protection(entry.text, entry.as_, source.id) for source in sources for entry in source.record.protect
    }
    return tuple(sorted(found, key=lambda p: (-len(p.words), p.words, p.source)))


@lru_cache(maxsize=4096)
def _pattern(protection: Protection) -> re.Pattern[str]:
    words = [re.escape(word) for word in folded(protection.words).split()]
    body = GAP.join(words)
    if protection.is_single:
        body = f"(?:{body}|{re.escape(folded(protection.words).upper())})"
    return re.compile(rf"(?<!\w){body}(?!\w)", 0 if protection.is_single else re.IGNORECASE)


@lru_cache(maxsize=4096)
def _row(protection: Protection) -> re.Pattern[str]:
    """The words in a row in a caseless text: what `_pattern` finds holds this, which is found sooner."""
    return re.compile(GAP.join(re.escape(caseless(word)) for word in folded(protection.words).split()))


def folded(text: str) -> str:
    """`text` composed, with one kind of apostrophe; of the same length when it was composed already."""
    return _one_kind(unicodedata.normalize("NFC", text))


def _one_kind(text: str) -> str:
    """`text` with one kind of apostrophe and of quotation mark; six times as fast as `str.translate`."""
    for mark, plain in QUOTES.items():
        text = text.replace(mark, plain)
    return text


def hits(text: str, protected: Iterable[Protection]) -> list[Hit]:
    """Where protected words stand in `text` (NFC), longest first, none inside another."""
    searched = _one_kind(text)
    asked = caseless(searched)
    found: list[Hit] = []
    for protection in protected:
        if not all(word in asked for word in _words(protection)):
            continue
        for match in _pattern(protection).finditer(searched):
            if not any(hit.start < match.end() and match.start() < hit.end for hit in found):
                found.append(Hit(match.start(), match.end(), protection))
    return sorted(found, key=lambda hit: hit.start)


def replaced(text: str, protected: Iterable[Protection]) -> str:
    """`text` with protected words replaced by what is printed instead, in square brackets."""
    for hit in reversed(hits(text, protected)):
        text = f"{text[: hit.start]}[{hit.protection.instead}]{text[hit.end :]}"
    return text


def first_hits(text: str, protected: Iterable[Protection]) -> Iterator[Protection]:
    """The protections whose words occur in a text of any composition, hyphenation and spacing."""
    protected = suspected(text, tuple(protected))
    if not protected:
        return
    plain = folded(text).replace("\u00ad", "").replace("\u200b", "")
    joined = LINE_END.sub("", plain)
    readings = (plain,) if joined == plain else (plain, joined)
    asked = [caseless(reading) for reading in readings]
    for protection in protected:
        if any(map(_row(protection).search, asked)) and any(map(_pattern(protection).search, readings)):
            yield protection


def suspected(text: str, protected: tuple[Protection, ...]) -> tuple[Protection, ...]:
    """Those that may stand in a text: all the ASCII letters and digits of their words do.

    Asked before the text is composed, which takes longest. Composing makes no letter of ASCII that
    case folding does not; a word behind the end of a line reaches no further than the longest one. Where no
    line parts a word, words of plain ASCII must also stand in a row.
    """
    runs = [_runs(protection) for protection in protected]
    reach = max((len(run) for all_runs in runs for run in all_runs), default=0)
    plain = text.replace("\u00ad", "").replace("\u200b", "")
    parted = tuple(_around_line_ends(plain, reach))
    held = _Held(caseless("\0".join((plain, *parted))))
    found = tuple(p for p, its in zip(protected, runs, strict=True) if all(held[run] for run in its))
    if parted:
        return found
    return tuple(p for p in found if not _is_plain(p) or _row(p).search(held.text))


def _is_plain(protection: Protection) -> bool:
    """Whether its words are of ASCII that composing does not make of anything else."""
    return protection.words.isascii() and MADE.isdisjoint(protection.words)


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


@lru_cache(maxsize=4096)
def _runs(protection: Protection) -> tuple[str, ...]:
    """The runs of ASCII letters and digits in its words, longest first."""
    found = (run for word in _words(protection) for run in re.findall(r"[0-9a-z]+", word))
    return tuple(sorted(found, key=len)[::-1])


def caseless(text: str) -> str:
    """`text` such that characters which a pattern takes for the same in any case are the same.

    Unicode's case folding, and the four letters i of Turkish, which `re.IGNORECASE` does not tell apart.
    """
    return text.replace("\u0130", "i").replace("\u0131", "i").casefold()


@lru_cache(maxsize=4096)
def _words(protection: Protection) -> tuple[str, ...]:
    """The words without which a text cannot hold the protected ones, longest first: asking is quick."""
    return tuple(sorted((caseless(word) for word in folded(protection.words).split()), key=len)[::-1])
