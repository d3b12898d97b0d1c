"""The arguments of `brief check` where they are plain, read without Typer.

A check is for every save of a file, and loading Typer takes longer than checking does.
Whatever is not plain (`--help`, an option that is not known, a value that is missing) is
left to Typer, which has the words for it. `tests/test_check_scale.py` holds the two against
each other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
