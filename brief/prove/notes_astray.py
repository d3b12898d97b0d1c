"""Notes of a received PDF that do not say what its manifest says is cited in them: who speaks, and where."""

from __future__ import annotations

from collections.abc import Iterator

from brief.model.ranges import Ranges
from brief.prove.attribution import Place, Voices, is_elsewhere, place_of
from brief.prove.difference import shortened
from brief.prove.found_words import searchable
from brief.prove.promise import Promise, PromisedCitation


def notes_astray(promise: Promise, said: dict[int, str]) -> Iterator[str]:
    """Notes, by number, that name another place or voice than what they cite, or leave out who speaks."""
    places: dict[str, set[Place]] = {}
    first: dict[str, int] = {}
    cited: dict[int, list[str]] = {}
    for citation in promise.citations:
        note = citation.note or 0
        places.setdefault(citation.source, set()).add(_place(citation))
        first[citation.source] = min(note, first.get(citation.source, note))
        cited.setdefault(note, []).append(citation.source)
    for citation in promise.citations:
        number, words = citation.note, said.get(citation.note or 0)
        if number is None or words is None:
            continue
        for name in citation.voices:
            if searchable(name) not in searchable(words):
                yield f"note {number} does not name {name}, who speaks in what it cites"
        led_to = [first[id_] for id_ in cited[number]]
        if is_elsewhere(words, _place(citation), places[citation.source], led_to):
            yield f"note {number} names another place than para. {citation.paragraphs}, which it cites"
    yield from _added_voices(promise, said)


def _place(citation: PromisedCitation) -> Place:
    try:
        return place_of(Ranges.parse(citation.paragraphs or ""), "")
    except ValueError:
        return frozenset()


def _added_voices(promise: Promise, said: dict[int, str]) -> Iterator[str]:
    """Voices that a note names oftener than promised; of a source that is not public, nothing is told."""
    told = {source.id for source in promise.sources if source.title}
    withheld = {citation.note for citation in promise.citations if citation.source not in told}
    everything = searchable("\n".join(said.values()))
    voices = Voices(name for name in promise.voices if searchable(name) in everything)
    for number in sorted(set(said) - withheld):
        for name, times in voices.within(said[number]).items():
            if times > promise.voices[name].count(number):
                yield f"note {number} says “{shortened(name)}”, and nothing that it cites does"
