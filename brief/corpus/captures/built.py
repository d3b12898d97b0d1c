"""The manifests of built outputs, as far as they say what rests on a source.

A manifest says where each citation was printed, and of which bytes: when an input's SHA-256 is
no longer the file's, the output was built from an earlier text. Manifests lie beside PDFs that
may have come from anywhere; one that is not of this form is told, and nothing is taken from it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from brief.files.workspace import OutsideWorkspaceError, Workspace, packaged_root, read_regular, relative_name

OUTPUTS = "outputs"
PACKAGED = "packaged:"
LARGEST = 16 * 1024 * 1024


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PrintedCitation(_Lenient):
    """Where a citation was printed."""

    text: str
    source: str
    note: int | None = None
    page: int | None = None
    locator: str | None = None
    paragraphs: str | None = None


class Manifest(_Lenient):
    """What a manifest says, without what nobody asks here."""

    spec: str
    title: str = ""
    citations: tuple[PrintedCitation, ...]
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}


@dataclass(frozen=True)
class Built:
    """A manifest by its file, and the inputs that are no longer what it was built from."""

    file: str
    manifest: Manifest
    changed: tuple[str, ...]


def built_outputs(workspace: Workspace) -> tuple[list[Built], list[str]]:
    """Every manifest in `outputs/`, and the names of JSON files that are none."""
    found: list[Built] = []
    unreadable: list[str] = []
    for name in workspace.names(OUTPUTS, ".json"):
        try:
            data = read_regular(workspace.path(name))
            manifest = Manifest.model_validate_json(data if len(data) <= LARGEST else b"")
        except (OSError, OutsideWorkspaceError, ValidationError):
            unreadable.append(name)
            continue
        changed = (file for file, digest in manifest.inputs.items() if _digest(workspace, file) != digest)
        found.append(Built(name, manifest, tuple(sorted(changed))))
    return found, unreadable


def _digest(workspace: Workspace, name: str) -> str:
    """The SHA-256 of an input as it is now; nothing for one that is gone or leads out."""
    try:
        if name.startswith(PACKAGED):
            layer, _, file = name.removeprefix(PACKAGED).partition("/")
            path = packaged_root(str(relative_name(layer))) / relative_name(file)
        else:
            path = workspace.path(name)
        return hashlib.sha256(read_regular(path)).hexdigest()
    except (OSError, OutsideWorkspaceError):
        return ""
