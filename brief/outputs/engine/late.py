"""Modules that the engine imports and nearly never needs: brought in when something of them is called.

fontTools cuts fonts where HarfBuzz cannot, unpacks WOFF 2 and freezes variable fonts; its import
takes a third of the engine's own. While the engine is imported, stand-ins take their places.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

SELDOM = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")


@contextmanager
def brought_in_late() -> Iterator[None]:
    """While the block runs, an import of one of these that is not there yet gives a stand-in."""
    stand_ins = {name: _StandIn(name) for name in SELDOM if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


class _StandIn(ModuleType):
    """Has whatever is asked for: each a function that calls what it stands for."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        module = self.__name__

        def called(*arguments: Any, **options: Any) -> Any:
            return getattr(import_module(module), name)(*arguments, **options)

        return called
