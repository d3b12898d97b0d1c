"""How high a note is, measured once for notes that are alike, in whichever document.

Alike are notes of the same words in the same noted styles, in areas of the same width. Of pictures,
tables and styles that a document changed nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_KEPT = 2_000
"""Notes."""
PLAIN = ("BlockBox", "InlineBlockBox", "InlineBox", "TextBox")
ACROSS = tuple(
    name.format(side) for side in ("left", "right") for name in ("margin_{}", "padding_{}", "border_{}_width")
)


def height(note: Any, area: Any, layout: Callable[[Any], Any]) -> Any:
    """The height of a note in an area: what is remembered, or what the engine's layout of it says."""
    likeness = _likeness(note)
    if likeness is None:
        return _measured(note, area, layout)
    # Styles are known by their identity, so long as the one from which they all come is there.
    heights = note.style.noted.root_style.__dict__.setdefault("kept_heights", {})
    key = (area.page.width, area.width, *[getattr(area, name) for name in ACROSS], *likeness)
    if key not in heights:
        if len(heights) >= MOST_KEPT:
            heights.clear()
        heights[key] = _measured(note, area, layout)
    return heights[key]


def _measured(note: Any, area: Any, layout: Callable[[Any], Any]) -> Any:
    """The height of an area with this note alone."""
    from weasyprint.formatting_structure import build

    area.children = [note]
    return layout(build.create_anonymous_boxes(area.deepcopy())).height


def _likeness(note: Any) -> list[Any] | None:
    """What a note's height hangs on, beside the area; None where that cannot be told."""
    told: list[Any] = []
    for box in note.descendants():
        style, kind = box.style, type(box).__name__
        noted = getattr(style, "noted", None)
        if noted is None or kind not in PLAIN:
            return None
        inside = box.text if kind == "TextBox" else len(box.children)
        told += (kind, id(noted), style["float"], style["position"], style["display"], inside)
    return told
