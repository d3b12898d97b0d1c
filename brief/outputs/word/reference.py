"""`styles/NAME.docx`: the Word styles of a print style, as somebody set them in Word.

Any Word file can be one; a Word file that brief built has all the names that brief uses. What
its styles, the document's defaults and the page's margins say replaces what a look says under
the same name (ECMA-376-1, 17.7). Names are compared without case, since Word capitalises some.
Numbering, outline levels and the frame at a page's foot stay brief's: the proof reads them. Type
that the receiving body asks for stays too, and nothing can hide words. Fonts of the theme are
resolved to their names (20.1.4.1.18), because the written file has no theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_package import Package
from brief.outputs.word.look import Margins
from brief.outputs.word.markup import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
A = f"{{{NAMESPACES['a']}}}"
ElementTree.register_namespace("w", NAMESPACES["w"])

PARAGRAPH = [
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl",
]  # fmt: skip
"""The order of `CT_PPrBase`."""
RUN = [
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w",
    "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
]  # fmt: skip
"""The order of `EG_RPrBase`."""
OURS = {"pStyle", "framePr", "numPr", "outlineLvl", "bidi", "rStyle", "lang", "rtl", "cs", "oMath"}
HIDING = {"vanish", "webHidden", "specVanish"}
TYPE = {"font": {"rFonts"}, "size": {"sz", "szCs"}, "emphasis": {"b", "bCs", "i", "iCs", "u"}}
TABLE = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
Properties = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Reference:
    """What a Word file says of styles, by their names in lower case: each property as XML by its element.

    `tables` hold what table styles say, in the schema's order; `margins` are the page's, in points.
    """

    paragraphs: Mapping[str, Properties] = field(default_factory=dict)
    runs: Mapping[str, Properties] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    default_run: Properties = field(default_factory=dict)
    margins: Margins | None = None

    def paragraph(self, name: str, ours: str) -> str:
        """The paragraph properties of a style: those of the Word file over `ours`."""
        return _merged(ours, self.paragraphs.get(name.lower(), {}), PARAGRAPH)

    def run(self, name: str, ours: str, asked: Iterable[str] = ()) -> str:
        """The character properties; what the receiving body asks for (`font`, `size`, `emphasis`) is ours."""
        said = self.default_run if not name else self.runs.get(name.lower(), {})
        kept = {tag for what in asked for tag in TYPE[what]}
        return _merged(ours, {tag: xml for tag, xml in said.items() if tag not in kept}, RUN)


@lru_cache(maxsize=8)
def read_reference(data: bytes) -> Reference:
    """The styles of a Word file. Raises `ValueError` for what is none, in words that go after its name."""
    package = Package(data)
    styles = package.tree(package.related(package.main, "styles") or "word/styles.xml")
    document = package.tree(package.main)
    if styles is None or document is None:
        raise ValueError("is no Word file, or one without styles")
    theme = package.tree(package.related(package.main, "theme") or "word/theme/theme1.xml")
    fonts = _theme_fonts(theme)
    paragraphs, runs, tables = {}, {}, {}
    for style in styles.iter(f"{W}style"):
        name = _value(style.find(f"{W}name")).lower()
        if style.get(f"{W}type") == "table":
            tables[name] = "".join(_xml(child, fonts) for child in style if _tag(child) in TABLE)
        else:
            paragraphs[name] = _properties(style.find(f"{W}pPr"), fonts)
            runs[name] = _properties(style.find(f"{W}rPr"), fonts)
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    sections = document.findall(f"{W}body/{W}sectPr/{W}pgMar")
    return Reference(
        paragraphs, runs, tables, _properties(default, fonts), _margins(sections[-1]) if sections else None
    )


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """The fonts that `asciiTheme="minorHAnsi"` and its like name, by that name."""
    found = {}
    for kind in ("major", "minor"):
        fonts = theme.find(f".//{A}{kind}Font") if theme is not None else None
        for script, ends in (("latin", ("HAnsi", "Ascii")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            node = fonts.find(f"{A}{script}") if fonts is not None else None
            for end in ends:
                found[f"{kind}{end}"] = node.get("typeface", "") if node is not None else ""
    return found


def _properties(holder: Element | None, fonts: Mapping[str, str]) -> Properties:
    children = () if holder is None else holder
    return {
        _tag(child): _xml(child, fonts)
        for child in children
        if child.tag.startswith(W) and _tag(child) not in OURS | HIDING
    }


def _xml(node: Element, fonts: Mapping[str, str]) -> str:
    """An element and what is in it as text, without what other namespaces add."""
    name = _tag(node)
    attributes = {key.removeprefix(W): value for key, value in node.attrib.items() if key.startswith(W)}
    if name == "rFonts":
        attributes = _fonts(attributes, fonts)
    copy = Element(f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()})
    xml = ElementTree.tostring(copy, "unicode").replace(f' xmlns:w="{NAMESPACES["w"]}"', "")
    inner = [_xml(child, fonts) for child in node if child.tag.startswith(W) and _tag(child) not in HIDING]
    return f"{xml.removesuffix('/>').rstrip()}>{''.join(inner)}</w:{name}>" if inner else xml


def _fonts(attributes: dict[str, str], fonts: Mapping[str, str]) -> dict[str, str]:
    named = {
        key: value for key, value in attributes.items() if not key.endswith("Theme") and key != "cstheme"
    }
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        theme = attributes.get("cstheme" if key == "cs" else f"{key}Theme", "")
        if fonts.get(theme):
            named[key] = fonts[theme]
    return named


def _merged(ours: str, theirs: Properties, order: list[str]) -> str:
    """Properties in the schema's order, theirs over ours."""
    if not theirs:
        return ours
    root = ElementTree.fromstring(f'<w:x xmlns:w="{NAMESPACES["w"]}">{ours}</w:x>')
    said = {_tag(child): _xml(child, {}) for child in root} | dict(theirs)
    return "".join(said[tag] for tag in order if tag in said)


def _margins(node: Element) -> Margins | None:
    sides = ("top", "right", "bottom", "left", "header", "footer")
    given = [node.get(f"{W}{side}", "") for side in sides]
    if not all(value.isdecimal() for value in given):
        return None
    return Margins(*(int(value) / 20 for value in given))


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _value(node: Element | None) -> str:
    return (node.get(f"{W}val") or "") if node is not None else ""
