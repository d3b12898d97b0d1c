"""The composed page as a tree, and what its head and its classes say.

The page is read by the same HTML reader that the print engine uses (tinyhtml5, an
implementation of the WHATWG parsing rules), so that Word and PDF start from one tree.
Classes are the language of the templates: `footnote`, `law-and-reality`, `numbered`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from brief.compose.html_reader import read_html

SPACE = re.compile(r"[ \t\n\r\f]+")
"""ASCII white space: what HTML collapses (a no-break space is a character)."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The parsed page."""

    root: Element
    body: Element
    mark: str
    distribution: str

    @property
    def kind(self) -> str:
        """The first class of the body: which template made it."""
        return (classes(self.body) or ("",))[0]

    @property
    def language(self) -> str:
        """The document's language."""
        return self.root.get("lang") or "en"

    @property
    def right_to_left(self) -> bool:
        """Whether the document's script runs to the left."""
        return self.root.get("dir") == "rtl"

    @property
    def title(self) -> str:
        """The document's title, as its head has it."""
        found = self.root.find(".//head/title")
        return words(found) if found is not None else ""

    @property
    def date(self) -> str:
        """The day of the document (ISO 8601), empty where it has none as exact as that."""
        metas = self.root.iterfind(".//head/meta")
        given = next((m.get("content", "") for m in metas if m.get("name") == "dcterms.created"), "")
        return given if DAY.fullmatch(given) else ""

    @property
    def targets(self) -> frozenset[str]:
        """The ids that links within the page name."""
        links = (node.get("href", "") for node in self.body.iter("a"))
        return frozenset(link[1:] for link in links if link.startswith("#"))

    def heading(self) -> str:
        """The words of the page's `h1`."""
        found = next(self.body.iter("h1"), None)
        return words(found) if found is not None else self.title

    def has(self, name: str) -> bool:
        """Whether an element of this class is there."""
        return any(name in classes(node) for node in elements(self.body))


def read_page(html: str) -> Page:
    """Parse composed HTML."""
    root = read_html(html)
    body = root.find("body")
    if body is None:
        raise ValueError("the page has no body")
    return Page(root, body, _line_of(body, "mark"), _line_of(body, "distribution"))


def _line_of(body: Element, name: str) -> str:
    """The words of the first paragraph of a class, empty where there is none."""
    return next((words(node) for node in body.iter("p") if name in classes(node)), "")


def classes(node: Element) -> tuple[str, ...]:
    """The classes of an element, in their order."""
    return tuple((node.get("class") or "").split())


def elements(node: Element) -> Iterator[Element]:
    """An element and all within it; comments left out."""
    return (inner for inner in node.iter() if isinstance(inner.tag, str))


def children(node: Element) -> Iterator[Element]:
    """The elements directly within."""
    return (inner for inner in node if isinstance(inner.tag, str))


def is_block(node: Element) -> bool:
    """Whether an element begins a new line."""
    return node.tag in BLOCKS


def words(node: Element) -> str:
    """The text of an element without its notes, white space collapsed."""
    return SPACE.sub(" ", "".join(_own_text(node))).strip(" ")


def _own_text(node: Element) -> Iterator[str]:
    yield node.text or ""
    for inner in node:
        if isinstance(inner.tag, str) and not {"footnote", "note-call"} & set(classes(inner)):
            yield from _own_text(inner)
        yield inner.tail or ""
