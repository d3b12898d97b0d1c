"""From a capture's lines to a drafted body: what is proposed to be kept, as paragraphs and headings.

Lines become paragraphs by the capture's form: a block of a page or a Word file is one; a text
with blank lines and short lines was wrapped; a PDF has only the look of its lines to go by, and
staff are told so. Lines proposed to be dropped are given back with the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from brief.captures.boilerplate import is_boilerplate
from brief.captures.lines import CapturedLine, CapturedText
from brief.captures.source_file import Passage

WRAPPED_AT = 100
FULL_LINE = 0.8
PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
SENTENCE_END = re.compile(r"[.!?。？！:]['\"’”)\]]*$")
Numbered = tuple[int, CapturedLine]


def proposed_drops(text: CapturedText) -> set[int]:
    """The numbers of the lines that are proposed to be dropped, blank ones not among them."""
    numbered = list(enumerate(text.lines, 1))
    dropped = {number for number, line in numbered if line.text and is_boilerplate(line.text)}
    return dropped | _running_heads(numbered) if text.form == "pdf" else dropped


def _running_heads(numbered: list[Numbered]) -> set[int]:
    """Page numbers, and first and last lines that stand on three pages or more."""
    ends: list[Numbered] = []
    for _, page in groupby(numbered, key=lambda item: item[1].page):
        lines = [item for item in page if item[1].text]
        ends += lines[:1] + lines[1:][-1:]
    often = Counter(_digitless(line.text) for _, line in ends)
    return {
        number
        for number, line in ends
        if PAGE_NUMBER.fullmatch(line.text) or often[_digitless(line.text)] >= 3
    }


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def passages(text: CapturedText, kept: set[int]) -> list[Passage]:
    """Paragraphs and headings of the lines that are kept."""
    numbered = [(n, line) for n, line in enumerate(text.lines, 1) if n in kept or not line.text]
    found = (_passage(group) for group in _groups(text.form, numbered))
    return [passage for passage in found if passage.text]


def _groups(form: str, numbered: list[Numbered]) -> Iterator[list[Numbered]]:
    if form == "pdf":
        for _, page in groupby(numbered, key=lambda item: item[1].page):
            yield from _by_look(list(page))
    elif form == "text" and _is_wrapped(numbered):
        yield from _by_blank_lines(numbered)
    else:
        yield from ([item] for item in numbered if item[1].text)


def _is_wrapped(numbered: list[Numbered]) -> bool:
    """Whether paragraphs are separated by blank lines and none of their lines is long."""
    return any(not line.text for _, line in numbered) and all(
        len(line.text) <= WRAPPED_AT for _, line in numbered
    )


def _by_blank_lines(numbered: list[Numbered]) -> Iterator[list[Numbered]]:
    group: list[Numbered] = []
    for number, line in numbered:
        if not line.text or (group and number != group[-1][0] + 1):
            yield group
            group = []
        if line.text:
            group.append((number, line))
    yield group


def _by_look(page: list[Numbered]) -> Iterator[list[Numbered]]:
    """Paragraphs of a page: one ends with a sentence, in a line that is shorter than the others."""
    widths = sorted(len(line.text) for _, line in page if line.text)
    full = widths[len(widths) * 3 // 4] * FULL_LINE if widths else 0
    group: list[Numbered] = []
    for number, line in page:
        if group and (not line.text or number != group[-1][0] + 1):
            yield group
            group = []
        if not line.text:
            continue
        group.append((number, line))
        if len(line.text) < full and SENTENCE_END.search(line.text):
            yield group
            group = []
    yield group


def _passage(group: list[Numbered]) -> Passage:
    if not group:
        return Passage("", False, 0, 0)
    words = ""
    for _, line in group:
        glue = "" if not words or words.endswith("\ufffe") else " "
        words += glue + (f"{line.text[:-1]}\ufffe" if line.broken else line.text)
    # A printer's hyphen goes; one at the end of all stays as it was.
    text = re.sub("\ufffe$", "-", words).replace("\ufffe", "")
    return Passage(text.strip(), any(line.heading for _, line in group), group[0][0], group[-1][0])
