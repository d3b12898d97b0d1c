"""What all tests share: `--update` for goldens, and a shell that colours nothing."""

from __future__ import annotations

import os

import pytest

IN_CI = bool(os.environ.get("CI"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` writes expected files anew and deletes stale ones; CI never does."""
    parser.addoption("--update", action="store_true", help="write the expected files of tests/cases anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether to write expected files instead of holding against them."""
    wanted = bool(request.config.getoption("--update"))
    if wanted and IN_CI:
        pytest.fail("--update is for people, not for CI")
    return wanted


@pytest.fixture(autouse=True)
def _plain_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "BRIEF_TRACEBACK", "COLUMNS", "GITHUB_ACTIONS", "CI"):
        monkeypatch.delenv(name, raising=False)
