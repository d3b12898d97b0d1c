"""Where words stand in double quotation marks: “…”, „…“, «…», »…«, "…", 「…」, 《…》, ‘‘…’’.

Marks are paired with a stack within one block, so that a quotation inside a quotation belongs to
the outer one. Two single marks that look like a double one count as one. A mark without a partner
is given back as such: what it might enclose cannot be checked. Inches and seconds (5″) are not marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSERS = {
    "“": '”"',
    "”": '”"',
    "„": '“”"',
    "‟": '”"',
    "«": "»",
    "»": "«»",
    '"': '"”',
    "＂": "＂",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "﹁": "﹂",
    "﹃": "﹄",
    "《": "》",
    "≪": "≫",
    "〝": "〞〟",
    "❝": "❞",
    "🙶": "🙷",
    "⹂": "”“",
    "″": "″",
    "ʺ": "ʺ",
    "״": "״",
}
CERTAIN = frozenset("“„‟「『｢﹁﹃《≪〝❝🙶⹂")
"""Marks that open wherever they stand."""
QUIET = frozenset("″ʺ״")
"""Marks that are other things too: alone they are nothing."""
SINGLES = "'‘’‚‛′ʼ´`"
TWICE = re.compile(rf"([{SINGLES}‹›])\1|,,(?=\w)|<<|>>")
TWICE_CLOSERS = {"‹": "›", "›": "‹", "<": ">", ",": "'‘’‛′ʼ´", **dict.fromkeys(SINGLES, SINGLES)}
MARK = re.compile(f"[{''.join(CLOSERS)}{''.join(CLOSERS.values())}]|{TWICE.pattern}")
OPENS_AFTER = frozenset("([{—–-/\x1d\x1f‘’'“„«‹:")


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted words: `start` and `end` without the marks."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str
    start: int
    end: int


def quoted_spans(text: str, start: int, end: int) -> tuple[list[Span], list[int]]:
    """The outermost quotations in `text[start:end]`, and the offsets of marks without a partner."""
    found: list[Span] = []
    stack: list[_Mark] = []
    lonely: list[_Mark] = []
    for match in MARK.finditer(text, start, end):
        mark = _Mark(match[0], match.start(), match.end())
        opened = _partner(stack, mark, text, start, end)
        if opened is not None:
            lonely += stack[opened + 1 :]
            found.append(Span(stack[opened].end, mark.start))
            del stack[opened:]
        elif _can_open(text, mark, start, end):
            stack.append(mark)
        else:
            lonely.append(mark)
    alone = [mark.start for mark in (*lonely, *stack) if len(mark.text) == 1 and mark.text not in QUIET]
    return outermost(found), sorted(alone)


def _partner(stack: list[_Mark], mark: _Mark, text: str, start: int, end: int) -> int | None:
    """The place in the stack of the opening mark that this one closes: the last, or one further down."""
    if stack and _closes(stack[-1], mark, text, start, end):
        return len(stack) - 1
    if _can_open(text, mark, start, end):
        return None
    return next((i for i in range(len(stack) - 1, -1, -1) if _closes(stack[i], mark, text, start, end)), None)


def outermost(found: list[Span]) -> list[Span]:
    """The spans that stand in no other, in order; those of a quotation never closed stand alone."""
    spans: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return spans


def _closes(opened: _Mark, mark: _Mark, text: str, start: int, end: int) -> bool:
    if len(mark.text) == 2:
        return len(opened.text) == 2 and mark.text[0] in TWICE_CLOSERS.get(opened.text[0], "")
    if mark.text not in CLOSERS.get(opened.text, ""):
        return False
    if opened.text == mark.text or mark.text not in '"“»':
        return True
    # “ inside „ … “, » inside » … «, " inside “ … ”: a quotation of its own, where it can be one.
    return not (_after_gap(text, mark.start, start) and not _gap_follows(text, mark.end, end))


def _after_gap(text: str, index: int, start: int) -> bool:
    return index == start or text[index - 1].isspace() or text[index - 1] in OPENS_AFTER


def _gap_follows(text: str, index: int, end: int) -> bool:
    return index >= end or text[index].isspace() or text[index] in ".,;:!?)"


def _can_open(text: str, mark: _Mark, start: int, end: int) -> bool:
    if mark.text not in CLOSERS and mark.text[0] not in TWICE_CLOSERS:
        return False
    if mark.text in CERTAIN:
        return True
    followed = mark.end < end and not text[mark.end].isspace()
    if mark.text == "«":
        return followed or _after_gap(text, mark.start, start)
    return followed and _after_gap(text, mark.start, start)
