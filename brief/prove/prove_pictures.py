"""P716: every picture stands whole within the text area of its page, and on no words.

From the text of the sheet alone, not from the print engine. Which page has a name, or is counted
otherwise than left, right or first, a PDF does not say: then several areas are possible. A margin
that is no plain length counts as none.

A picture of dots is where its matrix puts it (ISO 32000-1, 8.3 and 8.9.5); a drawing is what is
painted within the bounds that the page sets it. Both are held against the margins of the style
sheet, against the edges of what they stand in, and against the words of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from brief.check.rules.printed import PictureCut
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece, Placed
from brief.prove.ink import Box, both, holds
from brief.prove.reading import Reading
from brief.prove.style_words import on_paper
from brief.prove.words import shortened

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


SMALLEST = 1.0
DEEP = 2.0
"""Points: as far as words and a picture may lie over each other."""
HELP = "`brief explain P716` says what keeps a picture on its page"


def whole_pictures(reading: Reading) -> Iterator[Diagnostic]:
    """Every picture is on its page, whole, and alone where it is."""
    names = {(found.page, found.mcid): found.alt for found in reading.printed.pictures}
    words: dict[int, list[Piece]] = {}
    for piece in reading.printed.own_pieces():
        if piece.text.strip():
            words.setdefault(piece.page, []).append(piece)
    for placed in reading.printed.placed:
        amiss = _amiss(reading, placed) or _over_words(placed, words.get(placed.page, []))
        if amiss:
            yield _finding(reading, names.get((placed.page, placed.mcid), ""), placed.page, amiss)
    there = {(placed.page, placed.mcid) for placed in reading.printed.placed}
    for page, mcid in names:
        if page and (page, mcid) not in there:
            yield _finding(reading, names[page, mcid], page, "is not painted")


def _finding(reading: Reading, alt: str, page: int, amiss: str) -> Diagnostic:
    named = f"the picture “{shortened(alt)}”" if alt else "a picture"
    return PictureCut.at(
        reading.place(alt) if alt else reading.venue, f"{named} on page {page} {amiss}", help=HELP
    )


def _shown(placed: Placed) -> Box | None:
    """Where a picture can be seen: by its bounds, else by what is painted."""
    return placed.room if placed.room is not None and placed.mcid is not None else placed.box


def _amiss(reading: Reading, placed: Placed) -> str:
    shown = _shown(placed)
    if shown is not None and min(shown[2] - shown[0], shown[3] - shown[1]) < SMALLEST:
        return "has no size"
    if placed.is_cut:
        return "is cut at its side"
    if shown is None:
        return ""
    areas = text_areas(reading.composed.html, placed.page, reading.printed.papers[placed.page - 1])
    return "" if any(holds(area, shown) for area in areas) else "reaches out of the text area"


def _over_words(placed: Placed, words: list[Piece]) -> str:
    shown = _shown(placed)
    for piece in words if shown is not None else ():
        line = piece.x, piece.y - 0.1 * piece.size, piece.end, piece.y + 0.6 * piece.size
        left, bottom, right, top = both(shown, line) if shown else line
        if right - left > DEEP and top - bottom > DEEP:
            return f"and “{shortened(piece.text.strip())}” lie over each other"
    return ""
