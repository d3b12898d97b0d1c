"""Sentences, with the quotations and citations that each carries.

A sentence ends at a full stop, question or exclamation mark outside quotation marks and
brackets, when white space and something that can begin a sentence follow. Citations that
stand directly after the stop belong to the sentence before it, unless they are the
subject of the next. Abbreviations, initials and dates do not end one, nor does a stop
inside a quotation that its speaker follows (“Is it free?” Kim asked). When in doubt a sentence
is not ended: a quotation is then held against more citations, never against none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any

from brief.text.languages import dotted_months, either
from brief.text.markdown.citations import Citation
from brief.text.markdown.plain import CITE, Plain
from brief.text.markdown.quoted import MARK, SINGLES, Span, outermost, quoted_spans
from brief.text.markdown.single_quoted import single_spans

AT, SPAN = itemgetter(0), attrgetter("start")
SPACE = " \t\n\xa0\u202f"
WORD = re.compile(r"[^\W_]")
BLOCK_END = re.compile(r"\n[ \t]*\n[ \t\n]*")
GAP = r"[^\S\n\x1c-\x1f]*\n?[^\S\n\x1c-\x1f]*"
END = re.compile(rf"[.!?…。！？]+(?:[\"'”’»›“‘«」』》)\]]|[^\S\n]»)*(?:{GAP}{CITE})*+(?=\s|$)")
ABBREVIATION = re.compile(rf"\b(?:[^\W\d_]|{either('abbreviations')}|(?:[^\W\d_]\.)+[^\W\d_])\.$")
# What counts only before a number: “No. 5”, and not “She said no. They left.”
BEFORE_NUMBER = re.compile(rf"\b(?:{either('before-number')})\.$", re.I)
NUMBER = re.compile(r"[\s]*(?:\d|[IVXLC]+\b|[A-Z]{1,6}/|§)")
DIGIT_END = re.compile(r"\d\.$")
WHOLE_DATE = re.compile(r"\b\d{4}\. ?\d{1,2}\. ?\d{1,2}\.$")
DATE_GOES_ON = re.compile(rf"\s*(?:\d|(?:{'|'.join(dotted_months())})\b)")
OPENERS = re.compile(rf"[\s{CITE}\"'“„«‘‚»(「『《–—-]*")
MARKED = re.compile(rf"\s*(?:{MARK.pattern}|[{SINGLES}‹›])")
LEADS = re.compile(rf":[\s{CITE}]*$")
SPEAKER_BELOW = re.compile(r"\n[ \t]*[—–―][^\n]*\s*$")
CITED_END = re.compile(rf"(?:[\s{CITE}]*{CITE}\s*[.]?)?\s*$")
SPEAKER = re.compile(
    rf"\s*(?:[\w’'.-]+[ ,]+){{0,6}}?(?:{either('speaks-after-quotation')})\b"
    rf"|\s*(?:{either('reported-after-quotation')})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the printed words with what it carries; offsets are those of `Plain`.

    `quotations` stand in double marks, `singles` in single ones outside these. What is `set_off` as a
    block quotation, and does not begin with a mark, is one sentence, and all of it is quoted.
    """

    start: int
    end: int
    quotations: tuple[Span, ...]
    citations: tuple[Citation, ...]
    singles: tuple[Span, ...] = ()
    set_off: Span | None = None


def read_sentences(plain: Plain) -> tuple[list[Sentence], list[int]]:
    """All sentences of a text, and the offsets of quotation marks without a partner."""
    text = plain.text
    sentences: list[Sentence] = []
    lonely: list[int] = []
    for start, end in _together(plain, _blocks(text)):
        spans, alone = quoted_spans(text, start, end)
        singles, unclosed = single_spans(text, start, end, spans)
        if _is_set_off(plain, _around(plain.set_off, start)):
            sentences.append(_set_off(plain, start, end, sentences[-1] if sentences else None))
            continue
        lonely += sorted([*alone, *unclosed])
        for first, last in _split(plain, text, start, end, outermost([*spans, *singles])):
            inside, own = _between(spans, first, last), _between(singles, first, last)
            cited = plain.citations[_first(plain.citations, first, AT) : _first(plain.citations, last, AT)]
            sentences.append(Sentence(first, last, inside, tuple(citation for _, citation in cited), own))
    return sentences, lonely


