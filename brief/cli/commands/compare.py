"""`brief compare`: the same spec for several audiences, and what differs.

For each venue: which sections it sees, which sources it may not see, in how many quotations
protected words are replaced, and what stands in the way. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brief.check.judges.handling import allowed
from brief.cli.commands.specs import names_of
from brief.cli.commands.terminal import DONE, FAULT, report, say
from brief.cli.report.printable import printable
from brief.files.workspace import Workspace
from brief.model.diagnostic import Severity
from brief.model.manuscript import Manuscript
from brief.protect.protection import hits
from brief.protect.redaction import protections_of
from brief.run.checking import judged


@dataclass(frozen=True, slots=True)
class View:
    """What one audience sees of a brief."""

    venue: str
    audience: str
    sections: tuple[str, ...]
    refused: tuple[str, ...]
    replaced: int
    errors: int
    warnings: int


def view(manuscript: Manuscript, errors: int, warnings: int) -> View:
    """A manuscript as its venue's audience sees it."""
    brief = manuscript.brief
    reached = brief.venue.reached(publish=brief.spec.publish)
    refused = [ref.source.id for ref in manuscript.all_references() if not allowed(ref.source, reached)]
    protected = protections_of(manuscript)
    words = [q.words for c in manuscript.claims for q in c.quotations]
    words += [" ".join(c.words.split()) for c in manuscript.claims if c.is_excerpt]
    return View(
        brief.venue_id,
        reached,
        tuple(section.heading for section in brief.sections),
        tuple(sorted(set(refused))),
        sum(1 for quotation in words if hits(quotation, protected)),
        errors,
        warnings,
    )


def compare(spec: Path, venues: list[str]) -> int:
    """Print what differs between the spec's own venue and these; exit 1 when one of them is unknown."""
    root, names, findings = names_of([spec])
    if root is None or findings:
        return report(findings, root or Path.cwd(), "full", strict=False)
    views = []
    for venue in dict.fromkeys([None, *venues]):
        manuscript, found = judged(Workspace(root), names[0], venue)
        if manuscript is None or any(f.code == "R205" for f in found):
            return report(found, root, "full", strict=False)
        errors = sum(f.severity is Severity.ERROR for f in found)
        views.append(view(manuscript, errors, sum(f.severity is Severity.WARNING for f in found)))
    say(f"{printed(views)}\n")
    return FAULT if any(v.errors for v in views) else DONE


def printed(views: list[View]) -> str:
    """The views side by side: a row for each section and fact, a column for each venue."""
    headings = list(dict.fromkeys(heading for v in views for heading in v.sections))
    rows = [["", *(v.venue for v in views)], ["reaches", *(v.audience for v in views)]]
    rows += [
        [printable(h)[:60], *("yes" if h in v.sections else "left out" for v in views)] for h in headings
    ]
    rows += [
        ["quotations with words replaced", *(str(v.replaced) for v in views)],
        ["sources it may not see", *(", ".join(v.refused) or "none" for v in views)],
        ["errors, warnings", *(f"{v.errors}, {v.warnings}" for v in views)],
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
