"""Notes and lists of sources whatever a record lacks: no comma too many, no empty bracket, no word left hanging.

A type of each kind that a style tells apart is set with every field missing by itself, with every
two, and with no more than one or two of them: as a first note, as a later one, and in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple, get_args

import pytest

from brief.compose import pandoc
from brief.compose.csl import csl_item
from brief.compose.pandoc_server import kept
from brief.files.workspace import packaged_root
from brief.model.source import CSL_TYPES, Source, SourceRecord
from tests.pandoc_pieces import work

FULL: dict[str, Any] = {
    "title-short": "Short",
    "author": [{"family": "Doe", "given": "Jane"}],
    "editor": [{"literal": "A Body"}, {"family": "Roe", "given": "Ann"}],
    "container-title": "Container",
    "collection-title": "Series",
    "publisher": "Publisher Ltd.",
    "publisher-place": "Town",
    "authority": "Authority",
    "event-title": "Event",
    "issued": "2019-03-02",
    "accessed": "2020-01-02",
    "number": "A/1",
    "genre": "Genre",
    "version": "Version",
    "volume": "3",
    "issue": "4",
    "page": "12-15",
    "section": "7",
    "URL": "https://example.org/",
    "DOI": "10.1000/x",
}
ALONE = {"event-title", "genre", "page", "title-short"}
"""Fields that stand between commas of their own."""
ARTEFACT = re.compile(
    r"\s[),;.]|\(\W|[,;]\s*[,;.()]|\.\.|\.\s*\.|“”|‘’|«\s*»|\s\s|”“|»«|[,;:(\s]$|^\W*[,;.)]"
    r"|(?:available at|disponible en|l’adresse|출처 주소:)(?! https)"
    r"|\((?:accessed on|consulté le|consultado el|접속일|n|note|nota|주)\s*\)"
    r"|(?<!\w )\((?:eds?\.|dir\.|éd|ed|편집)"
    r"|\b(?:vol|no|nᵒ|n\.º|pp?)\.?[,)]"
)


class Set(NamedTuple):
    """What became of one record."""

    type: str
    fields: frozenset[str]
    first: str
    later: str
    listed: str


def style(name: str) -> str:
    """A style of ours."""
    return (packaged_root("styles") / f"{name}.csl").read_text("utf-8")


def kinds(text: str) -> list[str]:
    """One type for each set of conditions that a style makes about types."""
    named = [frozenset(types.split()) for types in re.findall(r'\btype="([^"]*)"', text)]
    first: dict[tuple[bool, ...], str] = {}
    for type_ in get_args(CSL_TYPES):
        first.setdefault(tuple(type_ in types for types in named), type_)
    return list(first.values())


def printed(text: str) -> frozenset[str]:
    """The fields that a style prints or asks for."""
    return frozenset(FULL) & {it for names in re.findall(r'variable="([^"]*)"', text) for it in names.split()}


def plain(html: str) -> str:
    """What a reader sees."""
    return re.sub(r"<[^>]+>", "", html).replace("\xa0", " ")


def all_set(text: str, lang: str, wanted: list[frozenset[str]]) -> Iterator[Set]:
    """Every kind of record with each of these sets of fields, in one request."""
    asked = [(type_, fields) for type_ in kinds(text) for fields in wanted]
    references, fragments = [], []
    for number, (type_, fields) in enumerate(asked):
        references.append(
            {"id": f"r{number}", "type": type_, "title": "The title", **{it: FULL[it] for it in fields}}
        )
        for at in (2 * number, 2 * number + 1):
            cited = [work(f"r{number}", at + 1, locator="para. 4")]
            fragments.append({"id": at, "pieces": [{"paragraphs": ["Words"], "citation": cited}]})
    request = {"lang": lang, "and": "and", "references": references, "fragments": fragments}
    found = pandoc.finish(pandoc.start(request, text))
    notes = [plain(found.fragments[at]).partition("Words")[2].strip() for at in range(2 * len(asked))]
    notes = [note.removeprefix(".").strip() for note in notes]
    for number, (type_, fields) in enumerate(asked):
        listed = plain(found.entries[f"r{number}"])
        yield Set(type_, fields, notes[2 * number], notes[2 * number + 1], listed)


def sound(text: str, lang: str, wanted: list[frozenset[str]]) -> None:
    """Hold that nothing in these has an artefact, and that every one says its title or its symbol."""
    for it in all_set(text, lang, wanted):
        for words in (it.first, it.later, it.listed):
            found = ARTEFACT.search(words)
            assert found is None, f"{found and found[0]!r} in {it.type} with {sorted(it.fields)}: {words}"
            assert re.search(r"\w", words)
        assert "The title" in it.listed


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ko"])
@pytest.mark.parametrize("name", ["notes", "author-date"])
def test_one_field_missing_or_alone(name: str, lang: str) -> None:
    every = printed(style(name))
    ones = [frozenset((it,)) for it in sorted(every)]
    with kept():
        sound(style(name), lang, [frozenset(), every, frozenset(FULL), *ones, *(every - it for it in ones)])


@pytest.mark.parametrize("name", ["notes", "author-date"])
def test_two_fields_missing_or_alone(name: str) -> None:
    every = printed(style(name))
    twos = [frozenset(it) for it in combinations(sorted(every - ALONE), 2)]
    with kept():
        sound(style(name), "en", [*twos, *(every - it for it in twos)])


@pytest.mark.parametrize(
    ("type_", "fields", "note"),
    [
        ("chapter", {"author", "container-title", "issued"}, "Jane Doe, “The title”, Container (2 March 2019), para. 4."),
        ("chapter", {"author", "issued"}, "Jane Doe, “The title” (2 March 2019), para. 4."),
        ("chapter", {"container-title", "volume"}, "Container, “The title”, vol. 3, para. 4."),
        ("book", {"author", "accessed"}, "Jane Doe, The title, para. 4."),
        ("report", {"editor"}, "A Body and Ann Roe (eds.), “The title”, para. 4."),
        ("webpage", {"DOI", "accessed"}, "“The title”, para. 4, available at https://doi.org/10.1000/x (accessed on 2 January 2020)."),
    ],
)  # fmt: skip
def test_notes_of_records_that_lack_something(type_: str, fields: set[str], note: str) -> None:
    found = {it.type: it for it in all_set(style("notes"), "en", [frozenset(fields)])}
    same = next(it for it in kinds(style("notes")) if it == type_ or same_kind(it, type_))
    assert found[same].first == note


def same_kind(one: str, other: str) -> bool:
    """Whether the notes make no difference between two types."""
    named = re.findall(r'\btype="([^"]*)"', style("notes"))
    return [one in types.split() for types in named] == [other in types.split() for types in named]


@pytest.mark.parametrize(
    "doi", ["10.1000/x", "https://doi.org/10.1000/x", "http://dx.doi.org/10.1000/x", "doi: 10.1000/x"]
)
def test_a_doi_is_no_address(doi: str) -> None:
    """CSL 1.0.2: the DOI alone, which styles put the address before."""
    record = SourceRecord.model_validate({"title": "The title", "DOI": doi})
    assert csl_item(Source("a", "a.md", record, (), ()))["DOI"] == "10.1000/x"
