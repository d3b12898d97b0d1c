"""The engine's C declarations, kept as cffi's compiler leaves them.

WeasyPrint hands cffi 500 lines of C each time it is imported, for a parser written in Python;
and calls made through what that gives are slower than through what cffi compiles ("out of
line", ABI mode: no C compiler needed). Here they are compiled once and kept in the user's
cache, under a digest of their text and of the versions: the same declarations, the same
libraries, a tenth of a second less for every process. A file that is not whole is made again.
"""

from __future__ import annotations

import ast
import hashlib
import io
import marshal
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any


@contextmanager
def at_hand() -> Iterator[None]:
    """While the block runs, `import cffi` gives a stand-in that needs no parser."""
    before = sys.modules.get("cffi")
    stand_in = ModuleType("cffi")
    stand_in.FFI = _Declared  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]
        if before is not None:
            sys.modules["cffi"] = before


class _Declared:
    """What `cffi.FFI()` gives, once it is told the declarations."""

    def cdef(self, text: str) -> None:
        """Take the declarations on."""
        import _cffi_backend

        compiled = _cffi_backend.FFI("brief_declarations", **_kept(text, _cffi_backend.__version__))
        for name in dir(compiled):
            if not name.startswith("__"):
                setattr(self, name, getattr(compiled, name))


def _kept(text: str, version: str) -> dict[str, Any]:
    """The compiled declarations: from the cache, or made and put there."""
    key = hashlib.sha256(f"{version} {sys.version} {text}".encode()).hexdigest()
    file = user_cache() / f"declarations-{key[:32]}"
    with suppress(OSError):
        digest, data = (whole := file.read_bytes())[:32], whole[32:]
        if hashlib.sha256(data).digest() == digest:
            return dict(marshal.loads(data))
    arguments = _compiled(text)
    data = marshal.dumps(arguments)
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(data).digest() + data)
        Path(temporary).replace(file)
    return arguments


def _compiled(text: str) -> dict[str, Any]:
    """The arguments of the backend's FFI, read from the Python that cffi writes."""
    stand_in = sys.modules.pop("cffi")
    try:
        from cffi import FFI, recompiler

        parser = FFI()
        parser.cdef(text)
        parser.set_source("brief_declarations", None)
        written = io.StringIO()
        recompiler.make_py_source(parser, "brief_declarations", written)
    finally:
        sys.modules["cffi"] = stand_in
    call = ast.parse(written.getvalue()).body[-1].value  # type: ignore[attr-defined]
    return {word.arg: ast.literal_eval(word.value) for word in call.keywords}


def user_cache() -> Path:
    """Where brief keeps what only saves time, for this user (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "brief"
