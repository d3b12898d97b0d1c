"""`brief schema`: the JSON Schema of specs, for editors.

In a workspace `brief.schema.json` at its root is written anew, with the workspace's own
venues, organisations and sources; the first line of a spec names it. Piped, or outside
a workspace, the schema goes to standard output.
"""

from __future__ import annotations

import json
import sys

from brief.cli.commands.here import here, read_venue, root_of, venue_ids, workspace_file
from brief.cli.commands.terminal import DONE, FAULT, is_terminal, remark, rendered, say_json
from brief.cli.report import summary
from brief.corpus.reading import section_ids, source_ids
from brief.files.outputs import write_all
from brief.files.workspace import Workspace, packaged_root
from brief.model.diagnostic import Diagnostic, in_order
from brief.model.json_schema import Known, build_schema
from brief.text.catalogue import printed_languages

FILE = "brief.schema.json"
DATA = "seeds/data"


def write() -> int:
    """Refresh the workspace's schema, or print it, or both; the exit status."""
    workspace = here()
    findings: list[Diagnostic] = []
    data = schema_bytes(workspace, findings)
    if workspace is None or not is_terminal():
        say_json(data.decode())
    if findings:  # not on standard output, where the schema may be
        found = in_order(findings)
        sys.stderr.write(rendered(found, root_of(workspace), "concise"))
        remark(f"{summary(found)}: what could not be read is left out of the schema")
    if workspace is not None:
        try:
            write_all(workspace.root, {FILE: data})
        except OSError as error:
            remark(f"brief: `{FILE}` cannot be written: {error.strerror or error}")
            return FAULT
        remark(f"{FILE} is up to date")
    return FAULT if findings else DONE


def schema_bytes(workspace: Workspace | None, findings: list[Diagnostic]) -> bytes:
    """The schema as a file: the same bytes for the same workspace."""
    schema = build_schema(known_in(workspace, findings))
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def known_in(workspace: Workspace | None, findings: list[Diagnostic]) -> Known:
    """What a spec in this workspace, or in none, can name."""
    read = {id_: read_venue(workspace, id_, findings) for id_ in sorted(venue_ids(workspace))}
    venues = {id_: "" if venue is None else venue.name for id_, venue in read.items()}
    if workspace is None:
        return Known(
            venues=venues, languages=_ids("languages", ".yaml"), citation_styles=_ids("styles", ".csl")
        )
    file = workspace_file(workspace, findings)
    return Known(
        venues=venues,
        organisations={id_: organisation.name for id_, organisation in file.organisations.items()},
        languages=printed_languages(workspace),
        sources=tuple(sorted(source_ids(workspace))),
        sections=tuple(sorted(section_ids(workspace))),
        tables=tuple(name.removeprefix(f"{DATA}/") for name in workspace.names(DATA, ".csv")),
        citation_styles=tuple(workspace.layered_ids("styles", ".csl")),
        defaults=file.defaults.model_dump(by_alias=True, exclude_none=True, mode="json"),
    )


def _ids(layer: str, suffix: str) -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(suffix) for path in packaged_root(layer).glob(f"*{suffix}")))
