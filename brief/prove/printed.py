"""A PDF as printed: its words in reading order, its notes, and what stands outside the text.

The structure tree gives the order, the content streams the words. What the tree does not
reach stands outside the text: running heads and feet. A note is an element of the notes'
area that begins with its number; one without a number goes on with the note before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from brief.prove.content import Piece, Placed, read_page
from brief.prove.fonts import Font
from brief.prove.ink import Box
from brief.prove.navigation import Link, Navigation
from brief.prove.structure import Leaf, Picture, Tree

TABLE_HEAD, LEADER = "BRIEF_TableHead", "Layout"
NUMBER = re.compile(r"\W*(\d{1,6})\W*")


@dataclass(slots=True)
class Item:
    """A piece in reading order, and where it stands in the tree."""

    piece: Piece
    leaf: Leaf = field(default_factory=lambda: Leaf(0, 0))

    @property
    def table(self) -> int | None:
        """The table it stands in (None: none)."""
        return self.leaf.table


@dataclass(slots=True)
class PrintedNote:
    """A note at a page's foot: its number, the page it begins on, its pieces.

    `id`: the identifier of its tag; empty where the tag has none, or no label for the number, which is
    `label` as printed.
    """

    number: int
    page: int
    label: Piece
    id: str = ""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words of the note."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class PrintedText:
    """The words of a PDF, and where it leads.

    `outside`: pieces that the structure tree does not reach; `repeated`: heads of tables that
    are printed again; `leaders`: dots and the like that lead the eye; `content`: all pieces by
    page, as painted; `bookmarks`, `links` and `others` as in `Navigation`; `headings`: their
    levels; `spoken`: page, what a reading voice says in place of words, and these words;
    `for_press`: a file for print shops (PDF/X); `fonts`: those that the pages are set in; `placed`: pictures
    as painted; `papers`: the edges of each page once it is cut; `places`: where in the tree a marked
    content of a page stands.
    """

    pages: int
    text: list[Item] = field(default_factory=list)
    notes: list[PrintedNote] = field(default_factory=list)
    outside: list[Piece] = field(default_factory=list)
    repeated: list[Piece] = field(default_factory=list)
    leaders: list[Piece] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    content: list[list[Piece]] = field(default_factory=list)
    bookmarks: list[tuple[str, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    others: list[tuple[int, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    spoken: list[tuple[int, str, str]] = field(default_factory=list)
    for_press: bool = False
    fonts: list[Font] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    papers: list[Box] = field(default_factory=list)
    places: dict[tuple[int, int], Leaf] = field(default_factory=dict)

    def all_pieces(self) -> Iterator[Piece]:
        """Every piece, page by page, as painted."""
        return (piece for pieces in self.content for piece in pieces)

    def own_pieces(self) -> Iterator[Piece]:
        """The pieces of text, notes and margins; letters in a picture are the picture's."""
        yield from (item.piece for item in self.text)
        for note in self.notes:
            yield note.label
            yield from note.pieces
        yield from self.outside

    @property
    def doubts(self) -> dict[int, list[Piece]]:
        """The pieces that may be invisible, by page."""
        found: dict[int, list[Piece]] = {}
        for piece in self.own_pieces():
            if piece.in_doubt:
                found.setdefault(piece.page, []).append(piece)
        return found


def read_pdf(data: bytes) -> PrintedText:
    """The words of a PDF that we printed."""
    with pikepdf.open(BytesIO(data)) as pdf:
        printed, navigation = read_open(pdf), Navigation(pdf)
        printed.bookmarks, printed.links = navigation.bookmarks, navigation.links
        printed.others, printed.for_press = navigation.others, navigation.for_press
        return printed


def read_open(pdf: pikepdf.Pdf, content: list[list[Piece]] | None = None) -> PrintedText:
    """The words of an open PDF, whose pieces may be known; `ValueError` when a page cannot be read."""
    fonts: dict[tuple[int, int], Font] = {}
    placed: list[Placed] = []
    if content is None:
        pages = [read_page(page.obj, number, fonts) for number, page in enumerate(pdf.pages, start=1)]
        content, placed = [pieces for pieces, _ in pages], [it for _, found in pages for it in found]
    printed = PrintedText(len(content), content=content, fonts=list(fonts.values()), placed=placed)
    printed.papers = [_paper(page) for page in pdf.pages]
    _in_order(printed, Tree(pdf))
    return printed


def _paper(page: pikepdf.Page) -> Box:
    """The page as it is cut (ISO 32000-1, 14.11.2)."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return left, bottom, right, top


def _in_order(printed: PrintedText, tree: Tree) -> None:
    """Deal the pieces out to text, notes and outside, in the order of the tree."""
    by_mark: dict[tuple[int, int], list[Piece]] = {}
    for piece in printed.all_pieces():
        if piece.mcid is not None:
            by_mark.setdefault((piece.page, piece.mcid), []).append(piece)
    notes: dict[int, PrintedNote] = {}
    for leaf in tree.leaves:
        printed.places[leaf.page, leaf.mcid] = leaf
        if leaf.role == "/Figure":  # letters in a picture are the picture's
            continue
        for piece in by_mark.get((leaf.page, leaf.mcid), ()):
            if leaf.note is None or not _add_to_note(printed, notes, leaf.note, piece):
                printed.text.append(Item(piece, leaf))
    for element, note in notes.items():
        id_, has_label = tree.notes[element]
        note.id = id_ if has_label else ""
    printed.pictures, printed.headings = tree.pictures, tree.headings
    printed.spoken = [
        (tree.leaves[first].page if first < last else 0, says, _shown(tree.leaves[first:last], by_mark))
        for says, first, last in tree.spoken
    ]
    said = (piece for piece in printed.all_pieces() if piece.spoken is not None)
    printed.spoken += [(piece.page, piece.spoken or "", piece.drawn) for piece in said]
    unreached = [p for p in printed.all_pieces() if p.mcid is None or (p.page, p.mcid) not in printed.places]
    printed.outside = [p for p in unreached if p.artifact not in (TABLE_HEAD, LEADER)]
    printed.leaders = [p for p in unreached if p.artifact == LEADER]
    printed.repeated = [p for p in unreached if p.artifact == TABLE_HEAD]


def _shown(leaves: Iterable[Leaf], by_mark: dict[tuple[int, int], list[Piece]]) -> str:
    pieces = (piece for leaf in leaves for piece in by_mark.get((leaf.page, leaf.mcid), ()))
    return "".join(piece.text for piece in pieces)


def _add_to_note(printed: PrintedText, notes: dict[int, PrintedNote], element: int, piece: Piece) -> bool:
    """Whether the piece belongs to a note: one begun, or one that begins with it."""
    if element in notes:
        notes[element].pieces.append(piece)
        return True
    match = NUMBER.fullmatch(piece.text)
    if match is None:
        return False
    notes[element] = PrintedNote(int(match[1]), piece.page, piece)
    printed.notes.append(notes[element])
    return True
