"""The way to a judged manuscript: load, resolve, check. All of `brief check`; every build begins so.

Nothing that composes or prints is imported here, so that a check is there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brief.files.workspace import Workspace
from brief.model.acceptance import answered, unanswering
from brief.model.diagnostic import Diagnostic, has_errors, in_order
from brief.model.manuscript import Manuscript
from brief.protect.uncited import from_closed_sources
from brief.run.shelf import Shelf
from brief.run.stages.check import check
from brief.run.stages.load import load
from brief.run.stages.resolve import resolve

FEW = 4
"""Specs that are checked faster by one process than by several."""


def check_specs(
    root: Path, names: Sequence[str], *, venue: str | None = None, workers: int | None = None
) -> list[Diagnostic]:
    """The findings for these specs, in their order, whatever the number of workers (left out: the cores).

    What they share is read once by each process; the first spec is checked before there are any,
    so that all of them begin with what it had to load.
    """
    workspace, shelf = Workspace(root), Shelf()

    def findings(name: str) -> tuple[Diagnostic, ...]:
        return in_order(judged(workspace.again(), name, venue, shelf=shelf)[1])

    first, rest = list(map(findings, names[:1])), names[1:]
    if len(names) <= FEW and workers is None:
        return [finding for found in (*first, *map(findings, rest)) for finding in found]
    from brief.run.workers import cores, spread

    workers = workers or cores()
    return [finding for found in first + spread(findings, rest, workers) for finding in found]


def check_spec(root: Path, name: str, *, venue: str | None = None) -> tuple[Diagnostic, ...]:
    """The findings of load, resolve and check for one spec, for another venue where one is given."""
    return in_order(judged(Workspace(root), name, venue)[1])


def judged(
    workspace: Workspace, name: str, venue: str | None = None, *, shelf: Shelf | None = None
) -> tuple[Manuscript | None, list[Diagnostic]]:
    """The manuscript of a spec as a venue sees it, and its findings."""
    brief, findings = load(workspace, name, venue, shelf=shelf)
    if brief is None:
        return None, findings
    manuscript, more = resolve(brief)
    manuscript, found = check(manuscript)
    # What stands in a line that could not be read as written is judged once that is mended.
    unread = {(f.place.file, f.place.line) for f in findings if f.code in ("S102", "S103")}
    findings += [f for f in more + found if (f.place.file, f.place.line) not in unread]
    findings += from_closed_sources(workspace, manuscript, findings, shelf)
    manuscript, findings = answered(manuscript, findings)
    if venue is None:  # what is answered for one venue may not be found for another
        findings += unanswering(manuscript, findings, known=not has_errors(findings))
    return manuscript, findings
