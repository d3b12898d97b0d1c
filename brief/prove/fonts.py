"""A font as embedded: which characters its codes stand for, and whether they can be seen.

The words of a PDF are numbers of glyphs; `ToUnicode` (ISO 32000-1, 9.10.3) says what they
mean, the font program what they look like. A glyph is missing when it is number 0
(`.notdef`), when the program has no such number, when its outline is empty though it
stands for a visible character, or when it is the empty box of `.notdef` under another
number. Outlines are looked up in the tables `loca` and `glyf` of TrueType. What the
glyphs look like, and how far they move on, is for `prove_fonts` to judge.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from math import nan

import pikepdf

from brief.prove.font_file import FontFile
from brief.prove.streams import unpacked

UNKNOWN = "\ufffd"
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
BEGIN = re.compile(rb"begin(bfchar|bfrange)")
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^][]*\])")
MOST_CODES, LONGEST_MEANING, LARGEST_MAP = 0x10000, 16, 4 * 1024 * 1024


class Font:
    """An embedded font: `text` of a shown string, and which of its glyphs cannot be seen.

    `program` is the font file inside, None when there is none to read; `widths` say how far each code moves
    on, in thousandths of the size. `numbers_glyphs`: a code is the number of a glyph, and nothing stands in
    between (ISO 32000-1, 9.7.4.2).
    """

    def __init__(self, font: pikepdf.Object) -> None:
        self.wide = font.get("/Subtype") == "/Type0"
        self.meanings = _Meanings(_meanings(font))
        inner = _descendant(font)
        plain = inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
        self.numbers_glyphs = self.wide and plain and font.get("/Encoding") == "/Identity-H"
        self.program = _program(inner)
        self.widths = _widths(inner)
        self._cache: dict[bytes, tuple[str, bool]] = {}

    @property
    def shown(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """The codes of each string that was read, and what it says."""
        return ((self._codes(shown), text) for shown, (text, _) in self._cache.items())

    def read(self, shown: bytes) -> tuple[str, bool]:
        """What a shown string says, and whether a glyph of it is missing."""
        found = self._cache.get(shown)
        if found is None:
            codes = self._codes(shown)
            text = "".join([self.meanings[code] for code in codes])
            found = self._cache[shown] = text, not self._unseen.isdisjoint(codes) or UNKNOWN in text
        return found

    def moved_on(self, operands: list[bytes]) -> float:
        """How far `Tj` or `TJ` moves on, in thousandths of the size (9.4.4), white space at its end apart."""
        array = b"".join(operands)
        shown = b"".join(HEX.findall(array))
        codes = self._codes(bytes.fromhex(shown.decode())) if len(shown) % 2 == 0 else ()
        while codes and self.meanings[codes[-1]].isspace():
            codes = codes[:-1]
        back = sum(map(float, NUMBER.findall(HEX.sub(b" ", array))))
        return sum(map(self.widths.__getitem__, codes)) - back

    def _codes(self, shown: bytes) -> tuple[int, ...]:
        if not self.wide:
            return tuple(shown)
        shown += b"\0" * (len(shown) % 2)
        return struct.unpack(f">{len(shown) // 2}H", shown)

    @cached_property
    def _unseen(self) -> frozenset[int]:
        """The codes that show nothing, or a box, where a character should be."""
        if not self.wide:
            return frozenset()
        program = self.program
        if program is None or b"glyf" not in program.tables:
            return frozenset((0,))
        box = program.outline(0) or b""
        hidden = (code for code in self.meanings if self._is_visible(code))
        return frozenset((0, *(code for code in hidden if (program.outline(code) or b"") in (b"", box))))

    def _is_visible(self, code: int) -> bool:
        return any(unicodedata.category(c) not in INVISIBLE for c in self.meanings[code])


class _Meanings(dict[int, str]):
    """The characters of each code; a code without any says so."""

    def __missing__(self, code: int) -> str:
        return UNKNOWN


class _Widths(dict[int, float]):
    """The width of each code; nothing is known of others."""

    def __missing__(self, code: int) -> float:
        return 0.0


def _descendant(font: pikepdf.Object) -> pikepdf.Object:
    """The font that a composite font is made of; itself when it is none."""
    descendants = font.get("/DescendantFonts")
    first = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else font
    return first if isinstance(first, pikepdf.Dictionary) else font


def _program(font: pikepdf.Object) -> FontFile | None:
    descriptor = font.get("/FontDescriptor")
    if not isinstance(descriptor, pikepdf.Dictionary):
        return None
    program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    try:
        return FontFile(unpacked(program)) if isinstance(program, pikepdf.Stream) else None
    except ValueError:
        return None


def _widths(font: pikepdf.Object) -> _Widths:
    """The widths of codes that an array `W` names one after the other (9.7.4.3); ours has no ranges."""
    array, found = font.get("/W"), _Widths()
    numbers = list(array) if isinstance(array, pikepdf.Array) else []
    for first, widths in zip(numbers[::2], numbers[1::2], strict=False):
        if isinstance(widths, pikepdf.Array) and isinstance(first, int):
            found.update((first + n, _number(width)) for n, width in enumerate(widths))
    return found


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return nan


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
    room = MOST_CODES  # in ranges, which may say much in few bytes, and say it again
    for kind, body in _sections(data):
        if len(found) > MOST_CODES:
            break
        if kind == b"bfchar":
            words = HEX.findall(body)
            found.update((int(a, 16), _utf16(b)) for a, b in zip(words[::2], words[1::2], strict=False) if a)
        else:
            for first, last, goal in RANGE.findall(body)[:MOST_CODES]:
                codes = _ranged(int(first, 16), int(last, 16), goal, room)
                room -= len(codes)
                found.update(codes)
    return found


def _sections(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the body of each section that ends."""
    at, endless = 0, set[bytes]()
    while begin := BEGIN.search(data, at):
        kind, at = begin[1], begin.end()
        end = -1 if kind in endless else data.find(b"end" + kind, at)
        if end < 0:
            endless.add(kind)
        else:
            yield kind, data[at:end]
            at = end


def _ranged(first: int, last: int, goal: bytes, most: int) -> dict[int, str]:
    count = min(last - first + 1, most)
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
