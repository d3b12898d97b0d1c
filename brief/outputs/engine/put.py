"""Puts a function of ours wherever the engine has one of its own: its modules import each other's by name."""

from __future__ import annotations

import sys
from typing import Any


def everywhere(name: str, theirs: Any, ours: Any) -> None:
    """Replace `theirs` in every module of the engine that knows it as `name`."""
    for module in [module for known, module in sys.modules.items() if known.startswith("weasyprint.")]:
        if getattr(module, name, None) is theirs:
            setattr(module, name, ours)
