"""`outputs/NAME.txt`: the brief as plain text with its notes, for an e-mail.

Lines are at most 72 characters long where words allow it (RFC 5322, 2.1.1, asks for less than 78).
Headings are underlined, items have their marks, quotations are set in, pictures are their
alternative texts in square brackets. A note is called as `[4]` and stands at the end under the
number that it has in the PDF; paragraphs of a numbered submission have the numbers of the PDF.
The address of a link that is not spelled out follows it in angle brackets (RFC 3986, appendix C).

The text is read back as lines: what the writer adds (marks, underlines, calls, addresses) is known
by its form, and every other word must be the page's, in its order (P715).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from brief.outputs.output import Output, Source
from brief.outputs.word.page import SPACE, children, classes, is_block, read_page
from brief.prove.page_words import text_of
from brief.prove.words import first_difference, folded, shortened

if TYPE_CHECKING:
    from brief.model.diagnostic import Diagnostic
    from brief.prove.page_words import Chunk
    from brief.prove.reading import Reading

WIDTH = 72
LEAST = 24
"""The narrowest column that text is wrapped to, however deep it is set in."""
LINE = "\v"  # ends a line within a paragraph; no text holds one
UNDERLINES = {"h1": "=", "h2": "-"}
INDENTS = {"blockquote": 4, "dd": 4}
UNMARKED = {"organisations"}
SKIPPED = {"style", "script", "template", "hr"}
SKIPPED_CLASSES = {"review-copy", "note-call", "list-label"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
CALL = re.compile(r"\[(\d+)\]")
UNDERLINE = re.compile(r"\s*(?:=+|-+)")
MARK = re.compile(r"-|\d+\.|[IVX]+\.")
ADDRESS = re.compile(r"<(\S+)>")
NOTE_ID = re.compile(r"note-(\d+)")


@dataclass(frozen=True)
class _At:
    """Where a block stands: how far in, the mark of its first line, the classes around it, its parent's."""

    indent: int = 0
    mark: str = ""
    within: frozenset[str] = frozenset()
    parent: frozenset[str] = frozenset()


