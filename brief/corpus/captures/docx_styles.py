"""How the words of a Word file are set, as far as it decides whether and as what they are seen.

A property stands in a run itself, or in a style of its character, its paragraph or its table, or
in what that style is based on (ECMA-376-1, 17.7.2). Toggle properties (17.7.3) count as they
stand in the run; in styles each level says what the nearest of its chain says, and levels cancel
each other out: two that hide show. For other properties the nearest level holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset(("0", "false", "off", "none"))
TOGGLES = (f"{W}vanish", f"{W}strike")
HEADINGS = frozenset(f"heading {level}" for level in range(1, 10))
FRONT = frozenset(("title", "subtitle", "author", "date", "abstract"))
"""What may stand before the text; a title further down is a paragraph that looks like one."""
SMALLEST = 5  # half-points; what is smaller nobody can read
LONGEST_CHAIN = 50
TEXT_FILL = "{http://schemas.microsoft.com/office/word/2010/wordml}textFill"
BLACK = "000000"
DENSE = 50  # per cent of a pattern that hides what is below
COLOUR = re.compile("[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """What matters of how words are set; `font` is that of Western letters, `colour` that of all."""

    hidden: bool = False
    struck: bool = False
    struck_twice: bool = False
    raised: bool = False
    tiny: bool = False
    invisible: bool = False
    colour: str = ""
    highlight: str = ""
    shade: str = ""
    font: str = ""

    @property
    def is_struck(self) -> bool:
        """Whether a line goes through the words, or two."""
        return self.struck or self.struck_twice


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is set (17.17.4, ST_OnOff): there, and not said to be off."""
    return element is not None and element.get(f"{W}val", "true").lower() not in OFF


def value(element: Element | None, path: str) -> str:
    """The `w:val` of a property below an element; "" where there is none."""
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def number(given: str) -> int:
    """A whole number as a property gives it; 0 for what is none."""
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 6 else 0


def shading(shade: Element | None) -> str:
    """The colour that a `w:shd` paints, in six digits; "" for none (17.3.5)."""
    if shade is None:
        return ""
    pattern = shade.get(f"{W}val", "")
    share = pattern.removeprefix("pct")
    if pattern == "solid" or (share.isdecimal() and int(share) >= DENSE):
        letters = shade.get(f"{W}color", "auto")
        return BLACK if letters == "auto" else known(letters)
    return known(shade.get(f"{W}fill", ""))


def known(colour: str) -> str:
    """A colour in six digits; "" for one that is automatic."""
    return colour if COLOUR.fullmatch(colour) else ""


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._usual: dict[str, str] = {}
        self._looks: dict[tuple[str, str, str | None], Look] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            id_, kind = style.get(f"{W}styleId", ""), style.get(f"{W}type", "")
            self._styles.setdefault(id_, style)
            if style.get(f"{W}default", "0").lower() not in OFF:
                self._usual[kind] = id_
        found = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._defaults = () if found is None else (found,)

    def part(self, paragraph: str) -> str:
        """Which part of a document a paragraph's style is for, or the nearest it is based on; "" for text."""
        names = (value(style, f"{W}name").lower() for style in self._chain("paragraph", paragraph))
        return next((name for name in names if name in HEADINGS or name in FRONT), "")

    def numbering(self, paragraph: str) -> Element | None:
        """The numbering of a paragraph's style."""
        found = (style.find(f"{W}pPr/{W}numPr") for style in self._chain("paragraph", paragraph))
        return next((numbering for numbering in found if numbering is not None), None)

    def shade(self, kind: str, id_: str) -> Element | None:
        """The shading that a style of paragraphs or tables gives them."""
        path = f"{W}pPr/{W}shd" if kind == "paragraph" else f"{W}tcPr/{W}shd"
        found = (style.find(path) for style in self._chain(kind, id_))
        return next((shade for shade in found if shade is not None), None)

    def look(self, properties: Element | None, paragraph: str, table: str | None) -> Look:
        """How a run is set, in a paragraph of a style, and in a table of one where it is in a table."""
        character = value(properties, f"{W}rStyle")
        key = (character, paragraph, table)
        if key not in self._looks:
            self._looks[key] = self._of_styles(*key)
        look = self._looks[key]
        if properties is None or not len(properties):
            return look
        for property_ in properties:
            look = _with(look, property_, direct=True)
        return look

    def _of_styles(self, character: str, paragraph: str, table: str | None) -> Look:
        look = Look()
        levels = [("paragraph", paragraph), ("character", character)]
        if table is not None:
            levels.insert(0, ("table", table))
        for properties in self._defaults:
            for property_ in properties:
                look = _with(look, property_)
        flipped = dict.fromkeys(TOGGLES, False)
        for kind, id_ in levels:
            chain = [style.find(f"{W}rPr") for style in self._chain(kind, id_)]
            found = [properties for properties in chain if properties is not None]
            for properties in reversed(found):
                for property_ in properties:
                    look = _with(look, property_)
            for tag in TOGGLES:
                stated = (properties.find(tag) for properties in found)
                flipped[tag] ^= is_on(next((element for element in stated if element is not None), None))
        # What the document's defaults set is set (17.7.3), whatever the styles add up to.
        always = {tag for tag in TOGGLES if any(is_on(properties.find(tag)) for properties in self._defaults)}
        hidden, struck = (flipped[tag] or tag in always for tag in TOGGLES)
        return replace(look, hidden=hidden, struck=struck)

    def _chain(self, kind: str, id_: str) -> Iterator[Element]:
        """A style of a kind (the usual one where none is named) and what it is based on, nearest first."""
        style = self._styles.get(id_)
        if style is None or style.get(f"{W}type", "paragraph") != kind:
            style = self._styles.get(self._usual.get(kind, ""))
        for _ in range(LONGEST_CHAIN):
            if style is None:
                return
            yield style
            style = self._styles.get(value(style, f"{W}basedOn"))


def _with(look: Look, property_: Element, *, direct: bool = False) -> Look:
    """The look with a property; toggles only where they stand in the run itself."""
    given = property_.get(f"{W}val", "")
    match property_.tag.removeprefix(W):
        case "vanish" if direct:
            return replace(look, hidden=is_on(property_))
        case "strike" if direct:
            return replace(look, struck=is_on(property_))
        case "dstrike":
            return replace(look, struck_twice=is_on(property_))
        case "vertAlign":
            return replace(look, raised=given == "superscript")
        case "color":
            return replace(look, colour=given)
        case "highlight":
            return replace(look, highlight=given)
        case "shd":
            return replace(look, shade=shading(property_))
        case tag if tag == TEXT_FILL:
            return replace(look, invisible=any(part.tag.endswith("}noFill") for part in property_))
        case "sz":
            return replace(look, tiny=0 < number(given) < SMALLEST)
        case "rFonts":
            return replace(look, font=property_.get(f"{W}ascii") or property_.get(f"{W}hAnsi") or look.font)
    return look
