"""What was added behind the end of a file of ours: signatures and comments, told from changes.

Programs that sign write all metadata anew: other prefixes, attributes in place of elements, and
the day, themselves, and nothing else. A packet with a declaration of types is not read.

A signature is a CMS message (RFC 5652) in DER; only as much of it is read as leads to the signer's
certificate and to the common name in it (RFC 5280, 4.1). Nothing is proved by that: whether the
signature fits the bytes, and whether anybody vouches for the certificate, is for a PDF reader.

Who signs or comments appends to the file and leaves each byte before as it is (ISO 32000-1, 7.5.6).
`built_part` is how far our own file goes: up to the end at which its seal fits. `take_off` takes from
the opened file, in memory, what it knows to leave the pages as they are: fields of signatures that lie
over nothing, comments under which all words can still be read, and what comes with them. All that is
left is then held against the promise, so that whatever is not known here shows as a change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pikepdf

from brief.outputs.pdf.sealing import NOUGHT
from brief.prove.appearance import Appearance
from brief.prove.streams import unpacked

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
UNTOLD = {
    f"{XMP}ModifyDate",
    f"{XMP}MetadataDate",
    f"{XMP}CreateDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
}
SYNTAX = {f"{RDF}about", f"{RDF}parseType", f"{RDF}resource"}
Told = tuple[object, ...]


def same_told(one: bytes, other: bytes) -> bool:
    """Whether they say the same, but for who saved the file, and when."""
    try:
        return _told(one) == _told(other)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return False


def _told(packet: bytes) -> set[Told]:
    if b"<!" in packet:
        raise ValueError("more than metadata")
    found: set[Told] = set()
    rdf = ElementTree.fromstring(packet.strip()).find(f".//{RDF}RDF")
    for description in rdf if rdf is not None else ():
        found |= {told for told in _members(description) if told[0] not in UNTOLD}
    return found


def _members(holder: ElementTree.Element) -> list[Told]:
    """What a thing says of itself, in attributes and elements alike (RDF/XML, 2.5)."""
    said: list[Told] = [(name, value) for name, value in holder.attrib.items() if name not in SYNTAX]
    return said + [_property(child) for child in holder]


def _property(element: ElementTree.Element) -> Told:
    """A name and its value: words, a list in its order, or a thing with its own properties in any order."""
    words = (element.text or "").strip() or element.get(f"{RDF}resource", "")
    if len(element) == 1 and element[0].tag == f"{RDF}Description":
        return element.tag, words, *sorted(_members(element[0]), key=repr)
    if f"{RDF}parseType" in element.attrib:
        return element.tag, words, *sorted(_members(element), key=repr)
    return element.tag, words, *_members(element)


SEQUENCE, TAGGED, INTEGER = 0x30, 0xA0, 0x02
COMMON_NAME = bytes((0x55, 0x04, 0x03))
ENCODINGS = {
    0x0C: "utf-8",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
MOST = 1000
Node = tuple[int, bytes]


def signer_name(message: bytes) -> str:
    """The common name of who signed; empty where none can be read."""
    try:
        _, (_, tagged) = _inside(_inside(message)[0][1])[:2]
        signed = _inside(_inside(tagged)[0][1])
        issuer, serial = _inside(_inside(_inside(signed[-1][1])[0][1])[1][1])[:2]
        certificates = next(value for tag, value in signed if tag == TAGGED)
        for _, certificate in _inside(certificates):
            fields = _inside(_inside(certificate)[0][1])
            fields = fields[1:] if fields[0][0] == TAGGED else fields
            if (fields[0], fields[2]) == (serial, issuer):
                return _common_name(fields[4][1])
    except (ValueError, IndexError, StopIteration):
        pass
    return ""


def _common_name(subject: bytes) -> str:
    for _, relative in _inside(subject):
        for _, attribute in _inside(relative):
            (_, kind), (tag, value) = _inside(attribute)[:2]
            if kind == COMMON_NAME:
                return value.decode(ENCODINGS.get(tag, "latin-1"), "replace")
    return ""


def _inside(data: bytes) -> list[Node]:
    return list(_nodes(data))


def _nodes(data: bytes) -> Iterator[Node]:
    """Tag and content of each value (X.690, 8.1); noughts that fill up the end are none."""
    at, count = 0, 0
    while at + 2 <= len(data) and data[at] and count < MOST:
        tag, size, at, count = data[at], data[at + 1], at + 2, count + 1
        if size > 0x80:
            long = size - 0x80
            size, at = int.from_bytes(data[at : at + long], "big"), at + long
        if size == 0x80 or at + size > len(data):
            raise ValueError("not in DER")
        yield tag, data[at : at + size]
        at += size


END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
COMMENTS = {
    "/Text": "a note",
    "/Highlight": "a highlight",
    "/Underline": "an underline",
    "/Squiggly": "an underline",
    "/StrikeOut": "a strike-out",
    "/Popup": "a note",
}
SHARED = {"/Type", "/Subtype", "/Rect", "/F", "/P", "/NM", "/M", "/AP", "/Border", "/C", "/Contents"}
KEYS = {
    "/Widget": SHARED | {"/FT", "/T", "/TU", "/V", "/Ff", "/Lock", "/SV", "/DA", "/MK", "/BS", "/H"},
    "comment": SHARED
    | {
        "/AS",
        "/BS",
        "/CA",
        "/CreationDate",
        "/IRT",
        "/IT",
        "/Name",
        "/Open",
        "/Parent",
        "/Popup",
        "/QuadPoints",
    }
    | {"/RC", "/RT", "/State", "/StateModel", "/Subj", "/T"},
}
FORM_KEYS = {"/Fields", "/SigFlags", "/DA", "/DR"}
FORM = {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Length", "/Filter"}
DRAWN = {"/Font", "/XObject", "/Pattern", "/Shading", "/Properties"}
UNSEEN = 2 | 32 | 256
"""Flags: hidden, not on a screen, or only now and then (12.5.3)."""
PALE, SLACK = 0.6, 3.0
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it describes itself: who, when; `page` where it shows (0: nowhere).

    It is made over `first` bytes, leaves itself out, and goes on to `last`; a time stamp is of no person.
    """

    name: str
    date: str
    page: int
    first: int
    last: int
    is_time_stamp: bool = False


