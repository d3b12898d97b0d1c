"""A font as embedded: which characters its codes stand for, and whether they can be seen.

The words of a PDF are numbers of glyphs; `ToUnicode` (ISO 32000-1, 9.10.3) says what they
mean, the font program what they look like. A glyph is missing when it is number 0
(`.notdef`), when the program has no such number, when its outline is empty though it
stands for a visible character, or when it is the empty box of `.notdef` under another
number. Outlines are looked up in the tables `loca` and `glyf` of TrueType.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cached_property

import pikepdf

from brief.pdf.streams import unpacked

UNKNOWN = "\ufffd"
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
MOST_CODES, LONGEST_MEANING, LARGEST_MAP = 0x10000, 16, 4 * 1024 * 1024


class Font:
    """An embedded font: `text` of a shown string, and which of its glyphs cannot be seen."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.wide = font.get("/Subtype") == "/Type0"
        self.meanings = _Meanings(_meanings(font))
        self._descriptor = _descriptor(font)
        self._cache: dict[bytes, tuple[str, bool]] = {}

    def read(self, shown: bytes) -> tuple[str, bool]:
        """What a shown string says, and whether a glyph of it is missing."""
        found = self._cache.get(shown)
        if found is None:
            found = self._cache[shown] = self._read(shown)
        return found

    def _read(self, shown: bytes) -> tuple[str, bool]:
        if self.wide and len(shown) % 2:
            shown += b"\0"
        codes = shown.decode("utf-16-be" if self.wide else "latin-1", "surrogatepass")
        text = codes.translate(self.meanings)
        return text, not self._unseen.isdisjoint(map(ord, codes)) or UNKNOWN in text

    @cached_property
    def _unseen(self) -> frozenset[int]:
        """The codes that show nothing, or a box, where a character should be."""
        if not self.wide:
            return frozenset()
        outlines = _outlines(self._descriptor, (0, *self.meanings))
        if outlines is None:
            return frozenset((0,))
        box = outlines.get(0, b"")
        hidden = (code for code in self.meanings if self._is_visible(code))
        return frozenset((0, *(code for code in hidden if outlines.get(code, b"") in (b"", box))))

    def _is_visible(self, code: int) -> bool:
        return any(unicodedata.category(c) not in INVISIBLE for c in self.meanings[code])


class _Meanings(dict[int, str]):
    """The characters of each code; a code without any says so."""

    def __missing__(self, code: int) -> str:
        return UNKNOWN


def _descriptor(font: pikepdf.Object) -> pikepdf.Object | None:
    descendants = font.get("/DescendantFonts")
    inner = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    return inner.get("/FontDescriptor")


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    """The characters of each code, from the font's ToUnicode map."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    try:
        data = unpacked(stream, LARGEST_MAP)
    except ValueError:
        return {}
    found: dict[int, str] = {}
    for kind, body in SECTION.findall(data):
        if len(found) > MOST_CODES:
            break
        if kind == b"bfchar":
            words = HEX.findall(body)
            found.update((int(a, 16), _utf16(b)) for a, b in zip(words[::2], words[1::2], strict=False) if a)
        else:
            for first, last, goal in RANGE.findall(body)[:MOST_CODES]:
                if len(found) <= MOST_CODES:
                    found.update(_ranged(int(first, 16), int(last, 16), goal))
    return found


def _ranged(first: int, last: int, goal: bytes) -> dict[int, str]:
    count = min(last - first + 1, MOST_CODES)
    if goal.startswith(b"["):
        return {first + i: _utf16(word) for i, word in enumerate(HEX.findall(goal)[: max(count, 0)])}
    start = _utf16(goal.strip(b"<>"))
    if not start:
        return {}
    head, tail = start[:-1], ord(start[-1])
    return {first + i: head + chr(min(tail + i, 0x10FFFF)) for i in range(count)}


def _utf16(digits: bytes) -> str:
    digits = b"".join(digits.split())[: 4 * LONGEST_MEANING]
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "replace")


def _outlines(descriptor: pikepdf.Object | None, codes: Iterable[int]) -> dict[int, bytes] | None:
    """The outlines of glyphs of an embedded TrueType program; None when there is none to read."""
    program = None if descriptor is None else descriptor.get("/FontFile2")
    if not isinstance(program, pikepdf.Stream):
        return None
    try:
        data = unpacked(program)
        tables = _tables(data)
        wide = struct.unpack_from(">h", data, tables[b"head"][0] + 50)[0]
        start, length = tables[b"loca"]
        form, size = (">{}I", 4) if wide else (">{}H", 2)
        offsets = struct.unpack_from(form.format(length // size), data, start)
        base, scale = tables[b"glyf"][0], 1 if wide else 2
    except (ValueError, KeyError, struct.error):
        return None
    last = len(offsets) - 1
    return {
        code: data[base + offsets[code] * scale : base + offsets[code + 1] * scale]
        for code in codes
        if code < last
    }


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    """The table directory of an OpenType file: offset and length by tag."""
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag: (offset, length) for tag, _, offset, length in records}
