"""`brief seeds where`: whatever rests on a source is named, as it is written and as it was printed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command import run

BRIEF = """\
name: A test
organisations:
  first: {name: First Organisation, url: "https://example.org"}
"""
SOURCE = """\
---
title: A page about schools
issued: 2024
kind: ngo
---
Schools opened in the first year of the plan.

Teachers said the mines were full.

## A heading

Three children were sent home.
"""
SPEC = """\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
summary: |
  Words that say something [@a, para. 1].
sections:
  - heading: First heading
    text: |
      A sentence with a note [@a, para. 2].
"""
SECTION = """\
---
title: A section of the corpus
---
Words from the corpus [@a, paras. 2-3].
"""
UNUSED = """\
---
title: A section in no brief
---
Words that nobody prints [@a, para. 1], and others [@other, para. 2].
"""
OTHER = "---\ntitle: Another\nkind: ngo\n---\nOne.\n\nTwo.\n"
FILES = {
    "brief.yaml": BRIEF,
    "seeds/sources/a.md": SOURCE,
    "seeds/sections/used.md": SECTION,
    "seeds/sections/unused.md": UNUSED,
    "seeds/sources/other.md": OTHER,
    "specs/b.yaml": SPEC
    + "    blocks:\n      - quote: {source: a, paragraph: 3, text: Three children were sent home.}\n"
    + "  - use: used\n",
    "specs/c.yaml": SPEC.replace("@a", "@other").replace("para. 2", "para. 1"),
}


def write(folder: Path, files: dict[str, str]) -> None:
    """A workspace of these files."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


EARLIER = "built from an earlier text"


def manifest(
    folder: Path, name: str, citations: list[tuple[int, int, str, str, str]], **more: object
) -> None:
    """A manifest with (note, page, text, source, locator) for each citation, of the files as they are."""
    inputs = [f"specs/{name}.yaml", "seeds/sources/a.md", "brief.yaml"]
    value = {
        "brief": "0.1.0",
        "spec": f"specs/{name}.yaml",
        "title": "A title",
        "citations": [
            {
                "note": note,
                "page": page,
                "text": text,
                "source": source,
                "locator": locator,
                "paragraphs": locator.rpartition(" ")[2] if "para" in locator else None,
                "selector": {"exact": "not asked for here"},
            }
            for note, page, text, source, locator in citations
        ],
        "inputs": {
            file: hashlib.sha256((folder / file).read_bytes()).hexdigest()
            for file in inputs
            if (folder / file).exists()
        },
        "outputs": {f"{name}.pdf": "0" * 64, f"{name}.html": "0" * 64},
        **more,
    }
    (folder / "outputs").mkdir(exist_ok=True)
    (folder / f"outputs/{name}.json").write_text(json.dumps(value), "utf-8")


