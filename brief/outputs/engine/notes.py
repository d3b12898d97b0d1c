"""Notes that keep to the page of their call, and cost no more than their own layout.

WeasyPrint lays notes out as it meets their calls. When it then moves a row, an item or a
paragraph to the next page it can leave the notes behind, and where a page is full it can send
a note ahead of its call. Both are seen as soon as a page's text is laid out: a note without a
call is given back, and a page that lost a note is made again with a break before what calls
it. No other page is made twice.

It also lays out all notes of a page again whenever one is added or taken away. Here each is
measured once; their heights add up, since notes are blocks below each other in an area without a
fixed height. The engine finishes the page; where its height is not ours the sum is not trusted again.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial, wraps
from itertools import pairwise
from math import inf
from typing import Any
from weakref import WeakKeyDictionary

from brief.outputs.engine import alike

TRIES = 12
TOLERANCE = 1e-6  # CSS pixels
BREAKABLE = ("tr", "li", "p", "figure", "h3", "div", "blockquote", "section")
AVOID = ("avoid", "avoid-page")
FORCED = "break-before: page"
DISCARDED = "margin-break: discard"
NATURAL = f"{FORCED}; {DISCARDED}"  # the margin at a page's head, which a forced break alone would keep
MENDED: WeakKeyDictionary[Any, tuple[dict[Any, str], dict[int, dict[Any, str]]]] = WeakKeyDictionary()
"""By root element, what its ledger says was moved and came first: elements alone, which hold no root."""


def install() -> None:
    """Put this module's layout of notes into the engine. Once is enough; again does no harm."""
    from weasyprint.layout import LayoutContext, page

    if page.make_page is not _make_page:
        _Engine.make_page, page.make_page = page.make_page, _make_page
        _Engine.block_level_layout, page.block_level_layout = page.block_level_layout, _block_level_layout
        page.float_layout = _noting(page.float_layout)
        page.absolute_box_layout = _noting(page.absolute_box_layout)
        _Engine.update = LayoutContext._update_footnote_area
        LayoutContext._update_footnote_area = _update_area


class _Engine:
    """The engine's own functions."""

    make_page: Any = None
    block_level_layout: Any = None
    update: Any = None


class _Ledger:
    """Of one document: the page of every note and of every call, and how high each note is.

    Also what was mended: the elements that were moved, and, by the page that gave notes back, those
    that come first on the page after it; with the style that makes the engine alone do the same.
    """

    def __init__(self) -> None:
        self.called: dict[Any, int] = {}
        self.placed: dict[Any, int] = {}
        self.heights: dict[tuple[Any, float], float] = {}
        self.sum: float | None = None
        self.adds_up = True
        self.gave_back: set[int] = set()
        self.moved: dict[Any, str] = {}
        self.first: dict[int, dict[Any, str]] = {}

    @staticmethod
    def of(context: Any) -> _Ledger:
        """The ledger of the document that is laid out."""
        if not hasattr(context, "notes_ledger"):
            context.notes_ledger = _Ledger()
        return context.notes_ledger  # type: ignore[no-any-return]

    def turn_to(self, number: int) -> None:
        """Forget what an earlier pass said of this page and those after it."""
        self.called = {note: page for note, page in self.called.items() if page < number}
        self.placed = {note: page for note, page in self.placed.items() if page < number}
        self.gave_back.discard(number)
        self.first.pop(number, None)


class _Before:
    """What making a page changes beside the page."""

    def __init__(self, context: Any, state: Any) -> None:
        self.footnotes = context.footnotes.copy()
        self.reported = context.reported_footnotes.copy()
        self.broken = context.broken_out_of_flow.copy()
        self.state = copy.deepcopy(state)

    def restore(self, context: Any, state: Any) -> None:
        context.footnotes = self.footnotes.copy()
        context.reported_footnotes = self.reported.copy()
        context.broken_out_of_flow = self.broken.copy()
        for now, then in zip(state, copy.deepcopy(self.state), strict=True):
            now.clear()
            now.update(then) if isinstance(now, dict) else now.extend(then)


def _make_page(
    context: Any, root: Any, page_type: Any, resume_at: Any, number: int, state: Any
) -> tuple[Any, Any, Any]:
    """A page with all notes that are called there; what could not be mended stays for the proof to find."""
    ledger = _Ledger.of(context)
    for _ in range(TRIES):
        before = _Before(context, state)
        ledger.turn_to(number)
        made = _Engine.make_page(context, root, page_type, resume_at, number, state)
        _check_sum(ledger, made[0])
        ledger.placed |= dict.fromkeys(context.current_page_footnotes, number)
        moved = _to_move(made[0].children[0], ledger.placed)
        if moved is None:
            break
        before.restore(context, state)
        _break_before(root, moved)
        ledger.moved[moved.element] = FORCED
    if number in ledger.gave_back and made[1]:
        ledger.first[number] = _first_of_next(root, made[1])
    MENDED[root.element] = ledger.moved, ledger.first
    return made  # type: ignore[no-any-return]


def breaks(root: Any, pages: int) -> dict[Any, str]:
    """The elements of a document of so many pages that need a style for the engine alone to make the same.

    `root` is the element that was laid out.
    """
    moved, first = MENDED.get(root, ({}, {}))
    natural = (found for page, found in first.items() if page < pages)
    return {element: style for found in (*natural, moved) for element, style in found.items()}


