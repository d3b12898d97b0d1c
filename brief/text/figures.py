"""Numbers in sentences, by value: `6,000`, `six thousand`, `0.07%`, `two thirds`, `the 1990s`, `31 January`.

A figure has a kind and a value, or several values where writing is ambiguous (`1.234`).
Words are read in English, and in the text's own language (`numerals`); digits with the
separators of English, French, Spanish, German and Korean (`12만 5천`). “Half of” and “two
thirds” are figures; “twice”, “double”, “first”, “one” and “the second half” are none. What only
looks like a figure is passed over: articles and paragraphs that are cited, symbols of
documents, names such as COVID-19. `WRITTEN` is the
table of ways to write a number: each takes what those before it left, and is asked only where a
word or a character stands without which it finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from brief.text.languages import either, forms, longest_first, months, words, worth
from brief.text.numerals import numerals_in

VALUES = worth("numbers", "en")
SPOKEN_SCALES = worth("spoken-scales")
SHORT_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "mln": 10**6}
"""Letters that bankers and newspapers set behind digits, in any language."""
SCALES: dict[str, Fraction] = {**worth("scales"), **{sign: Fraction(n) for sign, n in SHORT_SCALES.items()}}
JOINED_SCALES = worth("joined-scales")
PARTS = worth("parts")
SIGNS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
VAGUE, VAGUE_TIMES = worth("vague"), worth("vague-times")
DECADES, ORDINALS = worth("decades"), worth("ordinals")
MONTH = months()

DIGITS = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"
    r"|\d+(?:[.,]\d+)?)"
)
BEFORE = r"(?<![\w.,/#])"
# Not part of a longer number, of 24/7, or of a name such as 3D; units may follow.
AFTER = (
    rf"(?![/]?\d|[.,]\d|/|\s?(?:{either('naming-after')}))"
    r"(?!(?!(?:km|kg|cm|mm|ha|am|pm|g|t|h)(?!\w))[A-Za-zÀ-ÿ_])"
)
PERCENT = rf"\s?(?:%|{either('percent')})"
TO = rf"\s?(?:–|-|~|{either('to')})\s?"
SCALED = rf"(?:(?:k|m|mn|bn|tn)(?!\w)|[\s\u00a0](?:mln|mio|mrd)\b\.?|[\s-](?:{longest_first(SCALES)})(?!\w))"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: its kind, what it may be worth, how it is written, and where."""

    kind: str
    values: tuple[Fraction, ...]
    written: str
    start: int
    end: int


MOST_DIGITS = 300
ENDLESS = re.compile(rf"\d(?:[.,]?\d){{{MOST_DIGITS},}}")
PRONOUNS = frozenset(words("no-figures"))
Reading = Iterator[tuple[str, tuple[Fraction, ...]]]
Reader = Callable[[re.Match[str]], Reading]
Row = tuple[str, Reader, frozenset[str]]
"""How a number is written, who reads it, and the signs without which it is not there."""


def _digits(text: str) -> tuple[Fraction, ...]:
    """What digits with separators may be worth."""
    bare = re.sub(r"[\s\u00a0]", "", text)
    if len(bare) > MOST_DIGITS:
        return ()
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(\.\d+)?", bare)
    if grouped:
        return (Fraction(bare.replace(",", "")),)
    if bare.count(".") > 1 or re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+", bare):
        return (Fraction(bare.replace(".", "").replace(",", ".")),)
    value = Fraction(bare.replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare):
        return value, Fraction(bare.replace(".", ""))
    return (value,)


def _words(spoken: str) -> Fraction:
    total = current = Fraction(0)
    for word in re.split(r"[\s-]+", spoken.lower()):
        if word in VALUES:
            current += VALUES[word]
        elif SPOKEN_SCALES.get(word) == 100:
            current = max(current, Fraction(1)) * 100
        elif word in SPOKEN_SCALES:
            total, current = total + max(current, Fraction(1)) * SPOKEN_SCALES[word], Fraction(0)
    return total + current


def _iso(match: re.Match[str]) -> Reading:
    yield "count", (Fraction(match["year"]),)
    yield "month", (Fraction(match["month"]),)
    if match["day"]:
        yield "count", (Fraction(match["day"]),)


