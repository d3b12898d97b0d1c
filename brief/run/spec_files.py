"""Specs as files: which there are, what one is called, and which outputs come of it.

Outputs are named by the spec's own name alone. Two specs of one name would be written to the same
files, and the one that is built last would stand for both: neither is built.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brief.files.workspace import Workspace

if TYPE_CHECKING:
    from brief.model.diagnostic import Diagnostic

FOLDER = "specs"
SUFFIXES = (".yaml", ".yml")


def spec_names(root: Path) -> list[str]:
    """All specs of a workspace, sorted."""
    workspace = Workspace(root)
    return sorted(name for suffix in SUFFIXES for name in workspace.names(FOLDER, suffix))


def name_in(root: Path, file: Path) -> str | None:
    """A file's name in the workspace, a link's its own; None where it is not in it."""
    for path in (file.parent.resolve() / file.name, file.resolve()):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return None


def output_name(spec: str, venue: str | None = None, edition: str = "") -> str:
    """What the outputs of a spec are called, without their endings."""
    stem = spec.rpartition("/")[2].rpartition(".")[0]
    return ".".join(part for part in (stem, venue, edition) if part)


def clashes(
    root: Path, specs: Sequence[str], venue: str | None = None, edition: str = ""
) -> Iterator[tuple[str, Diagnostic]]:
    """(spec, finding) for each of these whose outputs another one's would be written over."""
    usual: dict[str, list[str]] = {}
    for other in spec_names(root):
        usual.setdefault(output_name(other), []).append(other)
    asked = [(spec, output_name(spec, venue, edition)) for spec in specs]
    for spec, name in asked:
        others = [*usual.get(name, ()), *(other for other, its_name in asked if its_name == name)]
        if rival := next((other for other in others if other != spec), None):
            yield spec, _clash(spec, rival, name)


def _clash(spec: str, rival: str, name: str) -> Diagnostic:
    from brief.check.rules.spec import SameOutput
    from brief.model.diagnostic import Place

    message = f"this and `{rival}` would both be written to `outputs/{name}.pdf`"
    return SameOutput.at(Place(spec), message, help="give one of them another name")
