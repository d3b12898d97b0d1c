"""Used lengths: what does not hang on the containing block is worked out once for a style.

WeasyPrint resolves fourteen lengths of a box each time it lays the box out, most of them zero,
`auto` or so many pixels in every document. Here these are noted for the style and given to its
boxes at once; only percentages and calculations are resolved for each box, by the engine.
"""

from __future__ import annotations

import sys
from math import inf
from typing import Any

SIDES = ("top", "right", "bottom", "left")
WIDE = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
HIGH = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
TALL = ("height", "min_height", "max_height")
LEAST = ("min_width", "min_height")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)


def install() -> None:
    """Put this module's `resolve_percentages` into the engine. Once is enough; again does no harm."""
    from weasyprint.layout import percent

    if percent.resolve_percentages is _resolve_percentages:
        return
    _Engine.resolve, _Engine.one = percent.resolve_percentages, percent.resolve_one_percentage
    for module in [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]:
        if getattr(module, "resolve_percentages", None) is _Engine.resolve:
            module.resolve_percentages = _resolve_percentages  # type: ignore[attr-defined]


class _Engine:
    """The engine's own functions."""

    resolve: Any = None
    one: Any = None


class _Lengths:
    """The lengths of a style that are the same in every containing block, and the names of the others."""

    def __init__(self, style: Any) -> None:
        self.fixed: dict[str, Any] = {}
        self.wide = self._told_apart(style, WIDE)
        self.high = self._told_apart(style, HIGH)
        self.tall = self._told_apart(style, TALL)
        for name in BORDERS:
            self.fixed[name] = style[name]

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
    from weasyprint.formatting_structure import boxes

    style = box.style
    if (
        style["box_sizing"] != "content-box"
        or style["border_collapse"] == "collapse"
        or isinstance(box, boxes.PageBox)
    ):
        _Engine.resolve(box, containing_block)
        return
    lengths = style.__dict__.get("kept_lengths")
    if lengths is None:
        noted = getattr(style, "noted", None)
        if noted is None:
            lengths = _Lengths(style)
        elif (lengths := noted.__dict__.get("kept_lengths")) is None:
            lengths = noted.kept_lengths = _Lengths(noted)
        style.kept_lengths = lengths
    box.__dict__.update(lengths.fixed)
    if not (lengths.wide or lengths.high or lengths.tall):
        return
    width, height = (
        (containing_block.width, containing_block.height)
        if isinstance(containing_block, boxes.Box)
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
