"""Numbers in sentences, by value: `6,000`, `six thousand`, `0.07%`, `3 million`, `31 January`.

Words and digits are read alike, in English; French, Spanish and Korean digits with their
separators. What only looks like a figure is passed over: articles and paragraphs that are
cited, symbols of documents, names such as COVID-19, the pronoun "one", ordinals in lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LOW = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
UNITS = {word: number for number, word in enumerate(LOW.split(" "))}
ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: number * 10 for number, word in enumerate(ROUND.split(" "), start=2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
          "millions": 10**6, "thousands": 1000, "hundreds": 100, "billions": 10**9,
          "만": 10**4, "억": 10**8, "천": 1000, "백만": 10**6}  # fmt: skip
VALUES = {**UNITS, **TENS}
WORD = "|".join(sorted({**UNITS, **TENS}, key=len, reverse=True))
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
NUMBER = re.compile(
    rf"(?<![\w.,/#-])(?P<digits>{DIGITS})(?![\w/]|[.,]\d)(?:[\s-](?P<scale>{SCALE})\b|(?P<korean>만|억|천|백만))?"
    rf"|(?<![\w-])(?P<words>(?:{WORD})(?:(?:[\s-]and[\s-]|[\s-])(?:{WORD}|{SCALE}))*)(?![\w])",
    re.I,
)
# What a number names rather than counts: a part of a work, a symbol, a session, our own references.
NAMING = re.compile(
    r"(?:\b(?:arts?\.?|articles?|paras?\.?|paragraphs?|pp?\.|pages?|nos?\.?|chapters?|sections?|annex(?:es)?|table|"
    r"figure|rule|goal|target|session|cluster|question|recommendations?|resolution|phase|group|rows?)\s*"
    r"(?:[\d]+(?:\s*\(\w+\))*\s*(?:,|and|or|to|–|-|;)\s*)*)$",
    re.I,
)
SYMBOL = re.compile(r"\b[A-Z]{1,6}(?:/[A-Z0-9().-]+)+|\b[A-Z]{2,}-\d+\b|\b\d+(?:st|nd|rd|th)\b")
PRONOUN = {"one", "zero"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: its value, how it is written, and where."""

    value: Decimal
    written: str
    start: int
    end: int


def figures_in(text: str) -> Iterator[Figure]:
    """Every figure of a text that counts or dates something."""
    masked = SYMBOL.sub(lambda match: "#" * len(match[0]), text)
    for match in NUMBER.finditer(masked):
        if match["words"] and match["words"].lower() in PRONOUN:
            continue
        if NAMING.search(masked[max(0, match.start() - 60) : match.start()]):
            continue
        value = _of_words(match["words"]) if match["words"] else _of_digits(match)
        if value is not None:
            yield Figure(value, match[0].strip(), match.start(), match.end())


def values_in(text: str) -> frozenset[Decimal]:
    """The values of all numbers in a source's text, however they are used there."""
    found = set()
    for match in NUMBER.finditer(text):
        value = _of_words(match["words"]) if match["words"] else _of_digits(match)
        if value is not None:
            found.add(value)
    found |= {Decimal(number) for number in re.findall(r"\d+", text)}
    return frozenset(found)


def _of_digits(match: re.Match[str]) -> Decimal | None:
    scale = SCALES[(match["scale"] or match["korean"]).lower()] if match["scale"] or match["korean"] else 1
    plain = re.sub(r"[,\u00a0\u202f ](?=\d{3}(?:\D|$))", "", match["digits"]).replace(",", ".")
    try:
        return (Decimal(plain) * scale).normalize()
    except InvalidOperation:
        return None


def _of_words(words: str) -> Decimal:
    total = current = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "and":
            continue
        if word in VALUES:
            current += VALUES[word]
        elif SCALES[word] == 100:
            current = max(current, 1) * 100
        else:
            total, current = total + max(current, 1) * SCALES[word], 0
    return Decimal(total + current).normalize()
