"""`brief venues`: the packaged bodies everywhere, a workspace's own first, mistakes at their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

OWN = """\
name: Our council
body: "The council \\e[31mof [bold]this town"
template: submission
style: submission
audience: public
limits:
  - {unit: words, single: 700, source: a letter, date: "2026", confidence: official}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a venue of its own."""
    (tmp_path / "brief.yaml").write_text("name: Test\n", "utf-8")
    (tmp_path / "venues").mkdir()
    (tmp_path / "venues/town.yaml").write_text(OWN, "utf-8")
    return tmp_path


def test_outside_a_workspace_the_packaged_ones_are_listed(tmp_path: Path) -> None:
    outcome = run("venues", cwd=tmp_path)
    lines = outcome.stdout.splitlines()
    assert outcome.status == 0
    assert lines[0].split() == ["id", "body", "limit", "files", "languages", "audience"]
    assert sum(line.split()[:1] == ["upr"] for line in lines) == 1
    assert any(line.startswith("special-rapporteur-education ") for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_the_workspaces_own_come_first_and_win(workspace: Path) -> None:
    (workspace / "venues/upr.yaml").write_text(OWN, "utf-8")
    lines = run("venues", cwd=workspace).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["town", "upr"]
    assert sum(line.startswith("upr ") for line in lines) == 1
    assert "700 words" in lines[2]


def test_a_page_shows_every_rule_with_its_source(tmp_path: Path) -> None:
    outcome = run("venues", "upr", cwd=tmp_path)
    assert outcome.status == 0
    assert "upr  UPR stakeholder submission" in outcome.stdout
    assert "2,815 words (5,630 joint), counting body" in outcome.stdout
    assert "Before filing, ask the secretariat:" in outcome.stdout


def test_an_address_is_never_cut_short(tmp_path: Path) -> None:
    text = run("venues", "upr", cwd=tmp_path).stdout
    assert "…" not in text.replace("fourth cycle…", "")


@pytest.mark.parametrize("args", [[], ["town"]])
def test_an_own_venue_cannot_command_the_terminal(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = run("venues", *args, cwd=workspace).stdout
    assert "\x1b[31m" not in text
    assert r"\u{1b}[31mof" in text
    assert "[bold]this" in text


def test_an_unknown_id_suggests_a_known_one(workspace: Path) -> None:
    outcome = run("venues", "twon", cwd=workspace)
    assert outcome.status == 1
    assert "error[R205]: unknown venue `twon`" in outcome.stdout
    assert "did you mean `town`?" in outcome.stdout


@pytest.mark.parametrize("id_", ["../brief", "upr.yaml", "", "\x1b[31m"])
def test_an_id_that_cannot_be_one(workspace: Path, id_: str) -> None:
    outcome = run("venues", id_, cwd=workspace)
    assert outcome.status == 1
    assert "R205" in outcome.stdout
    assert "\x1b" not in outcome.stdout


def test_a_mistake_is_reported_and_the_others_are_listed(workspace: Path) -> None:
    (workspace / "venues/bad.yaml").write_text("name: Bad\nbdy: Nobody\n", "utf-8")
    outcome = run("venues", cwd=workspace)
    assert outcome.status == 1
    assert "--> venues/bad.yaml:2:1" in outcome.stdout
    assert "town " in outcome.stdout


def test_a_narrow_terminal_has_the_body_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brief.cli.commands.venues.is_terminal", lambda: True)
    monkeypatch.setattr("brief.cli.commands.venues.width", lambda: 80)
    lines = run("venues", cwd=tmp_path).stdout.splitlines()
    assert lines[0].split()[:3] == ["id,", "body", "limit"]
    assert lines[2] == "  Human Rights Committee"
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("special-rapporteur-education ") for line in lines)
