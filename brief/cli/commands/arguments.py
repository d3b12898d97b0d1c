"""The arguments of `brief build`, `check` and `find` where they are plain, read without Typer.

A check is for every save of a file, as is a build with nothing to do, a search for every
thought, and loading Typer takes longer than any of them. What is read here must mean what Typer reads in it.
Whatever is not plain (`--help`, an option that is not known, a value that is missing) is
left to Typer, which has the words for it. `tests/test_check_scale.py` and `tests/test_find.py`
hold the two against each other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brief.cli.commands.build import Options

WITH_VALUE = {"--format": "format_", "--venue": "venue"}


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked of `brief check`."""

    specs: tuple[Path, ...] = ()
    format_: str = "full"
    venue: str | None = None
    strict: bool = False


def plain_check(words: Sequence[str]) -> Given | None:
    """What `brief WORDS` asks for, None where Typer has to read it."""
    if words[:1] != ["check"] or os.name == "nt":  # on Windows Typer's click expands `*`
        return None
    specs: list[Path] = []
    values: dict[str, str] = {}
    strict = False
    rest = iter(words[1:])
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            specs.append(Path(word))
        elif word == "--strict":
            strict = True
        elif name not in WITH_VALUE or WITH_VALUE[name] in values:
            return None
        else:
            value = value if equals else next(rest, "")
            if not value or value.startswith("-"):
                return None
            values[WITH_VALUE[name]] = value
    return Given(tuple(specs), strict=strict, **values)


FLAGS = {"--strict": "strict", "--force": "force", "--no-cache": "no_cache", "--conformance": "conformance"}
VALUES = {
    **WITH_VALUE,
    "--edition": "edition",
    "--jobs": "jobs",
    "--shard": "shard",
    "--executor": "executor",
    "--scheduler": "scheduler",
}


def plain_build(words: Sequence[str]) -> tuple[list[Path], Options] | None:
    """What `brief WORDS` asks to build, None where Typer has to read it."""
    if words[:1] != ["build"] or os.name == "nt":
        return None
    from brief.cli.commands.build import Options

    specs: list[Path] = []
    values: dict[str, Any] = {}
    rest = iter(words[1:])
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            specs.append(Path(word))
        elif word in FLAGS:
            values[FLAGS[word]] = True
        elif name not in VALUES or VALUES[name] in values:
            return None
        else:
            value = value if equals else next(rest, "")
            if not value or value.startswith("-"):
                return None
            values[VALUES[name]] = value
    jobs = values.get("jobs", "0")
    if not jobs.isdecimal() or not jobs.isascii() or len(jobs) > 4:
        return None
    return specs, Options(**{**values, "jobs": int(jobs)})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked of `brief find`."""

    words: tuple[str, ...]
    limit: int = 10
    format_: str = "full"


def plain_find(words: Sequence[str]) -> Wanted | None:
    """What `brief WORDS` asks to find, None where Typer has to read it."""
    if words[:1] != ["find"] or os.name == "nt":
        return None
    found: list[str] = []
    values = {"--limit": "", "--format": ""}
    rest = iter(words[1:])
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            found.append(word)
            continue
        value = value if equals else next(rest, "")
        if values.get(name) != "" or not value or value.startswith("-"):
            return None
        values[name] = value
    limit = values["--limit"] or "10"
    if not found or not limit.isdecimal() or not limit.isascii():
        return None
    return Wanted(tuple(found), int(limit), values["--format"] or "full")
