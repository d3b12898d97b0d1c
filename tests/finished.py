"""Finished briefs for tests: composed and printed once, with what they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brief.compose.composed import Composed
from brief.files.workspace import Workspace
from brief.model.diagnostic import has_errors
from brief.model.manuscript import Manuscript
from brief.outputs.engine.press import InProcess
from brief.run.stages.compose import compose
from brief.run.stages.load import load
from brief.run.stages.print import Printed, start_printing
from brief.run.stages.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = tuple(sorted(path.stem for path in (ROOT / "specs").glob("*.yaml")))


@dataclass(frozen=True)
class Finished:
    """A printed brief and both of its sides."""

    pdf: bytes
    composed: Composed
    manuscript: Manuscript
    inputs: dict[str, str]
    fonts: dict[str, bytes]


def finished(root: Path, spec: str = "specs/b.yaml") -> Finished:
    """Compose and print one spec of a workspace; it must be without errors."""
    workspace = Workspace(root)
    brief, findings = load(workspace, spec)
    assert brief is not None, findings
    manuscript, more = resolve(brief)
    assert not has_errors([*findings, *more]), findings + more
    composed, more = compose(manuscript, workspace)
    assert composed is not None, more
    sheets = printed(composed, manuscript, root)
    return Finished(sheets.pdf, composed, manuscript, dict(workspace.inputs), sheets.fonts)


def reprinted(composed: Composed, manuscript: Manuscript, root: Path = ROOT) -> bytes:
    """The PDF of a composed page, which a test may have altered."""
    return printed(composed, manuscript, root).pdf


def printed(composed: Composed, manuscript: Manuscript, root: Path = ROOT) -> Printed:
    """A composed page, printed."""
    printing, findings = start_printing(composed, manuscript, Workspace(root), InProcess())
    assert printing is not None, findings
    sheets, findings = printing.result()
    assert sheets is not None, findings
    return sheets


@cache
def sample(name: str) -> Finished:
    """One of the sample briefs of this repository."""
    return finished(ROOT, f"specs/{name}.yaml")
