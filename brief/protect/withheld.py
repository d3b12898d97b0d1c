"""Where a text that is about to be shown holds what a corpus protects, in whatever spelling.

A name may be written with the escapes of an address, of HTML, JSON or YAML, with Markdown's marks or
tags within it, parted by a hyphen at the end of a line, or with accents that are characters of their own.
Who is shown it reads the name all the same.

Finished files are searched for what a reader takes for the name, and single words count only where
their source is cited. What is shown of a corpus that is still being written is searched more widely: a
single word counts always, in ids and names of files in lower case too, and so does the rest of a name
that a cut (`…`) left over. Of ten thousand names nearly none stands in a text; a sieve of three letters
says which may, sooner than their patterns do.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from brief.model.diagnostic import ELLIPSIS
from brief.protect.protection import Protection, folded, hits
from brief.protect.spellings import INVISIBLE, bare, caseless, parts, visible
from brief.text.quotation.normal import COMBINING

ROUNDS = 3
"""How often an escape may be escaped."""
TOKEN = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8})"
    r"|x(?P<two>[0-9A-Fa-f]{2}))"
    r"|(?P<line>\\n)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{2,31});)"
    rf"|(?P<gone>{INVISIBLE.pattern}+|[-‐\x02\ufffe][ \t]*\n\s*|(?<=[^\W\d_])[-‐]\s+(?=[^\W\d_])"
    r"|</?[A-Za-z][^<>]{0,200}>|[*~`^]+|\\(?=\W)|\\?\n[ \t]*(?=\\))"
    rf"|(?P<cluster>[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[^\W\d_][{COMBINING}]+)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and where each character of it stood."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stood."""
        return self.starts[start], self.ends[end - 1]


def as_read(text: str) -> Reading:
    """The text with everything resolved that a reader resolves."""
    reading = Reading(text, range(len(text)), range(1, len(text) + 1))
    for _ in range(ROUNDS):
        if TOKEN.search(reading.text) is None:
            break
        reading = _resolved(reading)
    return reading


def _resolved(before: Reading) -> Reading:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in TOKEN.finditer(before.text):
        pieces.append(before.text[at : match.start()])
        starts += before.starts[at : match.start()]
        ends += before.ends[at : match.start()]
        character = _character(match)
        pieces.append(character)
        starts += [before.starts[match.start()]] * len(character)
        ends += [before.ends[match.end() - 1]] * len(character)
        at = match.end()
    pieces.append(before.text[at:])
    return Reading("".join(pieces), [*starts, *before.starts[at:]], [*ends, *before.ends[at:]])


