"""Specs by any name, and texts by any editor: spaces, Unicode, line ends of all systems, byte order marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import small_workspace as small
from tests.command import run
from tests.pdf_facts import page_texts
from tests.small_workspace import SPEC, spec
from tests.test_bad_input import said, unseen

NAMES = [
    "two words",
    "été",
    "보고서",
    "a.b.c",
    "UPPER",
    "quote'\"",
    "a#b%20c?d",
    "-dash",
    "a" * 200,
    "new\nline",
    "$(x)",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_spec_of_any_name(name: str, tmp_path: Path) -> None:
    small.write(tmp_path, {"specs/b.yaml": None, f"specs/{name}.yaml": SPEC})
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    for suffix in ("pdf", "html", "json"):
        assert (tmp_path / "outputs" / f"{name}.{suffix}").is_file()
    record = json.loads((tmp_path / "outputs" / f"{name}.json").read_text(encoding="utf-8"))
    assert record["spec"] == f"specs/{name}.yaml"
    (tmp_path / "specs" / f"{name}.yaml").write_text(SPEC.replace("@a, para. 1", "@nobody"), encoding="utf-8")
    for format_ in ("full", "concise", "github", "sarif"):
        shown = run("check", "--format", format_, cwd=tmp_path)
        assert shown.status == 1
        assert unseen(shown.stdout) == set()
    assert said(run("check", "--format", "json", cwd=tmp_path)) == f"R201 specs/{name}.yaml:7"


@pytest.mark.parametrize(
    "words", [["specs/b.yaml"], ["b"], ["./specs/../specs/b.yaml"], ["specs/b.yaml", "b"]]
)
def test_ways_to_name_a_spec(words: list[str], tmp_path: Path) -> None:
    small.write(tmp_path)
    outcome = run("check", "--format", "json", *words, cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout + outcome.stderr


def test_a_spec_from_another_folder(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", small.spec("@a, para. 1", "@nobody"))
    for place, word in (
        (folder / "specs", "b.yaml"),
        (tmp_path, "workspace/specs/b.yaml"),
        (tmp_path, str(folder / "specs/b.yaml")),
    ):
        outcome = run("check", "--format", "json", word, cwd=place)
        assert said(outcome) == "R201 specs/b.yaml:7"


@pytest.mark.parametrize(
    ("word", "code"),
    [("specs/c.yaml", "S109"), ("specs", "S109"), ("c", "S109"), ("/etc/passwd", "S109"), ("a" * 5000, "S109"), ("specs/b.yaml/c", "S109"), ("", "S109"), ("~", "S109"), ("../x.yaml", "S109")],
)  # fmt: skip
def test_a_spec_that_is_none(word: str, code: str, tmp_path: Path) -> None:
    small.write(tmp_path, earlier=True)
    outcome = run("check", "--format", "json", word, cwd=tmp_path)
    assert outcome.status == 1, outcome.stderr
    found = json.loads(outcome.stdout)["diagnostics"]
    assert [d["code"] for d in found] == [code]
    assert unseen(run("check", word, cwd=tmp_path).stdout) == set()


def test_a_spec_behind_a_link_that_leads_out(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace")
    (tmp_path / "x.yaml").write_text(SPEC)
    (folder / "specs/l.yaml").symlink_to("../../x.yaml")
    for words in (["specs/l.yaml"], ["l"], []):
        outcome = run("check", "--format", "json", *words, cwd=folder)
        assert outcome.status == 1
        found = json.loads(outcome.stdout)["diagnostics"]
        assert {d["code"] for d in found} <= {"S109", "S111"}


ENDS = {"CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "marked"])
def test_any_line_end(end: str, mark: bytes, tmp_path: Path) -> None:
    """The same pages and the same places, whatever the editor writes."""
    section = "---\ntitle: A section\n---\nA text.\n\nAnother text.\n"
    table = "a,b\n1,2\n"
    block = "    blocks:\n      - table: {file: t.csv, caption: A table}\n  - use: s\n"
    files = {
        **small.FILES,
        "specs/b.yaml": SPEC + block,
        "seeds/sections/s.md": section,
        "seeds/data/t.csv": table,
    }
    texts: dict[str, str] = {name: text for name, text in files.items() if isinstance(text, str)}
    plain = small.write(tmp_path / "plain", texts)
    other = small.write(
        tmp_path / "other", {name: mark + text.replace("\n", end).encode() for name, text in texts.items()}
    )
    for folder in (plain, other):
        outcome = run("build", "--format", "json", cwd=folder)
        assert outcome.status == 0, outcome.stdout
    here, there = ((folder / "outputs/b.pdf").read_bytes() for folder in (plain, other))
    assert page_texts(here) == page_texts(there)
    for folder in (plain, other):
        file = folder / "specs/b.yaml"
        file.write_bytes(file.read_bytes().replace(b"@a, para. 1", b"@nobody"))
    found = [run("check", "--format", "json", cwd=folder).stdout for folder in (plain, other)]
    assert found[0] == found[1]


@pytest.mark.parametrize("content", ["", "# nothing\n"])
def test_a_brief_yaml_without_organisations(content: str, tmp_path: Path) -> None:
    small.write(tmp_path, {**spec("organisations: [first]\n", ""), "brief.yaml": content})
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name: \xe9\n", "S107 brief.yaml:1"),
        (b"name: 'x\n", "S101 brief.yaml:1"),
        (b"- a\n", "S103 brief.yaml:1"),
        (b"organisations: none\n", "S103 brief.yaml:1"),
        (b"organisations: {first: none}\n", "S103 brief.yaml:1"),
        (b"organisations: {first: {name: x, adress: y}}\n", "S102 brief.yaml:1"),
        (b"defaults: {langage: en}\n", "S102 brief.yaml:1"),
        (b"defaults: {venue: embasy-brief}\n", "R205 brief.yaml:1"),
        (b"defaults: {language: xx}\n", "R210 brief.yaml:1"),
        (b"a: &a x\n", "S105 brief.yaml:1"),
        (b"\x89PNG\r\n\x1a\n", "S107 brief.yaml:1"),
    ],
)
def test_a_broken_brief_yaml_is_said_in_its_own_file(content: bytes, expected: str, tmp_path: Path) -> None:
    changes = spec("organisations: [first]\n", "")
    if b"venue" in content:
        changes = {"specs/b.yaml": str(changes["specs/b.yaml"]).replace("venue: embassy-brief\n", "")}
    if b"language" in content:
        changes = {"specs/b.yaml": str(changes["specs/b.yaml"]).replace("language: en\n", "")}
    small.write(tmp_path, {**changes, "brief.yaml": content})
    outcome = run("check", "--format", "json", cwd=tmp_path)
    assert outcome.status == 1, outcome.stdout + outcome.stderr
    assert said(outcome) == expected


def _written(folder: Path, name: str) -> str:
    record: dict[str, str] = json.loads((folder / "outputs" / f"{name}.json").read_text(encoding="utf-8"))
    return record["spec"]


CLASHES = {
    "two endings": (["specs/b.yml"], []),
    "two folders": (["drafts/b.yaml"], ["drafts/b.yaml"]),
    "two folders at once": (["drafts/c.yaml", "more/c.yaml"], ["drafts/c.yaml", "more/c.yaml"]),
    "a venue in a name": (["specs/b.upr.yaml"], ["b", "--venue", "upr"]),
    "an edition in a name": (["specs/b.print.yaml"], ["b", "--edition", "print"]),
}


@pytest.mark.parametrize("name", CLASHES)
def test_no_spec_is_written_over_another(name: str, tmp_path: Path) -> None:
    others, words = CLASHES[name]
    small.write(tmp_path, dict.fromkeys(others, SPEC), earlier=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "outputs").iterdir()}
    for command in ("build", "check"):
        if command == "check" and "--edition" in words:
            continue
        outcome = run(command, "--format", "json", *words, cwd=tmp_path)
        found = json.loads(outcome.stdout)["diagnostics"]
        assert outcome.status == 1
        assert "S121" in {d["code"] for d in found}
    assert {path.name: path.read_bytes() for path in (tmp_path / "outputs").iterdir()} == before


def test_the_others_are_built(tmp_path: Path) -> None:
    small.write(tmp_path, {"specs/c.yaml": SPEC, "specs/c.yml": SPEC})
    outcome = run("build", "--format", "json", cwd=tmp_path)
    found = [(d["code"], d["file"]) for d in json.loads(outcome.stdout)["diagnostics"]]
    assert outcome.status == 1
    assert found == [("S121", "specs/c.yaml"), ("S121", "specs/c.yml")]
    assert _written(tmp_path, "b") == "specs/b.yaml"
    assert not (tmp_path / "outputs/c.pdf").exists()


@pytest.mark.parametrize("words", [["specs/l.yaml"], ["l"], []])
def test_a_link_has_its_own_name(words: list[str], tmp_path: Path) -> None:
    small.write(tmp_path)
    (tmp_path / "specs/l.yaml").symlink_to("b.yaml")
    assert run("build", *words, cwd=tmp_path).status == 0
    assert _written(tmp_path, "l") == "specs/l.yaml"


def test_a_link_from_elsewhere_is_what_it_leads_to(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", small.spec("@a, para. 1", "@nobody"))
    (tmp_path / "l.yaml").symlink_to("workspace/specs/b.yaml")
    assert said(run("check", "--format", "json", "../l.yaml", cwd=folder)) == "R201 specs/b.yaml:7"


@pytest.mark.parametrize("word", ["b.yaml", "drafts/b.yaml", "B"])
def test_a_spec_that_is_elsewhere_is_suggested_by_name(word: str, tmp_path: Path) -> None:
    small.write(tmp_path)
    assert "did you mean `b`?" in run("check", word, cwd=tmp_path).stdout


def test_a_venue_that_was_asked_for_is_not_looked_for_in_the_spec(tmp_path: Path) -> None:
    small.write(tmp_path)
    for command in ("check", "build"):
        outcome = run(command, "--venue", "nowhere", "--format", "json", cwd=tmp_path)
        assert outcome.status == 1
        assert said(outcome) == "R205 venues/nowhere.yaml:1"


def test_an_organisation_that_is_named_twice(tmp_path: Path) -> None:
    small.write(tmp_path, small.spec("[first]", "[first, first]"))
    assert said(run("check", "--format", "json", cwd=tmp_path)) == "S103 specs/b.yaml:5"
