"""Prove: read the finished files back and hold them against what was promised.

The words of the composed page are laid beside those of the PDF, piece by piece in reading
order; from that follow the pages of all quotations, notes and headings, and every check
is a short question to it. pdfium is asked as a second witness. Nothing is taken from the
print engine's word: only the finished bytes count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from brief.check.rules.printed import FilesDiffer, WordsDiffer
from brief.compose.composed import Composed
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.prove.proof import Proof
from brief.prove.prove_attributions import attributions
from brief.prove.prove_fonts import shapes
from brief.prove.prove_links import clicks
from brief.prove.prove_marks import marks_and_quotations, marks_in_word
from brief.prove.prove_pages import (
    blank,
    bookmarks,
    calls,
    contents,
    links,
    margins,
    note_numbers,
    note_words,
    running,
)
from brief.prove.prove_pictures import whole_pictures
from brief.prove.prove_quotations import quotations
from brief.prove.prove_tags import heading_levels, heads_again, leaders, note_tags
from brief.prove.prove_words import (
    glyphs,
    hidden,
    marks,
    on_each_other,
    order,
    pictures,
    second_witness,
    spoken,
    text_words,
    word_file,
)
from brief.prove.reading import Reading
from brief.prove.second_reading import seen_pages

CHECKS: tuple[Callable[[Reading], Iterator[Diagnostic]], ...] = (
    quotations,
    note_numbers,
    calls,
    note_words,
    attributions,
    text_words,
    marks,
    marks_and_quotations,
    order,
    hidden,
    pictures,
    whole_pictures,
    contents,
    bookmarks,
    links,
    clicks,
    margins,
    running,
    note_tags,
    heading_levels,
    heads_again,
    leaders,
    blank,
    glyphs,
    shapes,
    spoken,
    on_each_other,
)


def prove(
    pdf: bytes,
    composed: Composed,
    manuscript: Manuscript,
    fonts: Mapping[str, bytes],
    word: bytes | None = None,
    word_adds: str = "",
    leaving: Callable[[Proof], bytes] | None = None,
) -> tuple[Proof, list[Diagnostic]]:
    """Where everything stands in the finished files, and what does not stand as promised.

    `fonts` are the font files the page was printed with, by name; `word_adds` is the line that the Word
    file alone may carry. `leaving` makes the file that leaves of what is proved: the second witness reads
    that one.
    """
    try:
        reading = Reading.of(pdf, composed, manuscript, fonts)
    except ValueError as error:
        place = manuscript.brief.place("venue")
        return Proof(0), [WordsDiffer.at(place, f"the PDF cannot be read back: {error}")]
    findings = [finding for check in CHECKS for finding in check(reading)]
    if word is not None:
        findings += _held_against_word(reading, word, word_adds)
    proof = reading.proof()
    seen = tuple(seen_pages(leaving(proof) if leaving else pdf, reading.printed.doubts))
    findings += second_witness(reading, seen)
    return replace(proof, seen=tuple(page.text for page in seen)), findings


def _held_against_word(reading: Reading, word: bytes, adds: str) -> list[Diagnostic]:
    from brief.outputs.word.read import read_word

    try:
        text = read_word(word)
        return [*word_file(reading, text, adds), *marks_in_word(reading, text, adds)]
    except ValueError as error:
        return [FilesDiffer.at(reading.venue, f"the Word file cannot be read back: {error}")]
