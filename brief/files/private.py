"""The workspace's private folder, `.brief/`: what brief keeps for itself between two runs.

It may be deleted at any time; whatever is in it is made again. Nobody but its owner may look
into it (mode 0700), git ignores it (by a `.gitignore` of its own, so that a workspace's need
not name it), and nothing protected is written to it. Where it cannot be made, brief does
without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = ".brief"
IGNORE = "*\n"


def private_folder(root: Path) -> Path | None:
    """The private folder of the workspace at `root`, made if need be; None where it cannot be written."""
    folder = root / NAME
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or not os.access(folder, os.W_OK | os.X_OK):
            return None
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(IGNORE, encoding="utf-8")
    except OSError:
        return None
    return folder


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the lock `file` while the block runs, waiting for whoever holds it. Raises `OSError`.

    The system releases it when a process ends, however it ends.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: waits ten seconds at most, then an OSError
        with suppress(ImportError):
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX)
