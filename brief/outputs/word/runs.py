"""Words within a line: from inline elements to runs.

White space is collapsed as HTML has it, across elements, and none stands at a line's
beginning or end. A note's span becomes a call here and a native note in the notes'
part; what only a screen shows (`note-call`) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element

from brief.outputs.word.draft import Draft, bookmark
from brief.outputs.word.faces import Face
from brief.outputs.word.markup import element, escaped, text, twips
from brief.outputs.word.page import SPACE, classes, is_block
from brief.outputs.word.pictures import drawing
from brief.outputs.word.relationships import Relationships

LABELLED = re.compile(r"(.*?)(\d+)", re.S)
NOTE_DEPTH = re.compile(r"in-\d")
NOTE_LEFT, NOTE_STEP = 18.0, 11.0
"""Where the words of a note begin, and how much further in each list or quotation, in points."""

TAB, BREAK = "\t", "\n"


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: words in one face, or (`xml`) something ready made."""

    words: str
    face: Face
    link: str = ""
    xml: str = ""
    kept: bool = False


@dataclass(frozen=True)
class Inline:
    """Reads inline content for one part: its relationships, and where its notes go."""

    draft: Draft
    relationships: Relationships
    sequence: str = "Table"

    def runs(self, nodes: Iterable[Element | str], face: Face, *, kept: bool = False) -> str:
        """The runs of a paragraph, its white space collapsed (or `kept`, for code)."""
        pieces = [piece for node in nodes for piece in self._pieces(node, face, "", kept=kept)]
        return self.written(collapsed(pieces))

    def written(self, pieces: Iterable[Piece]) -> str:
        """Pieces as runs, those of one link in one `w:hyperlink`."""
        return "".join(
            _linked(link, "".join(self._run(piece) for piece in group))
            for link, group in groupby(pieces, key=lambda piece: piece.link)
        )

    def _run(self, piece: Piece) -> str:
        if piece.xml:
            return piece.xml
        settings = self.draft.settings
        properties = piece.face.properties(
            self.draft.look, self.draft.page.language, emphasis=settings.emphasis
        )
        return element("r", properties, _characters(piece.words))

    def _pieces(self, node: Element | str, face: Face, link: str, *, kept: bool) -> Iterator[Piece]:
        if isinstance(node, str):
            if node:
                yield Piece(node, face, link, kept=kept)
            return
        special = self._special(node)
        if special is not None:
            yield from special(node, face, link)
            return
        inner_link = self._address(node) or link if node.tag == "a" else link
        inner_face = face.within(node)
        yield from self._inner(node, inner_face, inner_link, kept=kept or node.tag == "pre")
        if self.draft.look.own_line and "to" in classes(node):
            yield Piece(BREAK, face)

    def _inner(self, node: Element, face: Face, link: str, *, kept: bool) -> Iterator[Piece]:
        for inner in contents(node):
            if not isinstance(inner, str) and is_block(inner):
                yield Piece(BREAK, face)
            yield from self._pieces(inner, face, link, kept=kept)

    def _address(self, node: Element) -> str:
        """A link's attribute: to a bookmark of this document, or to an address outside."""
        address = node.get("href") or ""
        if address.startswith("#"):
            return f'w:anchor="{escaped(bookmark(address[1:]))}"' if address[1:] in self.draft.targets else ""
        identifier = self.relationships.link(address)
        return f'r:id="{identifier}"' if identifier else ""

    def _special(self, node: Element) -> Callable[[Element, Face, str], Iterator[Piece]] | None:
        names = classes(node)
        by_class = (
            ("note-call", self._nothing),
            ("list-label", self._nothing),
            ("footnote", self._note),
            ("number", self._number),
            ("date", self._at_the_right),
            ("beside", self._at_the_right),
            ("contact", self._set_apart),
        )
        found = next((special for name, special in by_class if name in names), None)
        if found is not None:
            return found
        if "label" in names and LABELLED.fullmatch("".join(node.itertext())):
            return self._sequence
        return {"br": self._break, "img": self._picture, "script": self._nothing, "style": self._nothing}.get(
            node.tag
        )

    def _nothing(self, node: Element, face: Face, link: str) -> Iterator[Piece]:  # noqa: ARG002
        return iter(())

    def _break(self, node: Element, face: Face, link: str) -> Iterator[Piece]:  # noqa: ARG002
        yield Piece(BREAK, face, link)

    def _number(self, node: Element, face: Face, link: str) -> Iterator[Piece]:
        """A number that the template wrote before a heading: a tab stop parts them."""
        yield from self._inner(node, face.within(node), link, kept=False)
        yield Piece(TAB, face, link)

    def _at_the_right(self, node: Element, face: Face, link: str) -> Iterator[Piece]:
        yield Piece(TAB, face, link)
        light = "date" in classes(node)
        yield from self._inner(node, replace(face.within(node), light=light), link, kept=False)

    def _set_apart(self, node: Element, face: Face, link: str) -> Iterator[Piece]:
        has_stop = bool(self.draft.look.styles["Imprint"].tabs)
        yield Piece(TAB if has_stop else BREAK, face, link)
        yield from self._inner(node, face.within(node), link, kept=False)

    def _sequence(self, node: Element, face: Face, link: str) -> Iterator[Piece]:
        """A caption's label with a number of Word's own: `Table { SEQ Table }`."""
        match = LABELLED.fullmatch("".join(node.itertext()))
        assert match is not None
        label = replace(face.within(node), style="Label")
        yield Piece(match[1], label, link)
        properties = label.properties(
            self.draft.look, self.draft.page.language, emphasis=self.draft.settings.emphasis
        )
        yield Piece(match[2], label, link, xml=field(f"SEQ {self.sequence} \\* ARABIC", match[2], properties))

    def _picture(self, node: Element, face: Face, link: str) -> Iterator[Piece]:
        xml = drawing(self.draft, node, self.relationships)
        if xml:
            yield Piece("\ufffc", face, link, xml=xml)

    def _note(self, node: Element, face: Face, link: str) -> Iterator[Piece]:  # noqa: ARG002
        """A note: its text goes to the notes' part, its call stands here."""
        self.draft.footnotes.append("")
        number = len(self.draft.footnotes)
        self.draft.footnotes[number - 1] = self._note_text(node, number)
        style = element("rPr", element("rStyle", val="FootnoteReference"))
        yield Piece("\u2060", Face(), xml=element("r", style, element("footnoteReference", id=number)))

    def _note_text(self, node: Element, number: int) -> str:
        notes = Inline(self.draft, self.draft.notes)
        paragraphs: list[tuple[tuple[str, ...], list[Element | str]]] = [((), [])]
        for inner in contents(node):
            if not isinstance(inner, str) and "note-par" in classes(inner):
                paragraphs += [(tuple(classes(inner)), list(contents(inner))), ((), [])]
            else:
                paragraphs[-1][1].append(inner)
        language = node.get("lang") or ""
        lines = [(names, notes.runs(nodes, Face(language=language))) for names, nodes in paragraphs]
        written = [(names, line) for names, line in lines if line] or [((), "")]
        return element(
            "footnote",
            *(_note_paragraph(names, line, first=not i) for i, (names, line) in enumerate(written)),
            id=number,
        )


