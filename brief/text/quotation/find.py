"""Finding a quotation in a source: where it stands, where else, or what comes nearest.

`find` looks in given paragraphs, joined where they follow each other under one heading,
so that a quotation may run on into the next paragraph but never across what was not
cited. `nearest` is for showing a person what the source says instead; it never counts as
found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brief.model.paragraphs import Paragraph
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.text.quotation.normal import Normal, normal
from brief.text.quotation.pattern import Pattern, compile_quotation, denies_subject, omitted
from brief.text.quotation.segment import Match

CONTEXT = 32
CLOSE, BONUS, LONGEST = 60, 3, 1000
SEPARATOR = "\x1d"
SENTENCE_END = re.compile(rf"[.!?…][')\]]*(?=\s|$)|{SEPARATOR}")


@dataclass(frozen=True, slots=True)
class Selector:
    """A W3C Web Annotation TextQuoteSelector: the words, and what stands before and after them."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quotation stands: the paragraph it begins in, offsets in that paragraph's own text.

    `last` is the paragraph it ends in, `edges` are the places (paragraph, offset) where words are cut,
    `lost` is what it leaves of its sentences, `omitted` what its omissions stand for, and `replaced` each
    insertion with the words that it stands for.
    """

    source: str
    paragraph: int
    start: int
    end: int
    selector: Selector
    lost: str = ""
    last: int = 0
    edges: tuple[tuple[int, int], ...] = ()
    omitted: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=4096)
def _folded(text: str) -> Normal:
    return normal(text)


def find(pattern: Pattern, source: Source, paragraphs: Ranges | None) -> Found | None:
    """Where the quotation stands in these paragraphs of the source (None: anywhere)."""
    wanted = tuple(p for p in source.paragraphs if paragraphs is None or p.number in paragraphs)
    if not wanted or not pattern.words:
        return None
    text, starts = _joined(wanted)
    if pattern.needle not in text:
        return None
    for first in pattern.segments[0].found(text):
        if first.end == first.start or denies_subject(pattern, text, first.start):
            continue
        matches = [first]
        for segment in pattern.segments[1:]:
            match = next(segment.found(text, matches[-1].end), None)
            if match is None:
                return None  # nor would it follow what comes later
            matches.append(match)
        return _found(source, wanted, starts, text, matches)
    return None


@lru_cache(maxsize=256)
def _joined(paragraphs: tuple[Paragraph, ...]) -> tuple[str, tuple[int, ...]]:
    """The folded paragraphs in a row, and where each begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if before is not None:
            follows = paragraph.number == before.number + 1 and paragraph.heading == before.heading
            parts.append(" " if follows else SEPARATOR)
            length += 1
        starts.append(length)
        folded = _folded(paragraph.text).text
        parts.append(folded)
        length += len(folded)
        before = paragraph
    return "".join(parts), tuple(starts)


def _found(
    source: Source,
    paragraphs: tuple[Paragraph, ...],
    starts: tuple[int, ...],
    text: str,
    matches: list[Match],
) -> Found:
    start, end = matches[0].start, matches[-1].end
    index, final = _touched(starts, start, end)
    paragraph, (begin, finish) = paragraphs[index], _stretch(paragraphs[index], starts[index], start, end)
    last = paragraphs[final]
    _, stop = _stretch(last, starts[final], start, end)
    exact = _own(paragraphs, starts, start, end)
    prefix = paragraph.text[max(0, begin - CONTEXT) : begin]
    selector = Selector(exact, prefix, last.text[stop : stop + CONTEXT])
    omitted = tuple(_own(paragraphs, starts, a.end, b.start) for a, b in pairwise(matches))
    gaps = ((word, gap) for match in matches for word, gap in zip(match.inserted, match.gaps, strict=True))
    replaced = tuple((word, _own(paragraphs, starts, *gap).strip()) for word, gap in gaps)
    lost = _lost(text, matches)
    cuts = (at for match in matches for pair in ((match.start, match.end), *match.gaps) for at in pair)
    edges = tuple(_edge(paragraphs, starts, at) for at in cuts)
    return Found(
        source.id, paragraph.number, begin, finish, selector, lost, last.number, edges, omitted, replaced
    )


