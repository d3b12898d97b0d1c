"""Keeping a capture: two new files, or none, and never one written over another.

Files are made exclusively (`O_EXCL`), so that whatever else runs, nothing that is there is lost;
if the second cannot be made, the first is taken away again. The same bytes under another id are
looked for by size first.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from brief.corpus.captures.proof import ORIGINALS
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.run.interruption import held


def same_bytes(workspace: Workspace, data: bytes) -> str | None:
    """The name of an original that holds these very bytes, None when there is none."""
    digest = hashlib.sha256(data).digest()
    for name in workspace.names(ORIGINALS, ""):
        try:
            path = workspace.path(name)
            if path.stat().st_size == len(data) and hashlib.sha256(path.read_bytes()).digest() == digest:
                return name
        except (OSError, OutsideWorkspaceError):
            continue
    return None


def keep(workspace: Workspace, files: Mapping[str, bytes]) -> None:
    """Make these files (names relative to the workspace). Raises `OSError` with none of them made."""
    made: list[Path] = []
    with held():
        try:
            for name, data in files.items():
                path = workspace.path(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                _make(path, data, made)
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise


def _make(path: Path, data: bytes, made: list[Path]) -> None:
    with path.open("xb") as stream:
        made.append(path)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
