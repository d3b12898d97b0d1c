"""P708: the Word file says the same as the PDF, word for word.

The PDF was held against the composed page; the Word file is held against the same page
here, so that the two agree with each other. Numbers of headings and paragraphs are
automatic in Word and added by the style in the PDF: neither counts as text. The contents
are a field in Word, and a review copy says so of the PDF alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Protocol
from urllib.parse import unquote

from brief.check.rules.printed import FilesDiffer
from brief.model.diagnostic import Diagnostic
from brief.prove.difference import first_difference, shortened
from brief.prove.page_words import text_of
from brief.prove.reading import Reading
from brief.prove.words import folded, squashed


class WordText(Protocol):
    """A Word file read back."""

    @property
    def paragraphs(self) -> Sequence[str]:
        """Its paragraphs, in order."""

    @property
    def notes(self) -> Mapping[int, str]:
        """Its notes by number."""

    @property
    def calls(self) -> Sequence[int]:
        """The calls of the notes, in order."""

    @property
    def links(self) -> Sequence[tuple[str, str]]:
        """The words of links, and the addresses they lead to."""


def word_file(reading: Reading, word: WordText, adds: str = "") -> Iterator[Diagnostic]:
    """What differs between the composed page and the Word file, but for the line that it `adds`."""
    yield from _notes(reading, word)
    yield from _calls(reading, word)
    yield from _text(reading, word, adds)
    yield from _links(reading, word)


def _notes(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    for number in sorted(set(reading.words.notes) | set(word.notes)):
        ours, theirs = text_of(reading.words.notes.get(number, [])), word.notes.get(number, "")
        if squashed(ours) != squashed(theirs):
            message = f"note {number} in the Word file: {first_difference(ours, theirs)}"
            yield FilesDiffer.at(reading.note_place(number), message)


def _calls(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    calls = tuple(chunk.call for chunk in reading.words.text if chunk.call)
    if calls != tuple(word.calls):
        yield FilesDiffer.at(reading.venue, "the Word file does not call the notes of the PDF in their order")


def _text(reading: Reading, word: WordText, adds: str) -> Iterator[Diagnostic]:
    chunks = [chunk for chunk in reading.words.text if not (chunk.paper_only or chunk.label)]
    ours = folded(" ".join(chunk.text for chunk in chunks)).split()
    theirs = folded(" ".join(line for line in word.paragraphs if not adds or line.strip() != adds)).split()
    if "".join(ours) == "".join(theirs):
        return
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind != "equal" and "".join(ours[a:b]) != "".join(theirs[c:d]):
            promised, found = " ".join(ours[a:b]), " ".join(theirs[c:d])
            message = f"in the Word file, {first_difference(promised, found)}"
            yield FilesDiffer.at(reading.place(" ".join(ours[a : b + 6])), message)


def _links(reading: Reading, word: WordText) -> Iterator[Diagnostic]:
    """Words that are a link in the page lead to the same address here, and no other address is led to."""
    chunks = (*reading.words.text, *(chunk for note in reading.words.notes.values() for chunk in note))
    goals: dict[str, set[str]] = {}
    for chunk in chunks:
        if chunk.href and not chunk.href.startswith("#"):
            goals.setdefault(squashed(chunk.text), set()).add(unquote(chunk.href))
    composed = set().union(*goals.values()) if goals else set()
    found = [(squashed(words), unquote(address)) for words, address in word.links]
    for words, address in found:
        if address not in goals.get(words, composed):
            leads = f"leads to {address or 'nowhere'}, where the page does not lead"
            message = f"in the Word file, “{shortened(words)}” {leads}"
            yield FilesDiffer.at(reading.venue, message)
    for address in sorted(composed - {address for _, address in found}):
        yield FilesDiffer.at(reading.venue, f"in the Word file, nothing leads to {address}")
