"""From a capture's lines to a drafted body: what is proposed to be kept, and what repeats on pages.

Only short lines are proposed, so that a sentence about cookies or a newsletter is not lost; a
notice about cookies may be longer. What is proposed is listed for staff, who decide.

Lines become paragraphs by the capture's form: a block of a page or a Word file is one; a text
with blank lines and short lines was wrapped; a PDF has only the look of its lines to go by, and
staff are told so. Lines proposed to be dropped are given back with the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.corpus.captures.lines import CapturedLine, CapturedText
from brief.corpus.captures.source_file import Passage
from brief.text.languages import either

SHORT, NOTICE = 90, 400
WHOLE = re.compile(rf"(?:{either('boilerplate')}|###+|[-–—•|·\s]+)", re.I)
WITHIN = re.compile(either("boilerplate-within"), re.I)
COOKIES = re.compile(r"\bcookies?\b", re.I)
CONSENT = re.compile(either("cookie-notices"), re.I)


def is_boilerplate(line: str) -> bool:
    """Whether a line is proposed to be dropped."""
    if len(line) <= NOTICE and COOKIES.search(line) and CONSENT.search(line):
        return True
    if len(line) > SHORT:
        return False
    return WHOLE.fullmatch(line) is not None or WITHIN.search(line) is not None


WRAPPED_AT = 100
FULL_LINE = 0.8
SENTENCE_END = re.compile(r"[.!?。？！:]['\"’”)\]]*$")
Numbered = tuple[int, CapturedLine]


def proposed_drops(text: CapturedText) -> set[int]:
    """The numbers of the lines that are proposed to be dropped, blank ones not among them."""
    return {
        number for number, line in enumerate(text.lines, 1) if line.furniture or is_boilerplate(line.text)
    }


def passages(text: CapturedText, kept: set[int]) -> list[Passage]:
    """Paragraphs and headings of the lines that are kept."""
    numbered = [(n, line) for n, line in enumerate(text.lines, 1) if n in kept or not line.text]
    found = (_passage(group) for group in _groups(text.form, numbered))
    return [passage for passage in found if passage.text]


def _groups(form: str, numbered: list[Numbered]) -> Iterator[list[Numbered]]:
    if form == "pdf":
        yield from _by_look(numbered)
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


def _by_look(numbered: list[Numbered]) -> Iterator[list[Numbered]]:
    """Paragraphs of a PDF: one ends with a sentence, in a line that is shorter than others or ends a page."""
    widths = sorted(len(line.text) for _, line in numbered if line.text)
    full = widths[len(widths) * 3 // 4] * FULL_LINE if widths else 0
    group: list[Numbered] = []
    for number, line in numbered:
        if group and _ends(group[-1], (number, line), full):
            yield group
            group = []
        if line.text:
            group.append((number, line))
    yield group


def _ends(last: Numbered, following: Numbered, full: float) -> bool:
    """Whether a paragraph ends between two lines that are kept."""
    ended = SENTENCE_END.search(last[1].text) is not None
    if following[1].page != last[1].page:
        return ended
    return not following[1].text or following[0] != last[0] + 1 or (ended and len(last[1].text) < full)


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
