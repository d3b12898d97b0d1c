"""Pictures made smaller until they stand on their page whole, with the caption below them.

A style sheet can say how high a picture is at most, but not how much room its caption, the notes
of that, a cell or an item leave: the page must be laid out to know. So it is looked at when it
is. What runs over the text area loses as much as it runs over; a picture whose caption went on
to another page, or whose heading stayed on the one before, as much as these need. Then the
page is laid out again, with the size written on the picture; nearly no page needs that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

ROUNDS = 6
SMALLEST = 36.0  # CSS pixels: what would be smaller stays as it is, and is for the proof to find
SPARE = 0.5
TOLERANCE = 0.1
AVOID = ("avoid", "avoid-page")


def too_large(pages: list[Any]) -> dict[Any, str]:
    """The pictures of a laid-out document that need a smaller size: by element, as a style."""
    found: dict[Any, str] = {}
    parts = _parts(pages)
    for number, page in enumerate(pages):
        for box, bottom in _pictures(page._page_box):
            if box.element in found:
                continue
            over = max(0.0, box.position_y + box.margin_height() - bottom)
            over += _elsewhere(parts, box.element, number)
            over = over or _behind(pages, parts, box.element, number)
            beside = _beside(box, page._page_box)
            sizes = [("max-height", box.height - over, over), ("max-width", box.width - beside, beside)]
            style = [
                f"{name}: {size - SPARE:.2f}px"
                for name, size, less in sizes
                if less > TOLERANCE and size - SPARE >= SMALLEST
            ]
            if style:
                found[box.element] = "; ".join(style)
    return found


def _pictures(page: Any) -> Iterator[tuple[Any, float]]:
    """The pictures of a page, each with the lowest place where it may end: its foot, or above the notes."""
    from weasyprint.formatting_structure.boxes import ReplacedBox

    foot = page.content_box_y() + page.height
    notes = _notes(page)
    above = foot - sum(area.margin_height() for area in notes)
    for area, bottom in ((page.children[0], above), *((area, foot) for area in notes)):
        for box in area.descendants(placeholders=True):
            if isinstance(box, ReplacedBox) and box.element_tag == "img":
                yield box, bottom


def _notes(page: Any) -> list[Any]:
    """The area of a page's notes; none where it has none."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    return [area for area in page.children if isinstance(area, FootnoteAreaBox) and area.children]


def _beside(box: Any, page: Any) -> float:
    """How far a picture runs over the right edge of the text area."""
    right = box.position_x + box.margin_width()
    return float(max(0.0, right - page.content_box_x() - page.width))


def _parts(pages: list[Any]) -> dict[Any, list[tuple[int, float]]]:
    """Where the figures are that hold a picture: the page of each part, and its height with its notes."""
    from weasyprint.css import AnonymousStyle

    found: dict[Any, list[tuple[int, float]]] = {}
    for number, page in enumerate(pages):
        for box in page._page_box.children[0].descendants(placeholders=True):
            is_own = box.element is not None and not isinstance(box.style, AnonymousStyle)
            if not is_own or box.element_tag != "figure" or box.element.find("img") is None:
                continue
            notes = sum(_note_height(page, inner.footnote) for inner in box.descendants() if inner.footnote)
            height = box.margin_height() + notes
            found.setdefault(box.element.find("img"), []).append((number, height))
    return found


def _note_height(page: Any, note: Any) -> float:
    areas = _notes(page._page_box)
    return float(
        sum(box.margin_height() for area in areas for box in area.children if box.element is note.element)
    )


def _elsewhere(parts: dict[Any, list[tuple[int, float]]], picture: Any, number: int) -> float:
    """The height of a picture's figure on other pages than its own."""
    return sum(height for page, height in parts.get(picture, ()) if page != number)


def _behind(pages: list[Any], parts: dict[Any, list[tuple[int, float]]], picture: Any, number: int) -> float:
    """What a figure is too high by to begin a page behind the headings that the page before ends with."""
    heights = parts.get(picture)
    if not heights or not number or not _begins(pages[number]._page_box.children[0], picture):
        return 0.0
    lead = _last_headings(pages[number - 1]._page_box.children[0])
    page = pages[number]._page_box
    around = sum(
        area.margin_height() - sum(note.margin_height() for note in area.children) for area in _notes(page)
    )
    return max(0.0, lead + heights[0][1] + around - page.height) if lead else 0.0


def _begins(box: Any, picture: Any) -> bool:
    """Whether a picture is the first thing on a page."""
    while children := [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]:
        box = children[0]
    return box.element is picture


def _last_headings(box: Any) -> float:
    """The height of what a page ends with and may not be parted from what follows."""
    while children := [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]:
        held = list(takewhile(lambda child: child.style["break_after"] in AVOID, reversed(children)))
        if held:
            return float(sum(child.margin_height() for child in held))
        box = children[-1]
    return 0.0
