"""What is worked out once for a user and kept in their cache: it only saves time.

Each thing has a file under a digest of all that it hangs on, which begins with a digest of the
rest; a file that is not whole is made again, and where there is no cache nothing is kept.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


def stored(name: str, source: bytes, make: Callable[[], Any]) -> Any:
    """What is made of a source: plain values, from the cache, or made and put there.

    `source` is all that it hangs on beside this Python. What is no plain value is not kept.
    """
    key = hashlib.sha256(sys.version.encode() + b"\0" + source).hexdigest()
    file = user_cache() / f"{name}-{key[:32]}"
    with suppress(OSError):
        digest, data = (whole := file.read_bytes())[:32], whole[32:]
        if hashlib.sha256(data).digest() == digest:
            return marshal.loads(data)
    made = make()
    with suppress(OSError, ValueError):
        data = marshal.dumps(made)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(data).digest() + data)
        Path(temporary).replace(file)
    return made


def user_cache() -> Path:
    """Where brief keeps what only saves time, for this user (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "brief"
