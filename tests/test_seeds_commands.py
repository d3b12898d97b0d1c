"""`brief seeds list` and `show`: complete, aligned, and safe to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

HOSTILE = """\
---
title: "A [bold]title[/bold] with \\e[31mred\\e[0m and :smile:"
handling: [un, embassy]
kind: ngo
protect:
  - {text: Ann  Example, as: somebody}
  - {text: "[link]", as: a link}
voices:
  - {name: "Radio [red]One", kind: state-media, paragraphs: 1}
facts: |
  Ask **before** citing; [see](https://example.org).
---
Ann
Example said [bold]this[/bold], and ann example [link] left.

## A heading — with a dash

Second :warning: paragraph.
"""
BROKEN = "---\ntitel: A title\n---\nText.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a source that means harm."""
    sources = tmp_path / "seeds/sources"
    sources.mkdir(parents=True)
    (tmp_path / "brief.yaml").write_text("name: Test\n", "utf-8")
    (sources / "hostile.md").write_text(HOSTILE, "utf-8")
    (sources / "a-treaty.md").write_text("---\ntitle: A treaty\nissued: 1989-11\n---\n", "utf-8")
    return tmp_path


def test_the_list_is_aligned_and_one_line_a_source(workspace: Path) -> None:
    outcome = run("seeds", "list", cwd=workspace)
    assert outcome.status == 1, "the escape in a title is a mistake, S113"
    assert outcome.stdout.splitlines()[:3] == [
        "id        kind      date     paras  handling     title",
        "a-treaty  document  1989-11  –      public       A treaty",
        "hostile   ngo       –        2      un, embassy  A [bold]title[/bold] with "
        r"\u{1b}[31mred\u{1b}[0m and :smile:",
    ]


def test_a_mistake_in_one_source_does_not_hide_the_others(workspace: Path) -> None:
    (workspace / "seeds/sources/broken.md").write_text(BROKEN, "utf-8")
    outcome = run("seeds", "list", cwd=workspace)
    assert outcome.status == 1
    assert "a-treaty" in outcome.stdout
    assert "error[S102]: unknown key `titel`" in outcome.stdout


def test_a_source_that_cannot_be_read_is_listed(workspace: Path) -> None:
    (workspace / "seeds/sources/binary.md").write_bytes(b"\xff\xfe\x00\x01")
    outcome = run("seeds", "list", cwd=workspace)
    assert outcome.status == 1
    assert any(
        line.startswith("binary ") and line.endswith("see below") for line in outcome.stdout.splitlines()
    )


def test_an_empty_corpus_is_said(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("name: Test\n", "utf-8")
    outcome = run("seeds", "list", cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (
        0,
        "There is no source yet. A source is a file seeds/sources/ID.md.\n",
    )


def test_a_source_is_shown_with_all_that_staff_must_see(workspace: Path) -> None:
    text = run("seeds", "show", "hostile", cwd=workspace).stdout
    assert "protect   ⟦Ann  Example⟧ → [somebody]" in text
    assert "para. 1: Radio [red]One (state media)" in text
    assert "Ask **before** citing" in text
    assert "\n1  ⟦Ann Example⟧ said [bold]this[/bold], and ⟦ann example⟧ ⟦[link]⟧ left.\n" in text
    assert "\n   — Radio [red]One (state media)\n" in text
    assert "A heading — with a dash  section: a-heading-with-a-dash" in text
    assert "Second :warning: paragraph." in text
    assert "[@hostile, para. 1]" in text


@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
@pytest.mark.parametrize("args", [["list"], ["show", "hostile"]])
def test_nothing_in_a_source_reaches_the_terminal_as_a_command(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, colour: str, args: list[str]
) -> None:
    monkeypatch.setenv(colour, "1")
    text = run("seeds", *args, cwd=workspace).stdout
    assert r"\u{1b}[31mred\u{1b}[0m" in text.replace("\n", " ")
    assert ":smile:" in text
    if colour == "NO_COLOR":
        assert "\x1b" not in text
    else:
        assert "\x1b[31mred" not in text
        assert "\x1b[" in text


def test_protected_words_are_set_in_colour_where_there_is_any(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = run("seeds", "show", "hostile", cwd=workspace).stdout
    assert "⟦" not in text
    assert "\x1b[1;7;31mAnn Example\x1b[0m said" in text


def test_a_record_without_text_says_so(workspace: Path) -> None:
    text = run("seeds", "show", "a-treaty", cwd=workspace).stdout
    assert "its text was not captured" in text
    assert "[@a-treaty, art. 28]" in text


def test_an_unknown_id_suggests_a_known_one(workspace: Path) -> None:
    outcome = run("seeds", "show", "hostil", cwd=workspace)
    assert outcome.status == 1
    assert "error[R201]: unknown source `hostil`" in outcome.stdout
    assert "did you mean `hostile`?" in outcome.stdout


@pytest.mark.parametrize("id_", ["../../../etc/passwd", "\x1b[31m", "", "a/b"])
def test_an_id_that_cannot_be_one(workspace: Path, id_: str) -> None:
    outcome = run("seeds", "show", id_, cwd=workspace)
    assert outcome.status == 1
    assert "R201" in outcome.stdout
    assert "\x1b" not in outcome.stdout


@pytest.mark.parametrize("args", [["list"], ["show", "hostile"]])
def test_outside_a_workspace(tmp_path: Path, args: list[str]) -> None:
    outcome = run("seeds", *args, cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


def test_a_narrow_terminal_has_the_title_below(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brief.cli.commands.seeds.is_terminal", lambda: True)
    monkeypatch.setattr("brief.cli.commands.seeds.width", lambda: 80)
    lines = run("seeds", "list", cwd=workspace).stdout.splitlines()
    assert lines[0] == "id        kind      date     paras  handling"
    assert lines[2] == "  A treaty"
    assert max(map(len, lines)) <= 80
