"""Findings as text: for people, for editors, for scripts and for code hosts.

One module for each format, each with `render(diagnostics, lines_of, *, colour, width)`;
`FORMATS` says which, and only the one asked for is imported. Renderers are pure: they
take findings in the order given (sort them with `diagnostic.in_order`) and give back
text that ends with a line feed, or nothing where there is nothing to say. What came
from a file goes out through `printable`, so no control character reaches a terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Protocol, cast

from brief.model.diagnostic import Diagnostic, Severity

LinesOf = Callable[[str], Sequence[str] | None]

FORMATS: dict[str, str] = {
    "full": "brief.cli.report.full",
    "concise": "brief.cli.report.concise",
    "json": "brief.cli.report.as_json",
    "github": "brief.cli.report.github",
    "gitlab": "brief.cli.report.gitlab",
    "sarif": "brief.cli.report.sarif",
}

HOSTED = frozenset({"github", "gitlab", "sarif"})
"""Those that code hosts read, which know files from the root of a repository."""

WIDTH = 100


class Renderer(Protocol):
    """What a format's module offers as `render`."""

    def __call__(
        self, diagnostics: Sequence[Diagnostic], lines_of: LinesOf, *, colour: bool, width: int
    ) -> str: ...


def render(
    name: str,
    diagnostics: Iterable[Diagnostic],
    lines_of: LinesOf,
    *,
    colour: bool = False,
    width: int = WIDTH,
) -> str:
    """The findings in the format `name`; `lines_of` gives a workspace file's lines, or None."""
    if name not in FORMATS:
        raise ValueError(f"no such format: {name}")
    renderer = cast(Renderer, import_module(FORMATS[name]).render)
    return renderer(tuple(diagnostics), lines_of, colour=colour, width=width)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each weight: `2 errors, 1 warning`."""
    counts = Counter(d.severity for d in diagnostics)
    return ", ".join(_counted(counts[s], s) for s in Severity if counts[s]) or "no findings"


def _counted(count: int, severity: Severity) -> str:
    return f"{count} {severity}" + ("" if count == 1 else "s")
