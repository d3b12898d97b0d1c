"""P702, P706, P707, P709: notes stand with their calls, page numbers are right, no page is empty.

The print engine has open faults here: a note before or behind the page of its call, notes
of several paragraphs cut, calls printed again with the head of a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from brief.check.rules.printed import EmptyPage, NoteAstray, WordsDiffer, WrongPageNumber
from brief.model.diagnostic import Diagnostic
from brief.prove.alignment import Fault
from brief.prove.content import Piece
from brief.prove.page_words import text_of
from brief.prove.reading import Reading, page_name, said
from brief.prove.style_words import added_key
from brief.prove.words import first_difference, shortened, squashed

HELP = "`brief explain P702` says what helps"


def note_numbers(reading: Reading) -> Iterator[Diagnostic]:
    """Each note once, in its turn."""
    numbers = [note.number for note in reading.printed.notes]
    counted = Counter(numbers)
    for number in sorted(set(reading.words.notes) | set(counted)):
        if number not in reading.words.notes:
            yield NoteAstray.at(reading.venue, f"a note {number} is printed that was not composed")
        elif not counted[number]:
            yield NoteAstray.at(reading.note_place(number), f"note {number} is not printed", help=HELP)
        elif counted[number] > 1:
            message = f"note {number} is printed {counted[number]} times"
            yield NoteAstray.at(reading.note_place(number), message, help=HELP)
    for before, after in pairwise(numbers):
        if after < before:
            message = f"note {after} stands behind note {before}"
            yield NoteAstray.at(reading.note_place(after), message, help=HELP)
            return


def calls(reading: Reading) -> Iterator[Diagnostic]:
    """Each call once, where it belongs, and its note on the same page."""
    for number in (chunk.call for chunk in reading.words.text if chunk.call):
        call, note = reading.calls.get(number), reading.notes.get(number)
        if call is None:
            message = f"the call of note {number} is not where it should be"
            yield NoteAstray.at(reading.note_place(number), message, help=HELP)
        elif note is not None and note.page != call.page:
            message = f"note {number} begins on {page_name(note.page)}, its call is on {page_name(call.page)}"
            yield NoteAstray.at(reading.note_place(number), message, help=HELP)


def note_words(reading: Reading) -> Iterator[Diagnostic]:
    """Each note says what was composed, and nothing else."""
    for number, chunks in reading.words.notes.items():
        note, aligned = reading.notes.get(number), reading.note_texts.get(number)
        if note is None or aligned is None:
            continue
        added = (Fault(0, 0, (piece,)) for piece in aligned.added)
        for fault in (*aligned.faults, *added):
            what = first_difference(text_of(chunks[fault.first : fault.last]), said(fault.pieces))
            message = f"note {number} on {page_name(note.page)}: {what}"
            yield WordsDiffer.at(reading.note_place(number), message)


NUMBERS = re.compile(r"\d+")
NOTE_CALL = re.compile(r"note-\d+-call")
NAMED_PAGE = re.compile(r"@page\s+[a-zA-Z]")


def contents(reading: Reading) -> Iterator[Diagnostic]:
    """Each entry of the contents names the page its heading is on; all do or none."""
    entries = [(i, chunk) for i, chunk in enumerate(reading.words.text) if chunk.page_of]
    for index, chunk in entries if reading.text.entries else ():
        page = reading.text.page(reading.words.ids.get(chunk.page_of, len(reading.words.text)))
        number = reading.text.entries[index][0] if index in reading.text.entries else "nothing"
        if number != str(page):
            message = f"the contents name {number} for “{chunk.text.strip()}”, which is on {page_name(page)}"
            yield WrongPageNumber.at(reading.place(chunk.text), message)


def bookmarks(reading: Reading) -> Iterator[Diagnostic]:
    """Bookmarks are the headings, in their order and with their pages."""
    headings = iter([(squashed(title), page) for title, page in reading.headings])
    for title, page in reading.printed.bookmarks:
        if (squashed(title), page) not in headings:
            message = f"the bookmark “{shortened(title)}” leads to {page_name(page)}"
            yield WrongPageNumber.at(reading.place(title), message)
            return
    fewer = len(reading.printed.bookmarks) < len(reading.headings)
    if fewer and "bookmark-level" not in reading.composed.style.css:
        yield WrongPageNumber.at(reading.venue, "a heading has no bookmark")


def links(reading: Reading) -> Iterator[Diagnostic]:
    """Links within the file lead to the page of what they name."""
    for link in reading.printed.links:
        if not link.name or NOTE_CALL.fullmatch(link.name):  # `note_tags` knows where notes lead
            continue
        goal = reading.words.ids.get(link.name)
        if goal is None or reading.text.page(goal) != link.to:
            message = f"a link on {page_name(link.page)} to `{link.name}` leads to {page_name(link.to)}"
            yield WrongPageNumber.at(reading.venue, message)


def margins(reading: Reading) -> Iterator[Diagnostic]:
    """Running heads and feet say words of the page, and the page's own number."""
    known = {squashed(chunk.text) for chunk in reading.words.text}
    known |= {squashed(title) for title, _ in reading.headings}
    known |= {squashed(text) for text in reading.style.literals}
    by_page: dict[int, list[Piece]] = {}
    for piece in reading.printed.outside:
        if piece.text.strip():
            by_page.setdefault(piece.page, []).append(piece)
    for page, pieces in by_page.items():
        words = [piece for piece in pieces if not _is_number(reading, piece)]
        numbers = [piece for piece in pieces if _is_number(reading, piece)]
        for piece in numbers:
            if [int(n) for n in NUMBERS.findall(piece.text)] not in ([page], [page, reading.printed.pages]):
                message = f"{page_name(page)} is numbered “{piece.text.strip()}”"
                yield WrongPageNumber.at(reading.venue, message)
        if not _are_known([squashed(piece.text) for piece in words], known):
            message = f"{page_name(page)} says “{shortened(said(words))}” outside the text"
            yield WordsDiffer.at(reading.venue, message)


