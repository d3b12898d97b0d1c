"""Numbers written as words in French, Spanish, German and Korean: `vingt-trois`, `treinta y cinco`, `세 명`.

Each language is a table of words with what they are worth; words in a row are summed as they are
spoken. Words that mean something else as well are numbers only where a scale or a counter follows
(`만` is a particle, `이` a suffix), and “one” is none in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

Words = dict[str, int]
PERCENT = r"(?P<percent>\s?(?:%|pour\s?cent|por\s?ciento|prozent|퍼센트)(?!\w))?"


def _table(words: str, first: int, step: int = 1) -> Words:
    return {word: first + i * step for i, word in enumerate(words.split(" "))}


FRENCH: Words = {
    **_table("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 2),
    **_table("vingt trente quarante cinquante soixante septante octante nonante", 20, 10),
    "vingts": 20, "huitante": 80, "un": 1, "une": 1, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
SPANISH: Words = {
    **_table("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince", 2),
    **_table("dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés", 16),
    **_table("veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve treinta", 24),
    **_table("cuarenta cincuenta sesenta setenta ochenta noventa", 40, 10),
    **_table("cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos", 100, 100),
    **_table("cien doscientas trescientas cuatrocientas quinientas seiscientas setecientas", 100, 100),
    "ciento": 100, "ochocientos": 800, "ochocientas": 800, "novecientos": 900, "novecientas": 900,
    "uno": 1, "un": 1, "una": 1, "mil": 1000,
}  # fmt: skip
GERMAN_UNITS = _table("ein zwei drei vier fünf sechs sieben acht neun", 1)
GERMAN_TENS = _table("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)
GERMAN: Words = {
    **_table("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn", 2),
    **_table("sechzehn siebzehn achtzehn neunzehn", 16),
    **GERMAN_TENS,
    **{f"{u}und{t}": a + b for (u, a), (t, b) in product(GERMAN_UNITS.items(), GERMAN_TENS.items())},
    **{f"{u}hundert": a * 100 for u, a in GERMAN_UNITS.items()},
    **{f"{u}tausend": a * 1000 for u, a in GERMAN_UNITS.items()},
    "hundert": 100, "tausend": 1000,
}  # fmt: skip
LANGUAGES = {"fr": FRENCH, "es": SPANISH, "de": GERMAN}
AMBIGUOUS = {
    "fr": frozenset({"neuf", "un"}),
    "es": frozenset({"un", "una", "uno"}),
    "de": frozenset({"acht", "elf"}),
}
"""Alone these are other words as well: in our own text they are no figures."""
MILLIONS = {"million": 10**6, "millions": 10**6, "millón": 10**6, "millones": 10**6, "millionen": 10**6,
            "milliard": 10**9, "milliards": 10**9, "milliarden": 10**9}  # fmt: skip
SPOKEN_PARTS = {
    "moitié": (1, 2), "mitad": (1, 2), "hälfte": (1, 2), "절반": (1, 2),
    "demi-million": (500_000, 1),
    "un tiers": (1, 3), "le tiers": (1, 3), "deux tiers": (2, 3), "un quart": (1, 4), "trois quarts": (3, 4),
    "un tercio": (1, 3), "dos tercios": (2, 3), "un cuarto": (1, 4), "tres cuartos": (3, 4),
    "tercera parte": (1, 3), "cuarta parte": (1, 4), "quinta parte": (1, 5), "ein drittel": (1, 3),
    "zwei drittel": (2, 3), "ein viertel": (1, 4), "drei viertel": (3, 4),
}  # fmt: skip
ROUGHLY = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "centaine": 100, "millier": 1000, "decena": 10, "docena": 12, "veintena": 20,
    "centenar": 100, "millar": 1000, "dutzend": 12,
}  # fmt: skip
VAGUE = {
    "dizaines de milliers": 10_000, "centaines de milliers": 100_000, "dizaines": 12, "douzaines": 12,
    "centaines": 100, "milliers": 1000, "decenas de miles": 10_000, "cientos de miles": 100_000,
    "decenas": 12,
    "docenas": 12, "cientos": 100, "centenares": 100, "miles de": 1000, "millares": 1000,
    "zehntausende": 10_000, "dutzende": 12, "hunderte": 100, "tausende": 1000, "millionen von": 10**6,
    "수십만": 100_000, "수만": 10_000, "수천": 1000, "수백": 100, "수십": 12,
}  # fmt: skip
SINO = dict(zip("일이삼사오육륙칠팔구", (1, 2, 3, 4, 5, 6, 6, 7, 8, 9), strict=True))
SINO_SCALES = {"십": 10, "백": 100, "천": 1000}
SINO_MYRIADS = {"만": 10**4, "억": 10**8}
NATIVE_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70,
               "여든": 80, "아흔": 90}  # fmt: skip
NATIVE = {"하나": 1, "한": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "석": 3, "네": 4, "넷": 4, "넉": 4,
          "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}  # fmt: skip
COUNTERS = (
    "명|사람|개|곳|살|세|년|월|일|시간|시|분|초|달|개월|주|원|달러|유로|킬로|미터|평|톤|건|대|채|마리|권|장|가구|"
    "세대|학교|퍼센트|%|여|차|학년|학급|배"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: its kind and worth as in `figures`, where it stands; `alone` if it is one word."""

    kind: str
    value: Fraction
    start: int
    end: int
    alone: str = ""


