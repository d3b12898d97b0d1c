"""Tables, and the template's blocks that stand side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from brief.outputs.word.markup import element
from brief.outputs.word.page import children, classes
from brief.outputs.word.runs import contents
from brief.outputs.word.table_reading import read_rows
from brief.outputs.word.tables import Cell, Row, column_widths, table
from brief.outputs.word.writer import At, Writer
from brief.text.typography import NBSP

ALIGNED = re.compile(r"text-align:\s*(right|center)")
WHOLE = 9
"""Tables of no more rows than this stay on one page."""

FACT_LABELS = 130.0
FIGURE_SHARE = 0.27
"""The part of the width that key figures take beside the asks."""

GAP = 14.0
WIDEST = re.compile(r"--widest:\s*(\d+(?:\.\d+)?)")
OTHER_FACES = 0.78
"""Room for a face that stands in for the look's own, and is wider."""


class TableBlocks(Writer):
    """Writes tables."""

    def table(self, node: Element, at: At) -> str:
        """A table with its caption; without one, room before it."""
        caption = node.find("caption")
        alone, at = self.number_alone(at), replace(at, number="")
        title = alone + (self.within(caption, replace(at, style="caption")) if caption is not None else "")
        law = "law-and-reality" in classes(node)
        style = "Table Quote" if at.inset else "Law Text" if law else "Table Text"
        plain = replace(at, style=style, depth=-1, number="", inset=0)
        short = sum(1 for _ in node.iter("tr")) <= WHOLE

        def write(cell: Element, *, header: bool, last: bool) -> str:
            return self._cell(cell, replace(plain, kept=short and not last), header=header)

        rows = read_rows(node, write)
        if not rows:
            return title
        first = any(cell.get("scope") == "row" for cell in node.iter("th"))
        written = table("DataTable", self._widths(rows, even=law), rows, first_column=first)
        return (title or self.empty("Spacing")) + written + self.empty("Spacing")

    def _widths(self, rows: list[Row], *, even: bool) -> list[float]:
        columns = max(sum(cell.span for cell in row.cells) for row in rows)
        if even:
            return [self.draft.width / columns] * columns
        size = self.look.styles["Table Text"].size or self.look.size
        return column_widths(rows, self.draft.width, size, GAP)

    def _cell(self, node: Element, at: At, *, header: bool) -> str:
        style = "Table Heading" if header and at.style != "Table Quote" else at.style
        written = self.within(node, replace(at, style=style, language=node.get("lang") or at.language))
        side = "right" if "numeric" in classes(node) else _aligned(node)
        return written.replace("</w:pPr>", element("jc", val=side) + "</w:pPr>") if side else written

    def facts(self, node: Element, at: At) -> str:
        """A title block's labels and what they say, side by side."""
        rows: list[tuple[str, str]] = []
        for inner in children(node):
            if inner.tag == "dt":
                rows.append((self.within(inner, replace(at, style="Fact Label")), ""))
            elif rows:
                label, said = rows[-1]
                rows[-1] = (label, said + self.within(inner, replace(at, style="Fact")))
        left = min(FACT_LABELS, self.draft.width / 3)
        cells = [Row((Cell(label), Cell(said))) for label, said in rows]
        return table("SideBySide", (left, self.draft.width - left), cells) if cells else ""

    def opening(self, node: Element, at: At) -> str:
        """Asks and key figures side by side, the asks first in order of reading."""
        parts = list(children(node))
        if self.look.key_figures != "column" or not parts:
            return self.within(node, at)
        if len(parts) == 1:
            return self.empty("Opening Rule") + self.within(node, at)
        left, *others = parts
        narrow = self.draft.width * FIGURE_SHARE
        cells = (Cell(self.block(left, at)), Cell("".join(self.block(part, at) for part in others)))
        beside = table("SideBySide", (self.draft.width - narrow, narrow), [Row(cells)])
        return self.empty("Opening Rule") + beside + self.empty("Spacing")

    def key_figures(self, node: Element, at: At) -> str:
        """Key figures in a row, in a column, or as paragraphs, as the look has them."""
        figures = [inner for inner in children(node) if "key-figure" in classes(inner)]
        if self.look.key_figures == "text" or not figures:
            style = "Numbered Paragraph" if at.inside("numbered") else at.style
            return self.within(node, replace(at, style=style))
        column = self.look.key_figures == "column"
        room = self.draft.width * FIGURE_SHARE if column else self.draft.width / len(figures)
        written = [self._key_figure(figure, at, self._fitting(node, room)) for figure in figures]
        if column:
            return "".join(written)
        widths = [room] * len(written)
        return table("KeyFigures", widths, [Row(tuple(map(Cell, written)))]) + self.empty("Spacing")

    def _fitting(self, node: Element, room: float) -> float:
        """The size in which the widest of these figures fits a column; 0 for the style's own."""
        style = self.look.styles["Key Figure"].size or self.look.size
        match = WIDEST.search(node.get("style") or "")
        fits = (room - GAP) * OTHER_FACES / float(match[1]) if match else style
        return 0 if fits >= style else max(1.0, int(fits * 2) / 2)

    def _key_figure(self, node: Element, at: At, size: float) -> str:
        """The value, large, and below it what it means."""
        parts = list(contents(node))
        value = [part for part in parts if not isinstance(part, str) and "value" in classes(part)]
        rest = [part for part in parts if isinstance(part, str) or "value" not in classes(part)]
        shown = [
            inner if isinstance(inner, str) else "".join(inner.itertext()).replace(" ", NBSP)
            for part in value
            for inner in contents(part)
        ]
        return self.line(shown, "Key Figure", replace(at, size=size)) + self.line(
            rest, "Key Figure Meaning", at
        )


def _aligned(node: Element) -> str:
    """How a table of the text aligns a column: pandoc writes it as a style of the cell."""
    found = ALIGNED.search(node.get("style") or "")
    return found[1] if found else ""
