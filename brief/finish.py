"""From a printed page to the files that leave: the Word file, the proof, the seal, the manifest.

The Word file is written from the same composed page; both files are read back and held
against the manuscript; what was promised and where it stands goes into the PDF as its
manifest, and beside it with the digests of all outputs.
"""

from __future__ import annotations

from brief.composed import PRINT, Composed
from brief.diagnostic import Diagnostic
from brief.editions import coarse_pictures, condition
from brief.manifest import promises, with_outputs
from brief.manuscript import Manuscript
from brief.pdf.print_shop import for_print_shop
from brief.pdf.sealing import sealed
from brief.pictures import picture_kind
from brief.stages.print import Printed
from brief.stages.prove import prove
from brief.word import Picture, WordSettings, write_word
from brief.workspace import Workspace


def word_file(workspace: Workspace, manuscript: Manuscript, composed: Composed) -> bytes:
    """The Word file of a composed page."""
    return write_word(composed.html, _settings(manuscript), _pictures(workspace, composed))


def finished(
    workspace: Workspace, manuscript: Manuscript, composed: Composed, printed: Printed, word: bytes
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of a brief by name (PDF first), and what does not stand in them as promised."""
    brief, spec = manuscript.brief, manuscript.brief.spec
    proof, findings = prove(
        printed.pdf, composed, manuscript, printed.fonts, word, _settings(manuscript).review_copy
    )
    record = promises(manuscript, composed, proof, workspace.inputs)
    date = str(spec.date) if spec.date and spec.date.day else ""
    sealed_pdf, record = sealed(printed.pdf, f"{brief.name}.json", record, proof.texts, date)
    files = {
        f"{brief.name}.pdf": sealed_pdf,
        f"{brief.name}.docx": word,
        f"{brief.name}.html": printed.html.encode(),
    }
    return {**files, f"{brief.name}.json": with_outputs(record, files)}, findings


def finished_for_print_shop(
    workspace: Workspace, manuscript: Manuscript, composed: Composed, printed: Printed
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of the edition for print shops: a PDF/X-4 and its manifest; and what is amiss in it."""
    brief, spec = manuscript.brief, manuscript.brief.spec
    name, date = f"{brief.name}.{PRINT}", str(spec.date or "")
    findings = list(coarse_pictures(printed.pdf, composed, manuscript, workspace))
    pdf = for_print_shop(printed.pdf, condition(workspace), date)
    proof, more = prove(pdf, composed, manuscript, printed.fonts)
    record = {**promises(manuscript, composed, proof, workspace.inputs), "edition": PRINT}
    sealed_pdf, record = sealed(pdf, f"{name}.json", record, proof.texts, date if len(date) == 10 else "")
    files = {f"{name}.pdf": sealed_pdf}
    return {**files, f"{name}.json": with_outputs(record, files)}, findings + more


def _settings(manuscript: Manuscript) -> WordSettings:
    brief = manuscript.brief
    return WordSettings.of(brief.venue, brief.spec.paper, brief.catalogue.labels.get("review-copy-word", ""))


def _pictures(workspace: Workspace, composed: Composed) -> dict[str, Picture]:
    found = {}
    for name in composed.images:
        data = workspace.read(name)
        kind = picture_kind(data)
        found[name] = Picture(data, _rasterised(data) if kind == "image/svg+xml" else None)
    return found


def _rasterised(svg: bytes) -> bytes | None:
    from brief.engine.raster import rasterised

    return rasterised(svg)
