"""`brief check` on one brief and on many: the same words read the same way, the same findings in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from brief.cli import app
from brief.commands.arguments import Given, plain_check

PLAIN = [
    ["check"],
    ["check", "a"],
    ["check", "specs/a.yaml", "b"],
    ["check", "--strict"],
    ["check", "--format", "json", "a"],
    ["check", "a", "--format=json", "--strict", "--strict"],
    ["check", "--venue", "upr", "a", "--format", "github"],
    ["check", "--venue=embassy-brief", ""],
]
NOT_PLAIN = [
    [],
    ["build"],
    ["--help"],
    ["check", "--help"],
    ["check", "-h"],
    ["check", "--"],
    ["check", "-"],
    ["check", "--format"],
    ["check", "--format="],
    ["check", "--format", "--strict"],
    ["check", "--format", "json", "--format", "full"],
    ["check", "--strict=yes"],
    ["check", "--form", "json"],
    ["check", "--unknown", "a"],
]


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_plain_arguments_mean_what_typer_reads_in_them(words: list[str]) -> None:
    command = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    read = command.make_context("check", words[1:]).params
    specs = tuple(Path(spec) for spec in read["specs"] or ())
    assert plain_check(words) == Given(specs, read["format_"], read["venue"], read["strict"])


@pytest.mark.parametrize("words", NOT_PLAIN, ids=" ".join)
def test_whatever_is_not_plain_is_typers(words: list[str]) -> None:
    assert plain_check(words) is None
