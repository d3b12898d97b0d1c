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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from brief.numerals import numerals_in

LOW = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
UNITS = {word: number for number, word in enumerate(LOW.split(" "))}
ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: number * 10 for number, word in enumerate(ROUND.split(" "), start=2)}
VALUES = {**UNITS, **TENS}
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALES = {
    **ENGLISH_SCALES, "dozen": 12, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "mille": 1000,
    "millón": 10**6, "millones": 10**6, "mil": 1000, "mil millones": 10**9, "tausend": 1000,
    "millionen": 10**6, "milliarden": 10**9, "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
    "mln": 10**6, "mio": 10**6, "mio.": 10**6, "mrd": 10**9, "mrd.": 10**9,
}  # fmt: skip
HANGUL = {"억": 10**8, "천만": 10**7, "백만": 10**6, "십만": 10**5, "만": 10**4, "천": 1000, "백": 100}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
SIGNS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
VAGUE = {"dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9}
NINETIES = "twenties thirties forties fifties sixties seventies eighties nineties"
DECADES = {word: number * 10 for number, word in enumerate(NINETIES.split(" "), start=2)}
NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: number for number, word in enumerate(NTH.split(" "), start=1)}
MONTHS = (
    "January February March April May June July August September October November December",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
MONTH = {name.lower(): number for row in MONTHS for number, name in enumerate(row.split(" "), start=1)}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


DIGITS = (
    r"(?:\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"
    r"|\d+(?:[.,]\d+)?)"
)
BEFORE = r"(?<![\w.,/#])"
# Not part of a longer number, of 24/7, or of a name such as 3D; units may follow.
NAMED_IN_KOREAN = r"\s?(?:조(?!\s?원)|항|호|장|쪽|단락|문단|절|차(?!\w))"
AFTER = rf"(?![/]?\d|[.,]\d|/|{NAMED_IN_KOREAN})(?!(?!(?:km|kg|cm|mm|ha|am|pm|g|t|h)(?!\w))[A-Za-zÀ-ÿ_])"
PERCENT = r"\s?(?:%|per\s?cent(?!\w)|percent(?!\w)|pour\s?cent(?!\w)|por\s?ciento|prozent|퍼센트)"
TO = r"\s?(?:and|to|or|–|-|à|et|a|y|bis|und|~|에서)\s?"
SCALED = rf"(?:(?:k|m|mn|bn|tn)(?!\w)|[\s\u00a0](?:mln|mio|mrd)\b\.?|[\s-](?:{_any(SCALES)})(?!\w))"
WORD = rf"(?:{_any(VALUES)}|{_any(ENGLISH_SCALES)})"
COUNTED = rf"(?:{_any(VALUES)})(?:(?:[\s-]and[\s-]|[\s-]){WORD})*(?!\w)"


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
PRONOUNS = frozenset({"one", "zero"})
Reading = Iterator[tuple[str, tuple[Fraction, ...]]]


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


def _words(words: str) -> Fraction:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in VALUES:
            current += VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in ENGLISH_SCALES:
            total, current = total + max(current, 1) * ENGLISH_SCALES[word], 0
    return Fraction(total + current)


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
    if match["nineties"]:
        yield "decade", (Fraction(DECADES[match["nineties"].lower()]),)
    else:
        yield "decade", (Fraction(match["digits"] or match["korean"]) % 100,)
        if not match["short"]:
            yield "century", (Fraction(int(match["digits"] or match["korean"]) // 100),)


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


def _hangul(match: re.Match[str]) -> Reading:
    total = Fraction(0)
    for number, scale in re.findall(rf"(\d[\d,]*(?:\.\d+)?)\s?({_any(HANGUL)})?", match[0]):
        total += Fraction(number.replace(",", "")) * HANGUL.get(scale, 1)
    yield "count", (total,)


def _korean_month(match: re.Match[str]) -> Reading:
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
        value += Fraction(1, PARTS[match["more"].lower()])
    if match["scale"]:
        value *= SCALES[match["scale"].lower()]
    yield "percent" if match["percent"] else "count", (value,)


def _article(match: re.Match[str]) -> Reading:
    yield "count", (Fraction(SCALES[match["scale"].lower()]),)


def _vague(match: re.Match[str]) -> Reading:
    times = {"tens": 10, "hundreds": 100}.get((match["times"] or "").lower(), 1)
    yield "vague", (Fraction(VAGUE[match["vague"].lower()] * times),)


def _month(match: re.Match[str]) -> Reading:
    yield "month", (Fraction(MONTH[match[0].lower()]),)


MONTH_WRITTEN = (
    rf"(?<!\w)(?:{_any(MONTH)})(?=,?\s+\d)|(?<=\d\s)(?:{_any(MONTH)})(?!\w)"
    r"|(?-i:(?<!\w)(?:January|February|April|June|July|August|September|October|November|December)(?!\w))"
)
Reader = Callable[[re.Match[str]], Reading]
A_DIGIT = frozenset("0")
WRITTEN: tuple[tuple[str, Reader, frozenset[str]], ...] = (
    (r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?![\w-])", _iso, A_DIGIT),
    (r"(?<![\w.])(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})[./]\s?(?P<year>\d{4})(?!\d)", _dotted, A_DIGIT),
    (
        rf"(?<!\w)(?:(?P<digits>\d{{3}}0|(?P<short>(?<=['’])\d0))['’]?s(?!\w)|(?P<korean>\d{{3}}0)년대"
        rf"|(?P<nineties>{_any(DECADES)})(?!\w))",
        _decade,
        A_DIGIT | DECADES.keys(),
    ),
    (r"(?<!\w)(?P<year>(?:19|20)\d\d)–(?P<to>\d\d)(?![\w–-])", _years, A_DIGIT),
    (r"(?<!\d)(?P<digits>1[0-2]|[1-9])월", _korean_month, frozenset("월")),
    (MONTH_WRITTEN, _month, frozenset(MONTH)),
    (
        rf"(?<!\w)(?:(?P<number>{_any(VALUES)}|\d|an?)[\s-])?(?P<part>half|quarter|third)s?[\s-](?:of[\s-])?an?[\s-]"
        rf"(?P<scale>dozen|{_any(ENGLISH_SCALES)})(?!\w)",
        _part_of_scale,
        frozenset(["half", "quarter", "quarters", "third", "thirds"]),
    ),
    (
        rf"(?<!\w)(?:(?P<number>{_any(VALUES)}|\d)[\s-](?P<part>{_any(PARTS)})s"
        rf"|(?P<single>an?|one)[\s-](?P<one>{_any(PARTS)})(?=\s(?:of|the)(?!\w)|[.,;:)]|$))(?![\w-])",
        _part,
        frozenset(f"{part}{s}" for part in PARTS for s in ("", "s")),
    ),
    (
        r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!last )(?<!-)(?<!\w)(?P<one>half)"
        r"(?=\s(?:of|the|an?|all|their|its|his|her|our)(?!\w))",
        _part,
        frozenset({"half"}),
    ),
    (
        rf"(?P<whole>(?<!\w)\d+)?(?P<sign>[½⅓⅔¼¾])(?:[\s-](?P<scale>{_any(SCALES)})(?!\w))?",
        _sign,
        frozenset(SIGNS),
    ),
    (r"(?<![\w/.])(?P<top>[1-9])/(?P<bottom>[2-9]|10)(?![\w/])", _over, frozenset("/")),
    (r"(?<![\w.])(?P<digits>\d+)(?:st|nd|rd|th|º|ª|er|e|ème)(?!\w)", _ordinal, A_DIGIT),
    (
        rf"(?<!제)(?<![\w.,/#])(?:\d[\d,]*(?:\.\d+)?\s?(?:{_any(HANGUL)})\s?)+(?:\d[\d,]*(?![\d.]))?",
        _hangul,
        frozenset("".join(HANGUL)),
    ),
    (
        rf"(?<!제){BEFORE}(?P<digits>{DIGITS})(?P<scale>{SCALED})?{AFTER}"
        rf"(?:(?P<percent>{PERCENT})|(?P<range>(?={TO}{DIGITS}{PERCENT})))?",
        _number,
        A_DIGIT,
    ),
    (
        rf"(?<![\w-])(?P<words>{COUNTED})(?:[\s-]and[\s-]a[\s-](?P<more>half|quarter)(?!\w))?"
        rf"(?:\s(?P<scale>dozen|{_any(ENGLISH_SCALES)})(?!\w))?(?P<percent>{PERCENT})?",
        _counted,
        frozenset(VALUES),
    ),
    (
        rf"(?<![\w-])an?\s(?P<scale>dozen|{_any(ENGLISH_SCALES)})(?!\w)",
        _article,
        frozenset({"dozen", *ENGLISH_SCALES}),
    ),
    (rf"(?<!\w)(?:(?P<times>tens|hundreds)\sof\s)?(?P<vague>{_any(VAGUE)})(?!\w)", _vague, frozenset(VAGUE)),
)
DIGIT = re.compile(r"\d")
# What a number names rather than counts: a part of a work, a symbol, a session, our own references.
NAMING = re.compile(
    r"(?:\b(?:arts?\.?|articles?|artículos?|paras?\.?|paragraphs?|párrs?\.?|pp?\.|pages?|nos?\.?|chapters?|"
    r"sections?|annex(?:es)?|tables?|figures?|rules?|goals?|targets?|sessions?|clusters?|questions?|"
    r"recommendations?|resolutions?|phases?|groups?|rows?|notes?|n\.?)\s*"
    r"(?:[\d]+(?:\s*\(\w+\))*\s*(?:,|and|or|to|–|-|;)\s*)*)$",
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
