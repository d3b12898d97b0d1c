"""A manifest read back from a PDF that somebody sent: typed, bounded, and not trusted.

The file may be forged, so that nothing here is more than a claim until it was held against
the pages. A manifest that is too large, nested too deep, of wrong types or not ours is a
`ValueError`; keys that we do not know are left alone, for newer versions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

import pikepdf
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from brief.outputs.pdf.sealing import SEAL, manifest_digest
from brief.prove.streams import unpacked

LARGEST = 16 * 1024 * 1024
MOST_FILES = 50
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, StringConstraints(max_length=2000)]
Words = Annotated[str, StringConstraints(max_length=200_000)]
Number = Annotated[int, Field(ge=0, le=1_000_000)]


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, populate_by_name=True)


class PromisedNote(_Lenient):
    """A note: its number, its page, the digest of its words."""

    note: Number
    page: Number
    sha256: Digest


class PromisedCitation(_Lenient):
    """A citation: its note, its source and where in it, and who speaks there, where that is told."""

    note: Number | None = None
    source: Line
    paragraphs: Line | None = None
    voices: Annotated[list[Line], Field(max_length=100)] = []


class PromisedQuotation(_Lenient):
    """A quotation: its page and note, and its words, or only their digest."""

    text: Line = ""
    page: Number
    note: Number | None = None
    source: Line | None = None
    paragraph: Number | None = None
    words: Words = ""
    sha256: Digest | None = None
    length: Number = 0


class PromisedSource(_Lenient):
    """A source, as far as its handling lets it be named."""

    id: Line
    title: Line = ""
    publisher: Line = ""
    issued: Line = ""
    capture: Digest | None = None


class PromisedPage(_Lenient):
    """The digests of what a page shows and says."""

    content: Digest
    text: Digest


class PromisedFile(_Lenient):
    """The digests of the file, and of the rest of the manifest."""

    pages: Annotated[list[PromisedPage], Field(max_length=5000)]
    structure: Digest
    metadata: Digest
    manifest: Digest | None = None


class Promise(_Lenient):
    """What a PDF says of itself."""

    brief: Line
    spec: Line
    title: Line
    subtitle: Line | None = None
    venue: Line
    venue_name: Line = Field("", alias="venue-name")
    audience: Line = ""
    date: Line | None = None
    status: Line = ""
    organisations: Annotated[list[Line], Field(max_length=200)] = []
    pages: Number
    notes: Annotated[list[PromisedNote], Field(max_length=20_000)]
    citations: Annotated[list[PromisedCitation], Field(max_length=100_000)] = []
    voices: Annotated[
        dict[Line, Annotated[list[Number], Field(max_length=100_000)]], Field(max_length=20_000)
    ] = {}
    """How voices are named, with the notes that say so."""
    quotations: Annotated[list[PromisedQuotation], Field(max_length=20_000)]
    sources: Annotated[list[PromisedSource], Field(max_length=20_000)] = []
    inputs: Annotated[dict[Line, Digest], Field(max_length=20_000)] = {}
    pdf: PromisedFile
    is_as_written: bool = Field(default=False, validation_alias="")
    """Whether the manifest still has the digest that it says of itself."""


def read_promise(data: bytes) -> Promise:
    """A manifest as JSON; `ValueError` when it is none of ours."""
    if len(data) > LARGEST:
        raise ValueError("its manifest is larger than that of any brief")
    try:
        promise = Promise.model_validate_json(data)
        is_as_written = manifest_digest(json.loads(data)) == promise.pdf.manifest
        return promise.model_copy(update={"is_as_written": is_as_written})
    except (ValueError, RecursionError) as error:  # a validation error, or a number beyond all measure
        raise ValueError("its manifest is not one that brief wrote") from error


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file inside a PDF: its name, its bytes (none when they cannot be unpacked), its seal."""

    name: str
    data: bytes
    seal: str


def embedded(pdf: pikepdf.Pdf) -> list[Embedded]:
    """The files in a PDF."""
    found: dict[tuple[int, int], Embedded] = {}
    for file in _files(pdf):
        inside = file.get("/EF")
        stream = inside.get("/F") if isinstance(inside, pikepdf.Dictionary) else None
        if not isinstance(stream, pikepdf.Stream) or len(found) >= MOST_FILES:
            continue
        name, seal = str(file.get("/UF", file.get("/F", ""))), str(stream.get(SEAL, ""))
        try:
            found.setdefault(stream.objgen, Embedded(name, unpacked(stream, LARGEST + 1), seal))
        except ValueError:
            found.setdefault(stream.objgen, Embedded(name, b"", seal))
    return list(found.values())


def _files(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The file specifications that the catalog names."""
    files: list[pikepdf.Object] = []
    associated = pdf.Root.get("/AF")
    files += list(associated)[:MOST_FILES] if isinstance(associated, pikepdf.Array) else []
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    waiting, seen = [tree], 0
    while waiting and seen < MOST_FILES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, pikepdf.Dictionary):
            pairs, kids = node.get("/Names"), node.get("/Kids")
            files += list(pairs)[1 : 2 * MOST_FILES : 2] if isinstance(pairs, pikepdf.Array) else []
            waiting += list(kids)[:MOST_FILES] if isinstance(kids, pikepdf.Array) else []
    return [file for file in files if isinstance(file, pikepdf.Dictionary)]