@dataclass
class Additions:
    """What was taken off a file, and what was seen and left on it, in words."""

    signatures: list[Signature] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def built_part(data: bytes, seal: str) -> bytes | None:
    """The file as it was built, where it is the beginning of this one; None where it is not."""
    sought = f"({seal})".encode()
    at = data.find(sought)
    if at < 0 or len(seal) != len(NOUGHT):
        return None
    hashed, done = hashlib.sha256(data[:at] + f"({NOUGHT})".encode()), at + len(sought)
    for end in END.finditer(data, done):
        hashed.update(data[done : end.end()])
        done = end.end()
        if hashed.copy().hexdigest() == seal:
            part = data[:done]
            return part if part.count(sought) == 1 and done < len(data) else None
    return None


def take_off(pdf: pikepdf.Pdf, before: pikepdf.Pdf, drawn: Appearance, found: Additions) -> None:
    """Take off what was added and changes nothing; `found` says what. `before` is the file as built."""
    fields = set[tuple[int, int]]()
    for number, (page, old) in enumerate(zip(pdf.pages, before.pages, strict=False), start=1):
        known = {annotation.objgen for annotation in _annotations(old.obj)}
        kept = [
            annotation
            for annotation in _annotations(page.obj)
            if annotation.objgen in known or not _is_harmless(annotation, number, found, fields, drawn)
        ]
        if kept or "/Annots" in old.obj:
            page.obj["/Annots"] = pikepdf.Array(kept)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    _take_off_form(pdf, before, fields)
    if (xmp := _same_metadata(pdf, before)) is not None:
        pdf.Root["/Metadata"] = pdf.make_stream(xmp)


