"""Where a PDF's bookmarks and inner links lead: pages, by title and by name."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

MOST = 20_000


class Navigation:
    """Bookmarks (title, page) in order, and links (page they stand on, name, page they lead to)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self.names = _names(pdf)
        outlines = pdf.Root.get("/Outlines")
        first = outlines.get("/First") if isinstance(outlines, pikepdf.Dictionary) else None
        self.bookmarks = list(self._bookmarks(first))
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

    def _links(self, page: pikepdf.Object, number: int) -> Iterator[tuple[int, str, int]]:
        annotations = page.get("/Annots")
        for link in annotations if isinstance(annotations, pikepdf.Array) else ():
            goal = link.get("/Dest", _action(link)) if isinstance(link, pikepdf.Dictionary) else None
            if goal is not None:
                name = str(goal) if isinstance(goal, pikepdf.String | pikepdf.Name) else ""
                yield number, name.removeprefix("/"), self._page(goal)

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
