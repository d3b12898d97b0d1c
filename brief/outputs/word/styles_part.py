"""`word/styles.xml`, from a look.

Fonts, sizes and spaces stand here and nowhere else: a document that is edited in Word
follows its styles. Children are written in the order of the schema (ECMA-376-1,
`CT_PPrBase`, `CT_RPr`), which Word insists on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from brief.outputs.word.fonts import EAST_ASIAN, MONO, language_of_runs
from brief.outputs.word.look import Look, Rule, Style
from brief.outputs.word.markup import eighths, element, half_points, part, twips
from brief.outputs.word.numbering import definition
from brief.outputs.word.reference import Reference

FRAME = 285
"""The width of what stands at a page's foot."""


NO_REFERENCE = Reference()


@dataclass(frozen=True)
class Sheet:
    """A look with the type that the receiving body asks for, and the document's language.

    `reference` is what a Word file says of the same styles; of `asked` (`font`, `size`, `emphasis`) it
    says nothing.
    """

    look: Look
    language: str
    width: float
    emphasis: bool = True
    reference: Reference = NO_REFERENCE
    asked: tuple[str, ...] = ()

    def family(self, name: str) -> str:
        """The font behind `serif`, `sans` or `mono`."""
        return {"serif": self.look.serif, "sans": self.look.sans, "mono": MONO}[name]


@lru_cache(maxsize=32)
def styles_part(sheet: Sheet) -> bytes:
    """The whole of `word/styles.xml`."""
    written = [_style(sheet, style) for style in sheet.look.styles.values()]
    return part("styles", _defaults(sheet) + LATENT + "".join(written) + TABLES_BASE + _tables(sheet))


LATENT = element(
    "latentStyles",
    defLockedState=0,
    defUIPriority=99,
    defSemiHidden=1,
    defUnhideWhenUsed=1,
    defQFormat=0,
    count=376,
)
TABLES_BASE = element(
    "style",
    element("name", val="Normal Table"),
    element("uiPriority", val=99),
    element("semiHidden"),
    element("tblPr", element("tblInd", w=0, type="dxa")),
    type="table",
    default=1,
    styleId="NormalTable",
)


def _defaults(sheet: Sheet) -> str:
    run = _faces(sheet.look.serif) + element("sz", val=half_points(sheet.look.size))
    run += element("szCs", val=half_points(sheet.look.size)) + language_of_runs(sheet.language)
    run = sheet.reference.run("", run, sheet.asked)
    paragraph = element("pPr", element("widowControl"))
    return element(
        "docDefaults",
        element("rPrDefault", element("rPr", run)),
        element("pPrDefault", paragraph),
    )


def _faces(font: str) -> str:
    east = EAST_ASIAN if font != MONO else font
    return element("rFonts", ascii=font, hAnsi=font, eastAsia=east, cs=font)


def _style(sheet: Sheet, style: Style) -> str:
    paragraph = _paragraph(sheet, style) if style.kind == "paragraph" else ""
    paragraph = sheet.reference.paragraph(style.name, paragraph) if style.kind == "paragraph" else ""
    run = sheet.reference.run(style.name, run_properties(sheet, style), sheet.asked)
    content = [element("name", val=style.name)]
    if style.based:
        content.append(element("basedOn", val=sheet.look.styles[style.based].id))
    if style.next:
        content.append(element("next", val=sheet.look.styles[style.next].id))
    content += [element("uiPriority", val=1), element("qFormat")]
    content += [element("pPr", paragraph)] if paragraph else []
    content += [element("rPr", run)] if run else []
    attributes = {"type": style.kind, "styleId": style.id}
    if style.name == "Normal":
        attributes["default"] = "1"
    if style.name not in BUILT_IN:
        attributes["customStyle"] = "1"
    return element("style", *content, **attributes)


BUILT_IN = {
    "Normal", "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Body Text", "List Bullet",
    "List Number", "List Continue", "Date", "Quote", "caption", "Bibliography", "TOC Heading", "toc 1",
    "footnote text", "header", "footer", "Emphasis", "Strong", "Hyperlink", "footnote reference",
    "page number",
}  # fmt: skip


def _on(name: str, value: bool | None) -> str:
    return "" if value is None else element(name) if value else element(name, val=0)


def _paragraph(sheet: Sheet, style: Style) -> str:
    return "".join(
        (
            _on("keepNext", style.keep_next),
            _on("keepLines", style.keep_lines),
            _on("pageBreakBefore", style.page_break),
            frame(style),
            _numbering(sheet, style),
            _borders(sheet, style),
            _shading(sheet, style),
            _tabs(sheet, style),
            _spacing(style),
            _indents(style),
            _on("contextualSpacing", style.contextual),
            element("jc", val=style.align) if style.align else "",
            element("outlineLvl", val=style.outline) if style.outline is not None else "",
        )
    )


def _numbering(sheet: Sheet, style: Style) -> str:
    number = style.numbering
    return element("numPr", element("numId", val=definition(sheet.look, number))) if number else ""


