"""What the engine asks boxes over and over: whether they flow, and on which pages they want to be.

The answers are the engine's; it comes by them through five calls where one does, and by asking
all children where the first and the last say it all.
"""

from __future__ import annotations

from typing import Any

FLOATED = frozenset({"left", "right", "inline-start", "inline-end"})
TAKEN_OUT = FLOATED | {"footnote"}
ABSOLUTE = frozenset({"absolute", "fixed"})
ELSEWHERE = frozenset({"running()", "note()"})


def install() -> None:
    """Put this module's answers into the engine. Once is enough; again does no harm."""
    from weasyprint.formatting_structure.boxes import Box, ParentBox

    Box.is_in_normal_flow = _is_in_normal_flow
    ParentBox.page_values = _page_values


def _is_in_normal_flow(box: Any) -> bool:
    style = box.style
    position = style["position"]
    return not (
        style["float"] in TAKEN_OUT or position in ABSOLUTE or position[0] in ELSEWHERE  # of a pair
    )


def _page_values(box: Any) -> tuple[str, str]:
    """The names of the pages that a box begins and ends on (CSS Fragmentation 4, 3.2)."""
    start = end = box.style["page"]
    first = next(filter(_counts, box.children), None)
    if first is None:
        return start, end
    last = next(filter(_counts, reversed(box.children)))
    values = first.page_values()
    return values[0] or start, (values if last is first else last.page_values())[1] or end


def _counts(child: Any) -> bool:
    return child.is_in_normal_flow() or child.style["float"] in FLOATED
