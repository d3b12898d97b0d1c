"""Putting the manifest into a finished PDF, and the seal that shows whether a byte changed since.

The manifest is an associated file (ISO 32000-2, 14.13; PDF/A-3 asks for the same keys) of
relationship `Data`. Its stream's dictionary, which is never packed, holds the seal: the
SHA-256 of the whole file in which the sixty-four digits of the seal itself read as
noughts. This is no signature: who rewrites the manifest can seal anew.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from brief.outputs.pdf.digests import Digests, page_text, text_digest
from brief.prove.content import pieces_of
from brief.prove.fonts import Font

NOUGHT = "0" * 64
SEAL = "/BRIEF_Seal"
DESCRIPTION = "What this document rests on: brief verify reads it"


def sealed(
    pdf: bytes, name: str, record: Mapping[str, Any], texts: Sequence[str] = (), date: str = ""
) -> tuple[bytes, dict[str, Any]]:
    """The PDF, sealed, with its manifest `name` inside, and that manifest with the digests of its pages.

    `texts` are the pages' text digests where they are known; `date` (a full ISO date)
    becomes the attachment's date of modification.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        value = {**record, "pdf": {**digests(document, texts), "manifest": manifest_digest(record)}}
        _attach(document, name, compact(value), date)
        stream = BytesIO()
        # Whatever is in the file stays as it is; a time or a random identifier would change the bytes.
        document.save(stream, deterministic_id=True, fix_metadata_version=False)
    data = stream.getvalue()
    return with_seal(data, NOUGHT, hashlib.sha256(data).hexdigest()), value


def serialised(value: Mapping[str, Any]) -> bytes:
    """A manifest as JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def compact(value: Mapping[str, Any]) -> bytes:
    """A manifest as it stands in the PDF: JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def manifest_digest(record: Mapping[str, Any]) -> str:
    """The digest of what a manifest says, but for what it says of the PDF."""
    return hashlib.sha256(compact({key: record[key] for key in record if key != "pdf"})).hexdigest()


def digests(document: pikepdf.Pdf, texts: Sequence[str] = ()) -> dict[str, Any]:
    """The digests of every page and of the document."""
    found, texts = Digests(document), texts or text_digests(document)
    pages = [
        {"content": found.content(page.obj), "text": text}
        for page, text in zip(document.pages, texts, strict=True)
    ]
    return {"pages": pages, "structure": found.structure(), "metadata": found.metadata()}


def text_digests(document: pikepdf.Pdf) -> list[str]:
    """The digest of each page's words."""
    fonts: dict[tuple[int, int], Font] = {}
    pages = enumerate(document.pages, start=1)
    return [text_digest(page_text(pieces_of(page.obj, number, fonts))) for number, page in pages]


def with_seal(data: bytes, old: str, new: str) -> bytes:
    """The file with another seal; `ValueError` when it does not hold the old one once."""
    sought, instead = f"({old})".encode(), f"({new})".encode()
    if data.count(sought) != 1 or len(sought) != len(instead):
        raise ValueError("the file does not hold its seal")
    return data.replace(sought, instead)


def is_sealed(data: bytes, seal: str) -> bool:
    """Whether no byte of the file changed since it was sealed."""
    try:
        return hashlib.sha256(with_seal(data, seal, NOUGHT)).hexdigest() == seal
    except ValueError:
        return False


def _attach(document: pikepdf.Pdf, name: str, data: bytes, date: str) -> None:
    stream = document.make_stream(zlib.compress(data, 9))
    stream["/Filter"] = pikepdf.Name("/FlateDecode")
    stream["/Type"] = pikepdf.Name("/EmbeddedFile")
    stream["/Subtype"] = pikepdf.Name("/application/json")
    stream[SEAL] = pikepdf.String(NOUGHT)
    stream["/Params"] = pikepdf.Dictionary(Size=len(data))
    if len(digits := date.replace("-", "")) == 8 and digits.isdecimal():
        stream.Params["/ModDate"] = pikepdf.String(f"D:{digits}000000Z")
    file = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name("/Filespec"),
            F=pikepdf.String(name),
            UF=pikepdf.String(name),
            Desc=pikepdf.String(DESCRIPTION),
            AFRelationship=pikepdf.Name("/Data"),
            EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )
    root = document.Root
    if "/Names" not in root:
        root["/Names"] = pikepdf.Dictionary()
    if "/EmbeddedFiles" not in root.Names:
        root.Names["/EmbeddedFiles"] = pikepdf.Dictionary(Names=pikepdf.Array())
    root.Names.EmbeddedFiles.Names.extend([pikepdf.String(name), file])
    root["/AF"] = pikepdf.Array([*root.get("/AF", pikepdf.Array()), file])
