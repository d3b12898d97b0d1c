"""Styles and looks, as plain values.

A `Style` is a named Word style; what it leaves at None it takes from the style it is
based on. A `Look` is everything that one kind of document needs: page margins, colours,
type families and its styles, and how its few special blocks are set. Points everywhere;
only the parts turn them into Word's measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Literal

Colour = Literal["ink", "quiet", "accent", "rule", "tint"]


@dataclass(frozen=True)
class Rule:
    """A line along a paragraph's edge: its weight (0: none), its colour, its distance from the text."""

    weight: float
    colour: Colour = "rule"
    space: float = 4


@dataclass(frozen=True)
class Tab:
    """A tab stop: its place (None: the right margin), how text stands at it, whether dots lead to it."""

    at: float | None = None
    kind: Literal["left", "right"] = "left"
    dots: bool = False


@dataclass(frozen=True)
class Style:
    """A paragraph or character style. `first` is the first line's indent; below zero it hangs."""

    name: str
    based: str | None = None
    kind: Literal["paragraph", "character"] = "paragraph"
    next: str | None = None
    font: Literal["serif", "sans", "mono"] | None = None
    size: float | None = None
    lead: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: Colour | None = None
    raised: bool | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    align: Literal["left", "right", "both"] | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    page_break: bool | None = None
    contextual: bool | None = None
    outline: int | None = None
    top: Rule | None = None
    bottom: Rule | None = None
    box: Rule | None = None
    shaded: bool | None = None
    tabs: tuple[Tab, ...] | None = None
    numbering: str | None = None
    foot_of_page: bool | None = None

    @property
    def id(self) -> str:
        """The style's identifier: `Heading1` for `heading 1`, as Word itself has it."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())

    def with_(self, other: Style) -> Style:
        """This style with what `other` says."""
        said = {f.name: getattr(other, f.name) for f in fields(other) if f.name not in ("name", "kind")}
        return replace(self, **{key: value for key, value in said.items() if value is not None})


@dataclass(frozen=True)
class Margins:
    """The page's margins, and how far running heads and page numbers stand from its edge."""

    top: float
    right: float
    bottom: float
    left: float
    head: float = 36
    foot: float = 36


@dataclass(frozen=True)
class Level:
    """How an automatic number looks and where it stands: Word's `numFmt`, `lvlText` and indents.

    With a `tab`, the number begins the line and the words begin at the stop; a `strong`
    one is bold and in the accent colour.
    """

    format: str
    text: str
    left: float
    hanging: float
    tab: float | None = None
    strong: bool = False


@dataclass(frozen=True, eq=False)  # as good as a name: what is made of a look is kept under it
class Look:
    """A kind of document in Word.

    `inside` names the paragraph style within a container's class, where it is not the
    usual one; `lists` the styles and numbers of `asks` and `addressee` lists;
    `hidden` the containers whose heading print leaves out, `new_page` those that begin one.
    """

    size: float
    margins: Margins
    styles: dict[str, Style]
    colours: dict[str, str]
    serif: str
    sans: str
    levels: dict[str, Level]
    inside: dict[str, str] = field(default_factory=dict)
    key_figures: Literal["row", "column", "text"] = "text"
    figures_rule: Rule = Rule(0)
    recommendations_run_on: bool = False
    own_line: bool = False
    hidden: tuple[str, ...] = ()
    new_page: tuple[str, ...] = ()
    hyphenate: bool = False
    ruled: bool = False

    def scaled(self, size: float) -> Look:
        """The look with its text at `size` points, and everything else in proportion."""
        ratio = size / self.size
        if ratio == 1:
            return self
        changed = {name: _scaled(style, ratio) for name, style in self.styles.items()}
        return replace(self, size=size, styles=changed)


def _scaled(style: Style, ratio: float) -> Style:
    return replace(
        style,
        size=None if style.size is None else round(style.size * ratio * 2) / 2,
        lead=None if style.lead is None else round(style.lead * ratio * 2) / 2,
    )


def styles(*given: Style) -> dict[str, Style]:
    """Styles by name."""
    return {style.name: style for style in given}


def merged(base: dict[str, Style], own: dict[str, Style]) -> dict[str, Style]:
    """The base's styles with what the look's own say of them, and the look's further ones."""
    changed = {name: style.with_(own[name]) if name in own else style for name, style in base.items()}
    return {**changed, **{name: style for name, style in own.items() if name not in base}}
