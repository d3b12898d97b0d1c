"""Runs a `brief` command in this process, as the console script does: the tests' own shell."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from brief.cli import entry


class Outcome(NamedTuple):
    """What came of a command."""

    status: int
    stdout: str
    stderr: str


def run(*args: str, cwd: Path) -> Outcome:
    """`brief ARGS` in `cwd`, piped: exit status, standard output and standard error."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd),
        mock.patch.object(sys, "argv", ["brief", *args]),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            status = entry.run()
        except SystemExit as stop:  # `cannot` leaves so
            status = stop.code if isinstance(stop.code, int) else 1
    return Outcome(status, stdout.getvalue(), stderr.getvalue())
