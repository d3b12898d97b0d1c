"""`brief seeds where ID`: what rests on a source, and what to recall when it falls.

Every spec is loaded and resolved as for a build, so that sections, blocks and tables are seen as
they are printed; sections of the corpus that no brief uses are looked through as well. Notes and
pages come from the manifests of what was built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from brief.check.rules.references import NoSuchParagraph, UnknownSource
from brief.cli.commands.console import put
from brief.cli.commands.here import here, no_workspace
from brief.cli.commands.terminal import DONE, cannot, is_terminal, remark, report, say_json, shown, width
from brief.cli.report.printable import printable
from brief.corpus.captures.resting import (
    BriefResting,
    Resting,
    built_outputs,
    touches,
    with_printed,
    written_in,
)
from brief.corpus.reading import SOURCES, read_section, read_source, section_ids, source_ids
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic, Place
from brief.model.locator import Locator
from brief.model.names import meant
from brief.model.ranges import Ranges
from brief.run.spec_files import spec_names
from brief.run.stages.load import load
from brief.run.stages.resolve import resolve
from brief.text.markdown.citations import read_citations

FORMATS = ("full", "json")
HEAD = ("brief", "section", "text", "locator", "note", "page", "state")
STYLES = ("bold", "cyan", "dim", "", "", "", "yellow")
UNKNOWN, GAP = "–", "  "
LONGEST_CELL = 44
UNUSED = "in no brief"


def where(target: str, format_: str) -> int:
    """Show what rests on a source or some of its paragraphs; the exit status."""
    if format_ not in FORMATS:
        cannot(f"there is no format `{format_}`; there is {', '.join(FORMATS)}")
    id_, wanted = _parsed(target)
    workspace = here()
    if workspace is None:
        return no_workspace()
    if (problem := _unknown(workspace, id_, wanted)) is not None:
        return report([problem], workspace.root, "json" if format_ == "json" else "full", strict=False)
    briefs, unreadable = _briefs(workspace, id_, wanted)
    unused = _unused(workspace, id_, wanted, briefs)
    if format_ == "json":
        say_json(json.dumps(_as_json(id_, wanted, briefs, unused), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(target, briefs, unused)
    source = read_source(workspace, id_, [])
    if source is not None and source.unread is not None:
        remark(printable(f"brief: nobody has read `{id_}` yet; only a draft may cite it"))
    for name in unreadable:
        remark(printable(f"brief: {name} cannot be read; what rests on `{id_}` there is not in the list"))
    return DONE


def _parsed(target: str) -> tuple[str, Ranges | None]:
    id_, sign, paragraphs = target.partition("#")
    if not sign:
        return id_, None
    try:
        return id_, Ranges.parse(paragraphs)
    except ValueError as error:
        cannot(printable(f"`#{paragraphs}` {error}"))


def _unknown(workspace: Workspace, id_: str, wanted: Ranges | None) -> Diagnostic | None:
    known = source_ids(workspace)
    place = Place(f"{SOURCES}/{id_}.md")
    if id_ not in known:
        help_ = meant(workspace, "source", id_)
        return UnknownSource.at(place, f"unknown source `{id_}`", help=help_)
    source = read_source(workspace, id_, [])
    if wanted is None or source is None or not source.paragraphs:
        return None
    missing = next((last for _, last in wanted.spans if last > len(source.paragraphs)), None)
    return None if missing is None else NoSuchParagraph.of(place, id_, len(source.paragraphs), missing)


def _briefs(workspace: Workspace, id_: str, wanted: Ranges | None) -> tuple[list[BriefResting], list[str]]:
    """Every brief of which something rests on the source, and the names of what could not be read."""
    manifests, unreadable = built_outputs(workspace)
    by_spec = {built.manifest.spec: built for built in manifests}
    found: list[BriefResting] = []
    specs = spec_names(workspace.root)
    for name in specs:
        brief, _ = load(Workspace(workspace.root), name)
        if brief is None:
            unreadable.append(name)
        manuscript = resolve(brief)[0] if brief is not None else None
        written = written_in(manuscript, id_, wanted) if manuscript else []
        built = by_spec.get(name)
        title = manuscript.brief.spec.title if manuscript else ""
        rests = with_printed(written, built, id_, wanted)
        found.append(BriefResting(name, title, rests, built))
    for spec in sorted(set(by_spec) - set(specs)):
        built = by_spec[spec]
        rests = with_printed((), built, id_, wanted)
        found.append(BriefResting(spec, built.manifest.title, rests, built, is_gone=True))
    return [brief for brief in found if brief.rests], unreadable


def _unused(
    workspace: Workspace, id_: str, wanted: Ranges | None, briefs: Sequence[BriefResting]
) -> list[Resting]:
    """The citations in sections of the corpus that none of these briefs uses."""
    used = {rest.section for brief in briefs for rest in brief.rests}
    found: list[Resting] = []
    for section_id in section_ids(workspace):
        read = read_section(workspace, section_id, [])
        if read is None or read[0].file in used:
            continue
        for citation in read_citations(read[0].body)[0]:
            for item in citation.items:
                paragraphs = _paragraphs(item.locator)
                if item.id == id_ and touches(paragraphs, wanted):
                    found.append(Resting(read[0].file, "", item.locator, str(paragraphs or "")))
    return found


def _paragraphs(locator: str) -> Ranges | None:
    try:
        return Locator.parse(locator).paragraphs
    except ValueError:
        return None


def _as_json(
    id_: str, wanted: Ranges | None, briefs: Sequence[BriefResting], unused: Sequence[Resting]
) -> dict[str, Any]:
    return {
        "source": id_,
        "paragraphs": str(wanted) if wanted else None,
        "briefs": [
            {
                "spec": brief.spec,
                "title": brief.title,
                "state": brief.state,
                "changed": list(brief.built.changed) if brief.built else [],
                "recall": list(brief.outputs),
                "rests": [_rest_as_json(rest) for rest in brief.rests],
            }
            for brief in briefs
        ],
        "sections": [{"file": rest.section, "locator": rest.locator or None} for rest in unused],
    }


def _rest_as_json(rest: Resting) -> dict[str, Any]:
    return {
        "section": rest.section or None,
        "text": rest.text,
        "locator": rest.locator or None,
        "paragraphs": rest.paragraphs or None,
        "note": rest.note,
        "page": rest.page,
        "written": rest.written,
        "printed": rest.printed,
    }


def _show(target: str, briefs: Sequence[BriefResting], unused: Sequence[Resting]) -> None:
    rows = [row for brief in briefs for row in _rows(brief)]
    rows += [("–", rest.section, "", rest.locator, "", "", UNUSED) for rest in unused]
    if not rows:
        put(Text(f"Nothing rests on {printable(target)}."))
        return
    cells = [tuple(printable(shown(cell)) or UNKNOWN for cell in row) for row in rows]
    widths = _widths(cells)
    columns = None if is_terminal() else sum(widths) + len(GAP) * len(widths)
    recall = list(_recall(target, briefs))
    put(*_table(cells, widths), *recall, columns=columns and max(columns, *map(_length, recall), 1))


def _length(line: Text) -> int:
    return cell_len(line.plain)


def _rows(brief: BriefResting) -> Iterator[tuple[str, ...]]:
    name = brief.spec.removeprefix("specs/")
    for rest in brief.rests:
        note, page = (str(n) if n is not None else "" for n in (rest.note, rest.page))
        yield name, rest.section, rest.text, rest.locator, note, page, _state(brief, rest)


def _state(brief: BriefResting, rest: Resting) -> str:
    if brief.built is None or brief.is_gone:
        return brief.state
    if not rest.written:
        return "printed, no longer written"
    return brief.state if rest.printed else "written, not yet printed"


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column; on a terminal the wide ones give way until a row fits."""
    widths = [max(map(cell_len, column)) for column in zip(HEAD, *cells, strict=True)]
    if not is_terminal():
        return widths
    widths = [min(cells_wide, LONGEST_CELL) for cells_wide in widths]
    while sum(widths) + len(GAP) * len(widths) > width() and max(widths[1:3]) > 12:
        widest = 1 if widths[1] >= widths[2] else 2
        widths[widest] -= 1
    return widths


