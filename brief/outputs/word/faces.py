"""How characters are set: what the inline elements around them add up to.

Emphasis within emphasis stands upright again, as in print. Formatting goes through
character styles where one says it whole, and beside it only where two meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from brief.outputs.word.fonts import language_of_runs
from brief.outputs.word.look import Look
from brief.outputs.word.markup import element
from brief.outputs.word.page import classes

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
CLASS_STYLES = {"to": "Addressee", "value": "Strong", "name": "Strong", "label": "Strong"}
"""Classes of the templates that are set apart within a line."""


@dataclass(frozen=True)
class Face:
    """The formatting of a run."""

    style: str = ""
    bold: bool = False
    light: bool = False
    italic: bool = False
    caps: bool = False
    underline: bool = False
    strike: bool = False
    marked: bool = False
    mono: bool = False
    align: str = ""
    size: float = 0
    language: str = ""

    def within(self, node: Element) -> Face:
        """This face inside an inline element."""
        face = TAGS.get(node.tag, _same)(self)
        for name in classes(node):
            if name in CLASS_STYLES:
                face = replace(face, style=CLASS_STYLES[name], bold=False)
            elif name in CLASSES:
                face = CLASSES[name](face)
        language = node.get("lang")
        return replace(face, language=language) if language else face

    def properties(self, look: Look, document_language: str, *, emphasis: bool) -> str:
        """The run's `w:rPr`, in the schema's order; empty where there is nothing to say."""
        bold, italic = self.bold and emphasis, self.italic and emphasis
        style = self._style(bold=bold, italic=italic)
        said = [
            element("rStyle", val=look.styles[style].id) if style else "",
            element("b") + element("bCs") if bold and style != "Strong" else "",
            element("b", val=0) + element("bCs", val=0) if self.light and emphasis else "",
            element("i") + element("iCs") if italic and style != "Emphasis" else "",
            element("smallCaps") if self.caps and emphasis else "",
            element("strike") if self.strike else "",
            element("sz", val=round(self.size * 2)) if self.size else "",
            element("u", val="single") if self.underline and emphasis else "",
            element("shd", val="clear", color="auto", fill=look.colours["tint"]) if self.marked else "",
            element("vertAlign", val=self.align) if self.align else "",
            element("rtl") if self.language.partition("-")[0] in RIGHT_TO_LEFT else "",
            language_of_runs(self.language) if self.language not in ("", document_language) else "",
        ]
        inner = "".join(said)
        return element("rPr", inner) if inner else ""

    def _style(self, *, bold: bool, italic: bool) -> str:
        """The character style; one that stands for bold or italic serves where no other is asked for."""
        if self.style:
            return self.style
        if self.mono:
            return "Verbatim"
        return "Strong" if bold else "Emphasis" if italic else ""


def _same(face: Face) -> Face:
    return face


def _bold(face: Face) -> Face:
    return replace(face, bold=True)


def _italic(face: Face) -> Face:
    return replace(face, italic=not face.italic)


def _mono(face: Face) -> Face:
    return replace(face, mono=True)


def _caps(face: Face) -> Face:
    return replace(face, caps=True)


def _underlined(face: Face) -> Face:
    return replace(face, underline=True)


def _struck(face: Face) -> Face:
    return replace(face, strike=True)


def _marked(face: Face) -> Face:
    return replace(face, marked=True)


def _raised(face: Face) -> Face:
    return replace(face, align="superscript")


def _lowered(face: Face) -> Face:
    return replace(face, align="subscript")


TAGS = {
    "strong": _bold, "b": _bold, "em": _italic, "i": _italic, "cite": _italic, "code": _mono, "kbd": _mono,
    "samp": _mono, "u": _underlined, "ins": _underlined, "del": _struck, "s": _struck, "mark": _marked,
    "sup": _raised, "sub": _lowered,
}  # fmt: skip
CLASSES = {"smallcaps": _caps, "underline": _underlined, "mark": _marked}