PRINTED = [
    (1, 1, "summary", "a", "para. 1"),
    (2, 1, "sections.0.text", "a", "para. 2"),
    (3, 2, "sections.0.blocks.0.quote", "a", "para. 3"),
    (4, 2, "sections.1.text", "a", "paras. 2-3"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two briefs, one of them built, and a section that neither uses."""
    write(tmp_path, FILES)
    manifest(tmp_path, "b", PRINTED)
    return tmp_path


def rows(text: str) -> list[list[str]]:
    """The cells of each line of a table, as they are piped: two spaces between them."""
    table = text.split("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in table]


def rests(workspace: Path, target: str) -> list[tuple[str, str, int | None]]:
    """(spec, text, note) of what rests on a target, as JSON says."""
    value = json.loads(run("seeds", "where", target, "--format", "json", cwd=workspace).stdout)
    return [(b["spec"], r["text"], r["note"]) for b in value["briefs"] for r in b["rests"]]


def test_everything_that_rests_on_a_source_is_named(workspace: Path) -> None:
    outcome = run("seeds", "where", "a", cwd=workspace)
    assert outcome.status == 0, outcome
    assert rows(outcome.stdout) == [
        ["b.yaml", "summary", "summary", "para. 1", "1", "1", "built"],
        ["b.yaml", "First heading", "sections.0.text", "para. 2", "2", "1", "built"],
        ["b.yaml", "First heading", "sections.0.blocks.0.quote", "para. 3", "3", "2", "built"],
        ["b.yaml", "seeds/sections/used.md", "sections.1.text", "paras. 2-3", "4", "2", "built"],
        ["–", "seeds/sections/unused.md", "–", "para. 1", "–", "–", "in no brief"],
    ]
    assert "To recall if a falls:" in outcome.stdout
    assert "  outputs/b.pdf, outputs/b.html: notes 1, 2, 3, 4; pages 1, 2" in outcome.stdout


def test_columns_are_aligned_when_piped(workspace: Path) -> None:
    lines = run("seeds", "where", "a", cwd=workspace).stdout.splitlines()[:6]
    assert len({line.find(word) for line, word in zip(lines, ("locator", *["para"] * 5), strict=True)}) == 1
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("target", "notes"),
    [
        ("a#1", [1]),
        ("a#2", [2, 4]),
        ("a#3", [3, 4]),
        ("a#2-3", [2, 3, 4]),
        ("a#1, 3", [1, 3, 4]),
        ("other#2", []),
    ],
)
def test_paragraphs_narrow_it_down(workspace: Path, target: str, notes: list[int]) -> None:
    assert [note for _, _, note in rests(workspace, target)] == notes


def test_a_citation_of_the_whole_work_rests_on_every_paragraph(workspace: Path) -> None:
    spec = (workspace / "specs/b.yaml").read_text("utf-8").replace("[@a, para. 1]", "[@a]")
    (workspace / "specs/b.yaml").write_text(spec, "utf-8")
    assert ("specs/b.yaml", "summary", None) in rests(workspace, "a#3")


def test_a_brief_that_was_not_built_says_so(workspace: Path) -> None:
    outcome = run("seeds", "where", "other", cwd=workspace)
    assert [row[-1] for row in rows(outcome.stdout)] == ["not built", "not built", "in no brief"]
    assert "Nothing that was built rests on other." in outcome.stdout


def test_what_was_built_from_an_earlier_text_says_so(workspace: Path) -> None:
    source = workspace / "seeds/sources/a.md"
    source.write_text(source.read_text("utf-8").replace("mines", "camps"), "utf-8")
    outcome = run("seeds", "where", "a", cwd=workspace)
    assert all(row[-1] == EARLIER for row in rows(outcome.stdout)[:4])
    assert "built from an earlier text; changed since: seeds/sources/a.md" in outcome.stdout
    value = json.loads(run("seeds", "where", "a", "--format", "json", cwd=workspace).stdout)
    assert value["briefs"][0]["changed"] == ["seeds/sources/a.md"]


def test_what_is_printed_and_no_longer_written_is_still_named(workspace: Path) -> None:
    spec = workspace / "specs/b.yaml"
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("A sentence with a note [@a, para. 2].", "A sentence."), "utf-8")
    table = run("seeds", "where", "a", cwd=workspace).stdout
    states = [row[-1] for row in rows(table)]
    assert states[:3] == [
        "built from an earlier text",
        "printed, no longer written",
        "built from an earlier text",
    ]
    assert "notes 1, 2, 3, 4" in table


def test_what_is_written_and_not_yet_printed_is_named(workspace: Path) -> None:
    manifest(workspace, "b", PRINTED[1:])
    table = run("seeds", "where", "a", cwd=workspace).stdout
    assert "written, not yet printed" in table
    assert "notes 2, 3, 4" in table


def test_outputs_whose_spec_is_gone_are_named(workspace: Path) -> None:
    (workspace / "specs/b.yaml").unlink()
    outcome = run("seeds", "where", "a#3", cwd=workspace)
    assert "built from a spec that is gone" in outcome.stdout
    assert "outputs/b.pdf, outputs/b.html: notes 3, 4; page 2" in outcome.stdout


def test_a_spec_that_cannot_be_read_is_told(workspace: Path) -> None:
    (workspace / "specs/broken.yaml").write_text("title: [", "utf-8")
    outcome = run("seeds", "where", "a", cwd=workspace)
    assert outcome.status == 0
    assert "brief: specs/broken.yaml cannot be read" in outcome.stderr
    assert "b.yaml" in outcome.stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"spec": 1}',
        '{"spec": "specs/b.yaml", "citations": [{"note": "x"}]}',
        "\0",
        "[" * 9999,
    ],
)
def test_a_file_that_is_no_manifest_is_told(workspace: Path, text: str) -> None:
    (workspace / "outputs/odd.json").write_text(text, "utf-8")
    outcome = run("seeds", "where", "a", cwd=workspace)
    assert outcome.status == 0
    assert "brief: outputs/odd.json cannot be read" in outcome.stderr
    assert "notes 1, 2, 3, 4" in outcome.stdout


def test_a_manifest_that_names_files_outside_is_only_old(workspace: Path) -> None:
    manifest(
        workspace, "b", PRINTED, inputs={"../../../etc/passwd": "0", "packaged:../x/y": "0", "/etc/hosts": ""}
    )
    value = json.loads(run("seeds", "where", "a", "--format", "json", cwd=workspace).stdout)
    assert value["briefs"][0]["state"] == EARLIER
    assert len(value["briefs"][0]["changed"]) == 2, (
        "what leads out is neither read nor told apart from what is gone"
    )


def test_nothing_hostile_reaches_the_terminal(workspace: Path) -> None:
    manifest(workspace, "b", [(1, 1, "\x1b[31m[red]", "a", "\u202epara. 1")], outputs={"\x1b]0;x": ""})
    text = run("seeds", "where", "a", cwd=workspace).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]" in text


def test_nothing_rests_on_it(tmp_path: Path) -> None:
    write(tmp_path, {"brief.yaml": BRIEF, "seeds/sources/other.md": OTHER})
    outcome = run("seeds", "where", "other", cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (0, "Nothing rests on other.\n")


def test_an_unknown_id_suggests_a_known_one(workspace: Path) -> None:
    outcome = run("seeds", "where", "othr", cwd=workspace)
    assert outcome.status == 1
    assert "error[R201]: unknown source `othr`" in outcome.stdout
    assert "did you mean `other`?" in outcome.stdout
    found = json.loads(run("seeds", "where", "othr", "--format", "json", cwd=workspace).stdout)
    assert found["diagnostics"][0]["code"] == "R201"


def test_an_unknown_paragraph_is_said(workspace: Path) -> None:
    outcome = run("seeds", "where", "a#2-4", cwd=workspace)
    assert outcome.status == 1
    assert "error[R202]: `a` has 3 paragraphs, and no paragraph 4" in outcome.stdout


@pytest.mark.parametrize("target", ["a#", "a#x", "a#0", "a#5-2", "a#\x1b[31m"])
def test_paragraphs_that_cannot_be_read_are_bad_usage(workspace: Path, target: str) -> None:
    outcome = run("seeds", "where", target, cwd=workspace)
    assert outcome.status == 2
    assert "must" in outcome.stderr
    assert "\x1b" not in outcome.stderr


def test_an_unknown_format_is_bad_usage(workspace: Path) -> None:
    assert run("seeds", "where", "a", "--format", "sarif", cwd=workspace).status == 2


def test_outside_a_workspace(tmp_path: Path) -> None:
    outcome = run("seeds", "where", "a", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


def test_a_narrow_terminal_keeps_each_row_on_its_line(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brief.cli.commands.seeds_where.is_terminal", lambda: True)
    monkeypatch.setattr("brief.cli.commands.seeds_where.width", lambda: 80)
    monkeypatch.setattr("brief.cli.commands.console.width", lambda: 80)
    lines = run("seeds", "where", "a", cwd=workspace).stdout.split("\n\n")[0].splitlines()
    assert len(lines) == 6
    assert max(map(len, lines)) <= 80
    assert any("…" in line for line in lines)


def test_a_manifest_of_our_own_is_read(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert run("build", "specs/b.yaml", cwd=tmp_path).status == 0
    found = [(text, note) for _, text, note in rests(tmp_path, "a")]
    assert {text for text, _ in found} == {text for _, _, text, _, _ in PRINTED}
    assert sorted(note or 0 for _, note in found) == [1, 2, 3, 4]
    assert {row[-1] for row in rows(run("seeds", "where", "a", cwd=tmp_path).stdout)[:4]} == {"built"}
