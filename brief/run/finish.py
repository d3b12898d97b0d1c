"""From a printed page to the files that leave: proved, sealed, with the manifest.

Each output of the table is rendered from the same composed page and read back against it; what was
promised and where it stands goes into the PDF as its manifest, and beside it with the digests of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from brief.model.diagnostic import Diagnostic
from brief.outputs.manifest import promises, with_outputs
from brief.outputs.output import Output, Source
from brief.outputs.pdf.sealing import sealed
from brief.outputs.table import Pdf
from brief.prove.proof import Proof
from brief.prove.reading import Reading
from brief.run.stages.prove import prove


def rendered_meanwhile(pdf: Pdf, source: Source) -> dict[Output, bytes]:
    """The outputs beside a PDF that need no printed page."""
    return {output: output.render(source) for output in pdf.files(source.manuscript) if not output.of_printed}


@dataclass
class _Leaving:
    """The PDF that leaves: sealed once it is proved what stands in it, with its manifest inside."""

    source: Source
    pdf: bytes
    name: str
    more: Mapping[str, str]
    record: Mapping[str, Any] = field(default_factory=dict)
    sealed: bytes = b""

    def seal(self, proof: Proof) -> bytes:
        source, date = self.source, self.source.manuscript.brief.spec.date
        inputs = source.workspace.inputs
        record = {**promises(source.manuscript, source.composed, proof, inputs), **self.more}
        day = str(date) if date and date.day else ""
        self.sealed, self.record = sealed(self.pdf, f"{self.name}.json", record, proof.texts, day)
        return self.sealed

    def with_manifest(self, others: Mapping[str, bytes]) -> dict[str, bytes]:
        """All files, the manifest last, with the digests of those before it; none where nothing is proved."""
        files = {f"{self.name}.pdf": self.sealed, **others}
        return {**files, f"{self.name}.json": with_outputs(self.record, files)} if self.sealed else {}


def finished(
    pdf: Pdf, source: Source, meanwhile: Mapping[Output, bytes]
) -> tuple[dict[str, bytes], Proof, list[Diagnostic]]:
    """The files of a brief by name (PDF first), their proof, and what does not stand in them as promised."""
    brief, printed = source.manuscript.brief, source.printed
    assert printed is not None
    data, manuscript, findings = pdf.finish(source)
    source = source.with_(printed, manuscript)
    files = {it: meanwhile[it] if it in meanwhile else it.render(source) for it in pdf.files(manuscript)}
    name = ".".join(part for part in (brief.name, pdf.edition) if part)
    leaving = _Leaving(source, data, name, {"edition": pdf.edition} if pdf.edition else {})
    proofs = [partial(_proof, source, output, made) for output, made in files.items()]
    proof, more = prove(data, source.composed, manuscript, printed.fonts, proofs, leaving.seal)
    others = {f"{name}.{it.suffix}": made for it, made in files.items()}
    return leaving.with_manifest(others), proof, findings + more


def _proof(source: Source, output: Output, made: bytes, reading: Reading) -> Iterable[Diagnostic]:
    return output.read_back(reading, made, source)
