"""Which role an element of the page has in the structure tree, and which attributes go with it.

ISO 32000-1, 14.8.4 and 14.8.5. What has no role here gives its words to what holds it. A
style sheet decides nothing but how list items are numbered and which pseudo-elements there
are; structure is the page's.
"""

from __future__ import annotations

from typing import Any

from brief.outputs.pdf.tags import Tag

SVG = "{http://www.w3.org/2000/svg}"
SAME = ("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr", "th", "td")
ROLES = {
    **dict.fromkeys(("section", "article", "aside"), "Sect"),
    **dict.fromkeys(("header", "footer", "figure"), "Div"),
    **dict.fromkeys(("p", "pre", "address", "summary"), "P"),
    **dict.fromkeys(("ul", "ol", "dl", "menu"), "L"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **{name: name.upper() for name in SAME},
    "nav": "Nav",
    "blockquote": "BlockQuote",
    "q": "Quote",
    "code": "Code",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "a": "Link",
}
CLASSES = {"list-label": "Lbl", "note-quote": "BlockQuote"}
"""Roles by class: the mark of an item that is text, a quotation in a note."""

PSEUDO = {"marker": "Lbl", "footnote-marker": "Lbl", "footnote-call": "Reference"}
NUMBERINGS = {
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "circle": "Circle",
    "square": "Square",
}
TYPES = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
LINES = frozenset(("InlineBox", "LineBox", "InlineBlockBox"))


def role_of(box: Any, element: Any, name: str, parent: Tag) -> str:
    """The role of an element or pseudo-element; empty where it has none."""
    tag, _, pseudo = name.partition("::")
    if pseudo:
        return "Lbl" if (tag, pseudo) == ("li", "before") else PSEUDO.get(pseudo, "")
    own = (element.get("class") or "").split()
    role = next((CLASSES[name] for name in own if name in CLASSES), ROLES.get(tag, ""))
    if not role and parent.role == "Note" and type(box).__name__ not in LINES:
        return "P"  # a note's further paragraphs
    return "" if role == "Link" and element.get("href") is None else role


def attributes_of(role: str, box: Any, element: Any, parent: Tag) -> str:
    """The attributes of a tag as PDF writes them; empty where it has none."""
    if role == "TH":
        return f"/O/Table/Scope/{_scope(element, parent)}{_spans(box)}"
    if role == "TD" and (spans := _spans(box)):
        return f"/O/Table{spans}"
    if role == "L" and element.tag != "dl":
        otherwise = TYPES.get(element.get("type"), "Decimal") if element.tag == "ol" else "Disc"
        style = box.style["list_style_type"]
        return f"/O/List/ListNumbering/{NUMBERINGS.get(style if isinstance(style, str) else '', otherwise)}"
    return ""


def _scope(element: Any, row: Tag) -> str:
    """What a header cell heads: as it says, else by where it stands."""
    said = SCOPES.get(str(element.get("scope")).lower())
    in_head = row.parent is not None and row.parent.role == "THead"
    return said or ("Column" if in_head or row.kids else "Row")


def _spans(box: Any) -> str:
    spans = (("ColSpan", box.colspan), ("RowSpan", box.rowspan))
    return "".join(f"/{name} {count}" for name, count in spans if count != 1)


def spoken(element: Any) -> str | None:
    """The words for a picture; None where the page has none."""
    if str(element.tag) != f"{SVG}svg":
        words = element.get("alt")
        return None if words is None else str(words)
    title = element.find(f"{SVG}title")
    return element.get("aria-label") or (title.text if title is not None else None)


def is_decoration(element: Any) -> bool:
    """Whether the page says that a picture says nothing (HTML, 4.8.4.4: an empty `alt`)."""
    hidden = element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")
    return hidden or element.get("alt") == ""
