"""Starts `brief` in a process of its own, for what cannot be held within this one: signals, pipes, limits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def start(*args: str, cwd: Path, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[str]:
    """`python -m brief ARGS`, its output piped as text unless `options` say otherwise."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(
        [sys.executable, "-m", "brief", *args], cwd=cwd, env=environment(env), text=True, **options
    )


def python(script: str, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`python -c SCRIPT ARGS` with this checkout on its path."""
    return subprocess.run(
        [sys.executable, "-c", script, *args], cwd=cwd, env=environment(None), capture_output=True, text=True
    )


def environment(more: dict[str, str] | None) -> dict[str, str]:
    """The environment with this checkout first on Python's path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}
