"""The findings as one JSON object: the contract with scripts.

Lines and columns from 1, the end exclusive, files relative to the workspace. Pure ASCII,
so that no captured character can harm the terminal or the pipe it passes through.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from brief.cli.report import LinesOf
from brief.model.diagnostic import Diagnostic


def render(
    diagnostics: Sequence[Diagnostic],
    lines_of: LinesOf,  # noqa: ARG001 (one signature for all formats)
    *,
    colour: bool,  # noqa: ARG001
    width: int,  # noqa: ARG001
) -> str:
    """One object with the list `diagnostics`, also when there are none."""
    return json.dumps({"diagnostics": [_object(d) for d in diagnostics]}, indent=2) + "\n"


def _object(diagnostic: Diagnostic) -> dict[str, str | int]:
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "help": diagnostic.remedy,
    }
