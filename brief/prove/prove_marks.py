"""P719: items bear the marks that were written, as deep in lists as written; quotations are quotations.

What was written comes from pandoc's tree (`Composed.outline`). Each of its paragraphs is
found in the composed page by its first words, from there in the PDF by the alignment, and
in the Word file by counting letters: whether the words are the same, other proofs say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from brief.check.rules.printed import MarkAstray
from brief.compose.outline import BULLET, Entry, Passage, letters_of
from brief.model.diagnostic import Diagnostic
from brief.prove.content import Piece
from brief.prove.page_words import Chunk
from brief.prove.printed import Item
from brief.prove.reading import Reading
from brief.prove.words import folded, is_right_to_left, shortened, squashed

SET_IN = 2.0
"""How far, in points, a quotation is set in at least that nothing else tells from our own words."""

INDENT = 24.0
"""How far the first line of a paragraph of ours may be set in; what is farther stands in another column."""


class Block(Protocol):
    """A paragraph of a Word file."""

    @property
    def words(self) -> str:
        """Its words."""

    @property
    def marks(self) -> Sequence[str]:
        """The marks before it."""

    @property
    def depth(self) -> int:
        """How deep in lists it is, where it has a mark."""

    @property
    def quoted(self) -> bool:
        """Whether it is set off as a quotation."""


class WordBlocks(Protocol):
    """A Word file read back."""

    @property
    def blocks(self) -> Sequence[Block]:
        """The paragraphs of its body."""

    @property
    def note_blocks(self) -> Mapping[int, Sequence[Block]]:
        """Those of its notes, by number."""


@dataclass(frozen=True)
class Found:
    """A paragraph of the outline, and the chunk that it begins with; in a note, where `note` is not 0."""

    entry: Entry
    passage: Passage
    chunk: int
    note: int = 0

    @property
    def is_quotation(self) -> bool:
        """Whether it is to be set off as a quotation."""
        return self.entry.quotes + self.passage.quotes > 0


class _Letters:
    """The letters of chunks in a row, and which chunk each is of."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.starts = list[int]()
        found, length = [], 0
        for chunk in chunks:
            self.starts.append(length)
            found.append("" if chunk.label or chunk.call or chunk.cited else letters_of(folded(chunk.text)))
            length += len(found[-1])
        self.text = "".join(found)

    def chunk(self, at: int) -> int:
        """The chunk of a letter."""
        return bisect_right(self.starts, at) - 1

    def find(self, letters: str, at: int) -> int:
        """Where these letters are next, rather from the beginning of a chunk on; -1 where they are not."""
        first = at = self.text.find(letters, at)
        while at >= 0 and self.starts[self.chunk(at)] != at:
            at = self.text.find(letters, at + 1)
        return at if at >= 0 else first


def located(reading: Reading) -> tuple[list[Found], list[Passage]]:
    """Where the page has each paragraph of the outline, and the passages that it does not have."""
    text, at = _Letters(reading.words.text), 0
    last = 0
    found: list[Found] = []
    lost: list[Passage] = []
    for passage in reading.composed.outline:
        if passage.in_note:
            number, letters = _note_of(passage, reading.words.notes, last)
            start, last = (0, number) if number else (-1, last)
        else:
            number, letters = 0, text
            start = at = text.find("".join(entry.letters for entry in passage.entries), at)
        if start < 0:
            lost.append(passage)
            at = max(at, 0)
            continue
        for entry in passage.entries:
            start += len(_marks_in(passage, entry))
            if entry.letters:
                found.append(Found(entry, passage, letters.chunk(start), number))
            start += len(entry.letters)
        at = at if number else start
    return found, lost


def _marks_in(passage: Passage, entry: Entry) -> str:
    """The letters of marks that are words: those of notes."""
    return letters_of("".join(entry.marks)) if passage.in_note else ""


def _note_of(passage: Passage, notes: Mapping[int, list[Chunk]], after: int) -> tuple[int, _Letters]:
    """The next note that says this, 0 where there is none."""
    whole = "".join(_marks_in(passage, entry) + entry.letters for entry in passage.entries)
    for number, chunks in notes.items():
        if number > after and (letters := _Letters(chunks)).text == whole:
            return number, letters
    return 0, _Letters([])


def marks_and_quotations(reading: Reading) -> Iterator[Diagnostic]:
    """On the composed page and in the PDF."""
    found, lost = located(reading)
    for passage in lost:
        what = "a note" if passage.in_note else "a text"
        message = f"{what} with items or quotations is not on the page as it was written"
        yield MarkAstray.at(reading.place(passage.entries[0].letters), message)
    position = {id(item.piece): at for at, item in enumerate(reading.printed.text)} if found else {}
    terms = set(_words_that_label(reading)) if found else set()
    for one in found:
        if one.note:
            yield from _in_note(reading, one)
        else:
            yield from _on_page(reading, one)
            yield from _in_pdf(reading, one, position, terms)
    yield from _set_alike(reading, found)


