"""The marks of items as a reader of a Word document sees them, and what is set off as a quotation.

Marks are counted as Word counts them (ECMA-376-1, 17.9): a paragraph names an instance
and a level of a definition; instances of one definition share their counts, unless one
begins anew; a level begins anew behind one further out. A quotation is a paragraph whose
style is `Quote`, or rests on it, and that is set in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from brief.outputs.word.markup import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
QUOTES = ("Quote", "TableQuote", "LawQuote", "FootnoteQuote", "QuotedCode")
PLACE = re.compile(r"%([1-9])")
DIGITS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
DEEPEST_CHAIN = 12


def _roman(number: int) -> str:
    written = ""
    for value, digit in DIGITS:
        written, number = written + digit * (number // value), number % value
    return written


def _letters(number: int) -> str:
    """Behind z, letters double."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


class Marks:
    """Counts the items of a document; asked for its paragraphs in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.abstract: dict[str, Element] = {}
        self.instances: dict[str, Element] = {}
        for node in numbering if numbering is not None else ():
            if node.tag == f"{W}abstractNum":
                self.abstract[node.get(f"{W}abstractNumId") or ""] = node
            elif node.tag == f"{W}num":
                self.instances[node.get(f"{W}numId") or ""] = node
        given = styles if styles is not None else ()
        self.styles = {node.get(f"{W}styleId") or "": node for node in given}
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[tuple[str, int]] = set()

    def of(self, paragraph: Element) -> tuple[str, int]:
        """The mark of a paragraph and how deep its list is; nothing where it names no list itself."""
        said = paragraph.find(f"{W}pPr/{W}numPr")
        number = _value(said, "numId") if said is not None else ""
        instance = self.instances.get(number)
        if instance is None:
            return "", 0
        depth = int(_value(said, "ilvl") or 0)
        levels = self._levels(instance)
        if depth not in levels:
            return "", 0
        self._count(number, instance, depth, levels)
        shown = _value(levels[depth], "lvlText")
        mark = PLACE.sub(lambda match: self._shown(instance, int(match[1]) - 1, levels), shown)
        return mark.strip(), depth + 1

    def _levels(self, instance: Element) -> dict[int, Element]:
        abstract = self.abstract.get(_value(instance, "abstractNumId"))
        own = (node.find(f"{W}lvl") for node in instance.iter(f"{W}lvlOverride"))
        nodes = [*(abstract.iter(f"{W}lvl") if abstract is not None else ()), *own]
        return {int(node.get(f"{W}ilvl") or 0): node for node in nodes if node is not None}

    def _count(self, number: str, instance: Element, depth: int, levels: dict[int, Element]) -> None:
        name = _value(instance, "abstractNumId")
        for key in [key for key in self.counts if key[0] == name and key[1] > depth]:
            del self.counts[key]
        overrides = (n for n in instance.iter(f"{W}lvlOverride") if n.get(f"{W}ilvl") == str(depth))
        start = next((_value(node, "startOverride") for node in overrides), "")
        if start and (number, depth) not in self.begun:
            self.counts[name, depth] = int(start)
        else:
            first = int(_value(levels[depth], "start") or 1)
            self.counts[name, depth] = self.counts.get((name, depth), first - 1) + 1
        self.begun.add((number, depth))

    def _shown(self, instance: Element, depth: int, levels: dict[int, Element]) -> str:
        form = FORMATS.get(_value(levels[depth], "numFmt"), str) if depth in levels else str
        return form(self.counts.get((_value(instance, "abstractNumId"), depth), 0))

    def is_quotation(self, paragraph: Element) -> bool:
        """Whether a paragraph is set off as a quotation."""
        node = paragraph.find(f"{W}pPr/{W}pStyle")
        chain = self._chain(node.get(f"{W}val") or "" if node is not None else "")
        names = [style.get(f"{W}styleId") for style in chain]
        own = paragraph.find(f"{W}pPr/{W}ind")
        indents = (style.find(f"{W}pPr/{W}ind") for style in chain)
        given = [n for n in (own, *indents) if n is not None and n.get(f"{W}left")]
        return (
            any(name in QUOTES for name in names) and bool(given) and int(given[0].get(f"{W}left") or 0) > 0
        )

    def _chain(self, name: str) -> list[Element]:
        """A style and those it rests on."""
        found: list[Element] = []
        while (style := self.styles.get(name)) is not None and len(found) < DEEPEST_CHAIN:
            found.append(style)
            name = _value(style, "basedOn")
        return found


def _value(node: Element | None, name: str) -> str:
    inner = node.find(f"{W}{name}") if node is not None else None
    return "" if inner is None else inner.get(f"{W}val") or ""
