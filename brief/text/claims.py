"""Claims: each sentence of a brief with the passages it rests on and the words it quotes.

A sentence is held against the sources that its own citations name, in the paragraphs they
name; a label and its citation (a key figure, a caption) count as one sentence. The result
says for every quotation where it stands, or where it stands instead, so that the judges
only have to read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

from brief.model.manuscript import Brief, Claim, Quotation, Reference, Text
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.text.markdown.plain import CITE, Plain, plain
from brief.text.markdown.quoted import CERTAIN, Span, quoted_spans
from brief.text.markdown.sentences import Sentence, read_sentences
from brief.text.markdown.single_quoted import single_spans
from brief.text.quotation.find import Found, find
from brief.text.quotation.insertion import InsertionError
from brief.text.quotation.pattern import Pattern, compile_literally, compile_quotation

References = Mapping[str, tuple[tuple[Reference, ...], ...]]
COMPANIONS = {"label": "cite", "caption": "cite"}
LONGEST_TERM = 8
START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class _Reading:
    text: Text
    plain: Plain
    by_place: Mapping[int, tuple[Reference, ...]]
    companions: tuple[Reference, ...]


def claims_of(brief: Brief, references: References) -> tuple[tuple[Claim, ...], dict[str, tuple[int, ...]]]:
    """Every claim of a brief, and by text the offsets of quotation marks without a partner."""
    claims: list[Claim] = []
    lonely: dict[str, tuple[int, ...]] = {}
    for key, text in brief.texts.items():
        if text.literal:
            claims += _set_off(text, references.get(key, ()))
            continue
        reading = _read(text, references)
        sentences, alone = read_sentences(reading.plain)
        claims += [_claim(reading, sentence) for sentence in sentences]
        lonely[key] = tuple(reading.plain.source(at, at + 1)[0] for at in alone)
    claims += _key_figures(brief, references)
    claims += _cells(brief, references)
    return tuple(claims), lonely


def _read(text: Text, references: References) -> _Reading:
    by_place = {
        citation.start: refs for citation, refs in zip(text.citations, references[text.key], strict=True)
    }
    return _Reading(text, plain(text.markdown, text.citations), by_place, _companions(text.key, references))


def _companions(key: str, references: References) -> tuple[Reference, ...]:
    stem, _, name = key.rpartition(".")
    other = COMPANIONS.get(name)
    found = references.get(f"{stem}.{other}", ()) if other else ()
    return tuple(ref for refs in found for ref in refs)


def _claim(reading: _Reading, sentence: Sentence) -> Claim:
    own = tuple(ref for citation in sentence.citations for ref in reading.by_place.get(citation.start, ()))
    references = own + reading.companions
    words = reading.plain.text
    start, end = reading.plain.source(sentence.start, sentence.end)
    said = words[sentence.start : sentence.end].replace(CITE, " ")
    printed_at, said = sentence.end - len(said.lstrip()), said.strip()
    if sentence.set_off is not None:
        claim = Claim(reading.text.key, start, end, said, references, (), set_off=True, is_block=True)
        return _in_block(claim, reading, sentence.set_off)
    doubles, singles = (
        [_quotation(reading, span, references) for span in spans if not _is_term(reading.plain, span)]
        for spans in (sentence.quotations, sentence.singles)
    )
    quotations, doubtful = _parted(doubles, singles, references)
    in_note = reading.plain.is_noted(sentence.start)
    claim = Claim(reading.text.key, start, end, said, references, quotations, doubtful=doubtful)
    return replace(claim, in_note=in_note, printed_at=printed_at)


def _in_block(claim: Claim, reading: _Reading, span: Span) -> Claim:
    """A claim that is a block quotation: quoted, or doubtful where a cited passage does not have it."""
    words = _quotation(reading, span, claim.references)
    is_proved = words.found is not None or words.empty or not claim.references
    return replace(claim, quotations=(words,)) if is_proved else replace(claim, doubtful=(words,))


def _parted(
    doubles: list[Quotation], singles: list[Quotation], references: tuple[Reference, ...]
) -> tuple[tuple[Quotation, ...], tuple[Quotation, ...]]:
    """What is quoted, and what may be: words in single marks, few enough for a term, that are not proved."""
    quoted: list[Quotation] = []
    doubtful: list[Quotation] = []
    for single in singles:
        if single.found is not None or not _may_be_term(single.words):
            quoted.append(single)
        elif references and not single.empty:
            doubtful.append(single)
    around = [quotation for quotation in quoted if quotation.found is not None]
    within = [double for double in doubles if not _is_within(double, around)]
    return tuple(sorted([*within, *quoted], key=START)), tuple(doubtful)


def _is_within(quotation: Quotation, others: list[Quotation]) -> bool:
    """Whether it stands in one of the others, which are in order: it is then a part of that one."""
    index = bisect_right(others, quotation.start, key=START) - 1
    return index >= 0 and quotation.end <= others[index].end


def _may_be_term(words: str) -> bool:
    """Whether these are few enough for a term of our own, and no sentence."""
    return len(words.split()) <= LONGEST_TERM and CITE not in words and not re.search(r"[.!?…]\s", words)


def _is_term(plain_text: Plain, span: Span) -> bool:
    """Whether these words, their marks included, are all that a `{.term}` holds, and few enough for one."""
    if not _may_be_term(plain_text.text[span.start : span.end]):
        return False
    return any(
        first < span.start
        and span.end < last
        and not re.search(r"\w", plain_text.text[first : span.start] + plain_text.text[span.end : last])
        for first, last in plain_text.terms
    )


def _quotation(reading: _Reading, span: Span, references: tuple[Reference, ...]) -> Quotation:
    start, end = reading.plain.source(span.start, span.end)
    words = reading.plain.text[span.start : span.end].replace(CITE, "")
    return held(words, start, end, references)


def held(words: str, start: int, end: int, references: tuple[Reference, ...]) -> Quotation:
    """A quotation held against the passages of its sentence."""
    if "[" in words and (found := _found(compile_literally(words), references)):
        return Quotation(words, start, end, found=found)
    try:
        pattern = compile_quotation(words)
    except InsertionError as error:
        return Quotation(words, start, end, problem=str(error))
    if not pattern.words:
        return Quotation(words, start, end, empty=True)
    found = _found(pattern, references)
    if found is not None:
        return Quotation(words, start, end, found=found)
    return Quotation(words, start, end, elsewhere=_elsewhere(pattern, references))


def _found(pattern: Pattern, references: tuple[Reference, ...]) -> Found | None:
    """Where it stands: in one cited passage, or across those that the sentence cites of one work."""
    for ref in references:
        if found := find(pattern, ref.source, ref.paragraphs):
            return found
    for source, cited in _cited_together(references):
        if found := find(pattern, source, cited):
            return found
    return None


def _cited_together(references: tuple[Reference, ...]) -> Iterator[tuple[Source, Ranges]]:
    """Works of which several passages are cited, with all of these."""
    spans: dict[str, tuple[Source, list[tuple[int, int]]]] = {}
    for ref in references:
        if ref.paragraphs is not None:
            spans.setdefault(ref.source.id, (ref.source, []))[1].extend(ref.paragraphs.spans)
    for source, cited in spans.values():
        if len(cited) > 1:
            yield source, Ranges(tuple(sorted(cited)))


def _elsewhere(pattern: Pattern, references: tuple[Reference, ...]) -> Found | None:
    """Where in the cited works it stands, outside the cited paragraphs."""
    works: dict[str, Source] = {ref.source.id: ref.source for ref in references if ref.paragraphs is not None}
    return next((hit for source in works.values() if (hit := find(pattern, source, None))), None)


def _set_off(text: Text, references: tuple[tuple[Reference, ...], ...]) -> Iterator[Claim]:
    """A set-off quotation is one claim; an excerpt is the source's own paragraphs and needs no proof here."""
    own = tuple(ref for refs in references for ref in refs)
    if not text.key.endswith(".quote"):
        yield Claim(text.key, 0, len(text.markdown), " ".join(text.literal), own, (), set_off=True)
        return
    words = text.literal[0]
    quotation = held(words, 0, len(text.markdown), own)
    yield Claim(text.key, 0, len(text.markdown), words, own, (quotation,), set_off=True)


