"""`brief seeds verify`: every paragraph of every source is held against its capture."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from brief.check.rules.references import UnknownSource
from brief.cli.commands.here import here, no_workspace
from brief.cli.commands.terminal import DONE, check_format, is_terminal, remark, report
from brief.corpus.captures.proof import prove_source
from brief.corpus.reading import SOURCES, read_source, source_ids
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic, Place
from brief.model.names import meant


@dataclass
class _Count:
    """What was proved so far."""

    sources: int = 0
    paragraphs: int = 0
    records: int = 0
    unread: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def verify_sources(ids: list[str], format_: str, *, strict: bool = False) -> int:
    """Prove these sources (none: all); the exit status."""
    check_format(format_)
    workspace = here()
    if workspace is None:
        return no_workspace()
    known = source_ids(workspace)
    count = _Count()
    for id_ in dict.fromkeys(ids or sorted(known)):
        _verify(workspace, id_, known, count)
    status = report(count.findings, workspace.root, format_, strict=strict)
    if count.unread:
        named = ", ".join(f"`{id_}`" for id_ in count.unread)
        remark(f"brief: nobody has read {named} yet; only a draft may cite what nobody has read")
    if status == DONE and is_terminal(sys.stderr):
        remark(_proved(count))
    return status


def _verify(workspace: Workspace, id_: str, known: list[str], count: _Count) -> None:
    if id_ not in known:
        help_ = meant(workspace, "source", id_)
        place = Place(f"{SOURCES}/{id_}.md")
        count.findings.append(UnknownSource.at(place, f"unknown source `{id_}`", help=help_))
        return
    source = read_source(workspace, id_, count.findings)
    if source is None:
        return
    count.findings += prove_source(workspace, source)
    count.unread += [id_] if source.unread is not None else []
    if source.record.capture is not None:
        count.sources += 1
        count.paragraphs += len(source.paragraphs)
    else:
        count.records += 1


def _proved(count: _Count) -> str:
    said = f"proved {_several(count.paragraphs, 'paragraph')} of {_several(count.sources, 'source')}"
    return f"{said}; {_several(count.records, 'record')} without a capture" if count.records else said


def _several(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
