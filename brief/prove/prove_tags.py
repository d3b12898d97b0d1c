"""P710: the tags say what the page says, to who hears it: notes, headings, heads of tables printed again.

PDF/UA asks for it (ISO 14289-1, 7.4.2 and 7.9), and no validator knows which note belongs
to which call: the composed page does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from brief.check.rules.printed import NoteAstray, TagsDiffer, WordsDiffer
from brief.model.diagnostic import Diagnostic
from brief.prove.page_words import Chunk
from brief.prove.reading import Reading, page_name, said
from brief.prove.style_words import added_key
from brief.prove.words import call_number, shortened, squashed


def note_tags(reading: Reading) -> Iterator[Diagnostic]:
    """Each note is a tag of its own, with its number as label; its call leads to it, and it leads back.

    A file for the press has no links at all.
    """
    links = {(link.page, link.name): link.to for link in reading.printed.links}
    for number, note in reading.notes.items():
        call = reading.calls.get(number)
        if not note.id:
            yield TagsDiffer.at(reading.note_place(number), f"note {number} is not tagged as a note")
        elif links and call is not None and links.get((call.page, note.id)) != note.page:
            yield TagsDiffer.at(reading.note_place(number), f"the call of note {number} does not lead to it")
        elif links and call is not None and links.get((note.page, f"{note.id}-call")) != call.page:
            yield TagsDiffer.at(reading.note_place(number), f"note {number} does not lead back to its call")


def heading_levels(reading: Reading) -> Iterator[Diagnostic]:
    """No level of heading is left out, and all that were composed are tagged."""
    levels = reading.printed.headings
    for before, after in pairwise((0, *levels)):
        if after > before + 1:
            yield TagsDiffer.at(reading.venue, f"a heading of level {after} follows one of level {before}")
    if len(levels) != len(reading.words.headings):
        count = len(reading.words.headings)
        yield TagsDiffer.at(reading.venue, f"{len(levels)} of {count} headings are tagged as headings")


def heads_again(reading: Reading) -> Iterator[Diagnostic]:
    """What a table says again at the top of a page is its head, without a call."""
    heads = {squashed(_words(chunks)): chunks for chunks in _heads(reading.words.text)}
    for page, pieces in groupby(reading.printed.repeated, key=lambda piece: piece.page):
        again = list(pieces)
        chunks = heads.get(squashed("".join(_figures(piece.text) for piece in again)))
        if chunks is None:
            message = f"{page_name(page)} says “{shortened(said(again))}” in place of a table's head"
            yield WordsDiffer.at(reading.venue, message)
        for number in (chunk.call for chunk in chunks or () if chunk.call):
            message = f"the call of note {number} is printed again on {page_name(page)}"
            yield NoteAstray.at(reading.note_place(number), message, help="put the citation into the caption")


def leaders(reading: Reading) -> Iterator[Diagnostic]:
    """What leads the eye and is not read out says nothing."""
    known = {added_key(leader) for leader in reading.style.leaders}
    for piece in reading.printed.leaders:
        if (key := added_key(piece.text)) and key not in known:
            message = f"{page_name(piece.page)} says “{shortened(piece.text)}” where nothing is read out"
            yield WordsDiffer.at(reading.venue, message)


def _heads(chunks: list[Chunk]) -> Iterator[list[Chunk]]:
    for head, inside in groupby(chunks, key=lambda chunk: chunk.head):
        if head:
            yield list(inside)


def _figures(text: str) -> str:
    """A call as plain figures, other words as they are."""
    number = call_number(text)
    return text if number is None else str(number)


def _words(chunks: list[Chunk]) -> str:
    return "".join(str(chunk.call) if chunk.call else chunk.text for chunk in chunks)
