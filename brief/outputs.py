"""Writing outputs: all of a brief's files or none, and never half a file.

Every file is written beside its place under a temporary name, flushed, and only when all
are complete renamed over the old ones (POSIX `rename` is atomic). Whatever interrupts the
writing, the earlier outputs stand and the temporary files are removed. Fonts are shared by
all briefs of a workspace and written once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

PREFIX = ".brief-"


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (names may hold one folder) into `folder`. Raises `OSError` with nothing changed."""
    written: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            target = folder / name
            if not _is_there(target, data):
                written.append((_temporary(target, data), target))
        for temporary, target in written:
            temporary.replace(target)
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def _is_there(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _temporary(target: Path, data: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
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
