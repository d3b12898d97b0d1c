"""`brief explain`: every code has a page that says what, why and how."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from command import run

from brief.check.rule import RULES
from brief.cli.commands.explain import FAMILIES

importlib.import_module("brief.check.rules")
CODES = sorted(RULES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_why_and_how(code: str) -> None:
    first, *rest = RULES[code].explanation().split("\n\n")
    assert re.fullmatch(r"[A-Z`].*\.", first, re.S), "the first paragraph is made of full sentences"
    starts = [paragraph.partition(".**")[0] for paragraph in rest if paragraph.startswith("**")]
    assert starts == ["**Why it matters", "**How to mend it"]


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_plain_when_piped(code: str, tmp_path: Path) -> None:
    rule = RULES[code]
    outcome = run("explain", code, cwd=tmp_path)
    head = f"{code}  {rule.title}  ({rule.severity})"
    assert outcome == (0, f"{head}\n\n{rule.explanation()}\n", "")


def test_lower_case_is_taken(tmp_path: Path) -> None:
    assert run("explain", "s101", cwd=tmp_path) == run("explain", "S101", cwd=tmp_path)


def test_without_a_code_all_are_listed_by_family(tmp_path: Path) -> None:
    outcome = run("explain", cwd=tmp_path)
    lines = outcome.stdout.splitlines()
    assert outcome.status == 0
    listed = [line.split()[0] for line in lines if re.match(r"  [A-Z]\d{3} ", line)]
    assert sorted(listed) == CODES
    assert [line for line in lines if line in FAMILIES.values()] == [
        title for letter, title in FAMILIES.items() if any(code.startswith(letter) for code in CODES)
    ]


@pytest.mark.parametrize("code", ["Z999", "nothing", "S1011", "", "\x1b[31m"])
def test_an_unknown_code_is_a_mistake_of_use(code: str, tmp_path: Path) -> None:
    outcome = run("explain", code, cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("brief: there is no code")
    assert "\x1b" not in outcome.stderr


def test_a_near_code_is_suggested(tmp_path: Path) -> None:
    assert "did you mean `R201`?" in run("explain", "R20l", cwd=tmp_path).stderr


def test_on_a_terminal_the_page_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brief.cli.commands.explain.is_terminal", lambda: True)
    text = run("explain", "S101", cwd=tmp_path).stdout
    assert "**" not in text
    assert "Why it matters." in text
    assert 'ask: "Raise this: [@crc, art. 28]"' in text
