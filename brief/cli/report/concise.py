"""One line for each finding, which editors and `grep` understand and which stands alone.

`file:line:column: severity[code] message (help)`; the help only where it is short.
"""

from __future__ import annotations

from collections.abc import Sequence

from brief.cli.report import LinesOf
from brief.cli.report.printable import printable, shown_file
from brief.model.diagnostic import Diagnostic

SHORT = 80


def render(
    diagnostics: Sequence[Diagnostic],
    lines_of: LinesOf,  # noqa: ARG001 (one signature for all formats)
    *,
    colour: bool,  # noqa: ARG001
    width: int,  # noqa: ARG001
) -> str:
    """The findings, one line each."""
    return "".join(f"{_line(d)}\n" for d in diagnostics)


def _line(diagnostic: Diagnostic) -> str:
    place, help = diagnostic.place, printable(diagnostic.help)
    where = f"{shown_file(place.file)}:{place.line}:{place.column}"
    line = f"{where}: {diagnostic.severity}[{diagnostic.code}] {printable(diagnostic.message)}"
    return f"{line} ({help})" if 0 < len(help) <= SHORT else line
