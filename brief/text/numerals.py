"""Numbers written as words: `vingt-trois`, `treinta y cinco`, `einundzwanzig`, `세 명`.

A language's file has its words with what they are worth; words in a row are summed as they are
spoken. Words that mean something else as well are numbers only where a scale or a counter follows
(`만` is a particle, `이` a suffix), and “one” is none in any language. English is read by `figures`,
which knows its grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from brief.text.languages import either, language, longest_first, phrase, words, worth

SINO_NATIVE = "sino-native"
"""A system of two series, one counted with each kind of noun, as East Asian languages have it."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: its kind and worth as in `figures`, where it stands; `alone` if it is one word."""

    kind: str
    value: Fraction
    start: int
    end: int
    alone: str = ""


@cache
def _numbers(id_: str) -> Mapping[str, Fraction]:
    """The words that are summed in a row, those that are written together from others included."""
    numbers = dict(worth("numbers", id_))
    units, tens = worth("compounds.units", id_), worth("compounds.tens", id_)
    joint = phrase("compounds.joint", id_)
    numbers |= {f"{u}{joint}{t}": a + b for (u, a), (t, b) in product(units.items(), tens.items())}
    scales = worth("compounds.scales", id_)
    numbers |= {f"{u}{s}": a * b for (u, a), (s, b) in product(units.items(), scales.items())}
    return numbers


@cache
def _percent() -> str:
    return rf"(?P<percent>\s?(?:%|{either('percent')})(?!\w))?"


@cache
def _row(id_: str) -> re.Pattern[str]:
    word = rf"(?:{longest_first(_numbers(id_))})(?!\w)"
    behind = "".join(rf"(?<!{before} )" for before in words("percent-after"))
    return re.compile(
        rf"(?<![\w-]){behind}(?P<row>{word}(?:(?:{either('number-joints', id_=id_)}){word})*)"
        rf"(?:\s(?P<scale>{longest_first(worth('millions'))})(?!\w))?{_percent()}",
        re.I,
    )


def _summed(id_: str, row: str) -> Fraction:
    """Words in a row as they are spoken: quatre-vingt-dix, doscientos treinta y cinco mil."""
    total = current = Fraction(0)
    numbers, multiplied = _numbers(id_), worth("multiplied", id_)
    for word in re.findall(r"[^\W\d_]+", row.lower()):
        if word not in numbers:  # a joint
            continue
        value = numbers[word]
        if value == 1000:
            total, current = total + max(current, Fraction(1)) * 1000, Fraction(0)
        elif value == 100 and 1 < current < 10:
            current *= 100
        elif word in multiplied and current % 100 == multiplied[word]:
            current += multiplied[word] * (value - 1)
        else:
            current += value
    return total + current


def _spoken(id_: str, text: str) -> Iterator[Numeral]:
    for match in _row(id_).finditer(text):
        row = match["row"]
        value = _summed(id_, row) * (worth("millions")[match["scale"].lower()] if match["scale"] else 1)
        if value > 1:
            alone = row.lower() if match["scale"] is None else ""
            yield Numeral("percent" if match["percent"] else "count", value, *match.span(), alone)


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{longest_first(worth(name))})(?![A-Za-zÀ-ÿ])", re.I)


def _fixed(text: str) -> Iterator[Numeral]:
    """Halves and thirds, dozens and thousands."""
    for match in _any_of("spoken-parts").finditer(text):
        value = worth("spoken-parts")[match[0].lower()]
        yield Numeral("fraction" if value < 1 else "count", value, *match.span())
    for match in _any_of("roughly").finditer(text):
        yield Numeral("count", worth("roughly")[match[0].lower()], *match.span())
    for match in _any_of("vague-words").finditer(text):
        yield Numeral("vague", worth("vague-words")[match[0].lower()], *match.span())


class _TwoSeries:
    """Numbers of a language that counts in two series; syllables, which have no spaces between them."""

    def __init__(self, id_: str) -> None:
        self.digits, self.scales = worth("sino", id_), worth("sino-scales", id_)
        self.myriads = worth("sino-myriads", id_)
        self.tens, self.native = worth("native-tens", id_), worth("native", id_)
        digits, scales = "".join(self.digits), "".join([*self.scales, *self.myriads])
        larger = digits.replace(next(iter(self.digits)), "") + next(iter(self.scales))
        syllable = f"[{phrase('syllables', id_)}]"
        self.part = re.compile(
            rf"(?<![\w.])(\d{{1,2}}|[{larger}]) ?{phrase('part-of', id_)} ?(\d{{1,2}}|[{digits}])(?!\d)"
        )
        self.sino = re.compile(
            rf"(?<!{syllable})(?<!\d)(?P<sino>[{digits}{scales}]*[{scales}][{digits}]?)"
            rf"(?: ?(?:{either('counters', id_=id_)}))"
        )
        self.spoken = re.compile(
            rf"(?<!{syllable})(?P<tens>{'|'.join(self.tens)})?(?P<units>{'|'.join(self.native)})?"
            rf"(?: ?(?:{either('native-counters', id_=id_)}))"
        )
        self.percent = ("%", *words("percent", id_))

    def read(self, text: str) -> Iterator[Numeral]:
        """Every number of a text."""
        for match in self.part.finditer(text):
            bottom, top = (Fraction(n) if n.isdigit() else self._value(n) for n in (match[1], match[2]))
            if 0 < top < bottom:
                yield Numeral("fraction", top / bottom, *match.span())
        for match in self.sino.finditer(text):
            kind = "percent" if match[0].endswith(self.percent) else "count"
            yield Numeral(kind, self._value(match["sino"]), *match.span("sino"))
        for match in self.spoken.finditer(text):
            value = self.tens.get(match["tens"] or "", 0) + self.native.get(match["units"] or "", 0)
            if value > 1:
                yield Numeral("count", Fraction(value), *match.span())

    def _value(self, written: str) -> Fraction:
        total = part = digit = Fraction(0)
        for syllable in written:
            if syllable in self.digits:
                digit = self.digits[syllable]
            elif syllable in self.scales:
                part, digit = part + max(digit, Fraction(1)) * self.scales[syllable], Fraction(0)
            else:
                total += max(part + digit, Fraction(1)) * self.myriads[syllable]
                part = digit = Fraction(0)
        return total + part + digit


@cache
def _two_series(id_: str) -> _TwoSeries:
    return _TwoSeries(id_)


def numerals_in(text: str, id_: str, *, certain: bool = False) -> Iterator[Numeral]:
    """Every number in words of a language but English; if `certain`, none that may be another word."""
    if id_ == "en" or not language(id_):
        return
    if worth("numbers", id_):
        doubtful = words("ambiguous-numbers", id_) if certain else ()
        yield from (numeral for numeral in _spoken(id_, text) if numeral.alone not in doubtful)
    yield from _fixed(text)
    if phrase("number-system", id_) == SINO_NATIVE:
        yield from _two_series(id_).read(text)
