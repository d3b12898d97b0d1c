"""Records: our reader takes what pydantic takes, reads it as pydantic does, and takes nothing else.

Every record's declaration is two things, a reader (`brief.model.record_reading`) and a pydantic
model (`brief.model.record_model`). Here both get the same values: those of all samples, of the
packaged venues and languages, and thousands that were changed at random.
"""

from __future__ import annotations

import copy
import pickle
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from brief.files.document import open_markdown, open_yaml
from brief.files.workspace import Workspace
from brief.files.yaml_nodes import plain
from brief.files.yaml_nodes import read as read_tree
from brief.model.organisations import WorkspaceFile
from brief.model.partial_date import PartialDate
from brief.model.record import Record
from brief.model.record_model import model, validated
from brief.model.record_reading import read
from brief.model.section import SectionRecord
from brief.model.source import SourceRecord, Voice
from brief.model.spec import Annexes, LawAndReality, Spec
from brief.model.venue import Venue
from tests import test_mutations as mutations

ROOT = Path(__file__).parent.parent
FOLDERS: dict[str, type[Record]] = {
    "specs/*.yaml": Spec,
    "seeds/sections/*.md": SectionRecord,
    "seeds/sources/*.md": SourceRecord,
    "brief/venues/*.yaml": Venue,
    "brief.yaml": WorkspaceFile,
}
VALUES: list[Any] = [
    *("", " ", "x", " x ", "\x1cx", "x\x1f", "\u2003x", "x\n", "\ud800", "a b", "A", "é" * 2001, "9" * 30, "-1", "0"),
    *("1", "01", "1.5", "1e3", "1_000", " 7 ", "0.0", "0.5", "true", "True", "yes", "4-6", "6-4", "4, 9", "2026"),
    *("2026-02-30", "en", "en-GB", "e", "embassy", "public", "internal", "https://x.org", "https://x.org\n", "ftp://x"),
    *("E602", "E6022", "e602", "a" * 64, "treaty", "report", "id\n", "Id", "id.x_y-z"),
    *(None, True, False, 0, 3, 1.5, [], {}, ["x"], [None], [["x"]], {"x": "y"}, {"text": "x"}, ("x",), b"x"),
]  # fmt: skip


def written() -> Iterator[tuple[str, type[Record], dict[str, Any]]]:
    """(name, record, values as read from YAML) of every file there is."""
    workspace = Workspace(ROOT)
    for pattern, record in FOLDERS.items():
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            opened = (open_markdown if path.suffix == ".md" else open_yaml)(workspace, name, [])
            assert opened is not None
            yield name, record, {key: value for key, value in plain(opened.root).items() if value is not None}
    yield "all keys", Spec, plain_yaml(mutations.SPEC)


def plain_yaml(text: str) -> dict[str, Any]:
    root = read_tree(text)
    assert root is not None
    values = plain(root)
    assert isinstance(values, dict)
    return values


WRITTEN = list(written())


@pytest.mark.parametrize(("name", "record", "data"), WRITTEN, ids=[name for name, _, _ in WRITTEN])
def test_what_is_there_is_read_without_pydantic(
    name: str, record: type[Record], data: dict[str, Any]
) -> None:
    assert name
    assert read(record, data) == validated(record, data)


def changed(draw: random.Random, data: Any) -> Any:
    """The values with one thing in them changed: a value, a key left out, added, renamed, an item more."""
    data = copy.deepcopy(data)
    here, key = data, draw.choice(list(data))
    while isinstance(here[key], dict | list) and here[key] and draw.random() < 0.75:
        here = here[key]
        key = draw.choice(list(here)) if isinstance(here, dict) else draw.randrange(len(here))
    change = draw.randrange(6)
    if change == 0:
        del here[key]
    elif change == 1 and isinstance(here, dict):
        here[draw.choice(["x", "Title", "key_figures", "only_for", "url", "as", "kind", ""])] = here[key]
    elif change == 2 and isinstance(here, list):
        here.append(draw.choice(VALUES))
    elif change == 3 and isinstance(here[key], str):
        at = draw.randrange(len(here[key]) + 1)
        here[key] = (
            here[key][:at] + draw.choice(["\n", " ", "\x1e", "é", "-", "\ud800", "0"]) + here[key][at:]
        )
    else:
        here[key] = draw.choice(VALUES)
    return data


@pytest.mark.parametrize("seed", range(8))
def test_what_we_read_is_what_pydantic_reads(seed: int) -> None:
    draw = random.Random(seed)
    taken = refused = left = 0
    for _ in range(600):
        name, record, data = draw.choice(WRITTEN)
        for _ in range(draw.randint(1, 3)):
            if data:
                data = changed(draw, data)
        try:
            expected = validated(record, copy.deepcopy(data))
        except ValidationError:
            expected = None
        try:
            found = read(record, copy.deepcopy(data))
        except ValueError:
            refused, left = refused + (expected is None), left + (expected is not None)
            continue
        assert expected is not None, f"{name}: read, and pydantic refuses it: {data!r}"
        assert found == expected, f"{name}: {data!r}"
        taken += 1
    assert min(taken, refused) > 50
    assert left < taken / 10, "too much that is right is left to pydantic"


def test_the_models_have_the_names_and_words_of_the_records() -> None:
    schema = model(Spec).model_json_schema(by_alias=True)
    assert schema["title"] == "Spec"
    assert schema["description"] == "One brief."
    assert {"Ask", "Block", "Quote", "SectionEntry"} <= set(schema["$defs"])


def test_a_record_is_a_value() -> None:
    voice = Voice(name=" Rodong Sinmun ", kind="state-media", paragraphs="4-6")  # type: ignore[arg-type]
    again = Voice.model_validate({"name": "Rodong Sinmun", "kind": "state-media", "paragraphs": ["4-6"]})
    assert voice == again
    assert hash(voice) == hash(again)
    assert voice != voice.model_copy(update={"name": "Another"})
    assert pickle.loads(pickle.dumps(voice)) == voice
    assert repr(voice).startswith("Voice(name='Rodong Sinmun', kind='state-media', ")
    with pytest.raises(AttributeError, match="frozen"):
        voice.name = "Another"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del voice.name


def test_a_record_is_written_as_it_was_read() -> None:
    data = {"title": "T", "issued": "2024-08", "voices": [{"name": "N", "kind": "un", "paragraphs": "1"}]}
    record = SourceRecord.model_validate(data)
    assert record.issued == PartialDate(2024, 8)
    dumped = record.model_dump(by_alias=True, exclude_none=True, mode="json")
    assert dumped["issued"] == "2024-08"
    assert dumped["voices"] == [{"name": "N", "kind": "un", "paragraphs": "1"}]
    assert SourceRecord.model_validate(dumped) == record
    assert record.model_dump()["container_title"] is None


def test_defaults_are_records_of_their_own() -> None:
    spec = Spec.model_validate({"title": "T", "venue": "v"})
    assert spec.annexes == Annexes(sources=False)
    assert spec.accept == ()


def test_a_table_may_be_its_rows() -> None:
    rows = [{"law": "L", "reality": "R"}]
    assert LawAndReality.model_validate(rows) == LawAndReality.model_validate({"rows": rows})
    with pytest.raises(ValidationError, match="at least 1 item"):
        LawAndReality.model_validate([])
