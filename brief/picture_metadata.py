"""Pictures without what a camera, an editor or a machine wrote beside the picture itself.

A photograph says where and when it was taken, with which camera and by whom; a drawing, in which
folder of whose machine it lies. None of that is printed and all of it would leave with the Word
file. Kept is what the picture is shown by: its data, colours, density, and which way is up.
Where a file can be read no further as its format, the rest is left as it is.
"""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from brief.pictures import picture_kind
from brief.svg_metadata import without_svg_metadata

SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT".split()
)
"""Chunks that shape what is shown (ISO/IEC 15948, 11)."""
END_OF_IMAGE, START_OF_SCAN, COMMENT = 0xD9, 0xDA, 0xFE
STANDALONE = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
ORIENTATION = 0x0112
INSIDE_SVG = re.compile(rb"(data:image/(?:png|jpe?g);base64,)([A-Za-z0-9+/=\s]+)")


@lru_cache(maxsize=32)
def without_metadata(data: bytes) -> bytes:
    """A PNG, JPEG or SVG picture that looks the same and says nothing besides."""
    cleaner = {"image/png": _png, "image/jpeg": _jpeg, "image/svg+xml": _svg}.get(picture_kind(data) or "")
    return cleaner(data) if cleaner else data


def _png(data: bytes) -> bytes:
    """ISO/IEC 15948, 5.3: length, type, data and check sum of each chunk."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        end = at + 12 + length
        if data[at + 4 : at + 8] in SHOWN_CHUNKS:
            kept.append(data[at:end])
        if data[at + 4 : at + 8] == b"IEND":
            return b"".join(kept)
        at = end
    return b"".join((*kept, data[at:]))


def _jpeg(data: bytes) -> bytes:
    """ITU-T T.81, B.1.1: markers and their segments, up to the end of the first image."""
    kept, at = [b"\xff\xd8"], 2
    for marker, segment in _segments(data):
        at += len(segment)
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            kept.append(_turned(_orientation(segment[10:])))
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0":
            kept.append(b"\xff\xe0\0\x10" + segment[4:16].ljust(12, b"\0") + b"\0\0")  # no small picture
        elif not _is_beside(marker, segment):
            kept.append(segment)
        if marker == END_OF_IMAGE:
            return b"".join(kept)
    return b"".join((*kept, data[at:]))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) of each segment after the start of the image; a scan's data stand with its header."""
    at = 2
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # fill
            end = at + 1
        elif marker in STANDALONE or marker == END_OF_IMAGE:
            end = at + 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == START_OF_SCAN:
            following = AFTER_SCAN.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[at:end]
        at = end


def _is_beside(marker: int, segment: bytes) -> bool:
    """Whether a segment says something that is not shown: all but Adobe's and the colour profile."""
    is_application = 0xE0 <= marker <= 0xEF
    is_shown = marker == 0xEE or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0")
    return marker == COMMENT or (is_application and not is_shown)


def _orientation(tiff: bytes) -> int:
    """Which way is up (TIFF 6.0, section 2; Exif 2.3, 4.6.4): 1 where nothing is said."""
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


def _turned(orientation: int) -> bytes:
    """An Exif segment that says only which way is up; nothing where that is plain."""
    if orientation == 1:
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def _svg(data: bytes) -> bytes:
    """What stands beside the drawing; pictures inside likewise."""
    return INSIDE_SVG.sub(lambda match: match[1] + _inside(match[2]), without_svg_metadata(data))


def _inside(encoded: bytes) -> bytes:
    try:
        return b64encode(without_metadata(b64decode(encoded)))
    except (Error, struct.error):
        return encoded