@dataclass
class _Writer:
    """Writes the blocks of a page. `hidden` names the sections whose headings are not printed."""

    hidden: frozenset[str]
    blocks: list[str] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def block(self, node: Element, at: _At) -> None:
        """A block and all in it."""
        names = frozenset(classes(node))
        is_unprinted = node.tag == "h2" and at.within & self.hidden
        if node.tag in SKIPPED or names & SKIPPED_CLASSES or is_unprinted:
            return
        inner = replace(at, within=at.within | names, parent=names)
        if node.tag in ("ul", "ol"):
            self._items(node, inner)
        elif node.tag == "table":
            self._table(node, inner)
        elif node.tag == "pre":
            self.blocks.append(textwrap.indent("".join(self._inline(node)).strip("\n"), " " * at.indent))
        elif any(_is_block(child) for child in children(node)):
            self._within(node, replace(inner, indent=at.indent + INDENTS.get(node.tag, 0)))
        else:
            self._words(node, at, names)

    def _within(self, node: Element, at: _At) -> None:
        """The blocks in an element; words between them are blocks of their own."""
        loose: list[str] = [node.text or ""]
        for child in children(node):
            if _is_block(child):
                at = self._loose(loose, at)
                before = len(self.blocks)
                self.block(child, at)
                at = replace(at, mark="") if len(self.blocks) > before else at
                loose = [child.tail or ""]
            else:
                loose += [*self._inline(child), child.tail or ""]
        self._loose(loose, at)

    def _loose(self, loose: list[str], at: _At) -> _At:
        if words := _collapsed("".join(loose)):
            self.blocks.append(_wrapped(words, at.indent, at.mark))
            return replace(at, mark="")
        return at

    def _words(self, node: Element, at: _At, names: frozenset[str]) -> None:
        words = _collapsed("".join(self._inline(node)))
        mark = at.mark or self._number(node, at, names)
        if node.tag in HEADINGS:
            line = _wrapped(f"{mark} {words}".strip(), 0)
            sign = UNDERLINES.get(node.tag, "")
            self.blocks.append(line + (f"\n{sign * max(map(len, line.splitlines()))}" if sign else ""))
        elif words:
            self.blocks.append(_wrapped(words, at.indent + INDENTS.get(node.tag, 0), mark))

    def _number(self, node: Element, at: _At, names: frozenset[str]) -> str:
        """The number that the style sheet of a submission counts (`styles/submission.css`)."""
        if "numbered" not in at.within:
            return ""
        if node.tag == "h2" and "section" in at.parent:
            return f"{_roman(self._next('section'))}."
        is_counted = "key-figure" in names or (node.tag == "p" and "prose" in at.parent)
        return f"{self._next('paragraph')}." if is_counted else ""

    def _next(self, what: str) -> int:
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def _items(self, node: Element, at: _At) -> None:
        """A list: its marks are counted where the style sheets count them, or stand in the items."""
        for number, item in enumerate(children(node), start=1):
            mark = "" if at.parent & UNMARKED else "-"
            if node.tag == "ol":
                mark = _label(item) if "labelled" in at.within else self._counted(at, number)
            step = len(mark) + 1 if mark else 0
            inner = replace(at, mark=mark, indent=at.indent + step, within=at.within - {"labelled"})
            before = len(self.blocks)
            self._within(item, inner)
            if mark and len(self.blocks) == before:
                self.blocks.append(" " * at.indent + mark)

    def _counted(self, at: _At, number: int) -> str:
        if "contents" in at.within:
            return ""
        counter = next((name for name in ("asks", "addressee") if name in at.within), "")
        if "numbered" in at.within and counter:
            return f"{self._next('paragraph')}."
        return f"{self._next('recommendation') if counter == 'addressee' else number}."

    def _table(self, node: Element, at: _At) -> None:
        """The caption, then the rows: in columns where they fit a line, else each cell a paragraph."""
        for caption in node.iter("caption"):
            self.block(caption, at)
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in node.iter("tr")]
        cells = [[self._cell(cell) for cell in row] for row in rows]
        if all("\n" not in cell for row in cells for cell in row):
            widths = [max(map(len, column)) for column in zip(*cells, strict=False)]
            if len({len(row) for row in cells}) == 1 and at.indent + sum(widths) + 2 * len(widths) <= WIDTH:
                lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
                self.blocks.append(textwrap.indent("\n".join(lines), " " * at.indent))
                return
        for row in cells:
            parts = [part for cell in row for part in cell.split("\n") if part]
            lines = [_wrapped(part, at.indent + 2, "" if place else "-") for place, part in enumerate(parts)]
            self.blocks.append("\n".join(lines))

    def _cell(self, cell: Element) -> str:
        """The blocks of a cell, one a line."""
        inner = _apart(self)
        inner._within(cell, _At())
        return "\n".join(" ".join(block.split()) for block in inner.blocks)

    def _piece(self, node: Element) -> Iterator[str]:
        """An element within a line, and the words that follow it."""
        yield " " if _is_block(node) else ""
        yield from self._inline(node)
        yield node.tail or ""

    def _inline(self, node: Element) -> Iterator[str]:
        """The words of an element within a line; notes are put aside and called."""
        names = set(classes(node))
        if names & SKIPPED_CLASSES:
            return
        if node.tag == "img":
            yield f"[{node.get('alt', '')}]" if node.get("alt") else ""
            return
        if "footnote" in names and (match := NOTE_ID.fullmatch(node.get("id", ""))):
            yield f"[{match[1]}]"
            self.notes[int(match[1])] = ""  # keeps the order of calls
            inner = (piece for child in children(node) for piece in self._piece(child))
            self.notes[int(match[1])] = _collapsed("".join((node.text or "", *inner)))
            return
        if node.tag == "br":
            yield " "
        inner = (piece for child in children(node) for piece in self._piece(child))
        words = "".join((node.text or "", *inner))
        if "to" in names or "note-par" in names:
            words = words + LINE if "to" in names else LINE + words
        yield words
        address = node.get("href") or ""
        if ":" in address and address.removeprefix("mailto:") not in words:
            yield f" <{address.removeprefix('mailto:')}>"


def _apart(writer: _Writer) -> _Writer:
    """A writer of blocks that stand apart, such as those of a note or a cell; notes and numbers go on."""
    return _Writer(writer.hidden, [], writer.notes, writer.counts)


def _label(item: Element) -> str:
    """The mark of an item that its text brings (`(b)`)."""
    spans = (span for span in item.iter("span") if "list-label" in classes(span))
    return next((_collapsed(span.text or "") for span in spans), "")


def _is_block(node: Element) -> bool:
    return is_block(node) and "footnote" not in classes(node)


def _collapsed(words: str) -> str:
    return SPACE.sub(" ", words).strip(" ")


