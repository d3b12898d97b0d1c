"""A Word file's package: its parts, within bounds, found by the relationships between them.

The archive is unpacked against limits, because its own word on its sizes counts for nothing. Two
parts of one name are refused, for programs differ in which of them they show; document types
too, since Word writes none and entities can grow without end. Which part holds the text is what
the relationships say (ECMA-376-2, clause 9), not what a part is called. The strict form of the
format (ECMA-376-1, annex A) is read as the transitional one (ECMA-376-4), which is all but the
same under other names.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

LARGEST = 128 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
MOST_PARTS = 4096
MOST_MARKS = 4_000_000
"""Elements and attributes of all parts that are read, a few hundred bytes of memory each."""

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = {
    f"{{{STRICT}wordprocessingml/main}}": "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    f"{{{STRICT}officeDocument/math}}": f"{{{OFFICE}math}}",
    f"{{{STRICT}officeDocument/relationships}}": f"{{{OFFICE}relationships}}",
    f"{{{STRICT}drawingml/main}}": "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    f"{{{STRICT}drawingml/wordprocessingDrawing}}": (
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    ),
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Package:
    """The parts of a Word file. Raises `ValueError` when it is broken or too large."""

    def __init__(self, data: bytes) -> None:
        self._parts: dict[str, bytes] = {}
        self._trees: dict[str, Element | None] = {}
        self._marks = 0
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._unpack(archive)
        except BROKEN as error:
            raise ValueError("is a broken or encrypted Word file") from error
        self.main = self.related("", "officeDocument") or "word/document.xml"

    def _unpack(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise ValueError(f"is an archive of {len(parts):,} parts")
        room, names = LARGEST, set()
        for part in parts:
            name = part.filename.lower()
            if name in names:
                raise ValueError(f"holds two parts of the name `{part.filename[:120]}`")
            names.add(name)
            is_xml = name.endswith((".xml", ".rels"))
            with archive.open(part) as stream:
                room = self._unpack_part(name if is_xml else "", stream, room)

    def _unpack_part(self, name: str, stream: IO[bytes], room: int) -> int:
        """The room left after a part; its bytes are kept where it has a name."""
        kept = bytearray()
        while chunk := stream.read(65536):
            room -= len(chunk)
            if room < 0:
                raise ValueError(f"unpacks to more than {LARGEST // 1024**2} MiB")
            if name:
                kept += chunk
        if name:
            self._parts[name] = bytes(kept)
        return room

    def tree(self, name: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        name = name.lower()
        if name not in self._trees:
            data = self._parts.get(name)
            self._trees[name] = None if data is None else self._parsed(data)
        return self._trees[name]

    def _parsed(self, data: bytes) -> Element:
        self._marks += data.count(b"<") + data.count(b"=")
        if self._marks > MOST_MARKS:
            raise ValueError("is marked up beyond what any text needs")
        return _parsed(data)

    def related(self, part: str, kind: str) -> str:
        """The name of the part that `part` names as its `kind` ("styles"); "" where there is none."""
        return next((target for type_, target in self.relations(part).values() if type_ == kind), "")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, target) of a part's relationships by their ids; those that lead outside have no target."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = root.iter(RELATIONSHIP) if root is not None else ()
            self._relations[part] = {node.get("Id", ""): _relation(node, folder) for node in found}
        return self._relations[part]


def _relation(node: Element, folder: str) -> tuple[str, str]:
    kind = node.get("Type", "").rpartition("/")[2]
    if node.get("TargetMode") == "External":
        return kind, ""
    return kind, posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")


def _parsed(data: bytes) -> Element:
    text = data.decode("utf-16", "replace") if data[:2] in UTF_16 else data
    if "<!DOCTYPE" in text if isinstance(text, str) else b"<!DOCTYPE" in text:
        raise ValueError("declares a document type, which Word never does")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ValueError("is a broken Word file") from error
    if STRICT in root.tag:
        _make_transitional(root)
    return root


def _make_transitional(root: Element) -> None:
    for element in root.iter():
        element.tag = _transitional(element.tag)
        for key in [key for key in element.attrib if STRICT in key]:
            element.set(_transitional(key), element.attrib.pop(key))


def _transitional(name: str) -> str:
    namespace, brace, local = name.rpartition("}")
    return TRANSITIONAL.get(namespace + brace, namespace + brace) + local
