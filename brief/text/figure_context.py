"""What stands beside a figure and belongs to it: a bound (“more than”) and a unit or a currency.

`contradicted` compares a figure with the same one in a passage. Only plain opposites count: a bound
against its opposite, one currency against another, one measure against another. Where the passage has
the figure in both ways, or says nothing beside it, nothing is contradicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brief.text.figures import Figure
from brief.text.languages import either, units

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
