"""Q301, Q302, Q304–Q311: every quotation stands where its sentence says.

The claims were held against their passages when the manuscript was resolved; here a miss
becomes a finding that shows the nearest passage with the difference marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from brief.check.judges.quoted_sense import sense
from brief.check.rules.quotations import (
    BadInsertion,
    NoCapturedText,
    NotQuoted,
    PerhapsQuoted,
    QuotedElsewhere,
    QuotedWithoutCitation,
    SetOffNotQuoted,
)
from brief.check.rules.spec import OpenQuotation
from brief.compose.printed_lines import lines_of_the_page
from brief.model.diagnostic import Aside, Diagnostic, Place
from brief.model.manuscript import Claim, Manuscript, Quotation, Reference
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.protect.protection import cut_out, protections
from brief.text.markdown.mask import picture_words
from brief.text.markdown.quoted import CERTAIN, quoted_spans
from brief.text.quotation.find import Found, Nearest, nearest

AROUND = 40
OWN_TERM = "a term of your own is written `[‘…’]{.term}`"
SENTENCE = "add the citation to this sentence; your own term is written `[“…”]{.term}`"
BLOCK = "add the citation to the block; words of your own stand without `>`, which sets a quotation off"


def quotations_stand(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A finding for every quotation that does not stand in its passage."""
    for claim in manuscript.claims:
        for quotation in claim.quotations:
            if not quotation.empty and (finding := _judge(manuscript, claim, quotation)) is not None:
                yield replace(finding, about=claim.text_key)
        for words in claim.doubtful:
            yield replace(_perhaps(manuscript, claim, words), about=claim.text_key)
    yield from _in_lines(manuscript)


