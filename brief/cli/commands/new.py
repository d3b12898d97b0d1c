"""`brief new` and `brief init`: a spec, or a whole workspace, that builds as it is and teaches.

A new spec has the parts that suit its venue (`PARTS`, the venue's own row before that of
its template), the keys that the venue needs, the workspace's organisations, and a source
to cite if there is one. No file is ever written over; when something cannot be written,
nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from brief.cli.commands.here import here, no_workspace, read_venue, unknown_venue, venue_ids, workspace_file
from brief.cli.commands.schema import FILE as SCHEMA_FILE
from brief.cli.commands.schema import schema_bytes
from brief.cli.commands.terminal import CANNOT, DONE, FAULT, remark, report
from brief.cli.report.printable import printable
from brief.cli.starter_files import example_for, fill, workspace_files
from brief.corpus.reading import ID, section_ids
from brief.files.outputs import write_all
from brief.files.workspace import MARKER, OutsideWorkspaceError, Workspace, find_root
from brief.model.diagnostic import Diagnostic, has_errors
from brief.model.organisations import Organisation, WorkspaceFile
from brief.model.paragraphs import slug
from brief.model.venue import Venue

ENDINGS = (".yaml", ".yml")
PARTS: dict[str, tuple[str, ...]] = {
    "embassy-brief": ("asks", "key-figures", "summary", "sections"),
    "report": ("summary", "chapters", "recommendations", "annexes"),
    "submission": ("summary", "sections", "recommendations", "annexes"),
    "factsheet": ("key-figures", "summary", "sections", "asks"),
    "statement": ("statement",),
    "crc-loipr": ("summary", "questions", "annexes"),
    "special-procedures": ("summary", "communication", "annexes"),
    "upr-factsheet": ("key-figures", "summary", "sections", "recommendations"),
}
HEAD: dict[str, frozenset[str]] = {
    "embassy-brief": frozenset({"subtitle", "addressee", "contact"}),
    "report": frozenset({"subtitle", "contact"}),
    "submission": frozenset({"subtitle", "addressee", "state", "contact"}),
    "factsheet": frozenset({"subtitle", "contact"}),
    "statement": frozenset({"session", "contact"}),
}

# Parts that fill a key of another name, and keys that a venue of one's own may require.
IN_PLACE_OF = dict.fromkeys(("chapters", "questions", "communication", "statement"), "sections")
FURTHER = ("asks", "key-figures", "summary", "sections", "recommendations", "annexes")
NEXT = {
    "brief build": "prints outputs/first-brief.pdf",
    "brief seeds list": "shows what there is to cite",
    "brief venues": "shows who can receive a brief",
    "brief new NAME --venue ID": "writes a new spec",
}
WIDEST = max(map(len, NEXT))


def new_spec(name: str, venue_id: str) -> int:
    """Write `specs/NAME.yaml` for a venue; the exit status."""
    workspace = here()
    if workspace is None:
        return no_workspace()
    if problem := _bad_name(name):
        remark(f"brief: {problem}")
        return CANNOT
    if taken := _taken(workspace, name):
        remark(f"brief: `{taken}` is there already, and is left as it is; choose another name, or delete it")
        return FAULT
    return _write_spec(workspace, name, venue_id)


def _bad_name(name: str) -> str:
    """What is wrong with the name, with a better one."""
    stem = Path(name.replace("\\", "/")).name
    for ending in ENDINGS:
        stem = stem.removesuffix(ending)
    if stem != name and ID.fullmatch(stem):
        return f"give the name alone, without folder and ending: `brief new {stem}`"
    if ID.fullmatch(name):
        return ""
    meant = slug(stem).replace("_", "-") if any(map(str.isalnum, stem)) else ""
    better = meant if ID.fullmatch(meant) else "embassy-2026"
    return f"`{printable(name)}` cannot be a name: lower-case letters, digits and hyphens, such as `{better}`"


def _taken(workspace: Workspace, name: str) -> str:
    names = (f"specs/{name}{ending}" for ending in ENDINGS)
    return next((file for file in names if (workspace.root / file).exists()), "")


def _write_spec(workspace: Workspace, name: str, venue_id: str) -> int:
    findings: list[Diagnostic] = []
    file = workspace_file(workspace, findings)
    venue = None
    if venue_id in venue_ids(workspace):
        venue = read_venue(workspace, venue_id, findings)
    else:
        findings.append(unknown_venue(workspace, venue_id))
    if venue is None or has_errors(findings):
        return report(findings, workspace.root, "full", strict=False)
    if not file.organisations and "organisations" in _required(venue):
        remark(f"brief: `{venue_id}` needs to know who submits: add your organisation to `{MARKER}` first")
        return FAULT
    text = fill("spec.yaml.jinja", _values(workspace, file, name, venue_id, venue))
    problem = _write_new(workspace.root, {f"specs/{name}.yaml": text.encode()})
    if problem:
        remark(f"brief: {problem}")
        return FAULT
    _refresh_schema(workspace)
    remark(f"specs/{name}.yaml  {venue.name}\nbuild it with `brief build {name}`, then put your words in it")
    return DONE


def _values(
    workspace: Workspace, file: WorkspaceFile, name: str, venue_id: str, venue: Venue
) -> dict[str, Any]:
    """What the starter template sees."""
    organisations = _submitters(file, venue)
    example = example_for(workspace, venue.reached(publish=True))
    accepted = venue.languages.accepted if venue.languages else ("en",)
    contacts = (file.organisations[id_].contact for id_ in organisations)
    return {
        "name": name,
        "title": name.replace("-", " ").replace("_", " ").capitalize(),
        "venue": venue,
        "venue_id": venue_id,
        "audience": venue.audience,
        "language": "en" if "en" in accepted else accepted[0],
        "organisations": organisations,
        "others": [id_ for id_ in file.organisations if id_ not in organisations],
        "addressee": venue.body.partition(" (")[0],
        "contact": next((it for it in contacts if it), "name@example.org"),
        "opt_out": venue.publication is not None and venue.publication.opt_out,
        "keys": HEAD[venue.template] | _required(venue),
        "parts": _parts(venue_id, venue),
        "example": example,
        "cite": f" {example.citation}" if example else "",
        "section": next(iter(sorted(section_ids(workspace))), ""),
    }


def _required(venue: Venue) -> set[str]:
    return {rule.field for rule in venue.required}


def _submitters(file: WorkspaceFile, venue: Venue) -> list[str]:
    """The workspace's default, else its first organisation; for a statement, one with ECOSOC status."""
    known: Mapping[str, Organisation] = file.organisations
    usual = [id_ for id_ in file.defaults.organisations or () if id_ in known]
    with_status = [id_ for id_, it in known.items() if it.ecosoc and venue.template == "statement"]
    return usual or with_status[:1] or list(known)[:1]


