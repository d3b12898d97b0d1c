"""Blocks: from the page's sections, paragraphs and figures to Word's.

A block's style follows from its tag, its class and the containers it stands in; the
tables below say how. What no table knows is read by its tag alone, so that a
workspace's own template prints whole, if plainly.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from itertools import pairwise
from math import ceil
from xml.etree.ElementTree import Element, SubElement

from brief.outputs.word.contents import contents_field
from brief.outputs.word.draft import Draft
from brief.outputs.word.faces import Face
from brief.outputs.word.list_blocks import COUNTED_ITEM, KEPT, QUOTES, ListBlocks
from brief.outputs.word.page import children, classes, is_block, words
from brief.outputs.word.runs import Inline, contents
from brief.outputs.word.table_blocks import TableBlocks
from brief.outputs.word.tables import CHARACTER
from brief.outputs.word.writer import At

PARAGRAPHS = {
    "mark": "Mark", "kicker": "Kicker", "subtitle": "Subtitle", "parties": "Parties", "by": "Byline",
    "distribution": "Distribution", "date": "Date", "mark-note": "Mark Note", "typefaces": "Imprint",
    "contact": "Imprint", "session": "Kicker", "submitters": "Kicker",
}  # fmt: skip
"""The style of a paragraph by its class."""

HEADINGS = {
    "h1": "Title", "h2": "heading 1", "h3": "heading 2", "h4": "heading 3", "h5": "heading 3",
    "h6": "heading 3",
}  # fmt: skip
FIGURES = {"quote": ("Quote", "Quote Source"), "excerpt": ("Excerpt", "Excerpt Title")}
"""The styles of a figure's content and of its caption, by its class."""

QUOTATIONS = {"Table Text": "Table Quote", "Table Heading": "Table Quote", "Law Text": "Law Quote"}
QUOTATIONS.update({style: style for style in QUOTATIONS.values()})
"""The style of a quotation within a cell, by that of the cell."""

INSET = 18.0
"""How far a quotation within an item is set in, in points."""

UNPRINTED = ("hr", "script", "style", "template")
Write = Callable[[Element, At], str]


