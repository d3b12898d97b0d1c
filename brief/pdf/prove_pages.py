"""P706, P707, P709, P712: page numbers and links are right, margins say what is known, no page is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from brief.diagnostic import Diagnostic
from brief.pdf.content import Piece
from brief.pdf.difference import shortened
from brief.pdf.navigation import Link
from brief.pdf.page_words import Chunk
from brief.pdf.reading import Reading, page_name, said
from brief.pdf.style_words import added_key
from brief.pdf.words import squashed
from brief.rules.printed import EmptyPage, LinkAstray, WordsDiffer, WrongPageNumber

NUMBERS = re.compile(r"\d+")
NOTE_CALL = re.compile(r"note-\d+-call")
NOTE_LINK = re.compile(r"note-\d+(?:-call)?")
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


def clicks(reading: Reading) -> Iterator[Diagnostic]:
    """Who clicks on words gets where the page says, and nothing else can be clicked; paper has no links."""
    if reading.printed.for_press:
        return
    by_page: dict[int, list[Link]] = {}
    ours = [link for link in reading.printed.links if not NOTE_LINK.fullmatch(link.name)]
    for link in ours:
        by_page.setdefault(link.page, []).append(link)
    linked: dict[tuple[int, str], list[Piece]] = {}
    for chunk, pieces in _printed_chunks(reading):
        for piece in pieces if chunk.href else ():
            linked.setdefault((piece.page, _goal(chunk.href)), []).append(piece)
            x, y = piece.x + 0.1, piece.y + 0.1 * piece.size
            here = by_page.get(piece.page, ())
            found = {_goal(link.goal) for link in here if link.holds(x, y)}
            # The number of an entry may hang outside the area that its line has.
            found |= {_goal(chunk.href)} & {_goal(link.goal) for link in here if link.is_level_with(y)}
            if found != {_goal(chunk.href)}:
                leads = " and ".join(sorted(found)) or "nowhere"
                message = f"“{shortened(piece.text)}” on {page_name(piece.page)} leads to {leads}"
                help_ = f"it should lead to {chunk.href}"
                yield LinkAstray.at(reading.place(chunk.text), message, help=help_)
    for link in ours:
        words = linked.get((link.page, _goal(link.goal)), [])
        if not _is_composed(link, words, by_page[link.page]):
            message = f"a link on {page_name(link.page)} to {link.goal} lies where none was composed"
            yield LinkAstray.at(reading.venue, message)
    yield from _note_links(reading)
    for page, kind in reading.printed.others:
        yield LinkAstray.at(
            reading.venue, f"{page_name(page)} holds something to click that is no link: {kind}"
        )


def _note_links(reading: Reading) -> Iterator[Diagnostic]:
    """The link of a call lies at the call, that of a note at the note; `note_tags` finds them missing."""
    found: dict[tuple[int, str], list[Link]] = {}
    for link in reading.printed.links:
        found.setdefault((link.page, link.name), []).append(link)
    for number, note in reading.notes.items():
        ends = [(call, note.id) for call in (reading.calls.get(number),) if call is not None]
        ends += [(piece, f"{note.id}-call") for piece in note.pieces[:1]]
        for piece, name in ends if note.id else ():
            links = found.get((piece.page, name), [])
            if links and not any(link.is_level_with(piece.y, piece.size) for link in links):
                message = f"the link of note {number} on {page_name(piece.page)} lies elsewhere"
                yield LinkAstray.at(reading.note_place(number), message)


def _is_composed(link: Link, words: list[Piece], around: list[Link]) -> bool:
    """Whether an area lies over words of its link, or (leaders) within an area that does."""
    goal, (x, y) = _goal(link.goal), link.centre
    if any(_goal(other.goal) != goal for other in around if other.holds(x, y)):
        return False
    if any(other is not link and other.holds(x, y) for other in around):
        return True
    return any(link.holds(piece.x + 0.1, piece.y + 0.1 * piece.size) for piece in words)


def _printed_chunks(reading: Reading) -> Iterator[tuple[Chunk, list[Piece]]]:
    yield from zip(reading.words.text, reading.text.pieces, strict=True)
    for number, aligned in reading.note_texts.items():
        yield from zip(reading.words.notes[number], aligned.pieces, strict=True)


def _goal(href: str) -> str:
    """An address as it is compared: engines write it with or without percent signs."""
    return unquote(href).rstrip("/").casefold() if not href.startswith("#") else href


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
