"""The JSON Schema and `brief check` say the same of a spec, as far as a schema can know."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

from brief.cli.commands.schema import schema_bytes
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic
from brief.model.json_schema import Known, build_schema

ROOT = Path(__file__).parent.parent
BASE = """\
title: A title
venue: embassy-brief
date: 2026-11-20
organisations: [first-organisation]
summary: Words.
asks:
  - {to: Somebody, ask: Do it.}
key-figures:
  - {value: 31 of 84, label: children, cite: "[@village-school-visit, para. 1]"}
sections:
  - use: how-we-worked
    by: second-organisation
  - heading: A heading
    text: Words.
    blocks:
      - quote: {source: village-school-visit, paragraph: 2, text: nobody comes to ask}
      - excerpt: {source: village-school-visit, paragraphs: 3}
      - law-and-reality:
          - {law: Words., reality: Words.}
    only-for: [embassy]
recommendations:
  - {to: Somebody, items: [Words.]}
annexes: {sources: true}
"""
# What is changed in BASE: (from, to). A schema can see that these are wrong.
BROKEN = {
    "unknown-key": ("summary: Words.", "sumary: Words."),
    "no-title": ("title: A title\n", ""),
    "no-venue": ("venue: embassy-brief\n", ""),
    "unknown-venue": ("venue: embassy-brief", "venue: embasy-brief"),
    "venue-a-list": ("venue: embassy-brief", "venue: [embassy-brief]"),
    "unknown-organisation": ("organisations: [first-organisation]", "organisations: [third-organisation]"),
    "organisations-a-text": ("organisations: [first-organisation]", "organisations: first-organisation"),
    "organisation-twice": (
        "organisations: [first-organisation]",
        "organisations: [first-organisation, first-organisation]",
    ),
    "heading-left-empty": ("heading: A heading", "heading:"),
    "block-left-empty": ("      - quote: {", "      - text:\n      - quote: {"),
    "unknown-author": ("by: second-organisation", "by: third-organisation"),
    "date-in-words": ("date: 2026-11-20", "date: 20 November 2026"),
    "date-with-one-digit": ("date: 2026-11-20", "date: 2026-1"),
    "unknown-language": ("date: 2026-11-20", "date: 2026-11-20\nlanguage: ar"),
    "language-in-words": ("date: 2026-11-20", "date: 2026-11-20\nlanguage: English"),
    "publish-yes": ("date: 2026-11-20", "date: 2026-11-20\npublish: yes"),
    "unknown-status": ("date: 2026-11-20", "date: 2026-11-20\nstatus: nearly"),
    "unknown-paper": ("date: 2026-11-20", "date: 2026-11-20\npaper: A5"),
    "summary-a-list": ("summary: Words.", "summary: [Words.]"),
    "ask-without-addressee": ("{to: Somebody, ask: Do it.}", "{ask: Do it.}"),
    "ask-a-text": ("{to: Somebody, ask: Do it.}", "Do it."),
    "asks-not-a-list": ("asks:\n  - {to: Somebody, ask: Do it.}", "asks: {to: Somebody, ask: Do it.}"),
    "figure-without-source": (', cite: "[@village-school-visit, para. 1]"', ""),
    "section-without-heading": ("  - heading: A heading\n    text: Words.", "  - text: Words."),
    "use-and-text": ("by: second-organisation", "text: Words."),
    "two-kinds-in-a-block": ("      - quote: {", "      - text: Words.\n        quote: {"),
    "unknown-block": ("      - quote: {", "      - qoute: {"),
    "paragraph-in-words": ("paragraph: 2", "paragraph: second"),
    "paragraph-nought": ("paragraph: 2", "paragraph: 0"),
    "excerpt-without-paragraphs": (", paragraphs: 3}", "}"),
    "row-without-reality": ("{law: Words., reality: Words.}", "{law: Words.}"),
    "no-rows": ("law-and-reality:\n          - {law: Words., reality: Words.}", "law-and-reality: []"),
    "unknown-audience": ("only-for: [embassy]", "only-for: [press]"),
    "no-items": ("items: [Words.]", "items: []"),
    "annexes-true": ("annexes: {sources: true}", "annexes: true"),
    "accept-without-code": ("annexes: {sources: true}", "accept: [{words: 86, reason: because}]"),
    "accept-without-words": ("annexes: {sources: true}", "accept: {Q303: because}"),
}
# Right for brief, and so for the schema.
GOOD = {
    "base": ("", ""),
    "title-a-year": ("title: A title", "title: 1984"),
    "title-a-fraction": ("title: A title", "title: 2.0"),
    "date-a-year": ("date: 2026-11-20", "date: 2026"),
    "date-a-month": ("date: 2026-11-20", "date: 2026-11"),
    "date-left-empty": ("date: 2026-11-20", "date:"),
    "date-quoted": ("date: 2026-11-20", 'date: "2026-11-20"'),
    "asks-left-empty": ("asks:\n  - {to: Somebody, ask: Do it.}\n", "asks:\n"),
    "figure-a-number": ("value: 31 of 84", "value: 31"),
    "text-a-number": ("text: Words.", "text: 1984"),
    "paragraphs-a-range": ("paragraphs: 3", "paragraphs: 3-4"),
    "paragraphs-several": ("paragraphs: 3", 'paragraphs: "3, 4"'),
    "paragraphs-a-list": ("paragraphs: 3", "paragraphs: [3, 4]"),
    "language-with-country": ("date: 2026-11-20", "date: 2026-11-20\nlanguage: en-GB"),
    "rows-with-caption": (
        "law-and-reality:\n          - {law: Words., reality: Words.}",
        "law-and-reality:\n          caption: Words.\n          rows: [{law: Words., reality: Words.}]",
    ),
    "use-left-empty": ("  - heading: A heading", "  - use:\n    heading: A heading"),
    "kind-left-empty": ("      - quote: {", "      - text:\n        quote: {"),
    "accept": ("annexes: {sources: true}", "accept: [{code: Q303, words: 86, reason: because}]"),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A started workspace with one spec for each case."""
    root = tmp_path_factory.mktemp("schema")
    assert run("init", cwd=root).status == 0
    for name, (before, after) in {**BROKEN, **GOOD}.items():
        assert before in BASE, name
        (root / f"specs/{name}.yaml").write_text(BASE.replace(before, after, 1), "utf-8")
    return root