def _in_lines(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Q304 for titles, headings, names and the words of pictures: no citation can stand beside them."""
    brief = manuscript.brief
    for line, about in lines_of_the_page(brief):
        if line.path[-1] != "value" and _quotes(line.words):
            yield _uncited(line.origin.place(0, len(line.words)), about)
    for key, text in brief.texts.items():
        for start, end in () if text.literal else picture_words(text.markdown):
            if _quotes(text.markdown[start:end]):
                yield _uncited(text.origin.place(start, end), key)


def _quotes(words: str) -> bool:
    spans, alone = quoted_spans(words, 0, len(words))
    return bool(spans) or any(words[at] in CERTAIN for at in alone)


def _uncited(place: Place, about: str) -> Diagnostic:
    finding = QuotedWithoutCitation.at(
        place,
        help="quote it in a sentence with its citation",
    )
    return replace(finding, about=about)


def _judge(manuscript: Manuscript, claim: Claim, quotation: Quotation) -> Diagnostic | None:
    refused = bool(quotation.problem) and (bool(claim.references) or not claim.is_block)
    if (found := quotation.found) is not None and not refused:
        source = next(ref.source for ref in claim.references if ref.source.id == found.source)
        return sense(partial(place_of, manuscript), claim, quotation, found, source)
    place = place_of(manuscript, claim, quotation.start, quotation.end)
    if refused:
        return BadInsertion.at(
            place, quotation.problem, help="say it outside the quotation, in your own words"
        )
    if not claim.references:
        return QuotedWithoutCitation.at(place, help=BLOCK if claim.is_block else SENTENCE)
    with_text = [ref for ref in claim.references if ref.source.paragraphs]
    if not with_text:
        named = ", ".join(f"`{id_}`" for id_ in dict.fromkeys(ref.source.id for ref in claim.references))
        return NoCapturedText.at(
            place, f"{named} has no captured text to quote from", help="cite it, and say it in your own words"
        )
    if quotation.elsewhere is not None:
        return _elsewhere(place, quotation.elsewhere, with_text)
    return _missing(place, quotation, with_text)


def place_of(manuscript: Manuscript, claim: Claim, start: int, end: int) -> Place:
    """The place of a stretch of a claim's text; in a table's cell that of the first words that it quotes."""
    brief = manuscript.brief
    if claim.text_key in brief.texts:
        text = brief.texts[claim.text_key]
        return text.origin.place(start, end) if text.markdown else text.origin.place(0, 1)
    _, section, _, block, *_ = claim.text_key.split(".")
    table = brief.spec.sections[int(section)].blocks[int(block)].table
    assert table is not None
    quoted = (*claim.quotations, *claim.doubtful)[0].words
    return brief.tables[table.file].words_at(quoted, claim.words)


def _cited(references: Iterable[Reference]) -> str:
    works: dict[str, list[str]] = {}
    for ref in references:
        works.setdefault(ref.source.id, []).extend([str(ref.paragraphs)] if ref.paragraphs else [])
    return " or ".join(f"`{id_}`" for id_ in works)


def _elsewhere(place: Place, found: Found, references: list[Reference]) -> Diagnostic:
    named = [str(ref.paragraphs) for ref in references if ref.source.id == found.source and ref.paragraphs]
    source = next(ref.source for ref in references if ref.source.id == found.source)
    return QuotedElsewhere.at(
        place,
        f"quotation stands in paragraph {found.paragraph} of `{found.source}`, not in {', '.join(named)}",
        help=f"cite `[@{found.source}, para. {found.paragraph}]`",
        asides=(_aside(source, found.paragraph, found.start, found.end),),
    )


def _missing(place: Place, quotation: Quotation, references: list[Reference]) -> Diagnostic:
    near = nearest(quotation.words, [(ref.source, ref.paragraphs) for ref in references])
    return NotQuoted.at(
        place,
        f"quotation does not occur in {_cited(references)}",
        label=_label(references),
        help="quote the source character for character, or mark an omission with […]",
        asides=() if near is None else (_nearest_aside(near),),
    )


def _perhaps(manuscript: Manuscript, claim: Claim, words: Quotation) -> Diagnostic:
    """Q308: words in single marks that no cited passage has."""
    place = place_of(manuscript, claim, words.start, words.end)
    with_text = [ref for ref in claim.references if ref.source.paragraphs]
    if claim.is_block:
        return _not_in_block(place, words, claim, with_text)
    if not with_text:
        works = _cited(claim.references)
        message = f"words in single quotation marks, and {works} has no captured text to hold them against"
        return PerhapsQuoted.at(place, message, help=OWN_TERM)
    if words.elsewhere is not None:
        other = _elsewhere(place, words.elsewhere, with_text)
        message = other.message.replace("quotation stands", "the words in single quotation marks stand")
        return PerhapsQuoted.at(place, message, help=f"{other.help}; {OWN_TERM}", asides=other.asides)
    missing = _missing(place, words, with_text)
    return PerhapsQuoted.at(
        place,
        f"words in single quotation marks do not occur in {_cited(with_text)}",
        label=missing.label,
        help=f"{words.problem or 'quote the source character for character'}; {OWN_TERM}",
        asides=missing.asides,
    )


def _not_in_block(place: Place, words: Quotation, claim: Claim, references: list[Reference]) -> Diagnostic:
    """Q309: a block quotation that no cited passage has."""
    if not references:
        message = f"{_cited(claim.references)} has no captured text to hold the block quotation against"
        return SetOffNotQuoted.at(place, message, help=BLOCK)
    if words.elsewhere is not None:
        other = _elsewhere(place, words.elsewhere, references)
        message = other.message.replace("quotation stands", "the block quotation stands")
        return SetOffNotQuoted.at(place, message, help=other.help, asides=other.asides)
    missing = _missing(place, words, references)
    message = f"the block quotation does not occur in {_cited(references)}"
    help_ = words.problem or f"{missing.help}; words of your own stand without `>`"
    return SetOffNotQuoted.at(place, message, label=missing.label, help=help_, asides=missing.asides)


def _label(references: list[Reference]) -> str:
    named = [ref.paragraphs for ref in references if ref.paragraphs is not None]
    return f"not in {_paragraphs(named)}, nor elsewhere" if named else "not there"


def _paragraphs(named: list[Ranges]) -> str:
    numbers = ", ".join(dict.fromkeys(str(ranges) for ranges in named))
    return f"paragraph {numbers}" if numbers.isdigit() else f"paragraphs {numbers}"


def _nearest_aside(near: Nearest) -> Aside:
    return _passage(near.source, near.paragraph.number, near.start, near.end, near.paragraph.text)


def _aside(source: Source, number: int, start: int, end: int) -> Aside:
    paragraph = source.paragraph(number)
    return _passage(source, number, start, end, paragraph.text if paragraph else "")


def _passage(source: Source, number: int, start: int, end: int, text: str) -> Aside:
    """The words of a source around a stretch of one paragraph, at their line: reports go on to others."""
    paragraph = source.paragraph(number)
    assert paragraph is not None
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    shown = " ".join(cut_out(text, first, last, protections([source])).split())
    line = f"{'… ' if first else ''}{shown}{' …' if last < len(text) else ''}"
    return Aside(Place(source.file, paragraph.line, 1, paragraph.line, 2), f"para. {number}", (line,))


def marks_paired(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S115: a quotation mark without a partner encloses nobody knows what."""
    for key, offsets in manuscript.lonely_marks.items():
        text = manuscript.brief.texts[key]
        for offset in offsets[:1]:
            finding = OpenQuotation.at(
                text.origin.place(offset, offset + 1), help="add the missing mark, or delete this one"
            )
            yield replace(finding, about=key)
