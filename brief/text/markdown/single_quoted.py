"""Where words stand in single quotation marks outside double ones: ‘…’, '…', ‚…‘, ‹…›, ›…‹.

The same signs are apostrophes, so place decides. A mark opens after a gap and before a word, and
closes after a word and before a gap; between letters it is neither (O’Brien, d’une). After an `s`
and before a space it may be a plural possessive (the workers’ rights): it closes only where no
mark does that can do nothing else. Where a word often begins with an apostrophe (’90s, ’em, ’til)
only such a mark closes, and the `n` of rock ’n’ roll is no quotation at all. Korean sets single
marks for emphasis, terms and titles, and so they are none either, but where somebody says the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import combining

from brief.text.languages import either
from brief.text.markdown.quoted import OPENS_AFTER, SINGLES, TWICE, Span, outermost

GUILLEMETS = {"‹": "›", "›": "‹›"}
CERTAIN = "‘‚‹"
SIGN = re.compile(f"{TWICE.pattern}|[{SINGLES}＇{''.join(GUILLEMETS)}]")
UNSPACED = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff가-힣]")
"""Scripts that set marks against their words: what stands beside a mark says nothing there."""
ELISION = re.compile(rf"(?:{either('dropped-letters')})(?![^\W_])", re.I)
AND = re.compile(rf"(?<=[{SINGLES}])n[{SINGLES}](?![^\W_])", re.I)
NO_BEGINNING = re.compile(r"[\s.,;:!?)\]}]")
POSSESSIVE = re.compile(rf"(?<=[sxz])[{SINGLES}]\s+(?=[\w(\[“\"«„{SINGLES}])", re.I)
SURELY_CLOSES = re.compile(
    rf"(?<![sxz])(?:(?<=[^\W\d_]{{3}})(?<!n)[{SINGLES}](?![^\W_])|(?<=\w)[{SINGLES}](?=[.,;:!?)]|\s*(?:\x1f|\Z)))",
    re.I,
)
"""What stands behind the marks of a quotation and is no dropped letter (goin’): one of the two is a slip."""
HANGUL = re.compile("[가-힣]")
SAID = re.compile(f"(?:{either('emphasis-unless-said')})")
EMPHASISED = 8
"""So many words may be emphasised; who sets more between marks quotes."""
AFTER = OPENS_AFTER | frozenset("’”»…|>")


def single_spans(text: str, start: int, end: int, doubles: list[Span]) -> tuple[list[Span], list[int]]:
    """The outermost stretches of `text[start:end]` in single marks that stand in none of `doubles`, in order.

    And the offsets of marks without a partner, where they cannot be apostrophes.
    """
    found: list[Span] = []
    opened: list[int] = []
    alone: list[int] = []
    perhaps: int | None = None
    for at in _signs(text, start, end, doubles):
        if _closes(text, opened, at, end):
            while len(opened) > 1 and _is_apostrophe(text, *opened[-2:]):
                opened.pop()
            if POSSESSIVE.match(text, at, end) is None:
                found.append(Span(opened.pop(), at))
                perhaps = None
            elif perhaps is None and not _is_elision(text, opened[-1]):
                perhaps = at
        elif _opens(text, at, start, end):
            if perhaps is not None:
                found.append(Span(opened.pop(), perhaps))
            opened.append(at + 1)
            perhaps = None
        elif found and not opened and SURELY_CLOSES.match(text, at, end):
            alone.append(at)
    if perhaps is not None:
        found.append(Span(opened.pop(), perhaps))
    alone += [first - 1 for first in opened if _is_surely_open(text, first)]
    return outermost([span for span in found if not _is_korean_emphasis(text, span)]), sorted(alone)


def _is_surely_open(text: str, first: int) -> bool:
    """No apostrophe typed the wrong way round (‘em), and no letter of an Arabic name (‘Ali)."""
    return text[first - 1] in CERTAIN and text[first].islower() and not _is_elision(text, first)


def _is_korean_emphasis(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    if not HANGUL.search(words) or len(words.split()) > EMPHASISED:
        return False
    return SAID.match(text, span.start + len(words.rstrip(".?!…"))) is None


def _signs(text: str, start: int, end: int, doubles: list[Span]) -> Iterator[int]:
    """Where a sign stands alone and in no double marks."""
    following = iter(doubles)
    double = next(following, None)
    for match in SIGN.finditer(text, start, end):
        while double is not None and double.end <= match.start():
            double = next(following, None)
        if len(match[0]) == 1 and (double is None or match.start() < double.start):
            yield match.start()


def _opens(text: str, at: int, start: int, end: int) -> bool:
    if at + 1 >= end or (text[at] not in GUILLEMETS and NO_BEGINNING.match(text, at + 1)):
        return False
    if AND.match(text, at + 1, end):
        return False
    before = text[at - 1] if at > start else " "
    return before.isspace() or before in AFTER or (text[at] in CERTAIN and UNSPACED.match(before) is not None)


def _closes(text: str, opened: list[int], at: int, end: int) -> bool:
    """Whether the sign at `at` can close what was opened last."""
    if not opened or opened[-1] >= at or not _is_pair(text[opened[-1] - 1], text[at]):
        return False
    before, after = text[at - 1], text[at + 1] if at + 1 < end else " "
    if text[at] in GUILLEMETS:
        return True
    if before.isspace() or before in "([{" or AND.match(text, at - 1, end):
        return False
    return not (after.isalnum() or combining(after)) or UNSPACED.match(after) is not None


def _is_pair(opening: str, closing: str) -> bool:
    if opening in GUILLEMETS or closing in GUILLEMETS:
        return closing in GUILLEMETS.get(opening, "")
    return (opening in "′＇") == (closing in "′＇") and (opening not in "′＇" or opening == closing)


def _is_apostrophe(text: str, outer: int, inner: int) -> bool:
    """Whether what opened last is an apostrophe within a quotation: ‘in the ’90s nobody …’."""
    return _is_elision(text, inner) or (text[outer - 1] == "‘" and text[inner - 1] == "’")


def _is_elision(text: str, first: int) -> bool:
    return text[first - 1] not in "‚‹›" and ELISION.match(text, first) is not None