def _astray(reading: Reading, words: str, how: str) -> Diagnostic:
    return MarkAstray.at(reading.place(words), f"“{shortened(words.strip())}” {how}")


def _named(marks: Sequence[str]) -> str:
    return " ".join("a bullet" if mark == BULLET else f"“{mark}”" for mark in marks) or "no mark"


def _same(wanted: Sequence[str], shown: Sequence[str], more: int) -> bool:
    """Whether these marks are shown, behind no more than so many of the template's."""
    behind = shown[len(shown) - len(wanted) :] if len(shown) >= len(wanted) else ()
    alike = all(
        theirs == ours if ours != BULLET else bool(theirs) and not letters_of(theirs)
        for ours, theirs in zip(wanted, behind, strict=False)
    )
    return len(behind) == len(wanted) and alike and len(shown) - len(wanted) <= more


def _begin(chunks: Sequence[Chunk], at: int) -> int:
    """The first chunk of a paragraph that is no mark: it may begin with signs or with a call."""
    while at and chunks[at - 1].block == chunks[at].block and not chunks[at - 1].label:
        at -= 1
    return at


def _on_page(reading: Reading, one: Found) -> Iterator[Diagnostic]:
    chunks, entry = reading.words.text, one.entry
    chunk = chunks[one.chunk]
    begin = first = _begin(chunks, one.chunk)
    while first and chunks[first - 1].label:
        first -= 1
    shown = [label.text.strip() for label in chunks[first:begin]]
    wanted = [mark for mark in entry.marks if mark != BULLET]
    if shown != wanted:
        yield _astray(reading, chunk.text, f"has {_named(shown)} before it on the page, not {_named(wanted)}")
    yield from _placed(reading, one, chunk.text, chunk.lists, chunk.quotes, "on the page")


def _placed(
    reading: Reading, one: Found, words: str, lists: int, quotes: int, where: str
) -> Iterator[Diagnostic]:
    entry = one.entry
    if lists != entry.lists + one.passage.lists:
        depth = f"{lists - one.passage.lists} lists deep {where}, not {entry.lists}"
        yield _astray(reading, words, f"is {depth}")
    if (quotes > 0) != one.is_quotation:
        yield _astray(reading, words, f"{_is_quotation(wanted=quotes == 0)} {where}")


def _is_quotation(*, wanted: bool) -> str:
    return "is a quotation, and not set off as one" if wanted else "is no quotation, and set off as one"


def _words_that_label(reading: Reading) -> Iterator[int]:
    """The pieces of words that are no marks, as the terms of definitions, and may be tagged as labels."""
    for chunk, pieces in zip(reading.words.text, reading.text.pieces, strict=True):
        if not chunk.label:
            yield from map(id, pieces)


def _in_pdf(
    reading: Reading, one: Found, position: Mapping[int, int], terms: Container[int]
) -> Iterator[Diagnostic]:
    begin = _begin(reading.words.text, one.chunk)
    inside = reading.text.pieces[begin : one.chunk + 1]
    if not inside[0] or not inside[-1]:
        return  # P707 has said so
    words, items = reading.words.text[one.chunk].text, reading.printed.text
    at = position[id(inside[0][0])]
    leaf = items[position[id(inside[-1][0])]].leaf
    shown = _labels(items, at, terms)
    more = one.passage.lists
    if not _same(one.entry.marks, shown, more):
        how = f"is tagged with {_named(shown)} in the PDF, not with {_named(one.entry.marks)}"
        yield _astray(reading, words, how)
    yield from _placed(reading, one, words, leaf.lists, leaf.quotes, "in the PDF")


def _labels(items: Sequence[Item], at: int, terms: Container[int]) -> list[str]:
    """The labels that are tagged directly before a piece, the first one first."""
    found: list[tuple[int, str]] = []
    for item in reversed(items[max(0, at - 40) : at]):
        if item.leaf.role == "/Lbl" and id(item.piece) not in terms:
            words = item.piece.text
            if found and found[-1][0] == item.leaf.element:
                found[-1] = (item.leaf.element, words + found[-1][1])
            else:
                found.append((item.leaf.element, words))
        elif item.piece.text.strip():
            break
    return [folded(words).strip() for _, words in reversed(found) if words.strip()]


