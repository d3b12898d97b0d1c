"""Pictures and drawings without what a camera, an editor or a machine wrote beside them.

Comments, `metadata`, processing instructions, and what Inkscape remembers of its window and its
files (SVG 2, 5.7; XML 1.0). A parser says where each begins and ends; all else stays byte for byte.

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
from xml.parsers import expat

from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.raster_files import (
    END_OF_IMAGE,
    EXIF,
    ORIENTATION,
    chunks,
    orientation_of,
    segments,
)

BESIDE = ("metadata", "namedview")
"""Elements that are taken out, by their names without a prefix."""
ITS_OWN = ("style", "script")
"""Elements whose comments may be what they say, as old programs wrote them."""
EDITORS = (b"inkscape:", b"sodipodi:")
ATTRIBUTE = re.compile(rb"(?<!\s)\s++([^\s=]++)\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')")


def without_svg_metadata(data: bytes) -> bytes:
    """The same drawing; `data` itself where it cannot be read as XML."""
    found = _Beside(data)
    left = found.left()
    return left if found.is_read and _Beside(left).is_read else data


class _Beside:
    """What stands beside the drawing: cuts and start tags as (from, to), in bytes and in order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cuts: list[tuple[int, int]] = []
        self.tags: list[tuple[int, int]] = []
        self._cut: int | None = None
        self._tag: int | None = None
        self._depth = 0
        self._own = 0
        self._begun = 0
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.DefaultHandler = self._anything
        try:
            parser.Parse(data, True)
            self.is_read = True
        except (expat.ExpatError, ValueError, LookupError):
            self.is_read = False
        self._close(len(data))

    def left(self) -> bytes:
        """What is left."""
        parts, at = [], 0
        both = [(start, end, True) for start, end in self.cuts] + [(*tag, False) for tag in self.tags]
        for start, end, is_cut in sorted(both):
            parts.append(self.data[at:start])
            if not is_cut:
                parts.append(ATTRIBUTE.sub(_kept, self.data[start:end]))
            at = end
        return b"".join((*parts, self.data[at:]))

    def _arrive(self) -> int:
        """Where the parser is, which is where the thing before this one ended."""
        at = self._parser.CurrentByteIndex
        self._close(at)
        return at

    def _close(self, at: int) -> None:
        if self._cut is not None:
            self.cuts.append((self._cut, at))
        if self._tag is not None:
            self.tags.append((self._tag, at))
        self._cut = self._tag = None

    def _start(self, name: str, _attributes: object) -> None:
        at = self._arrive()
        local = name.rpartition(":")[2]
        if self._depth or local in BESIDE:
            self._begun = self._begun if self._depth else at
            self._depth += 1
            return
        self._own += local in ITS_OWN
        self._tag = at

    def _end(self, name: str) -> None:
        self._arrive()
        if self._depth:
            self._depth -= 1
            self._cut = None if self._depth else self._begun
        else:
            self._own -= name.rpartition(":")[2] in ITS_OWN

    def _comment(self, _words: str) -> None:
        at = self._arrive()
        if not self._depth and not self._own:
            self._cut = at

    def _instruction(self, target: str, _words: str) -> None:
        at = self._arrive()
        if not self._depth and target != "xml-stylesheet":
            self._cut = at

    def _anything(self, _words: str) -> None:
        self._arrive()


def _kept(attribute: re.Match[bytes]) -> bytes:
    return b"" if attribute[1].startswith(EDITORS) else attribute[0]


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