def _note_paragraph(names: tuple[str, ...], line: str, *, first: bool) -> str:
    """A paragraph of a note: its number or room in place of it, set in as its classes (`in-2`) say."""
    style = element("pStyle", val="FootnoteQuote" if "note-quote" in names else "FootnoteText")
    depth = next((int(name[3:]) for name in names if NOTE_DEPTH.fullmatch(name)), 0)
    tab = element("r", element("tab"))
    if first:
        return element("p", element("pPr", style), element("r", element("footnoteRef")) + tab, line)
    if not depth:
        return element("p", element("pPr", style), tab, line)
    indent = element("ind", left=twips(NOTE_LEFT + NOTE_STEP * depth), firstLine=0)
    return element("p", element("pPr", style, indent), line)


def contents(node: Element) -> Iterator[Element | str]:
    """What is in an element, in order: text and elements."""
    yield node.text or ""
    for inner in node:
        if isinstance(inner.tag, str):
            yield inner
        yield inner.tail or ""


def collapsed(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces without the white space that HTML does not print."""
    result: list[Piece] = []
    after_space = True
    for piece in pieces:
        words = piece.words if piece.kept or piece.xml else _collapsed(piece.words, after_space=after_space)
        if piece.words in (TAB, BREAK):
            _trim_end(result)
            words = piece.words
        if not words:
            continue
        result.append(replace(piece, words=words))
        after_space = not piece.kept and not piece.xml and words[-1] in (" ", TAB, BREAK)
    _trim_end(result)
    return _joined(result)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that are set alike, as one run."""
    result: list[Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if last is not None and not (last.xml or piece.xml) and replace(last, words=piece.words) == piece:
            result[-1] = replace(last, words=last.words + piece.words)
        else:
            result.append(piece)
    return result


def _collapsed(words: str, *, after_space: bool) -> str:
    words = SPACE.sub(" ", words)
    return words.removeprefix(" ") if after_space else words


def _trim_end(pieces: list[Piece]) -> None:
    while pieces and not pieces[-1].xml and not pieces[-1].kept:
        words = pieces[-1].words.rstrip(" \n")
        if words:
            pieces[-1] = replace(pieces[-1], words=words)
            return
        pieces.pop()


def _characters(words: str) -> str:
    """The content of a run: text, with tabs and line breaks as Word writes them."""
    parts = re.split(r"([\t\n])", words)
    made = {TAB: element("tab"), BREAK: element("br")}
    return "".join(made.get(part) or text(part) for part in parts if part)


def _linked(link: str, runs: str) -> str:
    return f'<w:hyperlink {link} w:history="1">{runs}</w:hyperlink>' if link else runs


def field(instruction: str, shown: str, properties: str = "", *, dirty: bool = False) -> str:
    """A complex field with the result that is shown until Word works it out (ECMA-376-1, 17.16)."""
    begin = {"fldCharType": "begin", **({"dirty": "1"} if dirty else {})}
    return (
        element("r", properties, element("fldChar", **begin))
        + element("r", properties, text(f" {instruction} ", "instrText"))
        + element("r", properties, element("fldChar", fldCharType="separate"))
        + element("r", properties, text(shown))
        + element("r", properties, element("fldChar", fldCharType="end"))
    )
