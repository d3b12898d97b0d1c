"""Fields of a Word file while they are read, and those that show something without a stored result."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_styles import W, is_on, number, value

WITHOUT_RESULT = frozenset((
    "ADVANCE", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE", "EQ", "GOTOBUTTON", "LISTNUM",
    "MACROBUTTON", "SYMBOL",
))  # fmt: skip
"""Fields that show something although the file holds no result (17.16.5)."""


@dataclass
class Field:
    """A field that is open: its instruction until its result begins, and what a form holds."""

    form: Element | None
    instruction: list[str] = field(default_factory=list)
    shows: bool = False
    said: bool = False

    @property
    def name(self) -> str:
        return next(iter("".join(self.instruction).split()), "").upper()


def filled_in(form: Element | None) -> str:
    """What a form field shows: a box with or without a cross (17.16.7), an entry of a list (17.16.9)."""
    box = form.find(f"{W}checkBox") if form is not None else None
    if box is not None:
        state = box.find(f"{W}checked")
        return "☒" if is_on(state if state is not None else box.find(f"{W}default")) else "☐"
    entries = form.findall(f"{W}ddList/{W}listEntry") if form is not None else []
    chosen = value(form, f"{W}ddList/{W}result") or value(form, f"{W}ddList/{W}default")
    at = number(chosen)
    return entries[at].get(f"{W}val", "") if at < len(entries) else "[field]"
