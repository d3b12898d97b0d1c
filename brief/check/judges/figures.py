"""Q303: a figure in a cited sentence must stand in a cited passage, or in the record's dates.

Figures inside quotation marks are proved with the quotation. Where a cited work has no
captured text nothing can be said, and nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from brief.check.judges.quotations import place_of
from brief.check.judges.stray_notes import IN_BRACKETS
from brief.check.rules.quotations import FigureNotInPassage
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import Claim, Manuscript, Reference
from brief.model.source import Source
from brief.protect.protection import protections, replaced
from brief.text.figures import Figure, figures_in
from brief.text.known_figures import Known, contradicted, known_in, stands
from brief.text.markdown.plain import plain
from brief.text.markdown.quoted import CLOSERS, SINGLES

LEFT_BEHIND = re.compile(IN_BRACKETS)
QUOTED = frozenset(CLOSERS) | frozenset(SINGLES) | frozenset("＇<>‹›,")


def figures_stand(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Q303 for every figure that no cited passage holds."""
    for claim in manuscript.claims:
        with_text = [ref for ref in claim.references if ref.source.paragraphs]
        if claim.set_off or not with_text or len(with_text) < len(claim.references):
            continue
        figures = list(_own_figures(claim, _language(manuscript, claim)))
        known = frozenset().union(*(_known(ref) for ref in with_text)) if figures else frozenset()
        for figure in figures:
            if not stands(figure, known):
                yield _finding(manuscript, claim, figure, with_text)
            elif said := contradicted(_bare(claim), figure, map(_passage, with_text)):
                yield _contradiction(manuscript, claim, figure, said, with_text)
    yield from _key_figures(manuscript)


def _language(manuscript: Manuscript, claim: Claim) -> str:
    """The language of the text that a claim stands in."""
    text = manuscript.brief.texts.get(claim.text_key)
    return text.language if text is not None else ""


def _own_figures(claim: Claim, language: str = "") -> Iterator[Figure]:
    """The figures that stand outside the sentence's quotations, and are not numbers of notes (S120)."""
    yield from figures_in(_bare(claim), language)


def _bare(claim: Claim) -> str:
    """A sentence without its quotations and numbers of notes; as long as it was."""
    words = claim.words
    for quotation in claim.quotations:
        length = len(quotation.words)
        at = words.find(quotation.words, 1)
        while at > 0 and words[at - 1] not in QUOTED:
            at = words.find(quotation.words, at + 1)
        if at > 0:
            words = words[:at] + " " * length + words[at + length :]
    return LEFT_BEHIND.sub(lambda number: " " * len(number[0]), words)


def _cited(reference: Reference) -> tuple[int, ...]:
    """The paragraphs that a reference cites."""
    cited = reference.paragraphs
    return tuple(p.number for p in reference.source.paragraphs if cited is None or p.number in cited)


def _passage(reference: Reference) -> tuple[str, tuple[Figure, ...]]:
    return _passage_of(reference.source, _cited(reference))


@lru_cache(maxsize=256)
def _passage_of(source: Source, numbers: tuple[int, ...]) -> tuple[str, tuple[Figure, ...]]:
    """The words of some paragraphs, and their figures."""
    wanted = set(numbers)
    text = "\n".join(p.text for p in source.paragraphs if p.number in wanted)
    return text, tuple(figures_in(text, source.record.language or ""))


def _known(reference: Reference) -> Known:
    source, numbers = reference.source, _cited(reference)
    return (
        _known_of(source, numbers)
        | _dated(source)
        | known_in(source.record.title, source.record.language or "")
    )


def _dated(source: Source) -> Known:
    """The date of the record."""
    issued = source.record.issued
    if issued is None:
        return frozenset()
    parts = (("count", issued.year), ("year", issued.year), ("month", issued.month), ("count", issued.day))
    return frozenset((kind, Fraction(part)) for kind, part in parts if part)


@lru_cache(maxsize=256)
def _known_of(source: Source, numbers: tuple[int, ...]) -> Known:
    wanted = set(numbers)
    text = "\n".join(p.text for p in source.paragraphs if p.number in wanted)
    return known_in(text, source.record.language or "")


def _finding(manuscript: Manuscript, claim: Claim, figure: Figure, references: list[Reference]) -> Diagnostic:
    return _absent(_place(manuscript, claim, figure), figure, references, claim.text_key)


def _absent(place: Place, figure: Figure, references: list[Reference], about: str) -> Diagnostic:
    cited = ", ".join(
        dict.fromkeys(
            f"para. {ref.paragraphs} of `{ref.source.id}`" if ref.paragraphs else f"`{ref.source.id}`"
            for ref in references
        )
    )
    finding = FigureNotInPassage.at(
        place,
        f"`{figure.written}` does not stand in {cited}",
        help="look it up",
    )
    return replace(finding, about=about)


def _contradiction(
    manuscript: Manuscript, claim: Claim, figure: Figure, said: str, references: list[Reference]
) -> Diagnostic:
    named = ", ".join(dict.fromkeys(f"`{ref.source.id}`" for ref in references))
    said = replaced(said, protections(ref.source for ref in references))
    finding = FigureNotInPassage.at(
        _place(manuscript, claim, figure),
        f"{named} says `{said}`, and this sentence gives the figure another bound or unit",
        help="say it as the source does",
    )
    return replace(finding, about=claim.text_key)


def _place(manuscript: Manuscript, claim: Claim, figure: Figure) -> Place:
    """The figure's own place, whatever marks it up, where its text can be asked; else the sentence's."""
    text = manuscript.brief.texts.get(claim.text_key)
    if text is None or claim.printed_at is None:
        return place_of(manuscript, claim, claim.start, claim.end)
    start, end = claim.printed_at + figure.start, claim.printed_at + figure.end
    return text.origin.place(*plain(text.markdown, text.citations).source(start, end))


def _key_figures(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """The large value of a key figure, against the citation beside it."""
    brief = manuscript.brief
    for index, item in enumerate(brief.spec.key_figures):
        references = [
            ref for cite in manuscript.references.get(f"key-figures.{index}.cite", ()) for ref in cite
        ]
        if not references or any(not ref.source.paragraphs for ref in references):
            continue
        known = frozenset().union(*(_known(ref) for ref in references))
        # The label may say of what: "0.07", "per cent of the population".
        known |= {("count", value) for kind, value in known if kind == "percent"}
        origin = brief.document.origin(("key-figures", index, "value"), item.value)
        for figure in figures_in(item.value):
            if not stands(figure, known):
                place = origin.place(figure.start, figure.end)
                yield _absent(place, figure, references, f"key-figures.{index}.label")
