"""What stands beside a figure and belongs to it: a bound (“more than”) and a unit or a currency.

`contradicted` compares a figure with the same one in a passage. Only plain opposites count: a bound
against its opposite, one currency against another, one measure against another. Where the passage has
the figure in both ways, or says nothing beside it, nothing is contradicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brief.figures import Figure

UP = (
    "more than|over|above|at least|no (?:fewer|less) than|exceeding|in excess of|upwards of|not less than|"
    "plus de|au moins|más de|al menos|mehr als|über|mindestens"
)
DOWN = (
    "less than|fewer than|under|below|up to|at most|no more than|not more than|as few as|moins de|au plus|"
    "jusqu['’]à|menos de|hasta|como máximo|weniger als|unter|höchstens|bis zu"
)
BOUND_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:\s(?:an?|the|some|about))?\s*[$€£¥₩]?$", re.I
)
KOREAN_BOUND = re.compile(r"\s?[가-힣]{0,2}\s?(?:(?P<up>이상|초과|넘)|(?P<down>이하|미만))")
UNITS = {
    "currency": {
        "dollar": r"\$|US\$|USD|dollars?|달러|dólares|Dollar", "euro": "€|EUR|euros?|유로",
        "pound": "£|GBP|pounds? sterling", "won": "₩|KPW|KRW|won|원", "yuan": "yuan|RMB|CNY|위안",
        "yen": "yen|JPY|엔",
        "rouble": "roubles?|rubles?|RUB",
    },
    "length": {
        "km": "km|kilomet(?:er|re)s?|킬로미터|Kilometer|kilómetros?", "mile": "miles?|마일",
        "cm": "cm|centimet(?:er|re)s?",
        "metre": "m|met(?:er|re)s?|미터|mètres?|metros?", "foot": "feet|foot|ft",
    },
    "weight": {
        "kg": "kg|kilos?|kilogram(?:me)?s?|킬로그램", "gram": "g|gram(?:me)?s?|그램",
        "tonne": "t|tonnes?|tons?|톤|Tonnen|toneladas",
        "pound": "lbs?",
    },
    "time": {
        "minute": "minutes?|min|분", "hour": "hours?|시간|heures?|horas?|Stunden?",
        "day": "days?|일|jours?|días?|Tage?",
        "week": "weeks?|주|semaines?|semanas?|Wochen?", "month": "months?|개월|달|mois|meses|Monate?",
        "year": "years?|년|ans?|années?|años?|Jahre?",
    },
}  # fmt: skip
SIGNS = frozenset("$€£¥₩")
NAMES = {(family, name): words for family, members in UNITS.items() for name, words in members.items()}
GROUPS = {f"u{index}": key for index, key in enumerate(NAMES)}
UNIT = "|".join(f"(?P<u{i}>{words})" for i, words in enumerate(NAMES.values()))
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
    bound = BOUND_BEFORE.search(before) or KOREAN_BOUND.match(after)
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
