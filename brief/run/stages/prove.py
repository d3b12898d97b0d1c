"""Prove: read the finished files back and hold them against what was promised.

The words of the composed page are laid beside those of the PDF, piece by piece in reading
order; from that follow the pages of all quotations, notes and headings, and every check
is a short question to it. pdfium is asked as a second witness. Nothing is taken from the
print engine's word: only the finished bytes count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from brief.check.rules.printed import WordsDiffer
from brief.compose.composed import Composed
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.prove.proof import Proof
from brief.prove.prove_attributions import attributions
from brief.prove.prove_fonts import shapes
from brief.prove.prove_links import clicks
from brief.prove.prove_marks import marks_and_quotations
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
    others: Iterable[Callable[[Reading], Iterable[Diagnostic]]] = (),
    leaving: Callable[[Proof], bytes] | None = None,
) -> tuple[Proof, list[Diagnostic]]:
    """Where everything stands in the finished files, and what does not stand as promised.

    `fonts` are the font files the page was printed with, by name; `others` hold each further output against
    the page. `leaving` makes the file that leaves of what is proved: the second witness reads
    that one.
    """
    try:
        reading = Reading.of(pdf, composed, manuscript, fonts)
    except ValueError as error:
        place = manuscript.brief.place("venue")
        return Proof(0), [WordsDiffer.at(place, f"the PDF cannot be read back: {error}")]
    findings = [finding for check in CHECKS for finding in check(reading)]
    findings += [finding for differs in others for finding in differs(reading)]
    proof = reading.proof()
    seen = tuple(seen_pages(leaving(proof) if leaving else pdf, reading.printed.doubts))
    findings += second_witness(reading, seen)
    return replace(proof, seen=tuple(page.text for page in seen)), findings
