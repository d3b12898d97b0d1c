"""The figures that a source's text holds, with the bound and the unit beside each.

`contradicted` compares a figure with the same one in a passage. Only plain opposites count: a bound
against its opposite, one currency against another, one measure against another. Where the passage has
the figure in both ways, or says nothing beside it, nothing is contradicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from brief.text.figures import FILLER, ORDINALS, VALUES, Figure, read_figures, readable
from brief.text.languages import either, units, worth
from brief.text.numerals import numerals_in

BOUND_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<up>{either('bounds-up')})|(?P<down>{either('bounds-down')}))"
    rf"(?:\s(?:{either('after-bounds')}))?\s*[$€£¥₩]?$",
    re.I,
)
BOUND_AFTER = re.compile(
    rf"\s?[가-힣]{{0,2}}\s?(?:(?P<up>{either('bounds-after-up')})|(?P<down>{either('bounds-after-down')}))"
)
UNITS = units()
SIGNS = frozenset("$€£¥₩")
GROUPS = {f"u{index}": key for index, key in enumerate(UNITS)}
UNIT = "|".join(f"(?P<u{i}>{'|'.join(written)})" for i, written in enumerate(UNITS.values()))
AFTER = re.compile(rf"\s?-?(?:{UNIT})(?![A-Za-zÀ-ÿ])")
BEFORE = re.compile(rf"(?<![A-Za-z])(?:{UNIT})\s?$")


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to a figure: its bound, as `up` or `down`, and its unit, as (family, name)."""

    bound: str = ""
    unit: tuple[str, str] | None = None


def beside(text: str, figure: Figure) -> Beside:
    """What stands beside a figure of a text."""
    before, after = text[max(0, figure.start - 40) : figure.start], text[figure.end : figure.end + 24]
    bound = BOUND_BEFORE.search(before) or BOUND_AFTER.match(after)
    unit = AFTER.match(after) or BEFORE.search(before)
    return Beside(
        (bound.lastgroup or "") if bound else "",
        GROUPS[unit.lastgroup] if unit and unit.lastgroup else None,
    )


def contradicted(text: str, figure: Figure, passages: Iterable[tuple[str, Iterable[Figure]]]) -> str:
    """How a passage has the same figure with the opposite beside it, in its words; empty where none does."""
    own = beside(text, figure)
    if not own.bound and own.unit is None:
        return ""
    against = ""
    for words, figures in passages:
        for other in figures:
            if other.kind == figure.kind and set(other.values) & set(figure.values):
                theirs = beside(words, other)
                if not (_is_opposite(own, theirs) or _is_other_unit(own, theirs)):
                    return ""
                against = against or _said(words, other)
    return against


def _is_opposite(own: Beside, theirs: Beside) -> bool:
    return bool(own.bound and theirs.bound) and own.bound != theirs.bound


def _is_other_unit(own: Beside, theirs: Beside) -> bool:
    if own.unit is None or theirs.unit is None:
        return False
    return own.unit[0] == theirs.unit[0] and own.unit != theirs.unit


def _said(words: str, figure: Figure) -> str:
    """The figure with what stands beside it."""
    bound = BOUND_BEFORE.search(words[max(0, figure.start - 40) : figure.start])
    unit = AFTER.match(words, figure.end)
    first = figure.start - (
        len(bound[0]) if bound else 1 if words[figure.start - 1 : figure.start] in SIGNS else 0
    )
    return words[max(first, 0) : unit.end() if unit else figure.end].strip()


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