def _key_figures(brief: Brief, references: References) -> Iterator[Claim]:
    """Words quoted in the large value of a key figure, held against the citation beside it."""
    for index, item in enumerate(brief.spec.key_figures):
        key = f"key-figures.{index}.label"
        refs = tuple(r for cited in references.get(f"key-figures.{index}.cite", ()) for r in cited)
        if key in brief.texts:
            yield from _unmarked(key, item.value, refs, len(brief.texts[key].markdown))


def _cells(brief: Brief, references: References) -> Iterator[Claim]:
    """The cells of CSV tables, held against the table's citations and its caption's."""
    for section in brief.sections:
        for position, block in enumerate(section.blocks):
            if block.table is None or block.table.file not in brief.tables:
                continue
            stem = f"sections.{section.index}.blocks.{position}.table"
            refs = tuple(
                r for name in ("cite", "caption") for c in references.get(f"{stem}.{name}", ()) for r in c
            )
            table = brief.tables[block.table.file]
            for cell in (cell for row in (table.header, *table.rows) for cell in row):
                yield from _unmarked(f"{stem}.cells", cell, refs, 0)


def _unmarked(key: str, words: str, references: tuple[Reference, ...], length: int) -> Iterator[Claim]:
    """A claim of words that are not Markdown, where they quote; a mark never closed quotes to the end."""
    spans, alone = quoted_spans(words, 0, len(words))
    own, _ = single_spans(words, 0, len(words), spans)
    spans += [Span(at + 1, len(words)) for at in alone if words[at] in CERTAIN]
    spans += [Span(0, at) for at in alone if words[at] in "”»」』》"]
    doubles, singles = (
        [held(words[span.start : span.end], 0, length, references) for span in kind] for kind in (spans, own)
    )
    quotations, doubtful = _parted(doubles, singles, references)
    if quotations or doubtful:
        set_off = not key.endswith(".cells")
        yield Claim(key, 0, length, words, references, quotations, set_off, doubtful)
