"""A Word document read back: what a reader finds in it, and under which number.

Notes are numbered as Word numbers them, by the order of their calls in the text,
whatever their identifiers say; so what is proved is what the reader will see. Automatic
numbers, running heads and the instructions of fields are not text of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from brief.outputs.word.markup import NAMESPACES
from brief.outputs.word.read_marks import Marks

W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
SMALLEST = 5
CHARACTERS = {
    f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad",
}  # fmt: skip
"""Characters that Word writes as elements."""

SEEN = (f"{W}drawing", f"{W}footnoteReference")
"""What is seen in a paragraph that holds no words."""


@dataclass(frozen=True)
class WordBlock:
    """A paragraph: its words, the marks before them, how deep the last of these is, whether it is quoted."""

    words: str
    marks: tuple[str, ...] = ()
    depth: int = 0
    quoted: bool = False


@dataclass(frozen=True)
class WordText:
    """The paragraphs of the body, the notes by number, and the numbers of their calls in order.

    `links` are the words of links and the addresses they lead to.
    """

    blocks: tuple[WordBlock, ...]
    note_blocks: dict[int, tuple[WordBlock, ...]]
    calls: tuple[int, ...]
    links: tuple[tuple[str, str], ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The words of the body's paragraphs."""
        return tuple(block.words for block in self.blocks)

    @property
    def notes(self) -> dict[int, str]:
        """The words of the notes."""
        blocks = self.note_blocks.items()
        return {number: "\n".join(block.words for block in inner) for number, inner in blocks}

    @property
    def text(self) -> str:
        """The whole body."""
        return "\n".join(self.paragraphs)


def read_word(data: bytes) -> WordText:
    """The text of a .docx. Raises `ValueError` for what is none."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            document = ElementTree.fromstring(archive.read("word/document.xml"))
            notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
            links = (*_links(archive, document, "document"), *_links(archive, notes, "footnotes"))
            marks = Marks(_part(archive, "numbering"), _part(archive, "styles"))
    except (BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise ValueError("not a Word document") from error
    called = [node.get(f"{W}id") or "" for node in document.iter(f"{W}footnoteReference")]
    numbers = {identifier: number for number, identifier in reversed(list(enumerate(called, start=1)))}
    blocks = {node.get(f"{W}id") or "": tuple(_blocks(node, marks)) for node in notes.iter(f"{W}footnote")}
    return WordText(
        tuple(_blocks(document, marks)),
        {number: blocks.get(called[number - 1], ()) for number in sorted(numbers.values())},
        tuple(numbers[identifier] for identifier in called),
        links,
    )


def _part(archive: ZipFile, name: str) -> Element | None:
    path = f"word/{name}.xml"
    return ElementTree.fromstring(archive.read(path)) if path in archive.namelist() else None


def _blocks(part: Element, marks: Marks) -> Iterator[WordBlock]:
    """The paragraphs that hold words; the mark of one without is read before the next."""
    waiting: list[tuple[str, int]] = []
    for paragraph in part.iter(f"{W}p"):
        mark, depth = marks.of(paragraph)
        waiting += [(mark, depth)] if mark else []
        words = _words(paragraph)
        if words:
            depth = waiting[-1][1] if waiting else 0
            yield WordBlock(words, tuple(m for m, _ in waiting), depth, marks.is_quotation(paragraph))
        if words or any(node.tag in SEEN for node in paragraph.iter()):
            waiting = []


def _words(paragraph: Element) -> str:
    return "".join(_characters(paragraph)).strip(" ")


def _characters(paragraph: Element) -> Iterator[str]:
    for node in (node for run in paragraph.iter(f"{W}r") if not _is_unseen(run) for node in run.iter()):
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag in CHARACTERS:
            yield CHARACTERS[node.tag]


def _is_unseen(run: Element) -> bool:
    """Whether a run is hidden, white, or set too small for any eye (half-points)."""
    look = run.find(f"{W}rPr")
    if look is None:
        return False
    hidden, colour, size = look.find(f"{W}vanish"), look.find(f"{W}color"), look.find(f"{W}sz")
    if hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false", "off"):
        return True
    if colour is not None and (colour.get(f"{W}val") or "").upper() == "FFFFFF":
        return True
    return size is not None and int(size.get(f"{W}val") or SMALLEST) < SMALLEST


def _links(archive: ZipFile, part: Element, name: str) -> Iterator[tuple[str, str]]:
    """The words and the address of every link to the web in a part."""
    relationships = f"word/_rels/{name}.xml.rels"
    if relationships not in archive.namelist():
        return
    found = ElementTree.fromstring(archive.read(relationships))
    targets = {node.get("Id"): node.get("Target") or "" for node in found}
    for node in part.iter(f"{W}hyperlink"):
        if (key := node.get(f"{R}id")) is not None:
            yield "".join(_characters(node)), targets.get(key, "")