def _edge(paragraphs: tuple[Paragraph, ...], starts: tuple[int, ...], at: int) -> tuple[int, int]:
    """The paragraph, and the offset in its own text, of an offset in the folded ones."""
    index = bisect_right(starts, at) - 1
    folded = _folded(paragraphs[index].text)
    at = min(at - starts[index], len(folded.text))
    return paragraphs[index].number, folded.source(at, at)[0]


def _touched(starts: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """The first and the last of the paragraphs that a stretch of the folded ones touches."""
    first = max(bisect_right(starts, start) - 1, 0)
    return first, max(bisect_left(starts, end) - 1, first)


def _own(paragraphs: tuple[Paragraph, ...], starts: tuple[int, ...], start: int, end: int) -> str:
    """The paragraphs' own words for a stretch of the folded ones."""
    first, last = _touched(starts, start, end)
    touched = range(first, last + 1)
    stretches = ((paragraphs[i], _stretch(paragraphs[i], starts[i], start, end)) for i in touched)
    return " ".join(paragraph.text[a:b] for paragraph, (a, b) in stretches)


def _stretch(paragraph: Paragraph, first: int, start: int, end: int) -> tuple[int, int]:
    """The offsets in the paragraph's own text of what a quotation takes of it."""
    folded = _folded(paragraph.text)
    return folded.source(max(start - first, 0), min(end - first, len(folded.text)))


def _lost(text: str, matches: list[Match]) -> str:
    """What the quotation leaves out of the sentence or sentences it is taken from."""
    start, stop = matches[0].start, matches[-1].end
    begin = max((m.end() for m in SENTENCE_END.finditer(text, 0, start)), default=0)
    after = SENTENCE_END.search(text, max(stop - 2, start))
    end = after.start() if after else len(text)
    gaps = " | ".join(text[a:b] for a, b in omitted(matches))
    return f"{text[begin:start]} | {gaps} | {text[stop : max(end, stop)]}"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that comes closest, with the first difference marked: for a person to look at."""

    source: Source
    paragraph: Paragraph
    start: int
    end: int
    score: float


def nearest(quotation: str, sources: list[tuple[Source, Ranges | None]]) -> Nearest | None:
    """The closest passage, the cited paragraphs before others; None when nothing is close."""
    from rapidfuzz import fuzz

    wanted = compile_words(quotation)[:LONGEST]
    best: Nearest | None = None
    for source, paragraph, bonus in _by_nearness(sources):
        folded = _folded(paragraph.text)
        least = CLOSE if best is None else max(CLOSE, best.score - bonus)
        alignment = fuzz.partial_ratio_alignment(wanted, folded.text[:20_000], score_cutoff=least)
        if alignment is None or not alignment.score:
            continue
        if best is None or alignment.score + bonus > best.score:
            start, end = folded.source(alignment.dest_start, alignment.dest_end)
            best = Nearest(source, paragraph, start, end, alignment.score + bonus)
    return best


def _by_nearness(sources: list[tuple[Source, Ranges | None]]) -> Iterator[tuple[Source, Paragraph, int]]:
    """Every paragraph with its bonus, the cited ones first."""
    found = [
        (source, paragraph, BONUS if paragraphs is not None and paragraph.number in paragraphs else 0)
        for source, paragraphs in sources
        for paragraph in source.paragraphs
    ]
    yield from sorted(found, key=lambda item: -item[2])


def compile_words(quotation: str) -> str:
    """The words of a quotation, folded, without omissions and insertions."""
    return normal(
        re.sub(r"\[([A-Za-z])\]", r"\1", re.sub(r"\[[^\]]{2,}\]|\[…\]", " ", quotation))
    ).text.strip()


def search(quotation: str, source: Source, paragraphs: Ranges | None) -> Found | None:
    """`find` for the text of a quotation."""
    return find(compile_quotation(quotation), source, paragraphs)
