"""P714: each citation, as printed, says what the spec cites: the work, who speaks in it, and where.

A citation is known on the page by the serials that came with it through pandoc, never by its
turn. What its words say is held against its own record and voices; what its author wrote in
its brackets may say more. That the finished pages say the same, word for word, others prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.check.rules.printed import WrongAttribution
from brief.compose.citation_marks import serials, unmarked_ids
from brief.compose.csl import csl_item, voice_prefix
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Reference
from brief.model.source import Source
from brief.prove.attribution import Place, Voices, is_elsewhere, place_of
from brief.prove.reading import Reading

WORD = re.compile(r"[^\W\d_]{4,}|[\uac00-\ud7a3\u3040-\u9fff]{2,}")
UNNAMED = {"id", "type", "language", "issued", "accessed", "original-date"}
HELP = "`brief explain P714` says what may have done it"


@dataclass
class _Printed:
    """A citation on the page: the ids of its works, its note (0: in the text), its words."""

    ids: tuple[str, ...]
    note: int = 0
    words: str = ""


@dataclass(frozen=True)
class _Known:
    """What all citations name: voices, and by source its places, its record, words of it, its first note."""

    voices: Voices
    places: dict[str, set[Place]]
    records: dict[str, str]
    words: dict[str, frozenset[str]]
    first: dict[str, int]


def attributions(reading: Reading) -> Iterator[Diagnostic]:
    """Citations that say another work, voice or place than their own."""
    manuscript, printed, known = reading.manuscript, _printed(reading), _known(reading)
    for key, citations in manuscript.references.items():
        notes, numbers = reading.composed.notes.get(key, ()), reading.composed.serials.get(key, ())
        for works, note, own in zip(citations, notes, numbers, strict=True):
            found = printed.pop(own, None)
            problem = _problem(reading, works, note, found, known)
            if problem:
                yield WrongAttribution.at(reading.citation_place(works[0]), problem, help=HELP)
    for found in printed.values():
        named = ", ".join(f"`{id_}`" for id_ in found.ids)
        yield WrongAttribution.at(reading.venue, f"a citation of {named} is printed that no text holds")


def _printed(reading: Reading) -> dict[tuple[int, ...], _Printed]:
    found: dict[tuple[int, ...], _Printed] = {}
    chunks = [(0, chunk) for chunk in reading.words.text]
    chunks += [(number, chunk) for number, note in reading.words.notes.items() for chunk in note]
    for number, chunk in chunks:
        if chunk.cites:
            here = found.setdefault(serials(chunk.cites), _Printed(unmarked_ids(chunk.cites)))
            here.note = number or here.note
            here.words += f" {chunk.text}"
    return found


def _known(reading: Reading) -> _Known:
    catalogue = reading.manuscript.brief.catalogue
    references = reading.manuscript.all_references()
    places: dict[str, set[Place]] = {}
    first: dict[str, int] = {}
    for ref in references:
        note = reading.notes_of.get((ref.text_key, ref.citation.start), 0)
        first[ref.source.id] = min(note, first.get(ref.source.id, note))
        places.setdefault(ref.source.id, set()).add(place_of(ref.paragraphs, ref.item.locator))
    voices = Voices(voice_prefix(ref, catalogue) for ref in references)
    sources = {ref.source.id: ref.source for ref in references}
    records = {id_: _record(source) for id_, source in sources.items()}
    return _Known(voices, places, records, {id_: _words(record) for id_, record in records.items()}, first)


def _problem(
    reading: Reading, works: tuple[Reference, ...], note: int | None, found: _Printed | None, known: _Known
) -> str:
    """What is wrong with a citation as printed, in words; empty when nothing is."""
    if found is None:
        return "" if reading.words.unseen else "this citation is not printed"
    named = f"note {found.note}" if found.note else "the citation as printed"
    if found.ids != tuple(ref.source.id for ref in works):
        return f"{named} cites {', '.join(f'`{id_}`' for id_ in found.ids)}, which is not what is cited here"
    if found.note != (note or 0):
        return f"this citation is printed in note {found.note}, not in note {note}"
    return _wrong_voice(reading, works, found, known, named) or _wrong_work(
        reading, works, found, known, named
    )


def _wrong_voice(
    reading: Reading, works: tuple[Reference, ...], found: _Printed, known: _Known, named: str
) -> str:
    """A voice that is named and does not speak there, or speaks and is not named."""
    catalogue = reading.manuscript.brief.catalogue
    own = known.voices.spoken(voice_prefix(ref, catalogue) for ref in works)
    there = known.voices.within(found.words)
    if there == own:
        return ""
    records = " ".join(known.records[ref.source.id] for ref in works)
    by_author = known.voices.within(f"{_written(reading, works)} {records}")
    if missing := own - there:
        return f"{named} does not say “{next(iter(missing))}”, as its source does"
    if added := there - own - by_author:
        return f"{named} says “{next(iter(added))}”, and nothing cited here does"
    return ""


def _wrong_work(
    reading: Reading, works: tuple[Reference, ...], found: _Printed, known: _Known, named: str
) -> str:
    """Another work of those cited, or another place in this one."""
    words = _words(found.words)
    for ref in works:
        own = known.words[ref.source.id]
        if own and not own & words and _is_another(reading, works, words, known):
            return f"{named} names another work than `{ref.source.id}`"
        place = place_of(ref.paragraphs, ref.item.locator)
        led_to = [known.first[it.source.id] for it in works]
        if is_elsewhere(found.words, place, known.places[ref.source.id], led_to):
            return f"{named} names another place in `{ref.source.id}` than {ref.item.locator}"
    return ""


def _is_another(reading: Reading, works: tuple[Reference, ...], words: frozenset[str], known: _Known) -> bool:
    """Whether words are those of another work: two of its record, and of none that is cited here."""
    theirs = words - _words(" ".join([*known.voices.names.values(), _written(reading, works)]))
    cited = {ref.source.id for ref in works}
    theirs = theirs.difference(*(known.words[id_] for id_ in cited))
    return any(len(theirs & other) > 1 for id_, other in known.words.items() if id_ not in cited)


def _written(reading: Reading, works: tuple[Reference, ...]) -> str:
    """A citation as its author wrote it."""
    citation, text = works[0].citation, reading.manuscript.brief.texts[works[0].text_key]
    return text.markdown[citation.start : citation.end]


def _record(source: Source) -> str:
    """What a style can print of a source, in a row."""
    item = csl_item(source)
    values = [value for name, value in item.items() if name not in UNNAMED]
    parts = (value if isinstance(value, list) else [{"": value}] for value in values)
    return " ".join(str(word) for part in parts for name in part for word in name.values())


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in WORD.findall(text))
