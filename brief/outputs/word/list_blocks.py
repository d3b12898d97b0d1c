"""Lists: those of the texts, and those that the templates make of asks and recommendations."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from brief.outputs.word.look import Level
from brief.outputs.word.markup import element
from brief.outputs.word.numbering import CHARACTER, DEPTH, FORMATS, STEP, definition
from brief.outputs.word.page import children, classes, words
from brief.outputs.word.writer import At, Writer

SUBMITTERS = {"colophon": "Imprint", "imprint": "Imprint"}
NUMBERED = {"asks": ("asks", "Ask"), "addressee": ("recommendations", "Recommendation")}
"""The number and the style of a template's lists, by the class they stand in."""

QUOTES = ("Quote", "Table Quote", "Law Quote")
KEPT = ("Table Text", "Law Text", "Table Heading", *QUOTES)
"""Styles that items keep: those of cells and of quotations."""

COUNTED_ITEM = "counted item"
"""What an item is inside of whose number is its paragraph style's."""


class ListBlocks(Writer):
    """Writes `ul`, `ol` and `dl`."""

    def list(self, node: Element, at: At) -> str:
        """A list of any kind."""
        plain = self._plain_style(node, at)
        if plain == "Numbered Paragraph":
            at = replace(at, style=plain, within=at.within | {COUNTED_ITEM}, depth=0)
            return "".join(self.within(item, at) for item in children(node))
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
        level = self.look.levels[name]
        at = replace(at, style=style, left=level.left, hanging=level.hanging)
        return self._numbered(node, at, number)

    def _items(self, node: Element, at: At) -> str:
        name, style = ("decimal", "List Number") if node.tag == "ol" else ("bullets", "List Bullet")
        depth = min(at.depth + 1, DEPTH - 1)
        number, level = definition(self.look, name), self.look.levels[name]
        if node.tag == "ol":
            start = node.get("start") or "1"
            level = self._level(node, level)
            number = self.draft.numbering.new_list(name, depth, int(start) if start.isdecimal() else 1, level)
        style = at.style if at.style in KEPT else style
        inner = replace(
            at, style=style, left=level.left + STEP * depth, hanging=level.hanging, depth=depth, number=""
        )
        return self.number_alone(at) + self._numbered(node, inner, number)

    def _level(self, node: Element, level: Level) -> Level:
        """How numbers look that an author wrote as marks, and the room that the longest wants."""
        found = (item.find(".//span[@class='list-label']") for item in children(node))
        labels = [words(span) for span in found if span is not None]
        if not labels:
            return replace(level, format=FORMATS.get(node.get("type") or "", level.format))
        text = f"{'(' * labels[0].startswith('(')}%1{labels[0][-1]}"
        room = max(level.hanging, max(map(len, labels)) * CHARACTER * self.look.size + STEP / 4)
        left = level.left - level.hanging + room
        form = FORMATS.get(node.get("type") or "", "decimal")
        return replace(level, format=form, text=text, left=left, hanging=room)

    def number_alone(self, at: At) -> str:
        """The number of an item that begins with no paragraph of its own stands alone on its line."""
        counted = at.style == "Numbered Paragraph" and at.inside(COUNTED_ITEM)
        return self.paragraph("", at.style, at) if at.number or counted else ""

    def _numbered(self, node: Element, at: At, number: int) -> str:
        depth = max(at.depth, 0)
        said = element("numPr", element("ilvl", val=depth), element("numId", val=number))
        at = replace(at, depth=depth, number=said)
        items = (item for item in children(node) if item.tag == "li")
        return "".join(self.within(item, at) or self.number_alone(at) for item in items)

    def definitions(self, node: Element, at: At) -> str:
        """Terms and what they mean."""
        styles = {"dt": "Definition Term", "dd": "Definition"}
        written, at = [self.number_alone(at)], replace(at, number="")
        for inner in children(node):
            left = at.left + STEP * (inner.tag == "dd")
            style = at.style if at.style in KEPT else styles.get(inner.tag, at.style)
            depth = min(at.depth + 1, DEPTH - 1)
            written.append(self.within(inner, replace(at, style=style, left=left, depth=depth)))
        return "".join(written)
