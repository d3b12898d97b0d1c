"""What every command needs of a terminal: colour or not, width, quiet or not, and plain failure.

`NO_COLOR` and `FORCE_COLOR` are honoured (no-color.org, force-color.org). Findings go to
standard output, progress and remarks to standard error. All that is printed goes through the
workspace's gate (`brief.protect.gate`) here; `tests/test_gate.py` holds that nothing is printed beside it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from brief.cli.report import FORMATS, HOSTED, WIDTH, render, summary
from brief.files.workspace import Workspace, find_root, packaged_root
from brief.model.diagnostic import Diagnostic, Severity, has_errors, in_order, shortened

if TYPE_CHECKING:
    from brief.protect.gate import Gate

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


def is_ci() -> bool:
    """Whether this is an automatic run, whose log others read: GitHub, GitLab and most others set `CI`."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def width() -> int:
    """The columns of the terminal, 100 when piped."""
    if not is_terminal():
        return 100
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 140)


_ROOTS: list[Path] = []
_GATES: dict[Path, Gate] = {}


def guard(root: Path) -> Path:
    """From now on what this workspace protects is not shown; read when there is something to show."""
    root = root.resolve()
    if root not in _ROOTS:
        _ROOTS.append(root)
    _GATES.pop(root, None)
    return root


def forget() -> None:
    """Leave all workspaces: another command begins."""
    _ROOTS.clear()
    _GATES.clear()


def gate(root: Path) -> Gate:
    """The gate of a workspace."""
    if root not in _GATES:
        from brief.protect.gate import Gate

        _GATES[root] = Gate(root, logged=is_ci())
    return _GATES[root]


def shown(text: str, *, escaped: Callable[[str], str] = str) -> str:
    """A text as it may be shown in the workspaces that this process was in; see `Gate.words`."""
    roots = [root for root in (find_root(Path.cwd()), *_ROOTS) if root is not None]
    for root in dict.fromkeys(roots):
        text = gate(root).words(text, escaped=escaped)
    return text


def say(text: str) -> None:
    """Print a text on standard output, as it may be shown."""
    sys.stdout.write(shown(text))


def say_json(text: str) -> None:
    """The same for JSON, which stays JSON."""
    import json

    sys.stdout.write(shown(text, escaped=lambda words: json.dumps(words)[1:-1]))


def remark(text: str, *, ours: bool = False) -> None:
    """A line on standard error, or several, as they may be shown; none repeats more than can be read.

    `ours` says that it repeats nobody's words. Where nothing can be written there, nobody reads it, and
    the exit status says enough.
    """
    with suppress(OSError):
        text = text if ours else shown(text)
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
    from brief.cli.report.in_repository import from_root, path_in_repository

    return from_root(found, path_in_repository(root, os.environ))


def rendered(
    found: Sequence[Diagnostic], root: Path, format_: str, *, colour: bool = False, columns: int = WIDTH
) -> str:
    """Findings in a format, as they may be shown."""
    if not found:
        return render(format_, found, lambda _file: None)
    way = gate(root.resolve() if root.resolve() in _ROOTS else guard(root))
    read = cache(lambda file: way.lines(file, lambda name: lines_of(root, name)))
    safe = [way.finding(it) for it in found]
    seen = _as_hosts_see(safe, root) if format_ in HOSTED else safe
    return render(format_, seen, read, colour=colour, width=columns)


def report(diagnostics: Iterable[Diagnostic], root: Path, format_: str, *, strict: bool) -> int:
    """Print the findings; the exit status they call for."""
    found = in_order(diagnostics)
    sys.stdout.write(rendered(found, root, format_, colour=coloured(), columns=width()))
    sys.stdout.flush()
    if format_ in ("full", "concise") and any(d.severity is not Severity.NOTE for d in found):
        remark(summary(found), ours=True)
    return FAULT if has_errors(found, strict=strict) else DONE
