"""Where a PDF's bookmarks and links lead: pages, by title and by name, and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

MOST = 20_000
EXACT, SLACK = 1.0, 2.0  # along and across a line: areas are about as long as their words


@dataclass(frozen=True, slots=True)
class Link:
    """An area of a page that can be clicked: where it leads, to a named place or an address.

    `to` is the page of the place, 0 when there is none.
    """

    page: int
    area: tuple[float, float, float, float]
    name: str = ""
    to: int = 0
    address: str = ""

    @property
    def goal(self) -> str:
        """Where it leads, as a page writes it."""
        return self.address or f"#{self.name}"

    def is_level_with(self, y: float, slack: float = SLACK) -> bool:
        """Whether a line of the page goes through the area, or nearly."""
        bottom, top = sorted(self.area[1::2])
        return bottom - slack <= y <= top + slack

    def covers(self, left: float, right: float, y: float) -> bool:
        """Whether a stretch of a line lies within the area, or nearly."""
        first, last = sorted(self.area[::2])
        return first - EXACT <= left and right <= last + EXACT and self.is_level_with(y)

    def touches(self, left: float, right: float, y: float, least: float) -> bool:
        """Whether the area lies over more than the least part of a stretch of a line."""
        first, last = sorted(self.area[::2])
        return min(right, last) - max(left, first) > least and self.is_level_with(y, 0.0)


class Navigation:
    """Bookmarks (title, page) in order, and links; `others` are annotations that are no links."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self.names = _names(pdf)
        self.for_press = any(intent.get("/S") == "/GTS_PDFX" for intent in pdf.Root.get("/OutputIntents", []))
        outlines = pdf.Root.get("/Outlines")
        first = outlines.get("/First") if isinstance(outlines, pikepdf.Dictionary) else None
        self.bookmarks = list(self._bookmarks(first))
        self.others: list[tuple[int, str]] = []
        self.links = [link for n, page in enumerate(pdf.pages, start=1) for link in self._links(page.obj, n)]

    def _bookmarks(self, first: pikepdf.Object | None) -> Iterator[tuple[str, int]]:
        waiting, seen = [first], 0
        while waiting and seen < MOST:
            item = waiting.pop()
            if not isinstance(item, pikepdf.Dictionary):
                continue
            seen += 1
            yield str(item.get("/Title", "")), self._page(item.get("/Dest", _action(item)))
            waiting += [item.get("/Next"), item.get("/First")]

    def _links(self, page: pikepdf.Object, number: int) -> Iterator[Link]:
        annotations = page.get("/Annots")
        for link in annotations if isinstance(annotations, pikepdf.Array) else ():
            if not isinstance(link, pikepdf.Dictionary):
                continue
            if link.get("/Subtype") != "/Link":
                self.others.append((number, str(link.get("/Subtype", "")).removeprefix("/")))
                continue
            goal, action = link.get("/Dest", _action(link)), link.get("/A", pikepdf.Dictionary())
            name = str(goal) if isinstance(goal, pikepdf.String | pikepdf.Name) else ""
            left, bottom, right, top = (float(edge) for edge in link.get("/Rect", (0, 0, 0, 0)))
            area, address = (left, bottom, right, top), str(action.get("/URI", ""))
            yield Link(number, area, name.removeprefix("/"), self._page(goal), address)

    def _page(self, goal: pikepdf.Object | None) -> int:
        """The page of a destination (ISO 32000-1, 12.3.2), 0 when it leads nowhere."""
        if isinstance(goal, pikepdf.String | pikepdf.Name):
            goal = self.names.get(str(goal))
        if isinstance(goal, pikepdf.Dictionary):
            goal = goal.get("/D")
        if isinstance(goal, pikepdf.Array) and len(goal) and isinstance(goal[0], pikepdf.Dictionary):
            return self.pages.get(goal[0].objgen, 0)
        return 0


def _action(item: pikepdf.Object) -> pikepdf.Object | None:
    action = item.get("/A")
    return action.get("/D") if isinstance(action, pikepdf.Dictionary) else None


def _names(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Named destinations, from the tree of names or the older dictionary."""
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        return {str(name): goal for name, goal in pikepdf.NameTree(tree).items()}
    old = pdf.Root.get("/Dests")
    return dict(old.items()) if isinstance(old, pikepdf.Dictionary) else {}
