"""What a build rests on, as the system shows it: which files to look at for a change.

`Workspace` remembers what it read, what it looked for and did not find, and which folders it
listed. What counts is whether any of these is other than it was: events of the system only say
when to look, so that one that is missed, as on a network drive, costs a second and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brief.files.workspace import Workspace

STEP = 2_000_000_000
"""Nanoseconds: a file system may count its times in steps of up to two seconds (FAT)."""

Look = dict[str, object]


@dataclass(frozen=True, slots=True)
class Watched:
    """The names of files and folders of a workspace that a build rests on."""

    root: Path
    names: frozenset[str]
    folders: frozenset[tuple[str, str]]

    @staticmethod
    def of(workspace: Workspace, *more: str) -> Watched:
        """What this workspace was asked for, and `more`."""
        asked = {*workspace.inputs, *workspace.absences, *more}
        names = frozenset(name for name in asked if not name.startswith("packaged:"))
        return Watched(workspace.root, names, frozenset(workspace.listings))

    def look(self) -> Look:
        """How all of it looks now: two looks differ when anything changed between them."""
        seen: Look = {name: _stamp(self.root / name) for name in self.names}
        return seen | {
            f"{folder}/*{suffix}": self._listing(folder, suffix) for folder, suffix in self.folders
        }

    def _listing(self, folder: str, suffix: str) -> dict[str, object]:
        try:
            with os.scandir(self.root / folder) as entries:
                return {it.name: _stamp(Path(it.path)) for it in entries if _counts(it.name, suffix)}
        except OSError:
            return {}

    def directories(self) -> frozenset[Path]:
        """The folders in which a change of any of it is seen: where a folder is missing, the one above."""
        return frozenset(_standing(folder) for folder in self._folders())

    def _folders(self) -> Iterator[Path]:
        for name in self.names:
            yield (self.root / name).parent
            yield (self.root / name).resolve().parent
        for folder, _ in self.folders:
            yield self.root / folder


def is_outdated(workspace: Workspace, since: int) -> bool:
    """Whether a file is no longer what this workspace read of it after `since` (nanoseconds)."""
    missed = (workspace.root / name for name in workspace.absences - workspace.inputs.keys())
    if any(path.exists() and _is_younger(path, since) for path in missed):
        return True
    for name, digest in workspace.inputs.items():
        path = workspace.root / name
        if name.startswith("packaged:") or not _is_younger(path, since):
            continue
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                return True
        except OSError:
            return True
    return False


def _is_younger(path: Path, since: int) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return True
    return max(stat.st_mtime_ns, stat.st_ctime_ns) > since - STEP


def _counts(name: str, suffix: str) -> bool:
    return name.endswith(suffix) and not name.startswith(".")


def _stamp(path: Path) -> object:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _standing(folder: Path) -> Path:
    return next(it for it in (folder, *folder.parents) if it.is_dir())