def _table(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[Text]:
    yield _line(HEAD, widths, ("bold dim",) * len(HEAD))
    for row in cells:
        yield _line(row, widths, STYLES)


def _line(cells: Sequence[str], widths: Sequence[int], styles: Sequence[str]) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    for cell, cells_wide, style in zip(cells, widths, styles, strict=True):
        shown = cell if cell_len(cell) <= cells_wide else f"{set_cell_size(cell, cells_wide - 1)}…"
        line.append(set_cell_size(shown, cells_wide), style).append(GAP)
    return line


def _recall(target: str, briefs: Sequence[BriefResting]) -> Iterator[Text]:
    """What was printed and rests on it: files, with their notes and pages."""
    printed = [brief for brief in briefs if brief.outputs]
    yield Text()
    if not printed:
        yield Text(f"Nothing that was built rests on {printable(target)}.")
        return
    yield Text(f"To recall if {printable(target)} falls:", "bold")
    for brief in printed:
        rests = [rest for rest in brief.rests if rest.printed]
        notes, pages = _numbers([rest.note for rest in rests]), _numbers([rest.page for rest in rests])
        where_ = "; ".join(part for part in (_named("note", notes), _named("page", pages)) if part)
        yield Text(f"{GAP}{printable(', '.join(brief.outputs))}{f': {where_}' if where_ else ''}")
        if brief.built is not None and brief.built.changed and not brief.is_gone:
            changed = printable(", ".join(brief.built.changed[:3]))
            more = f" and {len(brief.built.changed) - 3} more" if len(brief.built.changed) > 3 else ""
            yield Text(f"{GAP}{GAP}built from an earlier text; changed since: {changed}{more}", "yellow")


def _numbers(numbers: Sequence[int | None]) -> list[int]:
    return sorted({number for number in numbers if number is not None})


def _named(what: str, numbers: Sequence[int]) -> str:
    return f"{what}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}" if numbers else ""
