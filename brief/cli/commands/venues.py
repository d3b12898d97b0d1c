"""`brief venues`: the receiving bodies in one table, or one of them with every rule and its source.

Works outside a workspace too; inside, the workspace's own venues come first, and one that
has the id of a packaged venue stands in its place. What is wrong in a venue is reported as
it would be for a spec, below what could be read.
"""

from __future__ import annotations

from brief.cli.commands.console import put
from brief.cli.commands.here import here, read_venue, root_of, unknown_venue, venue_ids
from brief.cli.commands.terminal import is_terminal, report, width
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic
from brief.model.venue import Venue

WIDE, PIPED = 110, 140


def show(id_: str | None) -> int:
    """Print one venue, or all of them; the exit status."""
    workspace = here()
    findings: list[Diagnostic] = []
    if id_ is None:
        _list(workspace, findings)
    elif id_ in venue_ids(workspace):
        _page(workspace, id_, findings)
    else:
        findings.append(unknown_venue(workspace, id_))
    return report(findings, root_of(workspace), "full", strict=False)


def _list(workspace: Workspace | None, findings: list[Diagnostic]) -> None:
    from brief.cli.venue_table import listing

    read: dict[str, Venue | None] = {
        id_: read_venue(workspace, id_, findings) for id_ in venue_ids(workspace)
    }
    shown = {id_: venue for id_, venue in read.items() if venue is not None}
    columns = width() if is_terminal() else PIPED
    put(listing(shown, narrow=columns < WIDE), columns=columns)


def _page(workspace: Workspace | None, id_: str, findings: list[Diagnostic]) -> None:
    from brief.cli.venue_table import page

    venue = read_venue(workspace, id_, findings)
    if venue is not None:
        put(page(id_, venue))
