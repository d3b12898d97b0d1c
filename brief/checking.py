"""The way to a judged manuscript: load, resolve, check. All of `brief check`; every build begins so.

Nothing that composes or prints is imported here, so that a check is there at once.
"""

from __future__ import annotations

from pathlib import Path

from brief.diagnostic import Diagnostic, in_order
from brief.manuscript import Manuscript
from brief.stages.check import check
from brief.stages.load import load
from brief.stages.resolve import resolve
from brief.workspace import Workspace


def check_spec(root: Path, name: str, *, venue: str | None = None) -> tuple[Diagnostic, ...]:
    """The findings of load, resolve and check for one spec, for another venue where one is given."""
    return in_order(judged(Workspace(root), name, venue)[1])


def judged(
    workspace: Workspace, name: str, venue: str | None = None
) -> tuple[Manuscript | None, list[Diagnostic]]:
    """The manuscript of a spec as a venue sees it, and its findings."""
    brief, findings = load(workspace, name, venue)
    if brief is None:
        return None, findings
    manuscript, more = resolve(brief)
    manuscript, found = check(manuscript)
    # What stands in a line that could not be read as written is judged once that is mended.
    unread = {(f.place.file, f.place.line) for f in findings if f.code in ("S102", "S103")}
    return manuscript, findings + [f for f in more + found if (f.place.file, f.place.line) not in unread]


def spec_names(root: Path) -> list[str]:
    """All specs of a workspace, sorted."""
    workspace = Workspace(root)
    return sorted([*workspace.names("specs", ".yaml"), *workspace.names("specs", ".yml")])