class Blocks(ListBlocks, TableBlocks):
    """Writes the blocks of one document, in order."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._by_tag: dict[str, Write] = {
            "p": self._paragraph_of, "ul": self.list, "ol": self.list, "table": self.table, "pre": self._code,
            "figure": self._figure, "dl": self.definitions, **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(UNPRINTED, self._nothing),
        }  # fmt: skip
        self._by_class: dict[str, Write] = {
            "contents": self._contents, "opening": self.opening, "key-figures": self.key_figures,
            "facts": self.facts, "review-copy": self._nothing,
        }  # fmt: skip

    def body(self) -> str:
        """The whole document; where another file is the one to file, the first line says so."""
        at = At()
        return self.line([self.draft.settings.review_copy], "Review Copy", at) + self.within(
            self.draft.page.body, at
        )

    def block(self, node: Element, at: At) -> str:
        """A block, by its class or else by its tag."""
        self.draft.arrive(node.get("id"))
        at = replace(at, within=at.within | set(classes(node)), language=node.get("lang") or at.language)
        by_class = next((self._by_class[name] for name in classes(node) if name in self._by_class), None)
        return (by_class or self._by_tag.get(node.tag, self._container))(node, at)

    def within(self, node: Element, at: At) -> str:
        """The blocks in an element; loose words between them are paragraphs of their own."""
        written: list[str] = []
        loose: list[Element | str] = []
        for inner in contents(node):
            if isinstance(inner, str) or not (is_block(inner) or _holds_blocks(inner)):
                loose.append(inner)
                continue
            if line := self.line(loose, at.style, at):
                at = replace(at, number="")
            written += [line, self.block(inner, at)]
            loose = []
            at = _after(inner, at)
        return "".join((*written, self.line(loose, at.style, at)))

    def _container(self, node: Element, at: At) -> str:
        names = classes(node)
        self.draft.page_break |= any(name in self.look.new_page for name in names)
        node = _set_beside(node)
        inner = replace(at, style=self._style_inside(node, at))
        if node.tag == "blockquote" and not at.inside(*FIGURES):
            inner = replace(inner, inset=at.inset + INSET)
        alone = self.number_alone(at) if inner.inset != at.inset and not at.number else ""
        written = alone + self.within(node, inner) + self._end(node, at)
        self.draft.page_break |= "cover" in names
        return written

    def _style_inside(self, node: Element, at: At) -> str:
        """The style of plain paragraphs in a container."""
        names = classes(node)
        own = next((self.look.inside[name] for name in names if name in self.look.inside), None)
        if own:
            return own
        if "prose" in names and at.inside("numbered"):
            return "Numbered Paragraph"
        if "prose" in names and at.style == "Body Text":
            return "First Paragraph"
        if "line-block" in names:
            return "Verse" if at.style not in KEPT else at.style
        is_quotation = node.tag == "blockquote" and not at.inside(*FIGURES)
        return QUOTATIONS.get(at.style, "Quote") if is_quotation else at.style

    def _end(self, node: Element, at: At) -> str:
        """What closes a container: a rule, room between boxes, an anchor for what stands at a page's foot."""
        names = classes(node)
        if "title-block" in names and self.look.ruled:
            return self.empty("Title Block End")
        roomy = "cover" in names or ("addressee" in names and not at.inside("numbered"))
        return self.empty("Spacing") if roomy else ""

    def _nothing(self, node: Element, at: At) -> str:  # noqa: ARG002
        return ""

    def _paragraph_of(self, node: Element, at: At) -> str:
        styled = next((PARAGRAPHS[name] for name in classes(node) if name in PARAGRAPHS), at.style)
        return self.line(contents(node), styled, at)

    def _code(self, node: Element, at: At) -> str:
        return self.line(contents(node), "Quoted Code" if at.style in QUOTES else "Source Code", at)

    def _heading(self, node: Element, at: At) -> str:
        if at.inside(*self.look.hidden) and node.tag == "h2":
            return ""
        return self.line(contents(node), self._heading_style(node, at), at)

    def _heading_style(self, node: Element, at: At) -> str:
        """Sections of a numbered submission are numbered by Word; chapters bring their number."""
        brings_number = any("number" in classes(inner) for inner in children(node))
        counted = at.inside("numbered")
        if at.style in QUOTES:
            return at.style
        special = (
            ("h2", "colophon" in at.within, "Imprint Heading"),
            ("h2", brings_number, "Chapter Heading"),
            ("h2", "section" in at.within and counted, "Section Heading"),
            ("h2", "asks" in at.within, "Asks Heading"),
            ("h3", at.inside("addressee") and not counted, "Recommendation Addressee"),
            ("h3", at.inside("sources"), "Source Group"),
        )
        found = (name for tag, holds, name in special if tag == node.tag and holds)
        return next((name for name in found if name in self.look.styles), HEADINGS[node.tag])

    def _figure(self, node: Element, at: At) -> str:
        found = next((FIGURES[name] for name in classes(node) if name in FIGURES), None)
        style, caption = found or ("Figure", "Figure Caption")
        # Who said it does not stand alone on the next page.
        followed = [one for one, other in pairwise(children(node)) if other.tag == "figcaption"]
        said = "".join(text for inner in node.iter("figcaption") for text in inner.itertext())
        self.draft.below = self._height(said, caption)
        parts = []
        for inner in children(node):
            if inner.tag == "figcaption":
                parts.append(self.within(inner, replace(at, style=caption)))
            elif is_block(inner):
                parts.append(self.block(inner, replace(at, style=style, kept=at.kept or inner in followed)))
            else:
                parts.append(self.line([inner], style, at))
        self.draft.below = 0.0
        return "".join(parts)

    def _height(self, text: str, style: str) -> float:
        """About how high so much text is, in points, never less than it is."""
        look = self.look.styles[style]
        size = look.size or self.look.size
        lines = ceil(len(text) * CHARACTER * size / self.draft.width) + 2
        return lines * (look.lead or size * 1.4)

    def _contents(self, node: Element, at: At) -> str:
        heading = next((inner for inner in children(node) if inner.tag in HEADINGS), None)
        self.draft.page_break = False
        title = self.line(contents(heading), "TOC Heading", at) if heading is not None else ""
        inline, face = Inline(self.draft, self.draft.body), Face(language=at.language)
        entries = [inline.runs(contents(item), face) for item in node.iter("li")]
        self.draft.page_break = bool(entries)
        return title + contents_field([entry for entry in entries if entry])


def _holds_blocks(node: Element) -> bool:
    """An element of the line that wraps blocks (`<a><p>`): read as their container."""
    return any(is_block(inner) for inner in children(node)) and "footnote" not in classes(node)


def _after(node: Element, at: At) -> At:
    """Running text after its first paragraph, and after anything else; a list's number is given once."""
    follows = {("First Paragraph", True): "Body Text", ("Body Text", False): "First Paragraph"}
    style = follows.get((at.style, node.tag == "p" and at.depth < 0), at.style)
    if at.style == "Numbered Paragraph" and at.inside(COUNTED_ITEM):
        style = "List Continue"
    return replace(at, style=style, number="")


def _set_beside(node: Element) -> Element:
    """A mark that follows the kicker stands on its line, at the right; in a copy: the page is printed too."""
    whole = node
    for kicker, mark in pairwise(list(children(node))):
        if "kicker" in classes(kicker) and "mark" in classes(mark):
            whole, line = copy(node) if whole is node else whole, copy(kicker)
            SubElement(line, "span", {"class": "beside"}).text = words(mark)
            whole[list(whole).index(kicker)] = line
            whole.remove(mark)
    return whole
