"""Check: judge the manuscript by a table of rules.

Each judge takes the manuscript and yields findings; it knows nothing of the others. A
rule of a venue that is not confirmed in the body's own or another's text warns and never
fails. Which warnings the spec answers with a reason, `acceptance` says.
"""

from __future__ import annotations

from brief.check.judges import JUDGES
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript


def check(manuscript: Manuscript) -> tuple[Manuscript, list[Diagnostic]]:
    """The same manuscript, judged, and what every judge finds."""
    return manuscript, [finding for judge in JUDGES for finding in judge(manuscript)]
