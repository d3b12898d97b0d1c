"""What brief says about an input: a code, a place, plain words, and how to mend it.

Values stand between backticks and lose their middle first, since a path is known by its end and
a text by its beginning; then the message as a whole.

A `Diagnostic` is a frozen value; stages gather them, the face sorts and renders
them once. Lines and columns count from 1, columns in Unicode code points; the end
is exclusive. Files are POSIX paths relative to the workspace. The shape follows
the snippet model of rustc and ruff: one primary place with a label, further places
(`Aside`) that show the other side of a contradiction, and one line of help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

VALUE, MESSAGE = 120, 600
ELLIPSIS = "…"
QUOTED = re.compile(rf"`([^`]{{{VALUE + 1},}})`")


def shortened(message: str) -> str:
    """A message whose values are at most 120 characters long, and which is at most 600."""
    if len(message) <= VALUE:
        return message
    return without_middle(QUOTED.sub(lambda value: f"`{without_middle(value[1], VALUE)}`", message), MESSAGE)


def without_middle(text: str, longest: int) -> str:
    """The beginning and the end of a text, at most `longest` characters with the ellipsis between them."""
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    tail = longest - 1 - head
    return f"{text[:head]}{ELLIPSIS}{text[-tail:]}"


class CannotRunError(Exception):
    """brief cannot run on this machine; the message says why and what to do. Exit status 2."""


class Severity(StrEnum):
    """How much a finding weighs: an error fails the build, `--strict` fails on warnings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a file: lines and columns from 1, the end exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Aside:
    """Another place that belongs to the finding, shown with its own words."""

    place: Place
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `label` stands beside the marked words, `help` says how to mend it.

    `about` is the key of the text it concerns, and `words` are those by which a spec can answer it, where
    they are others than the marked ones: a source's id, a length. Neither is shown. `answer` says what to
    write in order to accept it.
    """

    code: str
    severity: Severity
    message: str
    place: Place
    label: str = ""
    help: str = ""
    asides: tuple[Aside, ...] = ()
    about: str = field(default="", compare=False)
    words: str = field(default="", compare=False)
    answer: str = field(default="", compare=False)

    @property
    def remedy(self) -> str:
        """How to mend it, or what to write in order to accept it."""
        return "; or ".join(filter(None, (self.help, self.answer)))


def sort_key(diagnostic: Diagnostic) -> tuple[Place, str, str]:
    """Order by file and place, then code and words."""
    return diagnostic.place, diagnostic.code, diagnostic.message


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings sorted by file and place, each said once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=sort_key))


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether these fail the run; with `strict`, warnings fail it too."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(d.severity in failing for d in diagnostics)
