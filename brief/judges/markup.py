"""S116, S117 and S119: markup that will be printed as letters, lists where a line is due, notes in notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from brief.diagnostic import Diagnostic
from brief.manuscript import Manuscript
from brief.markdown.citations import bracket_pairs
from brief.markdown.mask import mask
from brief.rules.spec import NestedNote, NotOneParagraph, RefusedMarkup

MARKUP = (
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|<!--"), "HTML"),
    (re.compile(r"\{\{|\{%"), "Jinja"),
    (re.compile(r"\\[A-Za-z]+\{"), "TeX"),
)
WITHIN_A_LINE = re.compile(r"(?:asks\.\d+\.ask|key-figures\.\d+\.(?:label|cite)|.*\.(?:caption|cite))")
DEFINED_IN_NOTE = re.compile(r"^\[\^[^\]\n]+\]:(?:.|\n(?!\s*\n))*?(\[\^[^\]\n]+\](?!:))", re.M)
PARTED = re.compile(r"\n[ \t]*\n|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.M)


def refused_markup(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S116 for the first HTML, Jinja or TeX in each text."""
    for text in manuscript.brief.texts.values():
        masked = mask(text.markdown)
        for pattern, name in MARKUP:
            if (match := pattern.search(masked)) is not None:
                yield RefusedMarkup.at(
                    text.origin.place(match.start(), match.end()),
                    f"{name} is printed as the letters you see",
                    help="say it in Markdown, or put it between backticks if the letters are meant",
                )


def one_paragraph(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S117 where a text that is printed within a line has a list or several paragraphs."""
    for key, text in manuscript.brief.texts.items():
        if not WITHIN_A_LINE.fullmatch(key):
            continue
        words = text.markdown.strip()
        if (match := PARTED.search(words)) is not None:
            start = text.markdown.index(words) + match.start()
            yield NotOneParagraph.at(text.origin.place(start, start + 1), help="write it as one paragraph")


def nested_notes(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S119 where a note stands inside another."""
    for text in manuscript.brief.texts.values():
        masked = mask(text.markdown)
        notes = [(a, b) for a, b in sorted(bracket_pairs(masked).items()) if a and masked[a - 1] == "^"]
        if (match := DEFINED_IN_NOTE.search(masked)) is not None:
            place = text.origin.place(match.start(1), match.end(1))
            yield NestedNote.at(place, help="make it part of the note")
        for (_, end), (start, _) in pairwise(notes):
            if start < end:
                yield NestedNote.at(text.origin.place(start - 1, start + 1), help="make it a second note")
                break
