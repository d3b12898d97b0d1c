"""Where code hosts look for a file: from the root of the repository, not of the workspace.

A workspace may be a folder of a repository, and GitHub, GitLab and code scanning show a finding
only beside a file that they know by its path from the repository's root. That is the nearest
folder with a `.git` at or above the workspace: a folder, or the file that stands for it in a
worktree and a submodule (gitrepository-layout(5)). Where a runner checked out without git, it
is the folder that the runner says it checked out into. Nothing is asked of git itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from brief.model.diagnostic import Diagnostic, Place

CHECKED_OUT = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Variables of GitHub Actions and of GitLab CI/CD that name the folder of the checkout."""


def path_in_repository(workspace: Path, variables: Mapping[str, str]) -> str:
    """The way from the repository's root to the workspace, such as `briefs/`; empty where they are one."""
    workspace = workspace.resolve()
    told = [Path(variables[name]).resolve() for name in CHECKED_OUT if variables.get(name)]
    for folder in (workspace, *workspace.parents):
        if folder in told or (folder / ".git").exists():
            way = workspace.relative_to(folder).as_posix()
            return "" if way == "." else f"{way}/"
    return ""


def from_root(diagnostics: Iterable[Diagnostic], way: str) -> tuple[Diagnostic, ...]:
    """The findings with their files seen from the repository's root."""

    def seen(place: Place) -> Place:
        # What is packaged with brief lies in no repository of theirs.
        return place if place.file.startswith("packaged:") else replace(place, file=way + place.file)

    return tuple(
        replace(it, place=seen(it.place), asides=tuple(replace(a, place=seen(a.place)) for a in it.asides))
        for it in diagnostics
    )
