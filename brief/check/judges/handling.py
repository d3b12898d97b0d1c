"""H401, H402, C611: what this audience may not see, and what nobody has read.

Once for each source, where it is first cited. It warns in a draft, whose author may go on writing
while somebody reads; nothing else is built on words that nobody looked at.

The audience is the one that is reached in the end: what a body posts is public. Inside
quotations protected words are replaced when the page is composed; everywhere else they
are errors, and the finding does not repeat them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from brief.check.judges.quotations import place_of
from brief.check.rules.corpus import UnreadDraft
from brief.check.rules.handling import NotForAudience, ProtectedInOwnText
from brief.compose.printed_lines import PlainLine, organisation_lines, section_titles, spec_lines
from brief.model.diagnostic import Aside, Diagnostic, Place, Severity
from brief.model.manuscript import Brief, Manuscript, Reference, Text
from brief.model.source import Source
from brief.protect.protection import Hit, Protection, hits, protections
from brief.protect.redaction import quoted_stretches
from brief.text.markdown.mask import picture_words
from brief.text.markdown.plain import plain


def drafts_read(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """C611 for the first citation of each source that nobody has read."""
    first: dict[str, Reference] = {}
    for reference in manuscript.all_references():
        if reference.source.unread is not None:
            first.setdefault(reference.source.id, reference)
    is_draft = manuscript.brief.spec.status == "draft"
    for id_, reference in first.items():
        unread, item = reference.source.unread, reference.item
        assert unread is not None
        yield UnreadDraft.at(
            manuscript.brief.texts[reference.text_key].origin.place(item.start, item.end),
            f"`{id_}` was drafted by `brief seeds add`, and nobody has read it yet",
            help="read it against its capture, complete its record, then delete the line that is shown",
            asides=(Aside(unread, "says so"),),
            severity=Severity.WARNING if is_draft else Severity.ERROR,
        )


def handling_allows(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """H401 for every citation of a source that the reached audience may not see."""
    brief = manuscript.brief
    reached = brief.venue.reached(publish=brief.spec.publish)
    for reference in manuscript.all_references():
        if not allowed(reference.source, reached):
            text = brief.texts[reference.text_key]
            item = reference.item
            who = f"`{reference.source.id}` is for {_named(reference.source)}"
            yield NotForAudience.at(
                text.origin.place(item.start, item.end),
                f"{who}, and `{brief.venue_id}` is {_audience(brief, reached)}",
                help="leave the citation out, or keep its section from this audience with `only-for`",
            )


def allowed(source: Source, audience: str) -> bool:
    """Whether an audience may see that a source exists."""
    handling = source.record.handling
    if audience == "internal" or handling == "public":
        return True
    return handling != "internal" and audience in handling


def _named(source: Source) -> str:
    handling = source.record.handling
    return f"`{handling}`" if isinstance(handling, str) else ", ".join(f"`{name}`" for name in handling)


def _audience(brief: Brief, reached: str) -> str:
    if reached == brief.venue.audience:
        return f"`{reached}`"
    return f"made public by the body (`{brief.venue.audience}` first)"


def protected_words(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """H402 for protected words of the cited sources outside quotations."""
    brief = manuscript.brief
    protected = protections(brief.sources.values())
    if brief.venue.audience == "internal" or not protected:
        return
    quoted = quoted_stretches(manuscript)
    for key, text in brief.texts.items():
        if not text.literal:
            yield from _in_prose(text, protected, quoted.get(key, []))
    yield from _in_spec(brief, protected)
    for line in (*section_titles(brief), *organisation_lines(brief)):
        yield from _in_line(line, protected)
    yield from _in_records(manuscript)
    yield from _cut_by_quotations(manuscript, protected)
    yield from _in_tables(brief, protected)


def _in_prose(
    text: Text, protected: tuple[Protection, ...], quoted: list[tuple[int, int]]
) -> Iterator[Diagnostic]:
    printed = plain(text.markdown, text.citations)
    for hit in hits(printed.text, protected):
        start, end = printed.source(hit.start, hit.end)
        if not any(first <= start and end <= last for first, last in quoted):
            yield _finding(text.origin.place(start, end), hit)
    for first, last in picture_words(text.markdown):
        for hit in hits(text.markdown[first:last], protected):
            yield _finding(text.origin.place(first + hit.start, first + hit.end), hit)


def _cut_by_quotations(manuscript: Manuscript, protected: tuple[Protection, ...]) -> Iterator[Diagnostic]:
    """H402 for quotations that begin or end within protected words: a part of them would be printed."""
    for claim in manuscript.claims:
        for quotation in claim.quotations:
            found = quotation.found
            if found is None:
                continue
            source = manuscript.brief.sources[found.source]
            if (
                hit := next((h for edge in found.edges for h in _cut(source, *edge, protected)), None)
            ) is not None:
                yield ProtectedInOwnText.at(
                    place_of(manuscript, claim, quotation.start, quotation.end),
                    f"the quotation begins or ends within words that `{hit.protection.source}` protects",
                    help=f"quote all of them, which are printed as “[{hit.protection.instead}]”, or none",
                )


def _cut(source: Source, number: int, at: int, protected: tuple[Protection, ...]) -> list[Hit]:
    """The protected words of a paragraph on both sides of an offset."""
    paragraph = source.paragraph(number)
    return (
        [hit for hit in _hits_of(paragraph.text, protected) if hit.start < at < hit.end] if paragraph else []
    )


@lru_cache(maxsize=512)
def _hits_of(text: str, protected: tuple[Protection, ...]) -> tuple[Hit, ...]:
    """The protected words of a paragraph, which several quotations are taken from."""
    return tuple(hits(text, protected))


def _finding(place: Place, hit: Hit) -> Diagnostic:
    return ProtectedInOwnText.at(
        place,
        f"words that `{hit.protection.source}` protects stand here, outside a quotation",
        help=f"say it without the name, such as “{hit.protection.instead}”",
    )


def _in_spec(brief: Brief, protected: tuple[Protection, ...]) -> Iterator[Diagnostic]:
    """Plain values of the spec: titles, headings, reasons, file names, the spec's own name."""
    prose = {key for key, text in brief.texts.items() if not text.literal}
    for line in spec_lines(brief):
        path = line.path
        if path[-1] == "words" and "accept" in path:  # those of a text, which is judged where it stands
            continue
        if ".".join(map(str, path)) not in prose and not (path[-1] in ("text", "source") and "quote" in path):
            yield from _in_line(line, protected)
    for hit in hits(brief.name.replace("-", " ").replace("_", " ").title(), protected)[:1]:
        yield _finding(Place(brief.document.file), hit)


def _in_line(line: PlainLine, protected: tuple[Protection, ...]) -> Iterator[Diagnostic]:
    for hit in hits(line.words, protected):
        yield _finding(line.origin.place(hit.start, hit.end), hit)


def _in_records(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Titles, authors and the names of cited voices: a note would print them."""
    spoken = {(ref.source.id, voice.name) for ref in manuscript.all_references() for voice in ref.voices}
    for source in manuscript.brief.sources.values():
        for named in source.named:
            if not named.voice or (source.id, named.voice) in spoken:
                yield ProtectedInOwnText.at(
                    named.place,
                    f"words that `{source.id}` protects stand in its record, and would be printed in a note",
                    help=f"say it without the name, such as “{named.instead}”",
                )


def _in_tables(brief: Brief, protected: tuple[Protection, ...]) -> Iterator[Diagnostic]:
    for table in brief.tables.values():
        for cell in (cell for row in (table.header, *table.rows) for cell in row):
            for hit in hits(cell, protected):
                yield _finding(table.words_at(cell[hit.start : hit.end], cell), hit)