def _first_of_next(root: Any, resume_at: Any) -> dict[Any, str]:
    """The element that begins the next page, and those it begins with; none where a paragraph goes on."""
    from weasyprint.formatting_structure.boxes import LineBox

    box = root
    while resume_at:
        (index, resume_at), *_ = resume_at.items()
        if isinstance(box, LineBox) or index >= len(box.children):
            return {}
        box = box.children[index]
    if not _can_be_moved(box):
        return {}
    found = {box.element: NATURAL}
    while (children := getattr(box, "children", ())) and children[0].element not in (None, box.element):
        box = children[0]
        found[box.element] = DISCARDED
    return found


def _block_level_layout(context: Any, box: Any, *arguments: Any, **named: Any) -> Any:
    """The engine's layout of a block; after that of the page's text, notes without a call are given back."""
    laid_out = _Engine.block_level_layout(context, box, *arguments, **named)
    if box.is_for_root_element and laid_out[0] is not None:
        called = _note_calls(context, laid_out[0])
        for note in [*context.current_page_footnotes, *context.reported_footnotes]:
            if note not in called:
                context.unlayout_footnote(note)
                _Ledger.of(context).gave_back.add(context.current_page)
    return laid_out


def _noting(layout: Any) -> Any:
    """The layout of a box beside the text, such as the rest of a float; its calls are written down."""

    @wraps(layout)
    def noted(context: Any, *arguments: Any, **named: Any) -> Any:
        laid_out = layout(context, *arguments, **named)
        _note_calls(context, laid_out[0])
        return laid_out

    return noted


def _note_calls(context: Any, box: Any) -> dict[Any, int]:
    """All calls so far, with those inside `box`."""
    called = _Ledger.of(context).called
    for inner in box.descendants(placeholders=True):
        if inner.footnote is not None:
            called.setdefault(inner.footnote, context.current_page)
    return called


def _to_move(text: Any, placed: dict[Any, int]) -> Any:
    """The first row, item or paragraph that calls a note which is not there, with what leads it in."""
    for path in _paths(text, ()):
        if path[-1].footnote not in placed:
            break
    else:
        return None
    for depth in range(len(path) - 1, 0, -1):
        box = path[depth]
        if _can_be_moved(box) and not _is_first(path[: depth + 1]):
            return _lead(path[: depth + 1])
    return None


def _break_before(root: Any, moved: Any) -> None:
    """Set a page break before a box where it comes from; its style is shared with boxes that look alike."""
    for box in root.descendants():
        if box.element is moved.element and box.element_tag == moved.element_tag and type(box) is type(moved):
            box.style = box.style.copy()
            box.style["break_before"] = "page"


def _can_be_moved(box: Any) -> bool:
    """Whether a box is a row, an item or a paragraph of its own (no anonymous part of one), not yet moved."""
    from weasyprint.css import AnonymousStyle
    from weasyprint.formatting_structure.boxes import BlockLevelBox, LineBox, TableRowBox

    is_block = isinstance(box, BlockLevelBox | TableRowBox) and not isinstance(box, LineBox)
    return (
        is_block
        and box.element_tag in BREAKABLE
        and box.style["break_before"] != "page"
        and not isinstance(box.style, AnonymousStyle)
    )


def _paths(box: Any, above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The way from the page's text down to each call of a note."""
    path = (*above, box)
    if getattr(box, "footnote", None) is not None:
        yield path
    for child in getattr(box, "children", ()):
        yield from _paths(child, path)


def _is_first(path: tuple[Any, ...]) -> bool:
    """Whether nothing stands before the end of the path on its page."""
    return all(above.children[0] is box for above, box in pairwise(path))


def _lead(path: tuple[Any, ...]) -> Any:
    """The end of the path, or the headings or rows before it that may not be parted from it.

    They may stand before what it begins. Where one of them begins the page, the end itself.
    """
    lead = path[-1]
    for above, box in reversed(list(pairwise(path))):
        siblings = [child for child in above.children if child.is_in_normal_flow()]
        at = siblings.index(box) if box in siblings else 0
        while at and siblings[at - 1].style["break_after"] in AVOID:
            at -= 1
            lead = siblings[at]
        if at:
            return lead
    return path[-1]


def _update_area(context: Any) -> bool:
    """The page's bottom above its notes; whether they overflow an area of limited height.

    What `LayoutContext._update_footnote_area` does, without laying out again what was measured.
    """
    ledger, area = _Ledger.of(context), context.current_footnote_area
    notes = context.current_page_footnotes
    ledger.sum = None
    if not notes or not ledger.adds_up or not _adds_up(area, notes):
        return bool(_Engine.update(context))
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.height = ledger.sum = sum(_height(context, ledger, area, note) for note in notes)
    area.children = notes
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    return False


def _adds_up(area: Any, notes: list[Any]) -> bool:
    """Whether the area is as high as its notes together: blocks below each other, none of them kept apart."""
    style = area.style
    return (
        style["height"] == "auto"
        and style["max_height"].value == inf
        and style["min_height"] in ("auto", 0)
        and all(note.style["footnote_display"] == "block" for note in notes)
    )


def _height(context: Any, ledger: _Ledger, area: Any, note: Any) -> float:
    """The height of a note in an area of this width."""
    key = note, area.page.width
    if key not in ledger.heights:
        layout = partial(_laid_out, context, area.page)
        ledger.heights[key] = alike.height(note, area, layout)
    return ledger.heights[key]


def _laid_out(context: Any, page: Any, area: Any) -> Any:
    return _Engine.block_level_layout(context, area, -inf, None, page)[0]


def _check_sum(ledger: _Ledger, page: Any) -> None:
    """Trust the sum no more where the engine's own layout of the finished area is of another height."""
    area = page.children[1]
    if ledger.sum is not None and abs(area.height - ledger.sum) > TOLERANCE:
        ledger.adds_up = False
