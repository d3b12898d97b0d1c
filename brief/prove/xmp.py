"""Whether two packets of XMP say the same (ISO 16684-1), however they are written.

Programs that sign write all metadata anew: other prefixes, attributes in place of elements, and
the day, themselves, and nothing else. A packet with a declaration of types is not read.
"""

from __future__ import annotations

from xml.etree import ElementTree

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
