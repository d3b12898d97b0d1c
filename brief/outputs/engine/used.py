"""Used lengths: what does not hang on the containing block is worked out once for a style.

WeasyPrint resolves fourteen lengths of a box each time it lays the box out, most of them zero,
`auto` or so many pixels in every document. Here these are noted for the style and given to its
boxes at once; only percentages and calculations are resolved for each box, by the engine.
"""

from __future__ import annotations

from math import inf
from typing import Any

from brief.outputs.engine import put

SIDES = ("top", "right", "bottom", "left")
WIDE = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
HIGH = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
TALL = ("height", "min_height", "max_height")
LEAST = ("min_width", "min_height")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
RADII = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)


def install() -> None:
    """Put this module's `resolve_percentages` into the engine. Once is enough; again does no harm."""
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.layout import percent

    if percent.resolve_percentages is _resolve_percentages:
        return
    _Engine.resolve, _Engine.one = percent.resolve_percentages, percent.resolve_one_percentage
    _Engine.radii, _Engine.box, _Engine.page = percent.resolve_radii_percentages, Box, PageBox
    put.everywhere("resolve_percentages", _Engine.resolve, _resolve_percentages)
    put.everywhere("resolve_radii_percentages", _Engine.radii, _resolve_radii)


class _Engine:
    """The engine's own functions and classes."""

    resolve: Any = None
    one: Any = None
    radii: Any = None
    box: Any = None
    page: Any = None


class _Lengths:
    """The lengths of a style that are the same in every containing block, and the names of the others."""

    def __init__(self, style: Any) -> None:
        self.fixed: dict[str, Any] = {}
        self.wide = self._told_apart(style, WIDE)
        self.high = self._told_apart(style, HIGH)
        self.tall = self._told_apart(style, TALL)
        self.borders = {name: style[name] for name in BORDERS}
        self.is_collapsing = style["border_collapse"] == "collapse"
        self.is_square = all((0, "px") in style[name] for name in RADII)

    def _told_apart(self, style: Any, names: tuple[str, ...]) -> tuple[str, ...]:
        relative = []
        for name in names:
            value = style[name]
            if value == "auto":
                self.fixed[name] = 0 if name in LEAST else "auto"
            elif getattr(value, "unit", None) not in (None, "%"):
                self.fixed[name] = value.value
            else:
                relative.append(name)
        return tuple(relative)


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """The engine's `resolve_percentages`: the used lengths of a box, as its attributes."""
    style = box.style
    if style["box_sizing"] != "content-box" or isinstance(box, _Engine.page):
        _Engine.resolve(box, containing_block)
        return
    lengths = _lengths(style)
    box.__dict__.update(lengths.fixed)
    if lengths.is_collapsing:
        for name in BORDERS:
            if not hasattr(box, name):  # else it was settled with the next cell's
                setattr(box, name, lengths.borders[name])
    else:
        box.__dict__.update(lengths.borders)
    if not (lengths.wide or lengths.high or lengths.tall):
        return
    width, height = (
        (containing_block.width, containing_block.height)
        if isinstance(containing_block, _Engine.box)
        else containing_block
    )
    for name in lengths.wide + lengths.high:
        _Engine.one(box, name, width)
    for name in lengths.tall:
        if height != "auto":
            _Engine.one(box, name, height)
        elif name == "height":
            box.height = "auto"
        else:
            _Engine.one(box, name, inf if name == "max_height" else 0)


def _resolve_radii(box: Any) -> None:
    """The engine's `resolve_radii_percentages`: the used radii of a box's corners."""
    if _lengths(box.style).is_square:
        for name in RADII:
            setattr(box, name, (0, 0))
    else:
        _Engine.radii(box)


def _lengths(style: Any) -> _Lengths:
    """What is noted for a style, or for the one of which it is a copy."""
    lengths: _Lengths | None = style.__dict__.get("kept_lengths")
    if lengths is None:
        noted = getattr(style, "noted", None)
        if noted is None:
            lengths = _Lengths(style)
        elif (lengths := noted.__dict__.get("kept_lengths")) is None:
            lengths = noted.kept_lengths = _Lengths(noted)
        style.kept_lengths = lengths
    return lengths
