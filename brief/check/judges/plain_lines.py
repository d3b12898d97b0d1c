"""S116 for Markdown, HTML or Jinja in what is no Markdown: titles, headings, names, figures, cells.

These are printed as they stand. A citation there makes no note, a star no emphasis: the reader sees
the letters. Of each line the first is named. Links written as such are letters too; a lone star or
`@`, as beside a figure or in an address, is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from brief.check.judges.markup import MARKUP
from brief.check.rules.spec import RefusedMarkup
from brief.compose.printed_lines import lines_of_the_page
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import Brief, DataTable, Manuscript

IN_A_TEXT = "citations and notes belong into texts"
CITE_BELOW = "cite in the first sentence below it, or write the heading as `## …` in a text"
PLAIN = "take the marks away: here words are printed as they stand"
FORMS = (
    (re.compile(r"\[[^\[\]@]*(?<!\w)-?@\w[^\[\]]*\]"), "a citation", IN_A_TEXT),
    (re.compile(r"\[\^[^\s\[\]]+\]|\^\[[^\[\]]*\]?"), "a note", IN_A_TEXT),
    (re.compile(r"!?\[[^\[\]]+\]\([^()\s]+\)"), "a link", PLAIN),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*\n]*(?<=[^\s*])\1(?![\w*])"), "an emphasis", PLAIN),
    (re.compile(r"(?<!\w)(__?)(?=[^\W_])[^_\n]*(?<=[^\s_])\1(?!\w)"), "an emphasis", PLAIN),
    *((pattern, name, PLAIN) for pattern, name in MARKUP),
)
PERHAPS = re.compile(r"[\[*_<{\\]")

Found = tuple[re.Match[str], str, str]


def plain_lines(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S116 for the first mark in each plain line that is printed."""
    brief = manuscript.brief
    for line, about in lines_of_the_page(brief):
        if (found := _mark(line.words)) is not None:
            heading = found[2] == IN_A_TEXT and line.path[-1] == "heading"
            place = line.origin.place(*found[0].span())
            yield replace(_finding(found, place, CITE_BELOW if heading else found[2]), about=about)
    yield from _in_tables(brief)


def _in_tables(brief: Brief) -> Iterator[Diagnostic]:
    """Those in the cells of CSV files, of each cell the first."""
    for section in brief.sections:
        for number, block in enumerate(section.blocks):
            table = brief.tables.get(block.table.file) if block.table is not None else None
            if table is not None:
                about = f"sections.{section.index}.blocks.{number}.table"
                yield from (replace(finding, about=about) for finding in _in_cells(table))


def _in_cells(table: DataTable) -> Iterator[Diagnostic]:
    for cell in dict.fromkeys(chain(table.header, *table.rows)):
        if (found := _mark(cell)) is not None:
            help_ = "write it behind `cite:` of the table" if found[2] == IN_A_TEXT else found[2]
            yield _finding(found, table.words_at(found[0][0], cell), help_)


def _finding(found: Found, place: Place, help_: str) -> Diagnostic:
    return RefusedMarkup.at(place, f"{found[1]} is printed as the letters you see", help=help_)


def _mark(words: str) -> Found | None:
    """The first form of markup in a line: where, what it is, and the remedy."""
    if not PERHAPS.search(words):
        return None
    found = ((pattern.search(words), name, help_) for pattern, name, help_ in FORMS)
    return next(((match, name, help_) for match, name, help_ in found if match is not None), None)