def frame(style: Style) -> str:
    """At the page's foot: a frame there, so that what stands above may be as long as it likes."""
    if not style.foot_of_page:
        return ""
    place = {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
    return element("framePr", w=twips(FRAME), wrap="around", **place)


def _shading(sheet: Sheet, style: Style) -> str:
    fill = sheet.look.colours["tint"]
    return element("shd", val="clear", color="auto", fill=fill) if style.shaded else ""


def _borders(sheet: Sheet, style: Style) -> str:
    sides = {
        "top": style.box or style.top,
        "left": style.box,
        "bottom": style.box or style.bottom,
        "right": style.box,
    }
    return _edges("pBdr", sheet, {side: rule for side, rule in sides.items() if rule})


def _edges(name: str, sheet: Sheet, rules: dict[str, Rule]) -> str:
    edges = [
        element(
            side,
            val="single" if rule.weight else "nil",
            sz=eighths(rule.weight),
            space=round(rule.space),
            color=sheet.look.colours[rule.colour],
        )
        for side, rule in rules.items()
    ]
    return element(name, *edges) if edges else ""


def _tabs(sheet: Sheet, style: Style) -> str:
    stops = [
        element(
            "tab",
            val=tab.kind,
            leader="dot" if tab.dots else "none",
            pos=twips(sheet.width if tab.at is None else tab.at),
        )
        for tab in style.tabs or ()
    ]
    return element("tabs", *stops) if stops else ""


def _spacing(style: Style) -> str:
    said: dict[str, str | int] = {}
    if style.before is not None:
        said["before"] = max(0, twips(style.before))
    if style.after is not None:
        said["after"] = twips(style.after)
    if style.lead is not None:
        said |= {"line": twips(style.lead), "lineRule": "atLeast"}
    return element("spacing", **said) if said else ""


def _indents(style: Style) -> str:
    said: dict[str, str | int] = {}
    if style.left is not None:
        said["left"] = twips(style.left)
    if style.right is not None:
        said["right"] = twips(style.right)
    if style.first is not None:
        said["hanging" if style.first < 0 else "firstLine"] = abs(twips(style.first))
    return element("ind", **said) if said else ""


def run_properties(sheet: Sheet, style: Style) -> str:
    """The character formatting of a style, in the schema's order."""
    size = style.size
    return "".join(
        (
            _faces(sheet.family(style.font)) if style.font else "",
            _emphasis("b", style.bold, sheet),
            _emphasis("i", style.italic, sheet),
            element("color", val=sheet.look.colours[style.colour]) if style.colour else "",
            element("sz", val=half_points(size)) + element("szCs", val=half_points(size)) if size else "",
            element("vertAlign", val="superscript") if style.raised else "",
        )
    )


def _emphasis(name: str, value: bool | None, sheet: Sheet) -> str:
    """Bold or italic in both kinds of script; left out where the receiving body wants none."""
    return _on(name, value) + _on(f"{name}Cs", value) if sheet.emphasis else ""


def _tables(sheet: Sheet) -> str:
    rule = sheet.look.figures_rule
    borders = _edges("tblBorders", sheet, {"top": rule, "bottom": rule}) if rule.weight else ""
    return (
        _table_style(sheet, "Data Table")
        + _plain_table("Side by Side", "SideBySide")
        + _plain_table("Key Figures", "KeyFigures", borders)
    )


def _table_style(sheet: Sheet, name: str) -> str:
    ink, thin = Rule(0.75, "ink", 0), Rule(0.25, "rule", 0)
    borders = _edges("tblBorders", sheet, {"top": ink, "bottom": ink, "insideH": thin})
    first = _edges("tcBorders", sheet, {"top": ink, "bottom": Rule(0.5, "ink", 0)})
    head = element("tblStylePr", element("tcPr", first), type="firstRow")
    margins = element("tblCellMar", *_cell_margins(0, 10))
    properties = element("tblPr", element("tblInd", w=0, type="dxa"), borders, margins)
    return element(
        "style",
        element("name", val=name),
        element("basedOn", val="NormalTable"),
        element("uiPriority", val=1),
        element("qFormat"),
        sheet.reference.tables.get(name.lower()) or properties + head,
        type="table",
        customStyle=1,
        styleId=name.replace(" ", ""),
    )


def _cell_margins(left: float, right: float) -> list[str]:
    sides = {"top": 0.0, "left": left, "bottom": 0.0, "right": right}
    return [element(side, w=twips(points), type="dxa") for side, points in sides.items()]


def _plain_table(name: str, identifier: str, borders: str = "") -> str:
    """A table that only sets things side by side."""
    margins = element("tblCellMar", *_cell_margins(0, 14))
    return element(
        "style",
        element("name", val=name),
        element("basedOn", val="NormalTable"),
        element("uiPriority", val=1),
        element("tblPr", element("tblInd", w=0, type="dxa"), borders, margins),
        type="table",
        customStyle=1,
        styleId=identifier,
    )