def running(reading: Reading) -> Iterator[Diagnostic]:
    """A running head or foot does not leave out a page.

    What stands before and after a page stands on it too; and where no page has a name of
    its own in the style sheet, what stands on all pages but one stands on that one. A page
    left empty so that the next is a right one has no head.
    """
    pages = reading.printed.pages
    empty = set(range(1, pages + 1)) - _full(reading) if reading.style.own_pages else set()
    shapes: dict[str, set[int]] = {}
    for piece in reading.printed.outside:
        if shape := NUMBERS.sub("#", squashed(piece.text)):
            shapes.setdefault(shape, set()).add(piece.page)
    named = NAMED_PAGE.search(reading.composed.style.css) is not None
    for shape, found in shapes.items():
        missing = {page for page in range(2, pages) if {page - 1, page + 1} <= found} - found
        rest = set(range(min(min(found), 2), pages + 1)) - found
        if len(rest) == 1 and not named:
            missing |= rest
        for page in sorted(missing - empty):
            message = f"{page_name(page)} has lost what stands on the others: “{shortened(shape)}”"
            yield (WrongPageNumber if "#" in shape else WordsDiffer).at(reading.venue, message)


def _are_known(words: list[str], known: set[str]) -> bool:
    """Whether pieces, joined where a line was broken, are all among the known words."""
    waiting = ""
    for word in words:
        waiting += word
        waiting = "" if waiting in known else waiting
    return not waiting


def _is_number(reading: Reading, piece: Piece) -> bool:
    key = added_key(piece.text)
    return any("number" in form.groupindex and form.fullmatch(key) for form in reading.style.forms)


def blank(reading: Reading) -> Iterator[Diagnostic]:
    """Every page holds something of the brief, unless the style asks for left and right pages."""
    full = _full(reading)
    if not reading.printed.pages:
        yield EmptyPage.at(reading.venue, "the PDF has no page")
    for page in range(1, reading.printed.pages + 1):
        if page not in full and not reading.style.own_pages:
            yield EmptyPage.at(reading.venue, f"page {page} is empty")


def _full(reading: Reading) -> set[int]:
    """The pages that hold words, notes or pictures of the brief."""
    full = {item.piece.page for item in reading.printed.text if item.piece.text.strip()}
    full |= {note.page for note in reading.printed.notes}
    return full | {picture.page for picture in reading.printed.pictures}
