"""Holding a PDF that somebody sent against the manifest inside it.

`open_received` answers what cannot be read at all with `NotReceivedError`; `verified` gives one
answer for each promise. The seal tells whether a byte changed; when one did, the digests
of pages, structure and metadata tell what; where it goes on behind what was built, what was
added is told from what was changed. What the reader sees is asked of the file
itself again: every quotation on its page with its note, every note whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

from brief.outputs.pdf.digests import Digests, page_text, text_digest
from brief.outputs.pdf.sealing import is_sealed
from brief.prove.additions import Additions, built_part, take_off
from brief.prove.appearance import Appearance
from brief.prove.attribution import notes_astray
from brief.prove.content import Piece, pieces_of
from brief.prove.fonts import Font
from brief.prove.found_words import FoundWords, searchable
from brief.prove.printed import PrintedNote, PrintedText, read_open
from brief.prove.promise import Promise, PromisedQuotation, embedded, read_promise
from brief.prove.streams import looks_hostile
from brief.prove.words import call_number, shortened

LARGEST = 64 * 1024 * 1024
SPACE = b"\0\t\n\f\r \xef\xbb\xbf"
MOST_PAGES = 5000


class NotReceivedError(ValueError):
    """A file that cannot be verified at all; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One promise: whether it holds (None: no matter), in a sentence, and what does not."""

    about: str
    holds: bool | None
    says: str
    details: tuple[str, ...] = ()


@dataclass
class Received:
    """A PDF that was opened: its bytes, its manifest and seal, and what else it carries."""

    data: bytes
    pdf: pikepdf.Pdf
    promise: Promise
    seal: str
    others: tuple[str, ...] = ()
    damaged: bool = False
    unreadable: dict[int, str] = field(default_factory=dict)


@contextmanager
def open_received(data: bytes) -> Iterator[Received]:
    """Open a PDF of ours; `NotReceivedError` with a plain reason for every other file."""
    if b"%PDF-" not in data[:1024]:
        raise NotReceivedError("this is not a PDF")
    if len(data) > LARGEST or looks_hostile(data):
        raise NotReceivedError("this file is larger, or unpacks to more, than any brief")
    pdf, damaged = _opened(data)
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise NotReceivedError(f"this file has more than {MOST_PAGES} pages")
        promise, seal, others = _promise(pdf)
        yield Received(data, pdf, promise, seal, others, damaged)


def _opened(data: bytes) -> tuple[pikepdf.Pdf, bool]:
    """The PDF, and whether it had to be repaired."""
    try:
        return pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True), False
    except pikepdf.PasswordError as error:
        raise NotReceivedError("this PDF is encrypted: save it without a password first") from error
    except (pikepdf.PdfError, RuntimeError):
        pass
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
        _ = len(pdf.pages), pdf.Root
        return pdf, True
    except pikepdf.PasswordError as error:
        raise NotReceivedError("this PDF is encrypted: save it without a password first") from error
    except Exception as error:  # qpdf has many ways to fail on a file that was cut
        raise NotReceivedError("this PDF is damaged or was cut off: it cannot be opened") from error


def _promise(pdf: pikepdf.Pdf) -> tuple[Promise, str, tuple[str, ...]]:
    """The one manifest in a file, its seal, and the names of all other files."""
    found: list[tuple[Promise, str]] = []
    others, reason = [], "this PDF carries no manifest: brief did not build it, or somebody took it out"
    for file in embedded(pdf):
        try:
            found.append((read_promise(file.data), file.seal))
        except ValueError as error:
            others.append(file.name)
            reason = f"this PDF carries a file, but {error}"
    if not found:
        raise NotReceivedError(reason)
    promise, seal = found[0]
    return promise, seal, (*others, *(f"a second manifest, of “{more.title}”" for more, _ in found[1:]))


def verified(received: Received) -> list[Answer]:
    """An answer for each promise."""
    part = (
        None if received.damaged or not _is_alone(received.data) else built_part(received.data, received.seal)
    )
    if part is not None and received.data[len(part) :].strip(SPACE):
        with open_received(part) as before:
            return _verified_behind(received, before)
    return _verified(received)


def _verified_behind(received: Received, before: Received) -> list[Answer]:
    """The answers for a file that goes on behind the end of what was built."""
    if any(answer.holds is False for answer in _verified(before)):
        return _verified(received)
    is_same = received.promise == before.promise
    received.promise = before.promise
    found = Additions()
    try:
        take_off(received.pdf, before.pdf, Appearance(before.data, received.data), found)
    except BROKEN:
        found.others.append("what was added cannot be read")
    _, *answers = _verified(received)
    if not is_same:
        found.others.append("its manifest was replaced")
    if found.others or not all(answer.holds for answer in answers):
        says = (
            "the file was changed after it was built; what was built stands in it, byte for byte, below that"
        )
        first = Answer("file", False, says, tuple(found.others))
    else:
        added = _added(found)
        says = (
            f"not one byte of what was built has changed; {added or 'nothing that shows'} was added behind it"
        )
        first = Answer("file", True if added else None, says)
    size = len(received.data.rstrip(SPACE))
    return [first, *_signatures(found, len(before.data), size), *_comments(found), *answers]


def _added(found: Additions) -> str:
    """What was added, in words."""
    count = len(found.signatures)
    kinds = ["a signature" if count == 1 else f"a set of {count} signatures"] if count else []
    kinds += [f"a set of {len(found.comments)} comments"] if len(found.comments) > 1 else []
    kinds += ["a comment"] if len(found.comments) == 1 else []
    return " and ".join(kinds)


def _signatures(found: Additions, built: int, size: int) -> Iterator[Answer]:
    """What each signature says of itself, and what it is made over."""
    for one in found.signatures:
        who = f"“{one.name}”" if one.name else "somebody who does not say a name"
        what = f"a time stamp of {who}" if one.is_time_stamp else f"signed by {who}"
        when = f" on {one.date}" if one.date else ""
        says = f"{what}{when}, as it says itself; brief does not check whether a signature is valid"
        details = [f"it shows on page {one.page}"] if one.page else []
        if min(one.first, one.last) < built:
            details.append("it is not made over the whole of what was built")
        elif one.last < size:
            details.append("more was added after it, which it is not made over")
        is_whole = min(one.first, one.last) >= built
        yield Answer("signature", None if is_whole else False, says, tuple(details))


def _comments(found: Additions) -> Iterator[Answer]:
    if found.comments:
        says = "comments, under which every word can be read; they are not part of what was built"
        yield Answer("comments", None, says, tuple(found.comments))


def _verified(received: Received) -> list[Answer]:
    sealed = is_sealed(received.data, received.seal)
    content = _content(received)
    answers = [
        _pages(received),
        _words(received, content),
        *_quotations_and_notes(received, content),
        _rest(received),
    ]
    whole = all(answer.holds for answer in answers)
    return [_file(received, sealed=sealed, whole=whole), *answers]


def _is_alone(data: bytes) -> bool:
    """Whether the file is a PDF from its first byte to its last, but for white space."""
    behind = data[data.rfind(b"%%EOF") + 5 :]
    return data.lstrip(SPACE).startswith(b"%PDF-") and not behind.strip(SPACE)


def _file(received: Received, *, sealed: bool, whole: bool) -> Answer:
    if sealed:
        return Answer("file", True, "not one byte has changed since it was built")
    if received.damaged:
        return Answer("file", False, "the file is damaged or was cut off; this is what could be read")
    if not _is_alone(received.data):
        says = "other bytes stand before or behind it, which another program may read as something else"
        return Answer("file", False, says)
    if whole:
        says = "another program saved it anew; nothing that it shows, says or holds has changed"
        return Answer("file", None, says)
    return Answer("file", False, "the file was changed after it was built")


def _content(received: Received) -> list[list[Piece]]:
    """The pieces of every page; a page that cannot be read has none and is remembered."""
    fonts: dict[tuple[int, int], Font] = {}
    found = []
    for number, page in enumerate(received.pdf.pages, start=1):
        try:
            found.append(pieces_of(page.obj, number, fonts))
        except BROKEN as error:
            received.unreadable[number] = str(error)
            found.append([])
    return found


BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, pikepdf.PdfError)


def _pages(received: Received) -> Answer:
    """What each page shows."""
    promised = [page.content for page in received.promise.pdf.pages]
    shown = _shown(received)
    details = list(_differences(promised, shown, "shows"))
    if len(promised) != received.promise.pages:
        details.append(f"the manifest promises {received.promise.pages} pages and describes {len(promised)}")
    if details:
        return Answer("pages", False, "the pages are not as they were built", tuple(details))
    says = "the page shows what it showed" if len(shown) == 1 else f"all {len(shown)} show what they showed"
    return Answer("pages", True, says)


def _shown(received: Received) -> list[str]:
    digests = Digests(received.pdf)
    found = []
    for page in received.pdf.pages:
        try:
            found.append(digests.content(page.obj))
        except BROKEN:
            found.append("")
    return found


def _differences(promised: list[str], found: list[str], verb: str) -> Iterator[str]:
    """In words, where the pages differ: moved, changed, missing, added."""
    where = {digest: number for number, digest in reversed([*enumerate(found, start=1)])}
    once = {digest: number for number, digest in reversed([*enumerate(promised, start=1)])}
    for number, digest in enumerate(promised, start=1):
        here = found[number - 1] if number <= len(found) else None
        if here == digest:
            continue
        if digest in where:
            yield f"page {number} now stands as page {where[digest]}"
        elif here is None:
            yield f"page {number} is missing"
        else:
            yield f"page {number} {verb} something else"
    for number, digest in enumerate(found[len(promised) :], start=len(promised) + 1):
        again = f": page {once[digest]} once more" if digest in once else ""
        yield f"page {number} was added{again}"


def _words(received: Received, content: list[list[Piece]]) -> Answer:
    """What each page says."""
    promised = [page.text for page in received.promise.pdf.pages]
    said = [text_digest(page_text(pieces)) for pieces in content]
    details = [*_differences(promised, said, "says")]
    details += [f"page {number} cannot be read: {reason}" for number, reason in received.unreadable.items()]
    if details:
        return Answer("words", False, "the words of the pages have changed", tuple(details))
    return Answer("words", True, "every page says what it said")


def _quotations_and_notes(received: Received, content: list[list[Piece]]) -> list[Answer]:
    try:
        printed = read_open(received.pdf, content)
    except BROKEN:
        printed = PrintedText(len(content), content=content)
    notes = {note.number: note for note in reversed(printed.notes)}
    return [_quotations(received, printed, notes), _notes(received, printed, notes)]


def _quotations(received: Received, printed: PrintedText, notes: dict[int, PrintedNote]) -> Answer:
    pieces = [item.piece for item in printed.text] or list(printed.all_pieces())
    texts = [FoundWords(p for p in pieces if call_number(p.text) is None), FoundWords(pieces)]
    same = _same_words(received, printed)
    found = (_problem(quotation, texts, notes, same) for quotation in received.promise.quotations)
    details = [problem for problem in found if problem is not None]
    count = len(received.promise.quotations)
    if details:
        says = f"only {count - len(details)} of {count} stand as promised"
        return Answer("quotations", False, says, tuple(details))
    says = f"all {count} stand on their page, with their note" if count else "none was promised"
    return Answer("quotations", True, says)


def _same_words(received: Received, printed: PrintedText) -> set[int]:
    """The pages that say what they said."""
    pages = enumerate(zip(received.promise.pdf.pages, printed.content, strict=False), start=1)
    return {number for number, (page, pieces) in pages if text_digest(page_text(pieces)) == page.text}


def _problem(
    quotation: PromisedQuotation, texts: list[FoundWords], notes: dict[int, PrintedNote], same: set[int]
) -> str | None:
    """What is wrong with a quotation, None when it stands where it was promised."""
    named = f"“{shortened(quotation.words)}”" if quotation.words else "a quotation whose words are withheld"
    note = notes.get(quotation.note or 0)
    if quotation.words:
        in_note = note is not None and searchable(quotation.words) in searchable(note.words)
        pages = {note.page} if note is not None and in_note else set()
        if quotation.page not in pages and not any(t.end_on(quotation.words, quotation.page) for t in texts):
            pages |= {page for text in texts for page in text.pages(quotation.words)}
            elsewhere = f", but on page {min(pages)}" if pages else ""
            return f"{named} is not on page {quotation.page}{elsewhere}"
    elif quotation.page not in same:
        return f"{named} stood on page {quotation.page}, which has changed"
    if quotation.note is not None and note is None:
        return f"{named} has lost its note {quotation.note}"
    return None


def _notes(received: Received, printed: PrintedText, notes: dict[int, PrintedNote]) -> Answer:
    promised = {note.note: note for note in received.promise.notes}
    details = []
    for number, note in sorted(promised.items()):
        there = notes.get(number)
        if there is None:
            details.append(f"note {number} is missing")
        elif there.page != note.page:
            details.append(f"note {number} is on page {there.page}, not on page {note.page}")
        elif text_digest(there.words) != note.sha256:
            details.append(f"note {number} says something else")
    details += [f"note {number} was added" for number in sorted(set(notes) - set(promised))]
    if len(printed.notes) != len(notes):
        details.append("a note stands twice")
    said = {number: note.words for number, note in notes.items()}
    if not details and (astray := list(notes_astray(received.promise, said))):
        return Answer("notes", False, "the notes do not say what is cited in them", tuple(astray))
    if details:
        return Answer("notes", False, "the notes are not as they were built", tuple(details))
    says = f"all {len(promised)} are complete, each on its page" if promised else "none was promised"
    return Answer("notes", True, says)


def _rest(received: Received) -> Answer:
    """What is behind the pages: tags, bookmarks, metadata, other files."""
    digests, promised = Digests(received.pdf), received.promise.pdf
    details = [f"the file carries something more: {name}" for name in received.others]
    details += [] if received.promise.is_as_written else ["its manifest has been changed"]
    for what, compute, digest in (
        ("tags, bookmarks or settings", digests.structure, promised.structure),
        ("title, author or other metadata", digests.metadata, promised.metadata),
    ):
        try:
            same = compute() == digest
        except BROKEN:
            same = False
        if not same:
            details.append(f"its {what} have changed")
    if details:
        return Answer("rest", False, "what stands behind the pages has changed", tuple(details))
    return Answer("rest", True, "tags, bookmarks and metadata are as they were")


def facts(received: Received) -> dict[str, Any]:
    """What was promised, for scripts."""
    return received.promise.model_dump(mode="json", by_alias=True, exclude={"inputs"})
