"""Where words stand in double quotation marks: “…”, „…“, «…», »…«, "…", 「…」, 『…』.

Marks are paired with a stack within one block, so that a quotation inside a quotation belongs to
the outer one. A mark without a partner is given back as such: what it might enclose
cannot be checked.
"""

from __future__ import annotations

from dataclasses import dataclass

CLOSERS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "「": "」",
    "『": "』",
    "‟": "”",
    "＂": "＂",
    "〝": "〞〟",
}
MARKS = frozenset(CLOSERS) | frozenset("".join(CLOSERS.values()))
OPENS_AFTER = frozenset(" \t\n\xa0\u202f([{—–-/\x1d\x1f‘'“„«‹:")


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted words: `start` and `end` without the marks."""

    start: int
    end: int


def quoted_spans(text: str, start: int, end: int) -> tuple[list[Span], list[int]]:
    """The outermost quotations in `text[start:end]`, and the offsets of marks without a partner."""
    spans: list[Span] = []
    stack: list[tuple[str, int]] = []
    lonely: list[int] = []
    for index in range(start, end):
        character = text[index]
        if character not in MARKS:
            continue
        if (
            stack
            and character in CLOSERS[stack[-1][0]]
            and not _opens_inside(text, index, start, stack[-1][0])
        ):
            _, opened = stack.pop()
            if not stack:
                spans.append(Span(opened + 1, index))
        elif _can_open(text, index, start, end):
            stack.append((character, index))
        else:
            lonely.append(index)
    return spans, sorted([*lonely, *(opened for _, opened in stack)])


def _opens_inside(text: str, index: int, start: int, opener: str) -> bool:
    """Whether “ inside „ … “ opens a quotation of its own rather than closing."""
    return (
        opener == "„"
        and text[index] == "“"
        and _after_gap(text, index, start)
        and not _gap_follows(text, index)
    )


def _after_gap(text: str, index: int, start: int) -> bool:
    return index == start or text[index - 1] in OPENS_AFTER


def _gap_follows(text: str, index: int) -> bool:
    return index + 1 >= len(text) or text[index + 1].isspace() or text[index + 1] in ".,;:!?)\x1f"


def _can_open(text: str, index: int, start: int, end: int) -> bool:
    character = text[index]
    if character not in CLOSERS:
        return False
    if character in "“„「『‟":
        return True
    followed = index + 1 < end and not text[index + 1].isspace()
    return followed and (character == "«" or _after_gap(text, index, start))
