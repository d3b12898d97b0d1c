"""Locators: where in a source the words stand, by CSL's names (`para. 4`, `art. 28`, `p. 3`).

Paragraphs are what brief can look into; every other kind is printed as written. Terms
are those of the CSL locales, in the languages that brief prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from brief.model.ranges import Ranges
from brief.text.languages import either

PARAGRAPH = re.compile(rf"(?:¶¶?|{either('paragraphs')})(?=[\s0-9])", re.I)
DASH = rf"(?:[-‐‑–—−~～]|(?<=\s)(?:{either('through')})(?=\s))"
AND = rf"(?:,|,?\s*(?:&|(?:{either('and')})(?=\s)))"
RANGE = rf"[0-9]+(?:\s*{DASH}\s*[0-9]+)?"
NUMBERS = re.compile(rf"{RANGE}(?:\s*{AND}\s*{RANGE})*")
THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}([,.'’ \xa0\u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*(?![0-9])")
LIST = re.compile(r"[0-9]+(?:,[0-9]+)+")
TERM = rf"(?:¶+|{either('paragraphs')})"
GAP = r"(?:[\s*_\\(\[:#.]|&#?\w+;|\b(?:nos?|nr|nº)(?![^\W\d_]))*"
NAMED = re.compile(rf"(?<![^\W\d_]|¶){TERM}{GAP}(\d{{1,9}})", re.I)
COUNTED = re.compile(rf"(?<!\d)(\d{{1,9}})[^\W\d_]{{0,2}}\.?\s*{TERM}(?![^\W\d_]|[\s.]*\d)", re.I)
"""Paragraphs in words: `at para. 2`, `para. *2*`; and by their turn, `2nd paragraph`, `2문단`."""


@dataclass(frozen=True, slots=True)
class Locator:
    """`term` and the rest as written; `paragraphs` when the term means paragraphs."""

    term: str
    rest: str
    paragraphs: Ranges | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The locator in `text`. Raises `ValueError` where paragraphs are meant and no number follows."""
        match = PARAGRAPH.match(text)
        if match is None:
            term, _, rest = text.partition(" ")
            return cls(term, rest)
        rest = text[match.end() :].strip()
        numbers = NUMBERS.match(_whole(match[0], rest))
        if numbers is None:
            raise ValueError("a paragraph number should follow")
        return cls(match[0], rest, Ranges.parse(re.sub(DASH, "-", re.sub(AND, ",", numbers[0]))))

    def __str__(self) -> str:
        return f"{self.term} {self.rest}".strip()


def stray(text: str, own: Ranges | None, *, in_law: bool) -> re.Match[str] | None:
    """A paragraph that `text`, printed as words, names and `own` does not have; group 1 is its number.

    Not those of another work: words with a number before them (`citing General comment No. 13,
    para. 9`) name one where this work has paragraphs of its own, as words with a capital do, or an
    article where it is a law (`art. 28, para. 2`).
    """
    named = (match for match in NAMED.finditer(text) if own is None or int(match[1]) not in own)
    match = next(named, None) or (COUNTED.search(text) if own is None else None)
    if match is None or (own is None and not in_law):
        return match
    before = text[: match.start()]
    is_of_another = re.search("[0-9]", before) or (own is not None and before != before.lower())
    return None if is_of_another else match


def _whole(term: str, rest: str) -> str:
    """Numbers as digits alone, `1,234` and `1 234` too; but `paras. 4,100` are two, by their term.

    `pandoc_filters/numbers.lua` prints them by the same rule.
    """
    if term.rstrip(".").casefold().endswith(("s", "¶¶")) and LIST.fullmatch(rest):
        return rest
    return THOUSANDS.sub(lambda match: re.sub("[^0-9]", "", match[0]), rest)
