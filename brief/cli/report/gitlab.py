"""GitLab's Code Quality report, which shows findings beside the changed lines of a merge request.

An array of `{"description", "check_name", "fingerprint", "severity", "location": {"path",
"lines": {"begin"}}}` (docs.gitlab.com, “Code Quality report format”). GitLab knows a finding
again by its fingerprint, so that is made of what it says and where, without the line: a finding
that only moves is not new. Findings of the same words in the same file are told apart by count.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from brief.cli.report import LinesOf
from brief.model.diagnostic import Diagnostic, Severity

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(
    diagnostics: Sequence[Diagnostic],
    lines_of: LinesOf,  # noqa: ARG001 (one signature for all formats)
    *,
    colour: bool,  # noqa: ARG001
    width: int,  # noqa: ARG001
) -> str:
    """The findings as one JSON array, empty when there is none."""
    seen: Counter[tuple[str, str, str]] = Counter()
    entries = []
    for it in diagnostics:
        what = (it.code, it.place.file, it.message)
        seen[what] += 1
        fingerprint = hashlib.sha256("\n".join([*what, str(seen[what])]).encode()).hexdigest()
        entries.append(
            {
                "description": f"{it.message} ({it.remedy})" if it.remedy else it.message,
                "check_name": it.code,
                "fingerprint": fingerprint,
                "severity": SEVERITIES[it.severity],
                "location": {"path": it.place.file, "lines": {"begin": it.place.line}},
            }
        )
    return json.dumps(entries, indent=2) + "\n"
