"""Where the engine writes the fonts of a document, and who takes them away.

WeasyPrint writes them, eight megabytes, to a folder that it removes once Python finds time to;
a press that ends with its work, or is ended, never does. So each process has one folder in the
user's cache, under a lock that the system gives back however the process ends, and whoever
begins to print takes away what nobody holds any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from brief.outputs.engine.stored import user_cache

LOCK = ".lock"


def install() -> None:
    """Have the engine write its fonts here, and tidy up. Once is enough; again does no harm."""
    from weasyprint.text import fonts

    fonts.mkdtemp = _folder
    with suppress(OSError):
        sweep(_place())


class _Own:
    """This process's folder, the lock on it, and which process that was: a forked one needs another."""

    process = 0
    folder = Path()
    lock = -1


def _place() -> Path:
    return user_cache() / "fonts"


def _folder(prefix: str = "") -> str:
    """A new folder for one document's fonts; among other temporary files where there is no cache."""
    try:
        if _Own.process != os.getpid():
            _Own.folder, _Own.lock = _held(_place())
            _Own.process = os.getpid()
        return tempfile.mkdtemp(prefix=prefix, dir=_Own.folder)
    except (OSError, ImportError):
        return tempfile.mkdtemp(prefix=prefix)


def _held(place: Path) -> tuple[Path, int]:
    """A new folder and its lock. Raises `ImportError` where there are no such locks (Windows)."""
    import fcntl

    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        lock, name = tempfile.mkstemp(dir=place, suffix=LOCK)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if Path(name).exists():  # else somebody tidied up between the two lines above
            folder = Path(name.removesuffix(LOCK))
            folder.mkdir(mode=0o700)
            return folder, lock
        os.close(lock)


def sweep(place: Path) -> None:
    """Take away the folders whose process has ended. Raises `OSError`."""
    with suppress(ImportError):
        import fcntl

        for file in place.glob(f"*{LOCK}"):
            lock = os.open(file, os.O_RDWR)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(file.with_name(file.name.removesuffix(LOCK)), ignore_errors=True)
                file.unlink(missing_ok=True)
            except BlockingIOError:
                continue
            finally:
                os.close(lock)
