"""What every block writer needs: where a block stands, and how a paragraph is written.

A paragraph's properties follow the order of the schema (`CT_PPrBase`). Beyond the style
it carries only what a style cannot: an instance of a list, a page break, the direction
of the script.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from brief.outputs.word.draft import Draft
from brief.outputs.word.faces import RIGHT_TO_LEFT, Face
from brief.outputs.word.markup import element, twips
from brief.outputs.word.pictures import is_picture_alone, narrowed
from brief.outputs.word.runs import Inline
from brief.outputs.word.styles_part import frame

CODE = ("Source Code", "Quoted Code")


@dataclass(frozen=True)
class At:
    """Where a block stands: the style of plain paragraphs there, its containers' classes, its list.

    `number` names the list that the next paragraph is an item of; `inset` is how far quotations set in;
    `kept` keeps it with the next, `size` (points) is that of letters where it is not the style's.
    """

    style: str = "First Paragraph"
    within: frozenset[str] = frozenset()
    language: str = ""
    depth: int = -1
    left: float = 0
    number: str = ""
    hanging: float = 0
    inset: float = 0
    kept: bool = False
    size: float = 0

    def inside(self, *names: str) -> bool:
        """Whether one of these classes contains it."""
        return any(name in self.within for name in names)


class Writer:
    """Writes paragraphs; its heirs write the blocks that are made of them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.look = draft.look

    def block(self, node: Element, at: At) -> str:
        """A block element."""
        raise NotImplementedError

    def within(self, node: Element, at: At) -> str:
        """The blocks in an element."""
        raise NotImplementedError

    def number_alone(self, at: At) -> str:
        """The number of an item that begins with no paragraph of its own."""
        raise NotImplementedError

    def line(self, nodes: Iterable[Element | str], style: str, at: At) -> str:
        """A paragraph of this content; nothing where there is none."""
        sequence = "Figure" if at.inside("figure") else "Table"
        inline = Inline(self.draft, self.draft.body, sequence)
        runs = inline.runs(nodes, Face(language=at.language, size=at.size), kept=style in CODE)
        return self.paragraph(runs, style, at) if runs else ""

    def empty(self, style: str) -> str:
        """A paragraph of nothing but its space or its rule: tables have none of their own."""
        return element("p", element("pPr", element("pStyle", val=self.look.styles[style].id)))

    def paragraph(self, runs: str, style: str, at: At) -> str:
        breaks, self.draft.page_break = self.draft.page_break, False
        language = at.language or self.draft.page.language
        set_in, is_alone = self._first(style), is_picture_alone(runs)
        properties = element(
            "pPr",
            element("pStyle", val=self.look.styles[style].id),
            element("keepNext") if at.kept else "",
            element("pageBreakBefore") if breaks else "",
            frame(self.look.styles[style]),
            at.number,
            element("bidi") if language.partition("-")[0] in RIGHT_TO_LEFT else "",
            element("spacing", before=0) if breaks else "",
            self._indent(style, at) or (element("ind", firstLine=0) if set_in and is_alone else ""),
        )
        room = self._room(style, at) - (0.0 if is_alone else set_in)
        return element("p", properties, self.draft.bookmarked(narrowed(runs, room)))

    def _room(self, name: str, at: At) -> float:
        """The width of a paragraph between its indents."""
        left = right = 0.0
        style = self.look.styles.get(name)
        while style is not None:
            left, right = left or style.left or 0.0, right or style.right or 0.0
            style = self.look.styles.get(style.based or "")
        return self.draft.width - max(left, at.left + at.inset) - right

    def _first(self, name: str) -> float:
        """By how much a style sets in its first line."""
        style = self.look.styles.get(name)
        while style is not None and style.first is None:
            style = self.look.styles.get(style.based or "")
        return max((style and style.first) or 0.0, 0.0)

    def _indent(self, style: str, at: At) -> str:
        """What the style and the list cannot know: paragraphs that go on in an item, quotations in one."""
        if at.depth < 0 or self.look.styles[style].numbering or (at.number and not at.inset):
            return ""
        hangs = {"hanging": twips(at.hanging + at.inset)} if at.number else {"firstLine": 0}
        return element("ind", left=twips(at.left + at.inset), **hangs)