def _years(match: re.Match[str]) -> Reading:
    year = int(match["year"])
    yield "count", (Fraction(year),)
    yield "count", (Fraction(year // 100 * 100 + int(match["to"])),)


def _dotted(match: re.Match[str]) -> Reading:
    first, second = Fraction(match["day"]), Fraction(match["month"])
    yield "count", (Fraction(match["year"]),)
    yield "count", (first, second)
    yield "month", (first, second)


def _decade(match: re.Match[str]) -> Reading:
    groups = match.groupdict()
    if word := groups.get("nineties"):
        yield "decade", (DECADES[word.lower()],)
    else:
        yield "decade", (Fraction(match["digits"]) % 100,)
        if not groups.get("short"):
            yield "century", (Fraction(int(match["digits"]) // 100),)


def _part(match: re.Match[str]) -> Reading:
    groups = match.groupdict()
    number, part = groups.get("number"), groups.get("part") or groups["one"]
    top = Fraction(number) if number and number.isdigit() else _words(number) if number else Fraction(1)
    yield "fraction", (top / PARTS[part.lower()],)


def _part_of_scale(match: re.Match[str]) -> Reading:
    number = (match["number"] or "a").lower()
    top = Fraction(number) if number.isdigit() else Fraction(1) if number in ("a", "an") else _words(number)
    yield "count", (top * SCALES[match["scale"].lower()] / PARTS[match["part"].lower()],)


def _sign(match: re.Match[str]) -> Reading:
    whole = Fraction(match["whole"] or 0)
    kind = "count" if match["whole"] else "fraction"
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    yield kind, ((whole + Fraction(*SIGNS[match["sign"]])) * scale,)


def _over(match: re.Match[str]) -> Reading:
    top, bottom = int(match["top"]), int(match["bottom"])
    if top < bottom:
        yield "fraction", (Fraction(top, bottom),)


def _ordinal(match: re.Match[str]) -> Reading:
    yield "ordinal", (Fraction(match["digits"]),)


def _joined(match: re.Match[str]) -> Reading:
    total = Fraction(0)
    for number, scale in re.findall(rf"(\d[\d,]*(?:\.\d+)?)\s?({longest_first(JOINED_SCALES)})?", match[0]):
        total += Fraction(number.replace(",", "")) * JOINED_SCALES.get(scale, 1)
    yield "count", (total,)


def _numbered_month(match: re.Match[str]) -> Reading:
    yield "month", (Fraction(match["digits"]),)


def _number(match: re.Match[str]) -> Reading:
    scale = SCALES[match["scale"].strip(" -\t\n\xa0").lower()] if match["scale"] else 1
    values = tuple(value * scale for value in _digits(match["digits"]))
    if match["scale"] == "m":
        values += _digits(match["digits"])  # metres
    yield "range" if match["range"] is not None else "percent" if match["percent"] else "count", values


def _counted(match: re.Match[str]) -> Reading:
    value = _words(match["words"])
    if match["more"]:
        value += 1 / PARTS[match["more"].lower()]
    if match["scale"]:
        value *= SCALES[match["scale"].lower()]
    yield "percent" if match["percent"] else "count", (value,)


def _article(match: re.Match[str]) -> Reading:
    yield "count", (SCALES[match["scale"].lower()],)


def _vague(match: re.Match[str]) -> Reading:
    times = VAGUE_TIMES.get((match["times"] or "").lower(), 1)
    yield "vague", (VAGUE[match["vague"].lower()] * times,)


def _month(match: re.Match[str]) -> Reading:
    yield "month", (Fraction(MONTH[match[0].lower()]),)


MONTH_WRITTEN = (
    rf"(?<!\w)(?:{longest_first(MONTH)})(?=,?\s+\d)|(?<=\d\s)(?:{longest_first(MONTH)})(?!\w)"
    rf"|(?-i:(?<!\w)(?:{either('months-alone')})(?!\w))"
)


def _rows(form: str, reader: Reader, needed: frozenset[str], then: str = "") -> Iterator[Row]:
    """A row for each language that has this form of number."""
    yield from ((f"{written}{then}", reader, needed) for written in forms(form))


WITH_PERCENT = rf"(?P<percent>{PERCENT})?"
A_DIGIT = frozenset("0")
NO_ORDINAL = "".join(f"(?<!{prefix})" for prefix in words("ordinal-prefixes"))
WRITTEN: tuple[Row, ...] = (
    (r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\w-])", _iso, A_DIGIT),
    (r"(?<![\w.])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})[./]\s?(?P<year>\d{4})(?!\d)", _dotted, A_DIGIT),
    *_rows("decade", _decade, A_DIGIT | DECADES.keys()),
    (r"(?<!\w)(?P<year>(?:19|20)\d\d)–(?P<to>\d\d)(?![\w–-])", _years, A_DIGIT),
    *_rows("month", _numbered_month, A_DIGIT),
    (MONTH_WRITTEN, _month, frozenset(MONTH)),
    *_rows("part-of-scale", _part_of_scale, frozenset(f"{part}{s}" for part in PARTS for s in ("", "s"))),
    *_rows("part", _part, frozenset(f"{part}{s}" for part in PARTS for s in ("", "s"))),
    *_rows("half", _part, frozenset(PARTS)),
    (
        rf"(?P<whole>(?<!\w)\d+)?(?P<sign>[½⅓⅔¼¾])(?:[\s-](?P<scale>{longest_first(SCALES)})(?!\w))?",
        _sign,
        frozenset(SIGNS),
    ),
    (r"(?<![\w/.])(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\w/])", _over, frozenset("/")),
    (rf"(?<![\w.])(?P<digits>\d+)(?:{either('ordinal-endings')})(?!\w)", _ordinal, A_DIGIT),
    (
        rf"{NO_ORDINAL}(?<![\w.,/#])(?:\d[\d,]*(?:\.\d+)?\s?(?:{longest_first(JOINED_SCALES)})\s?)+"
        rf"(?:\d[\d,]*(?![\d.]))?",
        _joined,
        frozenset("".join(JOINED_SCALES)),
    ),
    (
        rf"{NO_ORDINAL}{BEFORE}(?P<digits>{DIGITS})(?P<scale>{SCALED})?{AFTER}"
        rf"(?:(?P<percent>{PERCENT})|(?P<range>(?={TO}{DIGITS}{PERCENT})))?",
        _number,
        A_DIGIT,
    ),
    *_rows("counted", _counted, frozenset(VALUES), WITH_PERCENT),
    *_rows("a-scale", _article, frozenset(SCALES)),
    *_rows("vague", _vague, frozenset(VAGUE)),
)
DIGIT = re.compile(r"\d")
# What a number names rather than counts: a part of a work, a symbol, a session, our own references.
NAMING = re.compile(
    rf"(?:\b(?:{either('naming')})\s*"
    rf"(?:[\d]+(?:\s*\(\w+\))*\s*(?:,|–|-|;|{either('naming-joints')})\s*)*)$",
    re.I,
)
SYMBOL = re.compile(r"\b[A-Z]{1,6}(?:/[A-Z0-9().-]+)+|\b[A-Z]+-\d+\b|https?://\S+")
FILLER = "\x1a"


def _signs(text: str) -> set[str]:
    """What shows that numbers may stand in a text: its words and characters, `0` for any digit."""
    folded = text.casefold()
    signs = {*re.findall(r"\w+", folded), *folded}
    return signs | {"0"} if DIGIT.search(text) else signs


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.I)


def read_figures(text: str) -> Iterator[Figure]:
    """Every number of a text, as the first reader that knows it reads it."""
    signs = _signs(text)
    for written, reader, needed in WRITTEN:
        if needed.isdisjoint(signs):
            continue
        taken: list[tuple[int, int]] = []
        for match in _pattern(written).finditer(text):
            for kind, values in reader(match):
                yield Figure(kind, values, match[0].strip(), match.start(), match.end())
                taken.append(match.span())
        for start, end in taken:
            text = text[:start] + FILLER * (end - start) + text[end:]


def readable(text: str) -> str:
    """The text, as long as it was, without digits that go on for longer than any number does.

    And with one kind of i and s: patterns that pass over case take Turkish ones and old print's for the same.
    """
    if not text.isascii():
        text = text.replace("ı", "i").replace("İ", "I").replace("ſ", "s")
    return ENDLESS.sub(lambda match: FILLER * len(match[0]), text)


def figures_in(text: str, language: str = "") -> Iterator[Figure]:
    """Every figure of a text that counts or dates something, in order; in words also of its language."""
    masked = SYMBOL.sub(lambda match: "#" * len(match[0]), readable(text))
    read = list(read_figures(masked))
    read += [
        Figure(each.kind, (each.value,), masked[each.start : each.end], each.start, each.end)
        for each in numerals_in(masked, language[:2], certain=True)
        if not any(figure.start < each.end and each.start < figure.end for figure in read)
    ]
    for figure in sorted(read, key=lambda figure: figure.start):
        if figure.written.lower() in PRONOUNS:
            continue
        if not NAMING.search(masked[max(0, figure.start - 60) : figure.start]):
            yield figure
