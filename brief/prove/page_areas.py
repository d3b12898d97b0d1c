"""Where the text of a page may stand, by the margins that its style sheet names (CSS Paged Media 3, 4).

From the text of the sheet alone, not from the print engine. Which page has a name, or is counted
otherwise than left, right or first, a PDF does not say: then several areas are possible. A margin
that is no plain length counts as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from brief.prove.ink import Box
from brief.prove.style_words import on_paper

STYLE = re.compile(r"<style[^>]*>(.*?)</style\s*>", re.S)
PAGE = re.compile(r"@page\b([^{]*)\{")
MARGIN = re.compile(r"(?<![\w-])margin(-top|-right|-bottom|-left)?\s*:\s*([^;}]*)")
FUNCTION = re.compile(r"[\w-]+\((?:[^()]|\([^()]*\))*\)")
LENGTH = re.compile(r"(\d*\.?\d+)(pt|px|mm|cm|in|pc|q)", re.I)
POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "q": 18 / 25.4}
SIDES = ("top", "right", "bottom", "left")
USUAL = 56.25
"""The margin of a page whose sheet names none: 75 CSS pixels."""


@dataclass(frozen=True)
class _Rule:
    name: str
    pseudos: frozenset[str]
    margins: dict[str, float] = field(hash=False)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """How specific its selector is (4.3)."""
        sides = len(self.pseudos & {"left", "right"})
        return bool(self.name), len(self.pseudos) - sides, sides

    def holds(self, pseudos: frozenset[str]) -> bool | None:
        """Whether it holds for a page of these kinds; None where nobody knows."""
        unknown = bool(self.name) or any(p.startswith(("nth", "blank")) for p in self.pseudos)
        known = {p for p in self.pseudos if not p.startswith(("nth", "blank"))}
        return False if known - pseudos else None if unknown else True


def text_areas(html: str, number: int, paper: Box) -> list[Box]:
    """The areas that the text of a page (from 1) of this paper may have."""
    begins_left = 'dir="rtl"' in html[:400]
    side = "left" if (number % 2 == 0) != begins_left else "right"
    kinds = frozenset(("first", side) if number == 1 else (side,))
    rules = _rules("\n".join(STYLE.findall(html)))
    certain = [rule for rule in rules if rule.holds(kinds)]
    possible = [rule for rule in rules if rule.holds(kinds) is None]
    names = {rule.name for rule in possible if rule.name}
    sets = [certain, *([*certain, rule] for rule in possible)]
    sets += [[*certain, *(rule for rule in possible if rule.name == name)] for name in sorted(names)]
    return [_within(paper, chosen) for chosen in sets]


def _within(paper: Box, rules: list[_Rule]) -> Box:
    margins = dict.fromkeys(SIDES, USUAL)
    for rule in sorted(rules, key=lambda rule: rule.rank):
        margins |= rule.margins
    left, bottom, right, top = paper
    return (
        left + margins["left"],
        bottom + margins["bottom"],
        right - margins["right"],
        top - margins["top"],
    )


@lru_cache(maxsize=8)
def _rules(css: str) -> tuple[_Rule, ...]:
    css = on_paper(css)
    found = []
    for match in PAGE.finditer(css):
        margins = dict(_margins(_own(css, match.end())))
        for selector in match[1].split(",") if margins else ():
            name, *pseudos = selector.strip().lower().split(":")
            found.append(_Rule(name.strip(), frozenset(map(str.strip, pseudos)), margins))
    return tuple(found)


def _own(css: str, start: int) -> str:
    """The declarations of a rule that begins here, without those of its margin boxes."""
    depth, kept, at = 1, start, start
    parts = []
    while depth and at < len(css):
        if css[at] == "{":
            parts += [css[kept:at].rpartition("@")[0]] if depth == 1 else []
            depth += 1
        elif css[at] == "}":
            depth -= 1
            parts += [css[kept:at]] if not depth else []
            kept = at + 1 if depth == 1 else kept
        at += 1
    return ";".join(parts)


def _margins(declarations: str) -> Iterator[tuple[str, float]]:
    for side, value in MARGIN.findall(declarations):
        lengths = [_points(word) for word in FUNCTION.sub("?", value).replace("!important", "").split()]
        if side and lengths:
            yield side[1:], lengths[0]
        elif lengths:
            top, right, bottom, left = (lengths * 4)[:4] if len(lengths) != 3 else (*lengths, lengths[1])
            yield from zip(SIDES, (top, right, bottom, left), strict=True)


def _points(word: str) -> float:
    found = LENGTH.fullmatch(word)
    return float(found[1]) * POINTS[found[2].lower()] if found else 0.0
