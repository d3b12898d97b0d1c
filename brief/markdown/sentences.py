"""Sentences, with the quotations and citations that each carries.

A sentence ends at a full stop, question or exclamation mark outside quotation marks and
brackets, when white space and something that can begin a sentence follow. Citations that
stand directly after the stop belong to the sentence before it. Abbreviations of this
field do not end one. When in doubt a sentence is not ended: a quotation is then held
against more citations, never against none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.markdown.citations import Citation
from brief.markdown.plain import BREAK, CITE, Plain
from brief.markdown.quoted import Span, quoted_spans

END = re.compile(r"[.!?…。！？][\"'”’»)\]\x27]*(?:[ \t\n]*\x1f)*(?=\s|$)")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|St|No|Nos|arts?|paras?|pp?|vol|eds?|cf|etc|al|vs?|approx|ca|ff"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|M|Mme|Sr|Sra|núm|párrs?|par)"
    r"|\b(?:e\.g|i\.e|ie|U\.S|U\.K|U\.N))\.$"
)
STARTS = re.compile(r"[\s\x1f]*(?:[\"'“„«‘(\[]*[^\W_a-z]|\[)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the printed words with what it carries; offsets are those of `Plain`."""

    start: int
    end: int
    quotations: tuple[Span, ...]
    citations: tuple[Citation, ...]


def read_sentences(plain: Plain) -> tuple[list[Sentence], list[int]]:
    """All sentences of a text, and the offsets of quotation marks without a partner."""
    text = plain.text
    sentences: list[Sentence] = []
    lonely: list[int] = []
    for start, end in _blocks(text):
        spans, alone = quoted_spans(text, start, end)
        lonely += alone
        for first, last in _split(plain, text, start, end, spans):
            inside = tuple(s for s in spans if first <= s.start < last)
            cited = tuple(citation for at, citation in plain.citations if first <= at < last)
            sentences.append(Sentence(first, last, inside, cited))
    return sentences, lonely


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for part in re.split(r"(\n[ \t]*\n\s*)", text):
        if part.strip():
            yield at, at + len(part)
        at += len(part)


def _split(plain: Plain, text: str, start: int, end: int, spans: list[Span]) -> Iterator[tuple[int, int]]:
    if any(first <= start < last for first, last in plain.rows):
        yield start, end
        return
    first = start
    for match in END.finditer(text, start, end):
        if match.start() < first or not _ends_here(text, match, spans, end):
            continue
        yield first, match.end()
        first = match.end()
    if text[first:end].strip():
        yield first, end


def _ends_here(text: str, match: re.Match[str], spans: list[Span], end: int) -> bool:
    stop = match.start()
    around = next((s for s in spans if s.start <= stop < s.end), None)
    if around is not None and match.end() <= around.end:
        return False
    if _open_brackets(text, stop) or ABBREVIATION.search(text, max(0, stop - 12), stop + 1):
        return False
    rest = text[match.end() : end]
    return not rest.strip() or STARTS.match(rest) is not None


def _open_brackets(text: str, stop: int) -> bool:
    begin = text.rfind(BREAK, 0, stop) + 1
    before = text[begin:stop]
    return before.count("(") > before.count(")") or before.count("[") > before.count("]")


def carries(sentence: Sentence, text: str) -> str:
    """The sentence's own words, citations left out."""
    return text[sentence.start : sentence.end].replace(CITE, "").strip()
