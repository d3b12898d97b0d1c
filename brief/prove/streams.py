"""Content streams: their bytes, unpacked within bounds, and the strings that an operator shows.

A file that somebody sent may hold a stream of a kilobyte that unpacks to a terabyte.
Nothing here unpacks more than it was allowed to: `looks_hostile` looks at a file before
any library opens it, `unpacked` at one stream.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pikepdf

HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|.)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def shown_strings(stack: list[bytes]) -> Iterator[bytes]:
    """The shown strings of `Tj` or `TJ`; those of one array in hexadecimal are joined."""
    hexadecimal = b""
    for token in stack:
        if token[:1] in (b"[", b"<"):
            hexadecimal += b"".join(HEX.findall(token))
        elif token[:1] == b"(":
            yield ESCAPE.sub(_unescaped, token[1:-1])
    if hexadecimal:
        digits = b"".join(hexadecimal.split())
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(match: re.Match[bytes]) -> bytes:
    word = match[1]
    if word[:1].isdigit():
        return bytes((int(word, 8) & 255,))
    return b"" if word in (b"\n", b"\r", b"\r\n") else ESCAPES.get(word, word)


LARGEST_STREAM = 64 * 1024 * 1024
LARGEST_ALL = 512 * 1024 * 1024
STREAM = re.compile(rb"(?<!end)stream\r?\n")
TWICE = re.compile(
    rb"/Filter\s*\[[^\]]{0,200}?/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)\b"
    rb"[^\]]{0,200}?/(?:Fl|FlateDecode|LZW|LZWDecode|RL|RunLengthDecode)\b"
)


def unpacked(stream: pikepdf.Object, limit: int = LARGEST_STREAM) -> bytes:
    """The bytes of a stream; `ValueError` for what we do not unpack, and beyond `limit`."""
    filters = _names(stream.get("/Filter"))
    raw = stream.read_raw_bytes()
    if not filters:
        return raw
    if filters != ["/FlateDecode"] or _predicted(stream):
        raise ValueError("packed in a way that is not read")
    return inflated(raw, limit)


def _names(filters: pikepdf.Object | None) -> list[str]:
    if filters is None:
        return []
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _predicted(stream: pikepdf.Object) -> bool:
    parameters = stream.get("/DecodeParms")
    return isinstance(parameters, pikepdf.Dictionary) and "/Predictor" in parameters


def inflated(raw: bytes, limit: int) -> bytes:
    """Inflate (RFC 1950) at most `limit` bytes; `ValueError` when it is damaged or more."""
    machine = zlib.decompressobj()
    try:
        data = machine.decompress(raw, limit)
    except zlib.error as error:
        raise ValueError("a stream is damaged") from error
    if machine.unconsumed_tail:
        raise ValueError("a stream unpacks to more than any brief holds")
    return data


def looks_hostile(data: bytes) -> bool:
    """Whether what is packed in the file unpacks to more than any brief holds."""
    if TWICE.search(data) is not None:
        return True
    room = LARGEST_ALL
    for match in STREAM.finditer(data):
        if data[match.end() : match.end() + 1] not in (b"\x78", b"\x58", b"\x48", b"\x38", b"\x28", b"\x68"):
            continue
        room -= _size(data, match.end(), min(room, LARGEST_STREAM) + 1)
        if room < 0:
            return True
    return False


def _size(data: bytes | memoryview, start: int, limit: int) -> int:
    """How much is unpacked from `start` on; more than allowed for one stream counts as all."""
    machine = zlib.decompressobj()
    size, at, data = 0, start, memoryview(data)
    piece: bytes | memoryview = b""
    while size < limit and not machine.eof:
        piece = machine.unconsumed_tail or data[at : at + 65536]
        at += 0 if machine.unconsumed_tail else 65536
        if not piece:
            break
        try:
            size += len(machine.decompress(piece, 1 << 20))
        except zlib.error:
            break
    return size if size < limit else LARGEST_ALL + 1
