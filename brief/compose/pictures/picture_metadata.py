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
from functools import lru_cache

from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.raster_files import (
    END_OF_IMAGE,
    EXIF,
    ORIENTATION,
    chunks,
    orientation_of,
    segments,
)
from brief.compose.pictures.svg_metadata import without_svg_metadata

SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT".split()
)
"""Chunks that shape what is shown (ISO/IEC 15948, 11)."""
COMMENT = 0xFE
INSIDE_SVG = re.compile(rb"(data:image/(?:png|jpe?g);base64,)([A-Za-z0-9+/=\s]+)")


@lru_cache(maxsize=32)
def without_metadata(data: bytes) -> bytes:
    """A PNG, JPEG or SVG picture that looks the same and says nothing besides."""
    cleaner = {"image/png": _png, "image/jpeg": _jpeg, "image/svg+xml": _svg}.get(picture_kind(data) or "")
    return cleaner(data) if cleaner else data


def _png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    for name, chunk in chunks(data):
        at += len(chunk)
        if name in SHOWN_CHUNKS:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
    return b"".join((*kept, data[at:]))


def _jpeg(data: bytes) -> bytes:
    """ITU-T T.81, B.1.1: markers and their segments, up to the end of the first image."""
    kept, at = [b"\xff\xd8"], 2
    for marker, segment in segments(data):
        at += len(segment)
        if marker == 0xE1 and segment[4:10] == EXIF:
            kept.append(_turned(orientation_of(segment[10:])))
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0":
            kept.append(b"\xff\xe0\0\x10" + segment[4:16].ljust(12, b"\0") + b"\0\0")  # no small picture
        elif not _is_beside(marker, segment):
            kept.append(segment)
        if marker == END_OF_IMAGE:
            return b"".join(kept)
    return b"".join((*kept, data[at:]))


def _is_beside(marker: int, segment: bytes) -> bool:
    """Whether a segment says something that is not shown: all but Adobe's and the colour profile."""
    is_application = 0xE0 <= marker <= 0xEF
    is_shown = marker == 0xEE or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0")
    return marker == COMMENT or (is_application and not is_shown)


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
