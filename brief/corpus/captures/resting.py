"""What rests on a source: each citation of it, in specs and in the manifests of built outputs.

A brief's citations come from its spec as it is now, and from its manifest as it was built. They
are matched by the key of their text, their locator and their order; a printed citation that the
spec no longer has still stands in the printed brief, and is listed with those.

A manifest says where each citation was printed, and of which bytes: when an input's SHA-256 is
no longer the file's, the output was built from an earlier text. Manifests lie beside PDFs that
may have come from anywhere; one that is not of this form is told, and nothing is taken from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, ValidationError

from brief.files.workspace import OutsideWorkspaceError, Workspace, packaged_root, read_regular, relative_name
from brief.model.manuscript import Manuscript, Reference
from brief.model.ranges import Ranges

OUTPUTS = "outputs"
PACKAGED = "packaged:"
LARGEST = 16 * 1024 * 1024


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PrintedCitation(_Lenient):
    """Where a citation was printed."""

    text: str
    source: str
    note: int | None = None
    page: int | None = None
    locator: str | None = None
    paragraphs: str | None = None


class Manifest(_Lenient):
    """What a manifest says, without what nobody asks here."""

    spec: str
    title: str = ""
    citations: tuple[PrintedCitation, ...]
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}


@dataclass(frozen=True)
class Built:
    """A manifest by its file, and the inputs that are no longer what it was built from."""

    file: str
    manifest: Manifest
    changed: tuple[str, ...]


def built_outputs(workspace: Workspace) -> tuple[list[Built], list[str]]:
    """Every manifest in `outputs/`, and the names of JSON files that are none."""
    found: list[Built] = []
    unreadable: list[str] = []
    for name in workspace.names(OUTPUTS, ".json"):
        try:
            data = read_regular(workspace.path(name))
            manifest = Manifest.model_validate_json(data if len(data) <= LARGEST else b"")
        except (OSError, OutsideWorkspaceError, ValidationError):
            unreadable.append(name)
            continue
        changed = (file for file, digest in manifest.inputs.items() if _digest(workspace, file) != digest)
        found.append(Built(name, manifest, tuple(sorted(changed))))
    return found, unreadable


def _digest(workspace: Workspace, name: str) -> str:
    """The SHA-256 of an input as it is now; nothing for one that is gone or leads out."""
    try:
        if name.startswith(PACKAGED):
            layer, _, file = name.removeprefix(PACKAGED).partition("/")
            path = packaged_root(str(relative_name(layer))) / relative_name(file)
        else:
            path = workspace.path(name)
        return hashlib.sha256(read_regular(path)).hexdigest()
    except (OSError, OutsideWorkspaceError):
        return ""


@dataclass(frozen=True, slots=True)
class Resting:
    """One citation of the source; `written` when the spec has it now, `printed` when an output has it."""

    section: str
    text: str
    locator: str
    paragraphs: str
    note: int | None = None
    page: int | None = None
    written: bool = True
    printed: bool = False


@dataclass(frozen=True)
class BriefResting:
    """What of one brief rests on the source; `built` is None when nothing was built from its spec."""

    spec: str
    title: str
    rests: tuple[Resting, ...]
    built: Built | None = None
    is_gone: bool = False

    @property
    def state(self) -> str:
        """Whether the outputs are of the files as they are now."""
        if self.built is None:
            return "not built"
        if self.is_gone:
            return "built from a spec that is gone"
        return "built from an earlier text" if self.built.changed else "built"

    @property
    def outputs(self) -> tuple[str, ...]:
        """The files to recall: those in which the source is cited."""
        if self.built is None or not any(rest.printed for rest in self.rests):
            return ()
        return tuple(f"outputs/{name}" for name in self.built.manifest.outputs) or (self.built.file,)


def written_in(manuscript: Manuscript, source: str, wanted: Ranges | None) -> list[Resting]:
    """The citations of a manuscript that rest on the source, in the order of its texts."""
    return [
        Resting(
            section_named(manuscript, reference.text_key),
            reference.text_key,
            reference.item.locator,
            str(reference.paragraphs) if reference.paragraphs is not None else "",
        )
        for reference in manuscript.all_references()
        if reference.source.id == source and _touches(reference, wanted)
    ]


def _touches(reference: Reference, wanted: Ranges | None) -> bool:
    """Whether a citation rests on a paragraph; one that names none rests on all."""
    return touches(reference.paragraphs, wanted)


def touches(paragraphs: Ranges | None, wanted: Ranges | None) -> bool:
    """Whether cited paragraphs and wanted ones have one in common; None means all."""
    if paragraphs is None or wanted is None:
        return True
    return any(a <= d and c <= b for a, b in paragraphs.spans for c, d in wanted.spans)


def section_named(manuscript: Manuscript, key: str) -> str:
    """The section of a text: its file, or its heading in the spec; the part of the brief for others."""
    part, _, rest = key.partition(".")
    if part != "sections":
        return part
    number = rest.partition(".")[0]
    section = next((s for s in manuscript.brief.sections if str(s.index) == number), None)
    if section is None:
        return key
    return section.section.file if section.section is not None else section.heading


def with_printed(
    rests: Iterable[Resting], built: Built | None, source: str, wanted: Ranges | None
) -> tuple[Resting, ...]:
    """The citations of the spec with their notes and pages, then those that only the output has."""
    if built is None:
        return tuple(rests)
    waiting = [c for c in built.manifest.citations if c.source == source and touches(_ranges(c), wanted)]
    found: list[Resting] = []
    for rest in rests:
        match = _taken(waiting, lambda c, rest=rest: (c.text, c.locator or "") == (rest.text, rest.locator))  # type: ignore[misc]
        found.append(replace(rest, note=match.note, page=match.page, printed=True) if match else rest)
    found += [_only_printed(citation) for citation in waiting]
    return tuple(sorted(found, key=lambda rest: (rest.note is None, rest.note)))


def _taken(waiting: list[PrintedCitation], fits: Callable[[PrintedCitation], bool]) -> PrintedCitation | None:
    """The first that fits, taken out of those that wait."""
    found = next((index for index, citation in enumerate(waiting) if fits(citation)), None)
    return None if found is None else waiting.pop(found)


def _only_printed(citation: PrintedCitation) -> Resting:
    return Resting(
        "", citation.text, citation.locator or "", citation.paragraphs or "",
        citation.note, citation.page, written=False, printed=True,
    )  # fmt: skip


def _ranges(citation: PrintedCitation) -> Ranges | None:
    try:
        return Ranges.parse(citation.paragraphs) if citation.paragraphs else None
    except ValueError:
        return None
