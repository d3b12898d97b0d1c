"""XML as text: elements, attributes, and characters that XML may hold.

Elements are written as strings, because a document is written once and never changed;
the names carry their prefixes (`w:p`) and the part's root declares them. Text from
outside passes `escaped`, and nothing else can open a tag: what looks like markup is words,
and a character that XML 1.0 forbids becomes U+FFFD, so that a hidden one is seen.
"""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is not a `Char` (XML 1.0, 2.2)."""

ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
Value = str | int


def escaped(text: str) -> str:
    """Text that can stand in an element or an attribute."""
    return FORBIDDEN.sub("\ufffd", text).translate(ENTITIES)


def element(name: str, /, *content: str, **attributes: Value) -> str:
    """An element of the `w` namespace: `element("jc", val="left")` is `<w:jc w:val="left"/>`."""
    named = "".join(f' w:{key}="{escaped(str(value))}"' for key, value in attributes.items())
    inner = "".join(content)
    return f"<w:{name}{named}>{inner}</w:{name}>" if inner else f"<w:{name}{named}/>"


def text(words: str, name: str = "t") -> str:
    """Characters of a run; spaces at the ends are kept."""
    return f'<w:{name} xml:space="preserve">{escaped(words)}</w:{name}>'


def part(name: str, content: str, *prefixes: str) -> bytes:
    """A whole part: the element `w:name` with its namespaces declared."""
    declared = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", *prefixes))
    return f"{DECLARATION}<w:{name}{declared}>{content}</w:{name}>".encode()


def twips(points: float) -> int:
    """Twentieths of a point, the measure of positions and spaces."""
    return round(points * 20)


def half_points(points: float) -> int:
    """The measure of type."""
    return round(points * 2)


def eighths(points: float) -> int:
    """The measure of rules; Word draws none thinner than a quarter of a point."""
    return max(2, round(points * 8))