def _together(plain: Plain, blocks: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The blocks, those of one block quotation as one, unless it begins with a mark."""
    last: tuple[int, int] | None = None
    for start, end in blocks:
        around = _around(plain.set_off, start)
        if around is None or not _is_set_off(plain, around):
            yield start, end
        elif around != last:
            yield start, around[1]
        last = around


def _is_set_off(plain: Plain, stretch: tuple[int, int] | None) -> bool:
    """Whether it is a block quotation that does not begin with a mark, which would say what is quoted."""
    return stretch is not None and MARKED.match(plain.text, *stretch) is None


def _set_off(plain: Plain, start: int, end: int, before: Sentence | None) -> Sentence:
    """A block quotation; without a citation of its own it has those of the sentence that leads to it."""
    cited = plain.citations[_first(plain.citations, start, AT) : _first(plain.citations, end, AT)]
    own = tuple(citation for _, citation in cited)
    if not own and before is not None and LEADS.search(plain.text, before.start, start):
        own = before.citations
    said = SPEAKER_BELOW.sub("", plain.text[start:end])
    said = CITED_END.sub("", said) if CITE in said else said.rstrip()
    return Sentence(start, end, (), own, (), Span(start, start + len(said)))


def _between(spans: list[Span], first: int, last: int) -> tuple[Span, ...]:
    """Those of the spans, which stand in order, that begin in a stretch."""
    return tuple(spans[_first(spans, first, SPAN) : _first(spans, last, SPAN)])


def _first(items: Sequence[Any], at: int, place: Callable[[Any], int]) -> int:
    """The first of these, which stand in order, that does not stand before an offset."""
    return bisect_left(items, at, key=place)


def _around(stretches: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The stretch that holds an offset; they stand in order and do not overlap."""
    index = bisect_right(stretches, at, key=AT) - 1
    return stretches[index] if index >= 0 and at < stretches[index][1] else None


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in (*(match.span() for match in BLOCK_END.finditer(text)), (len(text), len(text))):
        if WORD.search(text, at, gap[0]):
            yield at, gap[0]
        at = gap[1]


def _split(plain: Plain, text: str, start: int, end: int, spans: list[Span]) -> Iterator[tuple[int, int]]:
    if _around(plain.rows, start) is not None:
        yield start, end
        return
    cited = plain.citations[_first(plain.citations, start, AT) : _first(plain.citations, end, AT)]
    subjects = {at for at, citation in cited if citation.textual}
    brackets = _brackets(text, start, end)
    quoted = [(span.start, span.end) for span in spans]
    first = start
    for match in END.finditer(text, start, end):
        stop, last = match.start(), _before_subject(match, subjects, text, end)
        bracket = _around(brackets, stop)
        if stop < first or (bracket is not None and bracket[0] < stop and last <= bracket[1]):
            continue
        if _ends_here(text, first, stop, last, _around(quoted, stop), end, last < match.end()):
            yield first, last
            first = last
    if WORD.search(text, first, end):
        yield first, end


def _before_subject(match: re.Match[str], subjects: set[int], text: str, end: int) -> int:
    """The end of a sentence, before a citation that is the subject of the next: `… left. @a says …`."""
    if text[match.end() : end].strip(SPACE):
        for index in range(match.start(), match.end()):
            if index in subjects:
                return index
    return match.end()


def _ends_here(
    text: str, first: int, stop: int, last: int, around: tuple[int, int] | None, end: int, subject: bool
) -> bool:
    """Whether a stop ends its sentence; `around` is the quotation it stands in."""
    if around is not None and last <= around[1]:
        return False
    rest = text[last:end]
    if not rest.strip(SPACE) or subject:
        return True
    if CITE not in text[stop:last] and _is_abbreviation(text, stop, rest):
        return False
    if around is not None and CITE not in text[first:last] and _goes_on(text[stop], rest):
        return False
    opening = OPENERS.match(rest)
    following = rest[opening.end() : opening.end() + 1] if opening else ""
    return not following.islower() and following not in tuple(".,;:!?)")


def _is_abbreviation(text: str, stop: int, rest: str) -> bool:
    before = text[max(0, stop - 16) : stop + 1]
    if text[stop + 1 : stop + 2] and not text[stop + 1].isspace():
        return False
    if DIGIT_END.search(before) and (DATE_GOES_ON.match(rest) or WHOLE_DATE.search(before)):
        return True
    if BEFORE_NUMBER.search(before) and NUMBER.match(rest):
        return True
    return ABBREVIATION.search(before) is not None


def _goes_on(stop: str, rest: str) -> bool:
    """Whether a sentence goes on after a quotation that ends in a stop."""
    return stop in "!?！？…" or SPEAKER.match(rest) is not None


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pairs of brackets; one that is never closed is no bracket."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for index in range(start, end):
        character = text[index]
        if character in "([":
            stack.append((character, index))
        elif character in ")]" and stack and stack[-1][0] == {")": "(", "]": "["}[character]:
            opened = stack.pop()[1]
            if not stack:
                pairs.append((opened, index))
    return pairs
