"""Automatic numbers: `word/numbering.xml`.

Every kind of number of a look is one definition. A style that carries a number
(`Numbered Paragraph`) is linked with its definition, so Word counts 1, 2, 3 … through the
whole document, and a paragraph that is added or taken out renumbers the rest. A list
that begins anew is an instance of its definition with a start of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from brief.outputs.word.look import Level, Look
from brief.outputs.word.markup import element, part, twips

DEPTH = 9
"""Word's levels of a list."""

STEP = 16.0
CHARACTER = 0.55
"""The width of an average character of a mark, in its size."""

FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def definition(look: Look, name: str) -> int:
    """The number of a definition, and of its first instance."""
    return list(look.levels).index(name) + 1


@dataclass
class Numbering:
    """The definitions of a look, and the lists that begin anew as the body is written."""

    look: Look
    lists: list[str] = field(default_factory=list)

    def new_list(self, name: str, depth: int = 0, start: int = 1, level: Level | None = None) -> int:
        """A list that begins at `start`, with a `level` of its own; gives the number that names it."""
        number = len(self.look.levels) + len(self.lists) + 1
        override = element("startOverride", val=start)
        if level is not None:
            override += _level(self.look, level, depth, level.format, "")
        override = element("lvlOverride", override, ilvl=depth)
        abstract = element("abstractNumId", val=definition(self.look, name))
        self.lists.append(element("num", abstract, override, numId=number))
        return number

    def part(self) -> bytes:
        """The whole of `word/numbering.xml`; definitions come before their instances."""
        abstract = [self._abstract(name) for name in self.look.levels]
        numbers = range(1, len(self.look.levels) + 1)
        first = [element("num", element("abstractNumId", val=n), numId=n) for n in numbers]
        return part("numbering", "".join((*abstract, *first, *self.lists)))

    def _abstract(self, name: str) -> str:
        level = self.look.levels[name]
        linked = next((style.id for style in self.look.styles.values() if style.numbering == name), "")
        levels = [
            _level(self.look, level, depth, level.format, "" if depth else linked) for depth in range(DEPTH)
        ]
        return element(
            "abstractNum",
            element("nsid", val=f"{definition(self.look, name):08X}"),
            element("multiLevelType", val="hybridMultilevel"),
            *levels,
            abstractNumId=definition(self.look, name),
        )


def _level(look: Look, level: Level, depth: int, form: str, linked: str) -> str:
    tabs = element("tabs", element("tab", val="left", pos=twips(level.tab))) if level.tab else ""
    left = twips(level.left + depth * STEP)
    return element(
        "lvl",
        element("start", val=1),
        element("numFmt", val=form),
        element("pStyle", val=linked) if linked else "",
        element("lvlText", val=level.text.replace("%1", f"%{depth + 1}")),
        element("lvlJc", val="left"),
        element("pPr", tabs, element("ind", left=left, hanging=twips(level.hanging))),
        _strong(look) if level.strong else "",
        ilvl=depth,
    )


def _strong(look: Look) -> str:
    face = element("rFonts", ascii=look.sans, hAnsi=look.sans, cs=look.sans)
    return element("rPr", face, element("b"), element("bCs"), element("color", val=look.colours["accent"]))
