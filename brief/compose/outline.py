"""What stands around the words of a text as its author wrote them: items, their marks, block quotations.

It comes from pandoc's own tree, before any HTML is made of it (`pandoc_filters/marks.lua`), so
that the proof can hold every output against it, the composed page as well. Of a text with
neither items nor quotations there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from unicodedata import normalize

BULLET = "*"
PLACED = re.compile(r"<(/?)(ul|ol|dl|menu|blockquote)\b|<!--fragment:(\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph: its letters, how deep it stands in lists and in quotations.

    `marks` are those printed before it (`*`: any bullet), the outermost first, `numbers` those of their
    lists in the text, and `depth` is how deep the list of the last one is.
    """

    letters: str
    lists: int
    quotes: int
    marks: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraphs of a text, or of a note, in order.

    `lists` and `quotes` count those of the template around a text.
    """

    entries: tuple[Entry, ...]
    in_note: bool = False
    lists: int = 0
    quotes: int = 0


def letters_of(text: str) -> str:
    """The letters and figures of a text, as they are compared."""
    return "".join(filter(str.isalnum, normalize("NFC", text).casefold()))


def read_outline(said: str) -> Iterator[Passage]:
    """The passages of one text, as the filter wrote them."""
    entries = (entry.split(" ", 4) for entry in filter(None, said.split(";")))
    for where, inside in groupby(entries, key=lambda entry: entry[0]):
        found = tuple(_entry(*fields) for _, *fields in inside)
        yield Passage(found, in_note=where != "t")


def _entry(lists: str, quotes: str, marks: str, words: str) -> Entry:
    marked = [mark.split(":", 2) for mark in marks.split("+") if mark != "-"]
    shown, numbers = tuple(mark for *_, mark in marked), tuple(int(number) for number, *_ in marked)
    depth = int(marked[-1][1]) if marked else 0
    return Entry(letters_of(words), int(lists), int(quotes), shown, numbers, depth)


def outline_of(page: str, outlines: Mapping[int, str]) -> tuple[Passage, ...]:
    """The passages of all texts in the order of a page that holds their places."""
    found: list[Passage] = []
    lists = quotes = 0
    for closing, tag, fragment in PLACED.findall(page):
        if fragment:
            passages = read_outline(outlines.get(int(fragment), ""))
            found += [replace(passage, lists=lists, quotes=quotes) for passage in passages]
        elif tag == "blockquote":
            quotes += -1 if closing else 1
        else:
            lists += -1 if closing else 1
    return tuple(found)