@cache
def _row(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(LANGUAGES[language], key=len, reverse=True))
    millions = "|".join(sorted(MILLIONS, key=len, reverse=True))
    word = rf"(?:{words})(?!\w)"
    joint = r"(?:-|\s|\set\s|-et-|\sy\s)"
    return re.compile(
        rf"(?<![\w-])(?<!pour )(?<!por )(?P<row>{word}(?:{joint}{word})*)"
        rf"(?:\s(?P<scale>{millions})(?!\w))?{PERCENT}",
        re.I,
    )


def _summed(language: str, row: str) -> int:
    """Words in a row as they are spoken: quatre-vingt-dix, doscientos treinta y cinco mil."""
    total = current = 0
    for word in re.findall(r"[^\W\d_]+", row.lower()):
        if word in ("et", "y"):
            continue
        worth = LANGUAGES[language][word]
        if worth == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif worth == 100 and 1 < current < 10:
            current *= 100
        elif language == "fr" and worth == 20 and current % 100 == 4:
            current += 76
        else:
            current += worth
    return total + current


def _spoken(language: str, text: str) -> Iterator[Numeral]:
    for match in _row(language).finditer(text):
        row = match["row"]
        value = _summed(language, row) * (MILLIONS[match["scale"].lower()] if match["scale"] else 1)
        if value > 1:
            alone = row.lower() if match["scale"] is None else ""
            yield Numeral("percent" if match["percent"] else "count", Fraction(value), *match.span(), alone)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![A-Za-zÀ-ÿ])", re.I)


def _fixed(text: str) -> Iterator[Numeral]:
    """Halves and thirds, dozens and thousands."""
    for match in _any_of(tuple(SPOKEN_PARTS)).finditer(text):
        value = Fraction(*SPOKEN_PARTS[match[0].lower()])
        yield Numeral("fraction" if value < 1 else "count", value, *match.span())
    for match in _any_of(tuple(ROUGHLY)).finditer(text):
        yield Numeral("count", Fraction(ROUGHLY[match[0].lower()]), *match.span())
    for match in _any_of(tuple(VAGUE)).finditer(text):
        yield Numeral("vague", Fraction(VAGUE[match[0].lower()]), *match.span())


KOREAN_PART = r"(?<![\w.])(\d{1,2}|[이삼사오육칠팔구십]) ?분의 ?(\d{1,2}|[일이삼사오육칠팔구])(?!\d)"
KOREAN_SINO = (
    rf"(?<![가-힣\d])(?P<sino>[{''.join(SINO)}십백천만억]*[십백천만억][{''.join(SINO)}]?)(?: ?(?:{COUNTERS}))"
)
COUNTED = "명|사람|개|곳|살|시간|달|대|채|마리|권|장|가구|학교"
KOREAN_NATIVE = (
    rf"(?<![가-힣])(?P<tens>{'|'.join(NATIVE_TENS)})?(?P<units>{'|'.join(NATIVE)})?(?: ?(?:{COUNTED}))"
)


def _sino(written: str) -> int:
    total = part = digit = 0
    for syllable in written:
        if syllable in SINO:
            digit = SINO[syllable]
        elif syllable in SINO_SCALES:
            part, digit = part + max(digit, 1) * SINO_SCALES[syllable], 0
        else:
            total, part, digit = total + max(part + digit, 1) * SINO_MYRIADS[syllable], 0, 0
    return total + part + digit


def _korean(text: str) -> Iterator[Numeral]:
    for match in re.finditer(KOREAN_PART, text):
        bottom, top = (int(n) if n.isdigit() else _sino(n) for n in (match[1], match[2]))
        if 0 < top < bottom:
            yield Numeral("fraction", Fraction(top, bottom), *match.span())
    for match in re.finditer(KOREAN_SINO, text):
        kind = "percent" if match[0].endswith(("%", "퍼센트")) else "count"
        yield Numeral(kind, Fraction(_sino(match["sino"])), *match.span("sino"))
    for match in re.finditer(KOREAN_NATIVE, text):
        value = NATIVE_TENS.get(match["tens"] or "", 0) + NATIVE.get(match["units"] or "", 0)
        if value > 1:
            yield Numeral("count", Fraction(value), *match.span())


def numerals_in(text: str, language: str, *, certain: bool = False) -> Iterator[Numeral]:
    """Every number in words of a language; if `certain`, none that may be another word."""
    if language in LANGUAGES:
        doubtful = AMBIGUOUS[language] if certain else frozenset()
        yield from (numeral for numeral in _spoken(language, text) if numeral.alone not in doubtful)
    if language in LANGUAGES or language == "ko":
        yield from _fixed(text)
    if language == "ko":
        yield from _korean(text)
