"""Who signed a PDF, as the signature says itself: the name in the certificate that it carries.

A signature is a CMS message (RFC 5652) in DER; only as much of it is read as leads to the signer's
certificate and to the common name in it (RFC 5280, 4.1). Nothing is proved by that: whether the
signature fits the bytes, and whether anybody vouches for the certificate, is for a PDF reader.
"""

from __future__ import annotations

from collections.abc import Iterator

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
