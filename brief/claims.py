"""Claims: each sentence of a brief with the passages it rests on and the words it quotes.

A sentence is held against the sources that its own citations name, in the paragraphs they
name; a label and its citation (a key figure, a caption) count as one sentence. The result
says for every quotation where it stands, or where it stands instead, so that the judges
only have to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brief.manuscript import Brief, Claim, Quotation, Reference, Text
from brief.markdown.plain import CITE, Plain, plain
from brief.markdown.quoted import Span
from brief.markdown.sentences import Sentence, read_sentences
from brief.quotation.find import Found, find
from brief.quotation.pattern import InsertionError, Pattern, compile_quotation
from brief.ranges import Ranges
from brief.source import Source

References = Mapping[str, tuple[tuple[Reference, ...], ...]]
COMPANIONS = {"label": "cite", "caption": "cite"}


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
    quotations = tuple(
        _quotation(reading, span, references)
        for span in sentence.quotations
        if not _is_term(reading.plain, span)
    )
    said = words[sentence.start : sentence.end].replace(CITE, " ").strip()
    return Claim(reading.text.key, start, end, said, references, quotations)


def _is_term(plain_text: Plain, span: Span) -> bool:
    return any(first <= span.start and span.end <= last for first, last in plain_text.terms)


def _quotation(reading: _Reading, span: Span, references: tuple[Reference, ...]) -> Quotation:
    start, end = reading.plain.source(span.start, span.end)
    words = reading.plain.text[span.start : span.end].replace(CITE, "")
    return held(words, start, end, references)


def held(words: str, start: int, end: int, references: tuple[Reference, ...]) -> Quotation:
    """A quotation held against the passages of its sentence."""
    try:
        pattern = compile_quotation(words)
    except InsertionError as error:
        return Quotation(words, start, end, problem=str(error))
    if not pattern.words:
        return Quotation(words, start, end, empty=True)
    found = next((hit for ref in references if (hit := find(pattern, ref.source, ref.paragraphs))), None)
    if found is not None:
        return Quotation(words, start, end, found=found)
    return Quotation(words, start, end, elsewhere=_elsewhere(pattern, references))


def _elsewhere(pattern: Pattern, references: tuple[Reference, ...]) -> Found | None:
    """Where in the cited works it stands, outside the cited paragraphs."""
    works: dict[str, Source] = {ref.source.id: ref.source for ref in references}
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
            for cell in (cell for row in brief.tables[block.table.file].rows for cell in row):
                yield from _cell(stem, cell, refs)


def _cell(stem: str, cell: str, references: tuple[Reference, ...]) -> Iterator[Claim]:
    words = Plain()
    for offset, character in enumerate(cell):
        words.add(character, offset)
    spans = [span for sentence in read_sentences(words)[0] for span in sentence.quotations]
    if spans:
        quotations = tuple(held(cell[s.start : s.end], s.start, s.end, references) for s in spans)
        yield Claim(f"{stem}.cells", 0, 0, cell, references, quotations)


def paragraphs_of(reference: Reference) -> Ranges | None:
    """The cited paragraphs, None when the citation names none or the work has no text."""
    return reference.paragraphs if reference.source.paragraphs else None
