"""The page in Word: paper, margins, running head and foot.

The running head has the title at the left and the mark (“Sample”) at the right, the foot
who may read it and the page of the pages, as in print. The first page has no running
head; a cover has no foot either.
"""

from __future__ import annotations

from brief.outputs.word.draft import Draft
from brief.outputs.word.markup import element, part, text, twips
from brief.outputs.word.runs import field

HEADER, FOOTER, EMPTY = "header1.xml", "footer1.xml", "footer2.xml"


def section_properties(draft: Draft) -> str:
    """`w:sectPr`, the last element of the body."""
    add = draft.body.add
    has_cover = draft.page.has("cover")
    header, footer = add("header", HEADER), add("footer", FOOTER)
    first = add("footer", EMPTY) if has_cover else footer
    margins, (width, height) = draft.look.margins, draft.paper
    return element(
        "sectPr",
        _reference("header", "default", header),
        _reference("footer", "default", footer),
        _reference("footer", "first", first),
        element("pgSz", w=twips(width), h=twips(height)),
        element(
            "pgMar",
            top=twips(margins.top),
            right=twips(margins.right),
            bottom=twips(margins.bottom),
            left=twips(margins.left),
            header=twips(margins.head),
            footer=twips(margins.foot),
            gutter=0,
        ),
        element("titlePg"),
        element("bidi") if draft.page.right_to_left else "",
    )


def _reference(kind: str, when: str, identifier: str) -> str:
    return f'<w:{kind}Reference w:type="{when}" r:id="{identifier}"/>'


def running_parts(draft: Draft) -> dict[str, bytes]:
    """The parts that stand on every page."""
    right = element("tabs", element("tab", val="right", pos=twips(draft.width)))
    mark = _bold(draft, draft.page.mark)
    head = element("r", text(draft.page.heading())) + (element("r", element("tab")) + mark if mark else "")
    distribution = draft.page.distribution
    foot = element("r", text(distribution)) if distribution else ""
    foot += element("r", element("tab")) + _page_of_pages()
    parts = {
        f"word/{HEADER}": part("hdr", _paragraph("Header", right, head), "r"),
        f"word/{FOOTER}": part("ftr", _paragraph("Footer", right, foot), "r"),
    }
    if draft.page.has("cover"):
        parts[f"word/{EMPTY}"] = part("ftr", _paragraph("Footer", "", ""), "r")
    return parts


def _paragraph(style: str, tabs: str, runs: str) -> str:
    return element("p", element("pPr", element("pStyle", val=style), tabs), runs)


def _bold(draft: Draft, words: str) -> str:
    """The mark, set off where the receiving body has nothing against it."""
    properties = element("rPr", element("rStyle", val="Strong")) if draft.settings.emphasis else ""
    return element("r", properties, text(words)) if words else ""


def _page_of_pages() -> str:
    return field("PAGE", "1") + element("r", text(" / ")) + field("NUMPAGES", "1")
