"""Writing outputs: all of a brief's files or none, and never half a file.

Every file is written beside its place under a temporary name and flushed; only when all are
complete are they renamed over the old ones (POSIX `rename` is atomic). The old ones are kept
under a second name until the last rename has gone well, and put back if one does not.
Whatever happens, no temporary file stays: what a killed build left is taken away by the next
one, which knows by a lock that nobody is writing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from brief.files.private import locked
from brief.run.interruption import held

PREFIX = ".brief-"


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file on its way: complete under `temporary`, meant for `target`."""

    temporary: Path
    target: Path


def write_all(folder: Path, files: Mapping[str, bytes], lock: Path | None = None) -> None:
    """Write `files` (names may hold one folder) into `folder`. Raises `OSError` with nothing changed.

    With a `lock`, one process writes at a time, and first takes away what a killed one left.
    """
    if lock is None:
        _write_all(folder, files)
        return
    with locked(lock):
        for left in _left_behind(folder, files):
            left.unlink(missing_ok=True)
        _write_all(folder, files)


def _left_behind(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Temporary files of a process that was killed."""
    return [
        path
        for place in {(folder / name).parent for name in files}
        if place.is_dir()
        for path in place.glob(f"{PREFIX}*")
        if path.suffix in (".tmp", ".old")
    ]


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    made = _folders(folder, files)
    pending: list[_Pending] = []
    try:
        for name, data in files.items():
            target = folder / name
            if target.is_dir():
                raise IsADirectoryError(f"`{name}` is a folder")
            if not _is_there(target, data):
                pending.append(_Pending(_temporary(target, data), target))
        with held():
            _rename(pending)
            made.clear()
    finally:
        with held():
            for file in pending:
                file.temporary.unlink(missing_ok=True)
            for empty in made:
                _remove_empty(empty)


def _folders(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Make the folders that are missing; those made, innermost first."""
    wanted = {(folder / name).parent for name in files} | {folder}
    missing = {p for path in wanted for p in (path, *path.parents) if not p.exists()}
    for path in sorted(missing, key=lambda p: len(p.parts)):
        path.mkdir(exist_ok=True)
    return sorted(missing, key=lambda p: -len(p.parts))


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _is_there(target: Path, data: bytes) -> bool:
    try:
        found = target.stat()
        return found.st_size == len(data) and _holds(target, found.st_ino, found.st_mtime_ns, data)
    except OSError:
        return False


@lru_cache(maxsize=64)
def _holds(target: Path, _file: int, _changed: int, data: bytes) -> bool:
    """Whether a file, as long as it is not touched, holds this: fonts are looked for by brief after brief."""
    return target.read_bytes() == data


def _rename(pending: list[_Pending]) -> None:
    """Rename all, or put back what was there and raise."""
    earlier: dict[Path, Path | None] = {}
    try:
        for file in pending:
            earlier[file.target] = _second_name(file.target)
            file.temporary.replace(file.target)
    except OSError:
        for target, kept in earlier.items():
            _put_back(target, kept)
        raise
    finally:
        for kept in earlier.values():
            if kept is not None:
                kept.unlink(missing_ok=True)


def _put_back(target: Path, kept: Path | None) -> None:
    if kept is not None:
        kept.replace(target)
    elif target.is_file():
        target.unlink()


def _second_name(target: Path) -> Path | None:
    """A second name for the file that is there now, None when there is none."""
    if not target.exists():
        return None
    kept = Path(tempfile.mktemp(prefix=PREFIX, suffix=".old", dir=target.parent))
    try:
        os.link(target, kept)
    except OSError:
        shutil.copy2(target, kept)
    return kept


def _temporary(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=".tmp", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        path.chmod(0o666 & ~_umask())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
