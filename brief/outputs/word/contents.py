"""The table of contents: a field that Word works out, filled with what the page lists.

The entries stand in the field as the template wrote them, each a link to its heading.
They have no page numbers yet: those of the PDF would be wrong, since Word breaks pages
its own way. The field is marked dirty, so that Word works it out when the document is
opened; where a program does not, the reader has links and no falsehood.
"""

from __future__ import annotations

from collections.abc import Sequence

from brief.outputs.word.markup import element, text

INSTRUCTION = ' TOC \\o "1-1" \\h \\z \\u '
"""Headings of the first level and paragraphs with that outline level, as links."""


def contents_field(entries: Sequence[str]) -> str:
    """Paragraphs of the style `toc 1` in one TOC field (ECMA-376-1, 17.16.5.68)."""
    if not entries:
        return ""
    begin = (
        element("r", element("fldChar", fldCharType="begin", dirty=1))
        + element("r", text(INSTRUCTION, "instrText"))
        + element("r", element("fldChar", fldCharType="separate"))
    )
    end = element("r", element("fldChar", fldCharType="end"))
    properties = element("pPr", element("pStyle", val="TOC1"))
    paragraphs = [element("p", properties, "" if i else begin, entry) for i, entry in enumerate(entries)]
    return "".join(paragraphs) + element("p", element("pPr", element("pStyle", val="Spacing")), end)
