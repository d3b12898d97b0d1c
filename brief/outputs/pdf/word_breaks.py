"""Where a word ends and the page does not say so: at the end of a line.

ISO 32000-1, 14.8.2.5: who reads a tagged PDF finds words by the spaces between them, but
typesetting drops the space at which it breaks a line; "so" and "that" are then "sothat".
Whether there was one, or a hyphen, or a break within an address, only the page's source
knows: its characters are counted beside those printed, without white space on either side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from brief.outputs.pdf.tags import Mark, Tag

INLINE = frozenset(("Span", "Link", "Reference", "Quote", "Code"))
UNSEEN = frozenset(("style", "script", "template", "title"))
FARTHEST, DISTINCT = 5000, 6  # how far, and for how long a text, one is sought that is not the next
OPENING = "“‘«‹„([{-–—/"


def missing_spaces(document: Tag, body: Any, notes: Mapping[Any, Tag]) -> list[Mark]:
    """The marks behind which a space is missing.

    `body` is the page's element that holds the text, `notes` the elements of notes with their tags.
    """
    elements = {tag: element for element, tag in notes.items()}
    return list(_missing(document, _Source(body, notes), elements))


def _missing(tag: Tag, source: _Source, notes: Mapping[Tag, Any]) -> Iterator[Mark]:
    if tag.role == "Note" and tag in notes:
        source = _Source(notes[tag])
    line: list[Mark] = []
    for kid in (*tag.kids, None):
        if isinstance(kid, Mark):
            line.append(kid)
        elif isinstance(kid, Tag) and kid.role in INLINE:
            line += kid.marks()
        elif isinstance(kid, Tag) or kid is None:
            yield from source.parted(line)
            line = []
            if kid is not None:
                yield from _missing(kid, source, notes)


class _Source:
    """The words of an element of the page without white space, and where there is some."""

    def __init__(self, element: Any, without: Collection[Any] = ()) -> None:
        words = "".join(_texts(element, without)).casefold().split()
        self.text = "".join(words)
        self.gaps: set[int] = set()
        self.at = length = 0
        for word in words:
            self.gaps.add(length)
            length += len(word)

    def parted(self, line: list[Mark]) -> Iterator[Mark]:
        """The marks of a paragraph behind which there was a space that is not printed.

        A mark of white space alone may be painted as nothing, and does not count.
        """
        gaps = [(mark, *self._around(mark)) for mark in line if mark.text.strip()]
        for (mark, _, behind), (following, before, _) in pairwise(gaps):
            if mark.text[-1].isspace() or following.text[0].isspace():
                continue
            if mark.generated or following.generated:
                behind = mark.text[-1] not in OPENING and following.text[0].isalnum()
            if behind or before:
                yield mark

    def _around(self, mark: Mark) -> tuple[bool, bool]:
        """Whether white space stands before and behind a mark's words; no where they are not found."""
        words = "".join(mark.text.casefold().split())
        if mark.generated:
            return False, False
        start, hyphen = self._found(words), 0
        if start < 0 and words[-1] in "-‐":
            start, hyphen = self._found(words[:-1]), 1
        if start < 0:
            return False, False
        self.at = start + len(words) - hyphen
        return start in self.gaps, not hyphen and self.at in self.gaps

    def _found(self, words: str) -> int:
        if self.text.startswith(words, self.at):
            return self.at
        return self.text.find(words, self.at, self.at + FARTHEST) if len(words) >= DISTINCT else -1


def _texts(element: Any, without: Collection[Any]) -> Iterator[str]:
    """The words of an element, notes apart; a forced line end is white space."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif isinstance(child.tag, str) and child.tag not in UNSEEN and child not in without:
            yield from _texts(child, without)
        yield child.tail or ""
