"""The order in which a PDF is to be read: its structure tree, down to marked contents.

ISO 32000-1, 14.7: elements hold elements and marked contents, each of a page. `leaves`
gives every marked content in the order of the tree with what matters to the proof: the
note and the table it stands in. Beside them: the words for pictures, the levels of
headings, the identifiers of notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pikepdf

SPOKEN = ({"/ActualText", "/Alt", "/E"}, {"/ActualText", "/E"})  # of words, and of a picture
HEADING = re.compile(r"/H([1-6])")
LISTS = ("/L", "/TOC")
DEEPEST = 200
MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A marked content in reading order. `note`, `table`: numbers of the elements it stands in.

    `element` is that of its own; it stands in so many `lists` and `quotes`.
    """

    page: int
    mcid: int
    note: int | None = None
    role: str = ""
    table: int | None = None
    element: int = 0
    lists: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in reading order: its page (0: none), alternative text, and the mark of what is drawn."""

    page: int
    alt: str
    mcid: int | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    page: int = 0
    depth: int = 0
    note: int | None = None
    table: int | None = None
    lists: int = 0
    quotes: int = 0

    def leaf(self, page: int, mcid: int, role: str, element: int) -> Leaf:
        """A marked content here."""
        return Leaf(page, mcid, self.note, role, self.table, element, self.lists, self.quotes)


class Tree:
    """Walks the structure tree once: everything in reading order.

    `headings` are levels, `notes` (identifier, whether it has a label), by the number of the element;
    `spoken` is what a reading voice says in place of a stretch of leaves: its words, and the stretch.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self.leaves: list[Leaf] = []
        self.pictures: list[Picture] = []
        self.headings: list[int] = []
        self.notes: dict[int, tuple[str, bool]] = {}
        self.spoken: list[tuple[str, int, int]] = []
        self._count = 0
        self._seen: set[tuple[int, int]] = set()
        root = pdf.Root.get("/StructTreeRoot")
        if isinstance(root, pikepdf.Dictionary):
            for kid in _kids(root):
                if isinstance(kid, pikepdf.Dictionary):
                    self._walk(kid, _Context())

    def _walk(self, element: pikepdf.Object, context: _Context) -> None:
        self._step()
        if context.depth > DEEPEST:
            raise ValueError("the structure tree is larger than that of any brief")
        if element.is_indirect:
            if element.objgen in self._seen:
                raise ValueError("the structure tree holds an element twice")
            self._seen.add(element.objgen)
        role = str(element.get("/S", ""))
        inner, here = self._context(element, role, context), self._count
        if role == "/Figure":
            self.pictures.append(Picture(inner.page, str(element.get("/Alt", ""))))
        if match := HEADING.fullmatch(role):
            self.headings.append(int(match[1]))
        first, nth = len(self.leaves), len(self.pictures) - 1
        for kid in _kids(element):
            self._step()
            if isinstance(kid, int):
                self.leaves.append(inner.leaf(inner.page, kid, role, here))
            elif not isinstance(kid, pikepdf.Dictionary):
                continue
            elif "/S" in kid:
                self._walk(kid, inner)
            elif isinstance(number := kid.get("/MCID"), int):
                page = self._page(kid, inner.page)
                self.leaves.append(inner.leaf(page, number, role, here))
        if role == "/Figure" and first < len(self.leaves):
            self.pictures[nth] = replace(self.pictures[nth], mcid=self.leaves[first].mcid)
        says = SPOKEN[role == "/Figure"] & set(element.keys())
        self.spoken += [(str(element[key]), first, len(self.leaves)) for key in sorted(says)]

    def _step(self) -> None:
        self._count += 1
        if self._count > MOST:
            raise ValueError("the structure tree is larger than that of any brief")

    def _context(self, element: pikepdf.Object, role: str, outer: _Context) -> _Context:
        note, table = outer.note, outer.table
        if role == "/Note":
            note = self._count
            labels = (kid for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary))
            has_label = any(kid.get("/S") == "/Lbl" for kid in labels)
            self.notes[note] = (str(element.get("/ID", "")), has_label)
        if role == "/Table":
            table = self._count
        lists, quotes = (0, 0) if role == "/Note" else (outer.lists, outer.quotes)
        lists, quotes = lists + (role in LISTS), quotes + (role == "/BlockQuote")
        return _Context(self._page(element, outer.page), outer.depth + 1, note, table, lists, quotes)

    def _page(self, element: pikepdf.Object, otherwise: int) -> int:
        page = element.get("/Pg")
        return otherwise if page is None else self.pages.get(page.objgen, 0)


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object | int]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids
