"""PNG and JPEG files, taken apart: chunks, segments, and what they say of the picture before its dots.

ISO/IEC 15948, 5.3 (chunks) and ITU-T T.81, B.1.1 (markers and their segments). Nothing is decoded.
Where a file can be read no further, what is left of it is not given.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

END_OF_IMAGE, START_OF_SCAN = 0xD9, 0xDA
STANDALONE = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
ORIENTATION = 0x0112
EXIF = b"Exif\0\0"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a JPEG's frame header says (B.2.2): its marker, bits to a colour, size in dots, colours by id."""

    marker: int
    bits: int
    width: int
    height: int
    colours: bytes


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, bytes) of each chunk: length, type, data and check sum."""
    at = 8
    while at + 12 <= len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at:end]
        at = end


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) of each segment after the start of the image; a scan's data stand with its header."""
    at = 2
    while at + 2 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # fill
            end = at + 1
        elif marker in STANDALONE or marker == END_OF_IMAGE:
            end = at + 2
        else:
            end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == START_OF_SCAN:
            following = AFTER_SCAN.search(jpeg, end)
            end = following.start() if following else len(jpeg)
        yield marker, jpeg[at:end]
        at = end


def frame(jpeg: bytes) -> Frame | None:
    """The header of a JPEG's frame; None where there is none."""
    for marker, segment in segments(jpeg):
        if marker in FRAMES and len(segment) >= 10:
            bits, height, width, count = struct.unpack(">BHHB", segment[4:10])
            return Frame(marker, bits, width, height, segment[10 : 10 + 3 * count : 3])
    return None


def orientation(data: bytes) -> int:
    """Which way up a PNG or JPEG is meant to be seen: 1, as it stands, to 8 (TIFF 6.0, section 8)."""
    if data.startswith(b"\x89PNG"):
        said = (chunk[8:-4] for name, chunk in chunks(data) if name == b"eXIf")
    else:
        said = (part[10:] for marker, part in segments(data) if marker == 0xE1 and part[4:10] == EXIF)
    return orientation_of(next(said, b""))


def orientation_of(tiff: bytes) -> int:
    """The same of Exif (TIFF 6.0, section 2; Exif 2.3, 4.6.4): 1 where nothing is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[first : first + 2].ljust(2, b"\0"))
    starts = range(first + 2, min(first + 2 + 12 * count, len(tiff)) + 1, 12)
    for start, end in pairwise(starts):
        tag, _, _, value = struct.unpack(f"{order}HHIH2x", tiff[start:end])
        if tag == ORIENTATION:
            return int(value) if 1 <= value <= 8 else 1
    return 1