def _annotations(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    found = page.get("/Annots")
    for annotation in found if isinstance(found, pikepdf.Array) else ():
        if isinstance(annotation, pikepdf.Dictionary):
            yield annotation


def _is_harmless(
    annotation: pikepdf.Object, page: int, found: Additions, fields: set[tuple[int, int]], drawn: Appearance
) -> bool:
    """Whether an added annotation leaves the page as it is; notes what it is."""
    kind, keys = str(annotation.get("/Subtype", "")), set(annotation.keys())
    if kind == "/Widget" and annotation.get("/FT") == "/Sig" and keys <= KEYS["/Widget"]:
        rect = _rect(annotation)
        shows = rect[0] < rect[2] and rect[1] < rect[3]
        lies_over = shows and drawn.shows_something(page, rect)
        found.signatures += _signature(annotation, page if shows else 0)
        if lies_over:
            found.others.append(f"page {page}: a signature lies over what the page shows, or close to it")
        else:
            fields.add(annotation.objgen)
        return not lies_over
    if kind in COMMENTS and keys <= KEYS["comment"] and _is_plain(annotation):
        if drawn.leaves_words(page, _rect(annotation), may_mark=kind != "/Highlight"):
            found.comments += [f"page {page}: {COMMENTS[kind]}"] if kind != "/Popup" else []
            return True
        found.others.append(f"page {page}: {COMMENTS[kind]} lies over what the page shows")
        return False
    found.others.append(f"page {page}: something was laid on it ({kind.removeprefix('/') or 'unnamed'})")
    return False


def _rect(annotation: pikepdf.Object) -> tuple[float, float, float, float]:
    """Where it stands, whichever corners it names (7.9.5)."""
    try:
        left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
    except (KeyError, TypeError, ValueError):
        return 0.0, 0.0, 0.0, 0.0
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _is_plain(annotation: pikepdf.Object) -> bool:
    """Whether a comment shows on every screen and on paper alike, within its place, in no dark colour."""
    flags, colour = annotation.get("/F", 0), [float(part) for part in annotation.get("/C", (1,))]
    if not isinstance(flags, int) or flags & UNSEEN or len(colour) == 4 or max(colour, default=1) < PALE:
        return False
    left, bottom, right, top = _rect(annotation)
    points = [float(part) for part in annotation.get("/QuadPoints", ())]
    return (
        all(left - SLACK <= x <= right + SLACK for x in points[::2])
        and all(bottom - SLACK <= y <= top + SLACK for y in points[1::2])
        and _draws_no_words(annotation)
    )


def _draws_no_words(annotation: pikepdf.Object) -> bool:
    """Whether its appearance, if it brings one, is one stream of lines and areas."""
    states = annotation.get("/AP", pikepdf.Dictionary())
    if set(states.keys()) - {"/N"}:
        return False
    drawn = states.get("/N")
    if drawn is None:
        return True
    if not isinstance(drawn, pikepdf.Stream) or set(drawn.keys()) - FORM:
        return False
    resources = drawn.get("/Resources")  # without its own it has those of the page (7.8.3)
    return isinstance(resources, pikepdf.Dictionary) and not DRAWN & set(resources.keys())


def _signature(annotation: pikepdf.Object, page: int) -> list[Signature]:
    """The signature of a field, if it is signed."""
    value = annotation.get("/V")
    if not isinstance(value, pikepdf.Dictionary):
        return []
    numbers = [int(n) for n in value.get("/ByteRange", ()) if isinstance(n, int)]
    first, last = (numbers[1], sum(numbers[2:])) if len(numbers) == 4 and numbers[0] == 0 else (0, 0)
    date = DATE.match(str(value.get("/M", "")))
    day = "-".join(date.groups()[:3]) + (f" {date[4]}:{date[5]}" if date[4] else "") if date else ""
    contents = value.get("/Contents")
    name = str(value.get("/Name", "")) or signer_name(bytes(contents) if contents is not None else b"")
    stamp = value.get("/SubFilter") == "/ETSI.RFC3161" or value.get("/Type") == "/DocTimeStamp"
    return [Signature(name[:200], day, page, first, last, is_time_stamp=stamp)]


def _take_off_form(pdf: pikepdf.Pdf, before: pikepdf.Pdf, fields: set[tuple[int, int]]) -> None:
    """What the catalog holds for signatures: a form of nothing else, and proofs (ISO 32000-2, 12.8.4)."""
    root, form = pdf.Root, pdf.Root.get("/AcroForm")
    if (
        "/AcroForm" not in before.Root
        and isinstance(form, pikepdf.Dictionary)
        and set(form.keys()) <= FORM_KEYS
        and all(_objgen(one) in fields for one in form.get("/Fields", ()))
    ):
        del root["/AcroForm"]
    for key in ("/DSS", "/Perms"):
        if key in root and key not in before.Root:
            del root[key]


def _objgen(value: Any) -> tuple[int, int]:
    return value.objgen if isinstance(value, pikepdf.Object) else (0, 0)


def _same_metadata(pdf: pikepdf.Pdf, before: pikepdf.Pdf) -> bytes | None:
    """The metadata as built, where those of now say the same but for who saved the file, and when."""
    now, then = pdf.Root.get("/Metadata"), before.Root.get("/Metadata")
    if not (isinstance(now, pikepdf.Stream) and isinstance(then, pikepdf.Stream)):
        return None
    built = unpacked(then)
    return built if same_told(unpacked(now), built) else None
