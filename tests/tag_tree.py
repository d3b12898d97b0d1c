"""The tag tree of a PDF as lines that a person can read: what a screen reader meets, in its order.

One line for each block: its role, what it says of itself, its first words, and in brackets
what runs within its lines. `p. 3` stands where a page begins; `p. 3–4` with what goes over
from one page to the next.

    Sect
      H2 Work in place of school                                    p. 2
      P In March, state media reported that young people … (Reference Link → #note-3)
      Note id=note-3 lang=ko
        Lbl 3 (Link → #note-3-call)
        P Rodong Sinmun (state media), quoted in …
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from brief.prove.content import pieces_of

INLINE = {"Span", "Link", "Reference", "Quote", "Code", "Annot"}
WORDS = 60
TELLING = ("ID", "Lang", "Alt", "ActualText", "E")
OWNERS = {"O", "BBox", "Type"}


def tag_tree(data: bytes, *, shortened: bool = True) -> str:
    """All tags of a PDF, one line a block."""
    with pikepdf.open(BytesIO(data)) as pdf:
        reader = _Reader(pdf, WORDS if shortened else sys.maxsize)
        root = pdf.Root.get("/StructTreeRoot")
        lines = [] if root is None else [line for kid in _kids(root) for line in reader.lines(kid, 0)]
    return "".join(f"{line}\n" for line in lines)


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf, longest: int) -> None:
        self.longest = longest
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self.words: dict[tuple[int, int], str] = {}
        fonts: dict[Any, Any] = {}
        for number, page in enumerate(pdf.pages, start=1):
            for piece in pieces_of(page.obj, number, fonts):
                if piece.mcid is not None:
                    key = number, piece.mcid
                    self.words[key] = self.words.get(key, "") + piece.text
        self.page = 0

    def lines(self, tag: Any, depth: int) -> Iterator[str]:
        """The line of a block, and those of the blocks in it."""
        words, inline, blocks, pages = self._parts(tag, self._page(tag, 0))
        line = f"{'  ' * depth}{_name(tag)}"
        if text := _first_words("".join(words), self.longest):
            line += f" {text}"
        if inline:
            line += f" ({', '.join(inline)})"
        yield line + self._pages(pages)
        for block in blocks:
            yield from self.lines(block, depth + 1)

    def _pages(self, pages: set[int]) -> str:
        """Which pages a block's own words are on, where that is news."""
        if not pages or pages == {self.page}:
            return ""
        first, self.page = min(pages), max(pages)
        return f"  p. {first}" if len(pages) == 1 else f"  p. {first}–{self.page}"

    def _parts(self, tag: Any, page: int) -> tuple[list[str], list[str], list[Any], set[int]]:
        """A tag's own words, what runs within them, the blocks it holds, and the pages of the words."""
        words: list[str] = []
        inline: list[str] = []
        blocks: list[Any] = []
        pages: set[int] = set()
        for kid in _kids(tag):
            if isinstance(kid, int):
                words.append(self.words.get((page, kid), ""))
                pages.add(page)
            elif "/MCID" in kid:
                here = self._page(kid, page)
                words.append(self.words.get((here, int(kid.MCID)), ""))
                pages.add(here)
            elif kid.get("/Type") == "/OBJR":
                inline.append(f"→ {self._goal(kid.Obj)}")
            elif str(kid.S)[1:] in INLINE:
                own, inner, _, its_pages = self._parts(kid, self._page(kid, page))
                words += own
                pages |= its_pages
                inline.append(" ".join([_name(kid), *dict.fromkeys(inner)]))
            else:
                blocks.append(kid)
        return words, inline, blocks, pages

    def _page(self, tag: Any, otherwise: int) -> int:
        page = tag.get("/Pg")
        return otherwise if page is None else self.pages[page.objgen]

    def _goal(self, annotation: Any) -> str:
        action = annotation.get("/A", {})
        if "/URI" in action:
            return str(action.URI)
        return f"#{annotation.Dest}"


def _kids(tag: Any) -> Iterator[Any]:
    kids = tag.get("/K")
    if isinstance(kids, pikepdf.Array):
        yield from kids
    elif kids is not None:
        yield kids


def _name(tag: Any) -> str:
    said = [str(tag.S)[1:]]
    said += [f"{key.lower()}={_quoted(str(tag[f'/{key}']))}" for key in TELLING if f"/{key}" in tag]
    attributes = tag.get("/A", {})
    said += [
        f"{key[1:].lower()}={str(value).removeprefix('/')}"
        for key, value in attributes.items()
        if key[1:] not in OWNERS
    ]
    return " ".join(said)


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"\s", text) else text


def _first_words(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"
