"""Programs that only tests use; `./dev test` installs them."""

from __future__ import annotations

import os
import shutil

import pytest


def external(program: str) -> str:
    """The path of a program; skips the test where it is missing, and fails it in CI."""
    found = shutil.which(program)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{program} must be installed in CI")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found
