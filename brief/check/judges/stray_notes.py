"""S120: numbers of notes that were pasted without their notes: `[1]`, `[iv]`, a superscript ¹.

Word and web pages leave them behind in copied text. They are looked for in the words as printed,
so that what is a link, a citation or a note is none; words within quotation marks are the source's
own, and what stands in code or behind a backslash is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from brief.check.rules.spec import NoteLeftBehind
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript, Text
from brief.text.markdown.mask import FILLER, mask
from brief.text.markdown.plain import plain

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ"
NUMBER = r"(?:[1-9]\d{0,2}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))"
SEVERAL = rf"{NUMBER}(?:\s?[,–-]\s?{NUMBER})*"
IN_BRACKETS = rf"\[(?!x\])(?:(?:note|fn|n)\.?\s?)?{SEVERAL}\](?!\w)"
UNITS = "km|cm|mm|dm|nm|µm|hm|ft|in|yd|mi|sec|mc|CO"
WORD = rf"(?<![^\W_])(?!(?:{UNITS})[\^{RAISED}])[^\W\d_]{{2,}}|[.,;:!?)\]”’»\"']"
"""What a number of a note stands behind; what it stands behind otherwise is raised to a power."""
IN_PRINT = re.compile(rf"(?P<bracket>{IN_BRACKETS})|(?:{WORD}|(?<=\n))(?P<raised>[{RAISED}]+)(?![^\W_])")
IN_MARKDOWN = re.compile(rf"(?:{WORD})(?P<raised>\^{SEVERAL}\^)")
PERHAPS = re.compile(rf"\[\s*[\divxnf]|[{RAISED}]|\^[\divx]|&")
HELP = "cite instead, such as `[@id, para. 4]`, or write the note here: `^[its words]`"


def notes_left_behind(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S120 for every number of a note in a text that is not a quotation's own."""
    quoted: dict[str, list[tuple[int, int]]] = {}
    for claim in manuscript.claims:
        own = (*claim.quotations, *claim.doubtful)
        quoted.setdefault(claim.text_key, []).extend((words.start, words.end) for words in own)
    for key, text in manuscript.brief.texts.items():
        if not text.literal and PERHAPS.search(text.markdown):
            stretches = sorted(quoted.get(key, ()))
            for start, end, number in sorted(_numbers(text)):
                if not _is_within(start, stretches):
                    yield replace(_finding(text, start, end, number), about=key)


def _numbers(text: Text) -> Iterator[tuple[int, int, str]]:
    """(start, end, as written or printed) of what may be one."""
    masked = mask(text.markdown)
    printed = plain(text.markdown, text.citations)
    for match in IN_PRINT.finditer(printed.text):
        kind = match.lastgroup or 0
        start, end = printed.source(*match.span(kind))
        if masked[start] != FILLER:
            yield start, end, match[kind]
    for match in IN_MARKDOWN.finditer(masked):
        yield *match.span("raised"), match["raised"]


def _is_within(at: int, stretches: list[tuple[int, int]]) -> bool:
    index = bisect_right(stretches, at, key=itemgetter(0)) - 1
    return index >= 0 and at < stretches[index][1]


def _finding(text: Text, start: int, end: int, number: str) -> Diagnostic:
    meant = "; if it is meant so, write `\\[`" if number.startswith("[") else ""
    message = f"`{number}` looks like the number of a note that was left behind, and is printed as it stands"
    return NoteLeftBehind.at(text.origin.place(start, end), message, help=HELP + meant)
