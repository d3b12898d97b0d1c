"""Lists: those of the texts, and those that the templates make of asks and recommendations."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from brief.word.markup import element
from brief.word.numbering import DEPTH, STEP, definition
from brief.word.page import children, classes
from brief.word.writer import At, Writer

SUBMITTERS = {"colophon": "Imprint", "imprint": "Imprint"}
NUMBERED = {"asks": ("asks", "Ask"), "addressee": ("recommendations", "Recommendation")}
"""The number and the style of a template's lists, by the class they stand in."""

IN_TABLES = ("Table Text", "Law Text", "Table Heading")


class ListBlocks(Writer):
    """Writes `ul`, `ol` and `dl`."""

    def list(self, node: Element, at: At) -> str:
        """A list of any kind."""
        plain = self._plain_style(node, at)
        if plain:
            return "".join(self.within(item, replace(at, style=plain)) for item in children(node))
        special = next((kind for kind in NUMBERED if at.inside(kind)), None)
        if special and at.depth < 0 and node.tag == "ol":
            return self._special(node, at, special)
        return self._items(node, at)

    def _plain_style(self, node: Element, at: At) -> str:
        """The style of items without a number of the list's own; empty for all others."""
        if "organisations" in classes(node):
            return next((to for name, to in SUBMITTERS.items() if at.inside(name)), "Submitter")
        if at.inside("sources"):
            return "Bibliography"
        counted = at.inside("numbered") and at.inside(*NUMBERED) and at.depth < 0
        return "Numbered Paragraph" if counted else ""

    def _special(self, node: Element, at: At, kind: str) -> str:
        name, style = NUMBERED[kind]
        runs_on = kind == "addressee" and self.look.recommendations_run_on
        number = definition(self.look, name) if runs_on else self.draft.numbering.new_list(name)
        return self._numbered(node, replace(at, style=style, left=self.look.levels[name].left), number)

    def _items(self, node: Element, at: At) -> str:
        name, style = ("decimal", "List Number") if node.tag == "ol" else ("bullets", "List Bullet")
        depth = min(at.depth + 1, DEPTH - 1)
        number = definition(self.look, name)
        if node.tag == "ol":
            start = node.get("start") or "1"
            first = int(start) if start.isdecimal() and len(start) < 5 else 1
            number = self.draft.numbering.new_list(name, depth, first, node.get("type") or "")
        left = self.look.levels[name].left + STEP * depth
        style = at.style if at.style in IN_TABLES else style
        return self._numbered(node, replace(at, style=style, left=left, depth=depth), number)

    def _numbered(self, node: Element, at: At, number: int) -> str:
        depth = max(at.depth, 0)
        said = element("numPr", element("ilvl", val=depth), element("numId", val=number))
        items = (item for item in children(node) if item.tag == "li")
        return "".join(self.within(item, replace(at, depth=depth, number=said)) for item in items)

    def definitions(self, node: Element, at: At) -> str:
        """Terms and what they mean."""
        styles = {"dt": "Definition Term", "dd": "Definition"}
        return "".join(
            self.within(inner, replace(at, style=styles.get(inner.tag, at.style))) for inner in children(node)
        )
