"""P702: notes run from 1 without gap, each once, each on its call's page; and say what was composed.

The print engine has open faults here: a note before or behind the page of its call, notes
of several paragraphs cut, calls printed again with the head of a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from brief.check.rules.printed import NoteAstray, WordsDiffer
from brief.model.diagnostic import Diagnostic
from brief.prove.alignment import Fault
from brief.prove.difference import first_difference
from brief.prove.page_words import text_of
from brief.prove.reading import Reading, page_name, said

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
