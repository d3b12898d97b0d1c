"""From a printed page to the files that leave: the Word file, the proof, the seal, the manifest.

The Word file is written from the same composed page; both files are read back and held
against the manuscript; what was promised and where it stands goes into the PDF as its
manifest, and beside it with the digests of all outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from brief.compose.composed import PRINT, Composed
from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.printable_pictures import read_printable
from brief.compose.printed_with import word_styles
from brief.files.workspace import Workspace
from brief.model.acceptance import answered, unanswering
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.outputs.editions import coarse_pictures, condition
from brief.outputs.manifest import promises, with_outputs
from brief.outputs.pdf.sealing import sealed
from brief.outputs.press.print_shop import for_print_shop
from brief.outputs.word import Picture, WordSettings, write_word
from brief.prove.proof import Proof
from brief.run.stages.print import Printed
from brief.run.stages.prove import prove


def word_file(workspace: Workspace, manuscript: Manuscript, composed: Composed) -> bytes:
    """The Word file of a composed page."""
    reference = word_styles(workspace, manuscript.brief.venue.style)
    settings = replace(_settings(manuscript), reference=reference)
    return write_word(composed.html, settings, _pictures(workspace, composed))


@dataclass
class _Leaving:
    """The PDF that leaves: sealed once it is proved what stands in it, with its manifest inside."""

    workspace: Workspace
    manuscript: Manuscript
    composed: Composed
    printed: bytes
    name: str
    date: str
    more: dict[str, str] = field(default_factory=dict)
    pdf: bytes = b""
    record: Mapping[str, Any] = field(default_factory=dict)

    def sealed(self, proof: Proof) -> bytes:
        record = {**promises(self.manuscript, self.composed, proof, self.workspace.inputs), **self.more}
        self.pdf, self.record = sealed(self.printed, f"{self.name}.json", record, proof.texts, self.date)
        return self.pdf

    def with_manifest(self, *others: tuple[str, bytes]) -> dict[str, bytes]:
        """All files, the manifest last, with the digests of those before it; none where nothing is proved."""
        files = {f"{self.name}.pdf": self.pdf, **dict(others)}
        return {**files, f"{self.name}.json": with_outputs(self.record, files)} if self.pdf else {}


def finished(
    workspace: Workspace, manuscript: Manuscript, composed: Composed, printed: Printed, word: bytes
) -> tuple[dict[str, bytes], Proof, list[Diagnostic]]:
    """The files of a brief by name (PDF first), their proof, and what does not stand in them as promised."""
    brief, spec = manuscript.brief, manuscript.brief.spec
    date = str(spec.date) if spec.date and spec.date.day else ""
    leaving = _Leaving(workspace, manuscript, composed, printed.pdf, brief.name, date)
    adds = _settings(manuscript).review_copy
    proof, findings = prove(printed.pdf, composed, manuscript, printed.fonts, word, adds, leaving.sealed)
    page = printed.html.encode()
    return leaving.with_manifest((f"{brief.name}.docx", word), (f"{brief.name}.html", page)), proof, findings


def finished_for_print_shop(
    workspace: Workspace, manuscript: Manuscript, composed: Composed, printed: Printed
) -> tuple[dict[str, bytes], Proof, list[Diagnostic]]:
    """The files of the edition for print shops: a PDF/X-4 and its manifest; its proof, and what is amiss."""
    brief, spec = manuscript.brief, manuscript.brief.spec
    date = str(spec.date or "")
    manuscript, findings = answered(manuscript, coarse_pictures(printed.pdf, composed, manuscript, workspace))
    findings += unanswering(manuscript, findings, after="print")
    pdf = for_print_shop(printed.pdf, condition(workspace), date)
    leaving = _Leaving(
        workspace, manuscript, composed, pdf, f"{brief.name}.{PRINT}", date if len(date) == 10 else "",
        {"edition": PRINT},
    )  # fmt: skip
    proof, more = prove(pdf, composed, manuscript, printed.fonts, leaving=leaving.sealed)
    return leaving.with_manifest(), proof, findings + more


def _settings(manuscript: Manuscript) -> WordSettings:
    brief = manuscript.brief
    return WordSettings.of(brief.venue, brief.spec.paper, brief.catalogue.labels.get("review-copy-word", ""))


def _pictures(workspace: Workspace, composed: Composed) -> dict[str, Picture]:
    found = {}
    for name in composed.images:
        data = read_printable(workspace, name)
        kind = picture_kind(data)
        found[name] = Picture(data, _rasterised(data) if kind == "image/svg+xml" else None)
    return found


def _rasterised(svg: bytes) -> bytes | None:
    from brief.outputs.engine.raster import rasterised

    return rasterised(svg)
