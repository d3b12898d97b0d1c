"""The workspace a command is called in, and what commands other than build read of it.

Commands that only show or write things need `brief.yaml` and the venues without a spec.
Outside a workspace the packaged venues are still there; nothing else is.
"""

from __future__ import annotations

from pathlib import Path

from brief.check.rules.references import UnknownVenue
from brief.check.rules.spec import NotWorkspace
from brief.cli.commands.terminal import guard, report
from brief.corpus.reading import read_workspace_file
from brief.files.validate import validated
from brief.files.workspace import MARKER, Workspace, find_root, packaged_root
from brief.model.diagnostic import Diagnostic, Place
from brief.model.names import meant
from brief.model.organisations import WorkspaceFile
from brief.model.venue import Venue

VENUES = "venues"
SUFFIX = ".yaml"


def here() -> Workspace | None:
    """The workspace of the current folder, None outside."""
    root = find_root(Path.cwd())
    return None if root is None else Workspace(guard(root))


def root_of(workspace: Workspace | None) -> Path:
    """What the names in findings are relative to."""
    return Path.cwd() if workspace is None else workspace.root


def no_workspace() -> int:
    """Say that there is no workspace here; the exit status."""
    finding = NotWorkspace.at(
        Place(MARKER), f"there is no `{MARKER}` here or above", help="`brief init` makes a workspace"
    )
    return report([finding], Path.cwd(), "full", strict=False)


def workspace_file(workspace: Workspace, findings: list[Diagnostic]) -> WorkspaceFile:
    """`brief.yaml`; what cannot be read of it is left out, with findings. An empty one is no mistake."""
    return read_workspace_file(workspace, findings)[0]


def venue_ids(workspace: Workspace | None) -> list[str]:
    """The ids of all venues, the workspace's own first."""
    own = [] if workspace is None else workspace.names(VENUES, SUFFIX)
    ours = sorted(path.name for path in packaged_root(VENUES).glob(f"*{SUFFIX}"))
    names = [name.rpartition("/")[2] for name in (*own, *ours)]
    return list(dict.fromkeys(name.removesuffix(SUFFIX) for name in names))


def read_venue(workspace: Workspace | None, id_: str, findings: list[Diagnostic]) -> Venue | None:
    """One of `venue_ids`, None with findings when it cannot be read."""
    file = f"{id_}{SUFFIX}"
    if workspace is None:
        name, data = f"packaged:{VENUES}/{file}", (packaged_root(VENUES) / file).read_bytes()
    else:
        name, data = workspace.read_layered(VENUES, file)
    return validated(Venue, name, data, findings)


def unknown_venue(workspace: Workspace | None, id_: str) -> Diagnostic:
    """The finding for a venue asked for that there is not."""
    return UnknownVenue.at(
        Place(f"{VENUES}/{id_}{SUFFIX}"),
        f"unknown venue `{id_}`",
        help=meant(workspace, "venue", id_),
    )
