"""The figures that a source's text holds, however they are used there; whether one of ours is among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from brief.text.figures import FILLER, ORDINALS, VALUES, Figure, read_figures, readable
from brief.text.languages import either, worth
from brief.text.numerals import numerals_in

Known = frozenset[tuple[str, Fraction]]
SPANS = worth("spans")
"""What a source may say for a number; in our own text they are none."""
NUMBER = rf"(\d{{1,4}}|{'|'.join(VALUES)})"
OF_WHOLE = re.compile(rf" (?:{either('part-of-whole')}) {NUMBER}(?![\w.,]*\d)(?!\w)", re.I)
PART = re.compile(rf"(?<![\w.,]){NUMBER}$", re.I)
YEAR = re.compile(r"(?:1[89]|20)\d\d(?!\d)")
"""What may be a year, which is no count of anything."""
IN_YEAR = re.compile(rf"(?<!\w)(?:{either('before-years')}) $", re.I)
NUMBER_BEFORE = re.compile(r"[\d.,]")
COUNTED_ON = re.compile(r"[\d,.]*\d")
YEAR_ENDS = re.compile(rf"{either('after-years')}|[).,;:–]|$", re.M)
LONGEST_BEFORE = 40


def known_in(text: str, language: str = "") -> Known:
    """The kinds and values of all numbers in a source's text, however they are used there."""
    known: set[tuple[str, Fraction]] = set()
    text = rest = readable(text)
    for figure in read_figures(text):
        kinds = ("count", "percent") if figure.kind == "range" else (figure.kind,)
        known |= {(kind, value) for kind in kinds for value in figure.values}
        rest = rest[: figure.start] + FILLER * (figure.end - figure.start) + rest[figure.end :]
    known |= {("count", Fraction(number)) for number in re.findall(r"\d+", rest)}
    known |= {("year", Fraction(match[0])) for match in YEAR.finditer(text) if _is_year(text, match)}
    known |= {(numeral.kind, numeral.value) for numeral in numerals_in(text, language[:2])}
    known |= {("fraction", Fraction(int(part), int(whole))) for part, whole in _parts_of(text)}
    words = re.findall(r"[a-z]+", text.lower())
    known |= {("count", SPANS[word]) for word in words if word in SPANS}
    return frozenset(known | {("ordinal", ORDINALS[word]) for word in words if word in ORDINALS})


def stands(figure: Figure, known: Known) -> bool:
    """Whether a figure is among those of a source, in kind and value."""
    if figure.kind == "vague":
        (least,) = figure.values
        counted = (v for kind, v in known if kind == "count" and ("year", v) not in known)
        return ("vague", least) in known or any(2 * least <= value < 1000 * least for value in counted)
    if figure.kind == "century" and not any(kind == "century" for kind, _ in known):
        return True
    return any(alike in known for value in figure.values for alike in _alike(figure.kind, value))


def _is_year(text: str, number: re.Match[str]) -> bool:
    start, end = number.span()
    if start and NUMBER_BEFORE.match(text, start - 1):
        return False
    if IN_YEAR.search(text[max(0, start - LONGEST_BEFORE) : start]) and not COUNTED_ON.match(text, end):
        return True
    return YEAR_ENDS.match(text, end) is not None


def _parts_of(text: str) -> Iterator[tuple[int, int]]:
    """(part, whole) of “12 of 30 pupils”, “one in five”, “two out of three”."""
    free = 0
    for whole in OF_WHOLE.finditer(text):
        part = PART.search(text[max(0, whole.start() - LONGEST_BEFORE) : whole.start()])
        if part is not None and whole.start() - len(part[1]) >= free:
            free = whole.end()
            top, bottom = (int(n) if n.isdigit() else int(VALUES[n.lower()]) for n in (part[1], whole[1]))
            if 0 < top < bottom:
                yield top, bottom


def _alike(kind: str, value: Fraction) -> Iterator[tuple[str, Fraction]]:
    """The other ways to say the same: 50 per cent and a half, 55th and 55."""
    if kind == "range":  # the 5 of “5 to 7 per cent”
        yield from (("percent", value), ("count", value))
    yield kind, value
    if kind == "percent":
        yield "fraction", value / 100
    elif kind == "fraction":
        yield "percent", value * 100
    elif kind == "ordinal":
        yield "count", value
