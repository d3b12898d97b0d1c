"""Workflow commands of GitHub Actions, which show findings beside the changed lines.

`::error file=…,line=…,col=…,endLine=…,endColumn=…,title=Q301::message`. The runner reads
a command to the end of its line, so line ends, `%` and, in properties, `:` and `,` are
written as `%0A`, `%25` and so on (actions/toolkit, `command.ts`): no captured text can
start a command of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from brief.cli.report import LinesOf
from brief.cli.report.printable import printable
from brief.model.diagnostic import Diagnostic, Severity

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(
    diagnostics: Sequence[Diagnostic],
    lines_of: LinesOf,  # noqa: ARG001 (one signature for all formats)
    *,
    colour: bool,  # noqa: ARG001
    width: int,  # noqa: ARG001
) -> str:
    """The findings, one command each."""
    return "".join(f"{_command(d)}\n" for d in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    properties = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "title": diagnostic.code,
    }
    shown = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{COMMANDS[diagnostic.severity]} {shown}::{_message(diagnostic)}"


def _property(value: str) -> str:
    # Line ends are the runner's to decode; every other control is spelt out.
    return "".join(c if c in "\r\n" else printable(c) for c in value).translate(IN_PROPERTY)


def _message(diagnostic: Diagnostic) -> str:
    lines = [diagnostic.message, f"help: {diagnostic.remedy}" if diagnostic.remedy else ""]
    return "\n".join(printable(line) for line in lines if line).translate(IN_DATA)
