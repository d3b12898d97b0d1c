"""Tags as plain values, and which role an element of the page has.

A tag has a role and holds tags, marks (a marked content on a page) and annotations. What
belongs under a paragraph crosses pages with it: a mark knows its page, a tag need not.

ISO 32000-1, 14.8.4 and 14.8.5. What has no role here gives its words to what holds it. A
style sheet decides nothing but how list items are numbered and which pseudo-elements there
are; structure is the page's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
PARAGRAPHS = frozenset(("P", *HEADINGS))
GROUPS = frozenset(("Document", "Sect", "Nav", "Div", "BlockQuote", "Note"))
"""What groups blocks and holds no words itself."""
CELLS = frozenset(("TD", "TH", "LBody", "Caption"))
"""What holds either blocks or words."""
BLOCKS = PARAGRAPHS | GROUPS | frozenset(("L", "LI", "LBody", "Table", "TOC", "TOCI", "Caption", "Figure"))


@dataclass(slots=True)
class Mark:
    """A marked content: the index of its page, its number there, its words; `generated` by a style sheet."""

    page: int
    number: int
    text: str = ""
    generated: bool = False


@dataclass(slots=True)
class Annotation:
    """An annotation: the index of its page, and the engine's object, a dictionary with a reference."""

    page: int
    object: Any


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element. `lang`: its language where known, else that of what holds it.

    `attributes` are those of one owner, as written in PDF; `page` is where it begins.
    """

    role: str
    kids: list[Tag | Mark | Annotation] = field(default_factory=list)
    parent: Tag | None = None
    page: int = 0
    lang: str = ""
    alt: str | None = None
    id: str = ""
    attributes: str = ""

    def add(self, kid: Tag | Mark | Annotation) -> None:
        """Put something at the end."""
        self.kids.append(kid)
        if isinstance(kid, Tag):
            kid.parent = self

    def hold(self, kids: list[Tag | Mark | Annotation]) -> Tag:
        """The tag itself, holding these and nothing else."""
        self.kids = []
        for kid in kids:
            self.add(kid)
        return self

    def tags(self) -> Iterator[Tag]:
        """The tags directly inside."""
        return (kid for kid in self.kids if isinstance(kid, Tag))

    def all(self) -> Iterator[Tag]:
        """The tag and all tags inside, in reading order."""
        yield self
        for kid in self.tags():
            yield from kid.all()

    def marks(self) -> Iterator[Mark]:
        """All marks inside, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Tag):
                yield from kid.marks()

    @property
    def text(self) -> str:
        """The words inside, with single spaces; a line ends where the next mark begins."""
        return " ".join(" ".join(mark.text for mark in self.marks()).split())


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