def _character(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "percent":
        return _unquoted(match[0])
    if kind in ("braced", "four", "eight", "two"):
        code = int(match[kind], 16)
        return chr(code) if code <= 0x10FFFF else ""
    if kind == "line":
        return "\n"
    if kind == "entity":
        return html.unescape(match[0])
    return unicodedata.normalize("NFC", match[0]) if kind == "cluster" else ""


def _unquoted(escapes: str) -> str:
    try:
        return unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return unquote(escapes, encoding="latin-1")


NEUTRAL = "…"
SLUG = re.compile(r"(?<![^\W_])[^\W_]++(?:[-_./@#=+][^\W_]++)+|(?<=[`\"'“‘])[^\W_]++(?=[`\"'”’])")
ID = re.compile(
    rf"{SLUG.pattern}|(?<=@)[^\W_]++|(?:(?<=[:\-])[ \t]+|(?<=[\[,])[ \t]*)[^\W_]++"
    r"(?=[ \t]*(?:$|[}\]]|,[^\[\]{}\n]{0,200}[}\]]|[ \t]#))",
    re.M,
)
"""Where a line of a file may have an id: also after `@`, and as a value or an item of a list by itself."""
COMPONENT = re.compile(r"[^\W_]+")
SHORTEST = 3
"""Letters of a single word, and of the rest of a name, that is told from any other word."""
LONGEST = 60


class Stretch(NamedTuple):
    """A stretch of a text that may not be shown, and what is shown instead."""

    start: int
    end: int
    instead: str


class Withheld:
    """The words that a corpus protects, ready to be found."""

    def __init__(self, protections: Iterable[Protection], words: Iterable[str] = ()) -> None:
        self._protections = sorted(set(protections), key=_longest_first)
        self._unclear = sorted(words, key=lambda word: (-len(word), word))

    @cached_property
    def _sieve(self) -> dict[str, list[tuple[frozenset[str], Protection]]]:
        """What every spelling of each holds, by that of it which the fewest hold."""
        held = [
            (frozenset(gram for part in parts(folded(p.words)) for gram in _key_grams(part)), p)
            for p in self._protections
        ]
        number = Counter(gram for grams, _ in held for gram in grams)
        sieve: dict[str, list[tuple[frozenset[str], Protection]]] = {}
        for grams, protection in held:
            rarest = min(grams, key=lambda gram: (number[gram], gram), default="")
            sieve.setdefault(rarest, []).append((grams, protection))
        return sieve

    @cached_property
    def _singles(self) -> dict[str, str]:
        """What stands in the place of single words, by their bare caseless form."""
        single = (p for p in self._protections if p.is_single)
        return {plain: p.instead for p in single if len(plain := caseless(bare(folded(p.words)))) > 1}

    @cached_property
    def _pieces(self) -> tuple[dict[str, str], dict[str, str]]:
        """The beginnings and the ends of names, as a cut leaves them over."""
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        for protection in self._protections:
            plain = caseless(bare(folded(protection.words)))
            for length in range(SHORTEST, min(len(plain), LONGEST)):
                first[plain[:length]] = last[plain[-length:]] = protection.instead
        return first, last

    @cached_property
    def _unclear_word(self) -> re.Pattern[str] | None:
        if not self._unclear:
            return None
        long = "|".join(re.escape(word) for word in self._unclear if len(word) > SHORTEST)
        short = "|".join(re.escape(word) for word in self._unclear if len(word) <= SHORTEST)
        within = rf"[^\W\d_]*(?:{long})[^\W\d_]*" if long else r"(?!)"
        return re.compile(rf"{within}|(?<![^\W\d_])(?:{short or '(?!)'})(?![^\W\d_])")

    def holds_unclear(self, text: str) -> bool:
        """Whether words stand in a text that may be protected: nobody can tell which."""
        return next(self._unclear_in(as_read(text)), None) is not None

    def stretches(self, text: str, *, name: bool = False, lines: bool = False) -> list[Stretch]:
        """Where protected words stand, in order, none inside another.

        `name`: the text is a file's name; `lines`: it is what a file holds.
        """
        readings = [as_read(text)]
        if readings[0].text != text:
            readings.append(Reading(text, range(len(text)), range(1, len(text) + 1)))
        found = [
            it
            for reading in readings
            for it in self._in(reading, 2 if name else SHORTEST, ID if lines else SLUG)
        ]
        return merged(found)

    def _in(self, reading: Reading, shortest: int, slugs: re.Pattern[str]) -> Iterator[Stretch]:
        for hit in hits(reading.text, self._suspected(reading.text)):
            yield Stretch(*reading.stretch(hit.start, hit.end), hit.protection.instead)
        yield from self._in_slugs(reading, shortest, slugs)
        if ELLIPSIS in reading.text:
            yield from self._cut(reading)
        yield from self._unclear_in(reading)

    def _suspected(self, text: str) -> list[Protection]:
        plain = caseless(bare(folded(visible(text))))
        grams = {*plain, *map("".join, pairwise(plain))}
        grams.update(map("".join, zip(plain, plain[1:], plain[2:], strict=False)))
        grams.add("")
        perhaps = [it for gram in grams & self._sieve.keys() for it in self._sieve[gram] if it[0] <= grams]
        return sorted((protection for _, protection in perhaps), key=_longest_first)

    def _in_slugs(self, reading: Reading, shortest: int, slugs: re.Pattern[str]) -> Iterator[Stretch]:
        plain = bare(reading.text)
        for slug in slugs.finditer(plain) if self._singles else ():
            for piece in COMPONENT.finditer(plain, *slug.span()):
                instead = self._singles.get(caseless(piece[0])) if len(piece[0]) >= shortest else None
                if instead is not None:
                    yield Stretch(*reading.stretch(*piece.span()), instead)

    def _cut(self, reading: Reading) -> Iterator[Stretch]:
        """The rest of a name beside a cut."""
        first, last = self._pieces
        plain = _low(reading.text)
        for match in re.finditer(ELLIPSIS, plain):
            near = max(match.start() - LONGEST, 0)
            end = near + len(plain[near : match.start()].rstrip())
            behind = plain[match.end() : match.end() + LONGEST]
            begin = match.end() + len(behind) - len(behind.lstrip())
            for length in range(SHORTEST, LONGEST):
                before, after = plain[max(end - length, 0) : end], plain[begin : begin + length]
                if before in first and not plain[max(end - length - 1, 0) : end - length].isalpha():
                    yield Stretch(*reading.stretch(end - len(before), end), first[before])
                if after in last and not plain[begin + length : begin + length + 1].isalpha():
                    yield Stretch(*reading.stretch(begin, begin + len(after)), last[after])

    def _unclear_in(self, reading: Reading) -> Iterator[Stretch]:
        if self._unclear_word is not None:
            for match in self._unclear_word.finditer(_low(reading.text)):
                yield Stretch(*reading.stretch(*match.span()), NEUTRAL)

    def instead_of(self, stretch: Stretch) -> str:
        """What is shown in its place, in square brackets; nothing that is protected itself."""
        instead = " ".join(stretch.instead.split()) or NEUTRAL
        return f"[{NEUTRAL if self.stretches(instead) else instead}]"


def _longest_first(protection: Protection) -> tuple[int, str, str]:
    return -len(protection.words), protection.words, protection.source


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap as one."""
    found: list[Stretch] = []
    for it in sorted(stretches, key=lambda s: (s.start, -s.end)):
        if found and it.start < found[-1].end:
            before = found[-1]
            found[-1] = Stretch(before.start, max(before.end, it.end), before.instead)
        else:
            found.append(it)
    return found


def _key_grams(part: str) -> Iterator[str]:
    """Runs of at most three characters that every spelling of this part has."""
    if len(part) < 3:
        yield part
    yield from (part[at : at + 3] for at in range(len(part) - 2))


def _low(text: str) -> str:
    """The text bare and in lower case, character for character."""
    plain = bare(text)
    lower = plain.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    )