@pytest.fixture(scope="module")
def refused(workspace: Path) -> dict[str, list[str]]:
    """What check-jsonschema finds, by case."""
    output = check_jsonschema(workspace / "brief.schema.json", *sorted(workspace.glob("specs/*.yaml")))
    assert not output.get("parse_errors"), output
    errors: dict[str, list[str]] = {}
    for error in output["errors"]:
        errors.setdefault(Path(error["filename"]).stem, []).append(error["message"])
    return errors


def check_jsonschema(schema: Path, *specs: Path) -> dict[str, list[dict[str, str]]]:
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", str(schema)]
    done = subprocess.run([*command, *map(str, specs)], capture_output=True, text=True, check=False)
    output: dict[str, list[dict[str, str]]] = json.loads(done.stdout)
    return output


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_spec_is_refused_by_both(name: str, workspace: Path, refused: dict[str, list[str]]) -> None:
    assert name in refused
    assert run("check", f"specs/{name}.yaml", cwd=workspace).status == 1


@pytest.mark.parametrize("name", GOOD)
def test_what_brief_takes_the_schema_takes(name: str, workspace: Path, refused: dict[str, list[str]]) -> None:
    assert name not in refused
    outcome = run("check", "--format", "concise", f"specs/{name}.yaml", cwd=workspace)
    assert outcome.status == 0, outcome.stdout


def test_the_samples_are_valid() -> None:
    output = check_jsonschema(ROOT / "brief.schema.json", *sorted(ROOT.glob("specs/*.yaml")))
    assert output["errors"] == []


def test_the_committed_schema_is_up_to_date() -> None:
    findings: list[Diagnostic] = []
    expected = schema_bytes(Workspace(ROOT), findings)
    assert not findings
    assert (ROOT / "brief.schema.json").read_bytes() == expected, "run `brief schema`"


def test_piped_in_a_workspace_it_is_printed_and_refreshed(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).status == 0
    file = tmp_path / "brief.schema.json"
    before = file.read_text("utf-8")
    file.write_text("{}", "utf-8")
    outcome = run("schema", cwd=tmp_path)
    assert outcome == (0, before, "brief.schema.json is up to date\n")
    assert file.read_text("utf-8") == before


def test_on_a_terminal_it_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", cwd=tmp_path).status == 0
    monkeypatch.setattr("brief.cli.commands.schema.is_terminal", lambda: True)
    assert run("schema", cwd=tmp_path).stdout == ""


def test_outside_a_workspace_it_knows_the_packaged_venues(tmp_path: Path) -> None:
    outcome = run("schema", cwd=tmp_path)
    schema = json.loads(outcome.stdout)
    assert outcome.status == 0
    assert "upr" in schema["properties"]["venue"]["enum"]
    assert "enum" not in schema["properties"]["organisations"]["items"]
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_a_venue_is_said_but_not_in_the_schema(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).status == 0
    (tmp_path / "venues").mkdir()
    (tmp_path / "venues/mine.yaml").write_text("nme: Mine\n", "utf-8")
    outcome = run("schema", cwd=tmp_path)
    assert outcome.status == 1
    assert "S102" in outcome.stderr
    assert "mine" in json.loads(outcome.stdout)["properties"]["venue"]["enum"]


def test_defaults_of_the_workspace_are_the_defaults(tmp_path: Path) -> None:
    text = "defaults: {venue: upr, status: sample}\n"
    (tmp_path / "brief.yaml").write_text(text, "utf-8")
    schema = json.loads(run("schema", cwd=tmp_path).stdout)
    assert schema["required"] == ["title"]
    assert schema["properties"]["status"]["default"] == "sample"


def test_no_reference_is_left_and_every_key_says_what_it_is_for() -> None:
    schema = build_schema(Known())
    assert "$ref" not in json.dumps(schema)
    for path, node in keys(schema):
        assert node.get("description"), path


def keys(node: object, path: str = "") -> list[tuple[str, dict[str, object]]]:
    """Every key that a spec can have, with its schema."""
    found: list[tuple[str, dict[str, object]]] = []
    if isinstance(node, list):
        return [hit for item in node for hit in keys(item, path)]
    if isinstance(node, dict):
        is_condition = "type" not in node
        for name, inner in () if is_condition else node.get("properties", {}).items():
            found += [(f"{path}.{name}", inner), *keys(inner, f"{path}.{name}")]
        for step in ("items", "anyOf"):
            found += keys(node.get(step), path)
    return found