def _in_note(reading: Reading, one: Found) -> Iterator[Diagnostic]:
    """A note's marks are words of it: that they are the same in letters, `located` has found."""
    chunks = reading.words.notes[one.note]
    chunk = chunks[one.chunk]
    begin = _begin(chunks, one.chunk)
    before, words = (squashed("".join(c.text for c in part)) for part in (chunks[:begin], chunks[begin:]))
    marks = ["–" if mark == BULLET else squashed(mark) for mark in one.entry.marks]
    splits = (("".join(marks[:at]), "".join(marks[at:])) for at in range(len(marks) + 1))
    if not any(before.endswith(alone) and words.startswith(own) for alone, own in splits):
        yield _astray(reading, chunk.text, f"has not {_named(one.entry.marks)} before it in its note")
    aligned = reading.note_texts.get(one.note)
    pieces = aligned.pieces[one.chunk] if aligned is not None else []
    leaf = reading.printed.places.get((pieces[0].page, pieces[0].mcid or 0)) if pieces else None
    seen = [("on the page", chunk.quotes), *([("in the PDF", leaf.quotes)] if leaf else [])]
    for where, quotes in seen:
        if (quotes > 0) != one.is_quotation:
            yield _astray(reading, chunk.text, f"{_is_quotation(wanted=quotes == 0)} {where}")


def _set_alike(reading: Reading, found: Sequence[Found]) -> Iterator[Diagnostic]:
    """A quotation is set in from the words of ours in its text, or in other letters."""
    begins = (one for one in found if not one.note and _begin(reading.words.text, one.chunk) == one.chunk)
    flowing = [one for one in begins if not one.entry.lists and reading.text.pieces[one.chunk]]
    for one in flowing:
        theirs = reading.text.pieces[one.chunk]
        beside = (it for it in flowing if it.passage is one.passage and not it.entry.quotes)
        if one.entry.quotes and any(_look_alike(theirs, reading.text.pieces[it.chunk]) for it in beside):
            words = reading.words.text[one.chunk].text
            yield _astray(reading, words, "is a quotation, and looks like our words")


def _look_alike(theirs: Sequence[Piece], ours: Sequence[Piece]) -> bool:
    faces = [(pieces[0].size, [id(font) for font, _ in pieces[0].runs[:1]]) for pieces in (theirs, ours)]
    if is_right_to_left(theirs[0].text) or faces[0] != faces[1] or theirs[0].page != ours[0].page:
        return False
    page = theirs[0].page
    left, other = (min(piece.x for piece in pieces if piece.page == page) for pieces in (theirs, ours))
    return -INDENT < left - other < SET_IN


def marks_in_word(reading: Reading, word: WordBlocks, adds: str = "") -> Iterator[Diagnostic]:
    """In the Word file, whose first line may be one that it `adds`."""
    found, _ = located(reading)
    body = _Blocks([block for block in word.blocks if not adds or block.words.strip() != adds])
    chunks = reading.words.text
    unread = [chunk.label or chunk.paper_only or bool(chunk.call) for chunk in chunks]
    said = [squashed(chunk.text) for chunk, skip in zip(chunks, unread, strict=True) if not skip]
    if "".join(said) != "".join(squashed(block.words) for block in body.blocks):
        return  # P708 has said so
    before = _sums([0 if skip else len(squashed(c.text)) for c, skip in zip(chunks, unread, strict=True)])

    @cache
    def note(number: int) -> tuple[_Blocks, list[int]]:
        inner = reading.words.notes.get(number, [])
        return _Blocks(word.note_blocks.get(number, ())), _sums([len(squashed(c.text)) for c in inner])

    for one in found:
        blocks, sums = note(one.note) if one.note else (body, before)
        block = blocks.at(sums[one.chunk])
        if block is not None:
            yield from _in_word(reading, one, block)


def _in_word(reading: Reading, one: Found, block: Block) -> Iterator[Diagnostic]:
    entry, words = one.entry, block.words
    if not one.note:
        if not _same(entry.marks, block.marks, one.passage.lists):
            how = f"has {_named(block.marks)} before it in the Word file, not {_named(entry.marks)}"
            yield _astray(reading, words, how)
        elif entry.marks and block.depth != entry.depth + one.passage.lists:
            depth = f"{block.depth - one.passage.lists} lists deep in the Word file, not {entry.depth}"
            yield _astray(reading, words, f"is {depth}")
    if block.quoted != one.is_quotation:
        yield _astray(reading, words, f"{_is_quotation(wanted=not block.quoted)} in the Word file")


def _sums(lengths: Sequence[int]) -> list[int]:
    sums = [0]
    for length in lengths:
        sums.append(sums[-1] + length)
    return sums


class _Blocks:
    """Paragraphs of a Word file, by how many letters come before them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.starts = _sums([len(squashed(block.words)) for block in blocks])

    def at(self, letters: int) -> Block | None:
        """The paragraph in which this letter stands."""
        index = bisect_right(self.starts, letters) - 1
        return self.blocks[index] if 0 <= index < len(self.blocks) else None