def _parts(venue_id: str, venue: Venue) -> list[str]:
    """The parts for this venue, and any further one that it requires."""
    usual = PARTS.get(venue_id, PARTS[venue.template])
    there = {IN_PLACE_OF.get(part, part) for part in usual}
    further = [key for key in FURTHER if key in _required(venue) and key not in there]
    return [*usual, *further]


def init_workspace(folder: Path) -> int:
    """Make a workspace in `folder`; the exit status."""
    if problem := _unfit(folder):
        remark(f"brief: {problem}")
        return FAULT
    files = workspace_files()
    kept = [name for name in files if _is_there(folder / name)]
    problem = _write_new(folder, {name: data for name, data in files.items() if name not in kept})
    if problem:
        remark(f"brief: {problem}")
        return FAULT
    if _is_there(folder / SCHEMA_FILE):
        kept.append(SCHEMA_FILE)
    else:
        _refresh_schema(Workspace(folder.resolve()))
    remark("\n".join(_what_next(folder, kept)))
    return DONE


def _unfit(folder: Path) -> str:
    name = printable(str(folder))
    if folder.exists() and not folder.is_dir():
        return f"`{name}` is a file; name a folder"
    if _is_there(folder / MARKER):
        return f"`{name}` is a workspace already; `brief new NAME --venue ID` writes a spec in it"
    return ""


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _what_next(folder: Path, kept: list[str]) -> list[str]:
    """What was done and what to do now; printed as one remark."""
    inside, name = find_root(folder.resolve().parent), printable(str(folder))
    return [
        f"{name if folder.name else 'This folder'} is a workspace now, with a first brief.",
        *([f"Left as they were: {', '.join(kept)}"] if kept else []),
        *([f"It lies inside another workspace, {inside}, and has nothing to do with it."] if inside else []),
        "",
        *([f"  cd {quote(name)}"] if folder.name else []),
        *(f"  {command:<{WIDEST}}  {meaning}" for command, meaning in NEXT.items()),
    ]


def _write_new(root: Path, files: Mapping[str, bytes]) -> str:
    """Write files that are not there yet, all or none; what went wrong, in words."""
    written: list[Path] = []
    name = ""
    try:
        for name, data in files.items():
            path = Workspace(root).path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                written.append(path)
                stream.write(data)
    except OutsideWorkspaceError as error:
        problem = str(error)
    except OSError as error:
        problem = f"`{name}` cannot be written: {error.strerror or error}"
    else:
        return ""
    for path in written:
        path.unlink(missing_ok=True)
    return f"{problem}; nothing was changed"


def _refresh_schema(workspace: Workspace) -> None:
    """The schema that the first line of a spec names: a convenience, so its failure is only said."""
    try:
        write_all(workspace.root, {SCHEMA_FILE: schema_bytes(workspace, [])})
    except OSError as error:
        remark(f"brief: `{SCHEMA_FILE}` cannot be written: {error.strerror or error}")
