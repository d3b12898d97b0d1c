"""The engine's C declarations, kept as cffi's compiler leaves them.

WeasyPrint hands cffi 500 lines of C each time it is imported, for a parser written in Python;
and calls made through what that gives are slower than through what cffi compiles ("out of
line", ABI mode: no C compiler needed). Here they are compiled once and kept in the user's
cache, under a digest of their text and of the versions: the same declarations, the same
libraries, a tenth of a second less for every process.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from brief.outputs.engine.stored import stored


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

        source = f"{_cffi_backend.__version__} {text}".encode()
        compiled = _cffi_backend.FFI(
            "brief_declarations", **stored("declarations", source, lambda: _compiled(text))
        )
        for name in dir(compiled):
            if not name.startswith("__"):
                setattr(self, name, getattr(compiled, name))


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
