"""What every command needs of a terminal: colour or not, width, quiet or not, and plain failure.

`NO_COLOR` and `FORCE_COLOR` are honoured (no-color.org, force-color.org). Findings go to
standard output, progress and remarks to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

from brief.diagnostic import Diagnostic, Severity, has_errors, in_order
from brief.report import FORMATS, HOSTED, render, summary
from brief.shortening import shortened
from brief.workspace import Workspace, packaged_root

DONE, FAULT, CANNOT = 0, 1, 2
PACKAGED = "packaged:"


def coloured(stream: object = None) -> bool:
    """Whether to print in colour on `stream` (standard output when left out)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: object = None) -> bool:
    """Whether a person is looking."""
    isatty = getattr(stream or sys.stdout, "isatty", None)
    return bool(isatty and isatty())


def width() -> int:
    """The columns of the terminal, 100 when piped."""
    if not is_terminal():
        return 100
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 140)


def remark(text: str) -> None:
    """A line on standard error, or several; none repeats more of a text than can be read.

    Where nothing can be written there, nobody reads it, and the exit status says enough.
    """
    with suppress(OSError):
        print("\n".join(map(shortened, text.split("\n"))), file=sys.stderr)


def cannot(message: str) -> NoReturn:
    """brief could not run: say why, exit with 2."""
    remark(f"brief: {message}")
    raise SystemExit(CANNOT)


def check_format(name: str) -> str:
    """The format, or exit 2 with what there is."""
    if name not in FORMATS:
        cannot(f"there is no format `{name}`; there is {', '.join(FORMATS)}")
    return name


def lines_of(root: Path, file: str) -> Sequence[str] | None:
    """The lines of a file that a finding names, None when they cannot be read."""
    try:
        if file.startswith(PACKAGED):
            layer, _, name = file.removeprefix(PACKAGED).partition("/")
            data = (packaged_root(layer) / name).read_bytes()
        else:
            data = Workspace(root).read(file)
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except (OSError, ValueError):
        return None


def _as_hosts_see(found: Sequence[Diagnostic], root: Path) -> Sequence[Diagnostic]:
    from brief.report.in_repository import from_root, path_in_repository

    return from_root(found, path_in_repository(root, os.environ))


def report(diagnostics: Iterable[Diagnostic], root: Path, format_: str, *, strict: bool) -> int:
    """Print the findings; the exit status they call for."""
    found = in_order(diagnostics)
    read = cache(lambda file: lines_of(root, file))
    shown = _as_hosts_see(found, root) if format_ in HOSTED else found
    text = render(format_, shown, read, colour=coloured(), width=width())
    sys.stdout.write(text)
    sys.stdout.flush()
    if format_ in ("full", "concise") and any(d.severity is not Severity.NOTE for d in found):
        remark(summary(found))
    return FAULT if has_errors(found, strict=strict) else DONE