def _roman(number: int) -> str:
    written = ""
    for letters, value in ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _wrapped(words: str, indent: int, mark: str = "") -> str:
    """A paragraph in lines, its mark before the first, set in by so many characters."""
    left = " " * indent
    first = f"{mark} ".rjust(indent) if mark else left
    lines: list[str] = []
    for line in words.split(LINE):
        lines += textwrap.wrap(
            line.strip(),
            max(WIDTH, indent + LEAST),
            initial_indent=left if lines else first,
            subsequent_indent=left,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def render(source: Source) -> bytes:
    """The text of a composed page, UTF-8."""
    from brief.outputs.word.looks import LOOKS, REPORT

    page = read_page(source.composed.html)
    writer = _Writer(frozenset(LOOKS.get(page.kind, REPORT).hidden))
    writer.block(page.body, _At())
    heading = source.manuscript.brief.catalogue.labels["notes"]
    notes = [_note(number, words) for number, words in sorted(writer.notes.items())]
    end = [f"{heading}\n{'-' * len(heading)}", *notes] if notes else []
    return ("\n\n".join([*writer.blocks, *end]) + "\n").encode()


def _note(number: int, words: str) -> str:
    return _wrapped(words, 5, f"[{number}]")


def read_back(reading: Reading, data: bytes, source: Source) -> Iterator[Diagnostic]:
    """P715: what differs between the page and the text file."""
    from brief.check.rules.printed import TextDiffers

    heading = source.manuscript.brief.catalogue.labels["notes"]
    body, notes = _parts(data.decode("utf-8", errors="replace"), heading)
    told = {_as_shown(chunk.href) for chunk in _chunks(reading) if ":" in chunk.href}
    for words in reading.words.pictures:
        shown = re.compile(r"\[\s*" + r"\s+".join(map(re.escape, words.split())) + r"\s*\]")
        body, found = shown.subn(" ", body, count=1) if words.split() else (body, 1)
        if not found:
            message = f"the text file lacks the words of a picture: “{shortened(words)}”"
            yield TextDiffers.at(reading.venue, message)
    calls = tuple(int(call) for call in CALL.findall(body))
    if calls != tuple(chunk.call for chunk in reading.words.text if chunk.call):
        yield TextDiffers.at(reading.venue, "the text file does not call the notes of the PDF in their order")
    promised = " ".join(chunk.text for chunk in reading.words.text if not chunk.paper_only)
    for ours, theirs, after in _differences(promised, CALL.sub("", body), told):
        message = f"in the text file, {first_difference(ours, theirs)}"
        yield TextDiffers.at(reading.place(after), message)
    for number in sorted(set(reading.words.notes) | set(notes)):
        ours, theirs = text_of(reading.words.notes.get(number, [])), notes.get(number, "")
        if any(_differences(ours, theirs, told)):
            message = f"note {number} in the text file: {first_difference(ours, theirs)}"
            yield TextDiffers.at(reading.note_place(number), message)


def _chunks(reading: Reading) -> Iterator[Chunk]:
    yield from reading.words.text
    for note in reading.words.notes.values():
        yield from note


def _as_shown(address: str) -> str:
    """An address as the text file shows it."""
    return address.removeprefix("mailto:")


def _parts(text: str, heading: str) -> tuple[str, dict[int, str]]:
    """The text before the notes, and the notes by number."""
    body, found, rest = text.rpartition(f"\n{heading}\n{'-' * len(heading)}\n")
    if not found:
        return text, {}
    pieces = re.split(r"^ *\[(\d+)\] ", rest, flags=re.M)
    return body, dict(zip(map(int, pieces[1::2]), pieces[2::2], strict=True))


def _differences(promised: str, written: str, told: set[str]) -> Iterator[tuple[str, str, str]]:
    """(promised, found, where) of each stretch that differs, but for marks, underlines and addresses."""
    ours = folded(promised).split()
    theirs: list[str] = []
    added: set[int] = set()
    for block in re.split(r"\n\s*\n", written):
        lines = [line for line in block.split("\n") if not UNDERLINE.fullmatch(line)]
        for place, word in enumerate(" ".join(lines).split()):
            address = ADDRESS.search(word)
            if (not place and MARK.fullmatch(word)) or (address and address[1] in told):
                added.add(len(theirs))
            theirs.append(word)
    places = [(at, part) for at, word in enumerate(theirs) for part in folded(word).split()]
    if "".join(ours) == "".join(part for at, part in places if at not in added):
        return
    matcher = SequenceMatcher(None, ours, [part for _, part in places], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        found = [part for at, part in places[c:d] if at not in added]
        if kind != "equal" and "".join(ours[a:b]) != "".join(found):
            yield " ".join(ours[a:b]), " ".join(found), " ".join(ours[a : b + 6])


TXT = Output("txt", render, read_back, lambda manuscript: "txt" in manuscript.brief.spec.outputs)
