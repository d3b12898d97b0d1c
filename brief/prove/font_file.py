"""A font file as far as its glyphs are compared: what each draws, and what it may stand in for.

OpenType 1.9, `GSUB`: small capitals, old-style and raised figures, ligatures, forms of Arabic letters.
Only what is put in place of what is read; in which script and under which feature does not matter here.
Rules that call other rules (types 5 and 6) add nothing of their own: the others stand in the same list.

OpenType 1.9: `glyf` and `loca` hold outlines, `hmtx` widths, `cmap` characters. A subset font keeps the
outlines of the font it was cut from, but for hints, which are left out here on both sides. Outlines in
`CFF` are packed anew by who cuts them, so they are drawn. Fonts whose glyphs depend on more than that
(variable, coloured, made of dots) are not `comparable`.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

SINGLE, MULTIPLE, ALTERNATE, LIGATURE, EXTENSION, REVERSE = 1, 2, 3, 4, 7, 8
Rule = tuple[int, tuple[int, ...]]


def glyph_origins(data: bytes, start: int) -> dict[int, list[tuple[int, ...]]]:
    """For each glyph the sequences of glyphs it may replace; `start` is where `GSUB` begins.

    A damaged table has no rules, to who shapes text with it as here.
    """
    found: dict[int, list[tuple[int, ...]]] = {}
    try:
        for kind, at in _subtables(data, start):
            for glyph, origin in _rules(data, kind, at):
                found.setdefault(glyph, []).append(origin)
    except (struct.error, IndexError):
        return {}
    return found


def _subtables(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    lookups = start + _words(data, start + 8, 1)[0]
    for offset in _counted(data, lookups):
        lookup = lookups + offset
        kind = _words(data, lookup, 1)[0]
        for inner in _counted(data, lookup + 4):
            at = lookup + inner
            if kind == EXTENSION:
                _, actual, further = struct.unpack_from(">HHI", data, at)
                yield actual, at + further
            else:
                yield kind, at


def _rules(data: bytes, kind: int, at: int) -> Iterable[Rule]:
    """(glyph, what it replaces) of a subtable."""
    if kind == SINGLE:
        return _singles(data, at)
    if kind in (MULTIPLE, ALTERNATE):
        return _several(data, at)
    if kind == LIGATURE:
        return _ligatures(data, at)
    return _reversed(data, at) if kind == REVERSE else ()


def _singles(data: bytes, at: int) -> Iterable[Rule]:
    form, _, delta = _words(data, at, 3)
    covered = _covered(data, at)
    goals = [(glyph + delta) & 0xFFFF for glyph in covered] if form == 1 else _counted(data, at + 4)
    return zip(goals, ((glyph,) for glyph in covered), strict=False)


def _several(data: bytes, at: int) -> Iterator[Rule]:
    for glyph, offset in zip(_covered(data, at), _counted(data, at + 4), strict=False):
        for goal in _counted(data, at + offset):
            yield goal, (glyph,)


def _ligatures(data: bytes, at: int) -> Iterator[Rule]:
    for first, offset in zip(_covered(data, at), _counted(data, at + 4), strict=False):
        for inner in _counted(data, at + offset):
            ligature = at + offset + inner
            goal, count = _words(data, ligature, 2)
            yield goal, (first, *_words(data, ligature + 4, count - 1))


def _reversed(data: bytes, at: int) -> Iterable[Rule]:
    after = at + 4
    for _ in range(2):  # what stands before and behind
        after += 2 + 2 * len(_counted(data, after))
    return zip(_counted(data, after), ((glyph,) for glyph in _covered(data, at)), strict=False)


def _covered(data: bytes, at: int) -> list[int]:
    """The glyphs that a subtable covers, in its order."""
    coverage = at + _words(data, at + 2, 1)[0]
    if _words(data, coverage, 1)[0] == 1:
        return list(_counted(data, coverage + 2))
    ranges = _words(data, coverage + 4, 3 * _words(data, coverage + 2, 1)[0])
    pairs = zip(ranges[::3], ranges[1::3], strict=True)
    return [glyph for first, last in pairs for glyph in range(first, last + 1)]


def _counted(data: bytes, at: int) -> tuple[int, ...]:
    """Numbers that stand behind their count."""
    return _words(data, at + 2, _words(data, at, 1)[0])


def _words(data: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{max(count, 0)}H", data, at)


HINTS, OVERLAP, MORE, WORDS, SCALE, SCALES, MATRIX = 0x100, 0x400, 0x20, 0x1, 0x8, 0x40, 0x80
DEEPEST = 8  # composites within composites
ALTERED = (b"fvar", b"COLR", b"SVG ", b"CBDT", b"sbix", b"EBDT")
SFNT = (b"\0\1\0\0", b"true", b"OTTO")
NUMBERS = re.compile(
    b"GDEF|GPOS|GSUB|HVAR|LTSH|OS/2|VDMX|VORG|cmap|cvt |fpgm|gasp|glyf|hdmx|head|hhea|hmtx|kern|loca|maxp"
    b"|prep|vhea|vmtx"
)
"""Tables that hold no words (OpenType 1.9)."""
UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


class FontFile:
    """An OpenType font. `ValueError` when it is none."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._shapes: dict[int, Hashable] = {}
        try:
            self.tables = _tables(data)
            head, maxp = self.tables[b"head"][0], self.tables[b"maxp"][0]
            self.units: int = _u16(data, head + 18)
            self.count: int = _u16(data, maxp + 4)
            self._long = bool(_u16(data, head + 50))
            self._metrics = _u16(data, self.tables[b"hhea"][0] + 34)
            self._widths = self.tables[b"hmtx"][0]
        except (KeyError, struct.error) as error:
            raise ValueError("not a font") from error

    @property
    def comparable(self) -> bool:
        """Whether a glyph of a subset draws what the same glyph draws here."""
        return not any(tag in self.tables for tag in ALTERED) and (
            b"glyf" in self.tables or b"CFF " in self.tables
        )

    def outline(self, glyph: int) -> bytes | None:
        """A glyph's outline as stored in `glyf`; None when there is no such glyph, or no such table."""
        if b"glyf" not in self.tables or not 0 <= glyph < len(self._offsets) - 1:
            return None
        base, length = self.tables[b"glyf"]
        start, end = self._offsets[glyph], self._offsets[glyph + 1]
        return self.data[base + start : base + end] if start <= end <= length else None

    def shape(self, glyph: int) -> Hashable:
        """What a glyph draws, hints apart: equal for equal drawings, None for nothing."""
        if glyph not in self._shapes:
            try:
                drawn = self._drawn(glyph) if b"glyf" not in self.tables else self._shape(glyph, 0)
            except (struct.error, IndexError):
                drawn = b"damaged"
            self._shapes[glyph] = drawn
        return self._shapes[glyph]

    def _shape(self, glyph: int, depth: int) -> Hashable:
        outline = self.outline(glyph)
        if not outline:
            return None
        contours = struct.unpack_from(">h", outline)[0]
        if contours < 0 and depth < DEEPEST:
            return self._composed(outline, glyph, depth)
        hints = 10 + 2 * contours
        drawn = outline[hints + 2 + _u16(outline, hints) :].rstrip(b"\0")
        return outline[:hints], drawn, self._bearing(glyph)

    def _composed(self, outline: bytes, glyph: int, depth: int) -> Hashable:
        """A glyph made of others: which, and where each stands."""
        at, flags, parts = 10, MORE, []
        while flags & MORE:
            flags, part = struct.unpack_from(">HH", outline, at)
            scale = 2 if flags & SCALE else 4 if flags & SCALES else 8 if flags & MATRIX else 0
            end = at + 4 + (4 if flags & WORDS else 2) + scale
            parts.append((flags & ~(HINTS | OVERLAP), outline[at + 4 : end], self._shape(part, depth + 1)))
            at = end
        return outline[:10], tuple(parts), self._bearing(glyph)

    def _drawn(self, glyph: int) -> Hashable:
        from fontTools.pens.recordingPen import DecomposingRecordingPen

        if not 0 <= glyph < self.count:
            return None
        glyphs = self._glyphs
        pen = DecomposingRecordingPen(glyphs)
        glyphs[self._names[glyph]].draw(pen)
        return tuple((operator, tuple(points)) for operator, points in pen.value) or None

    def advance(self, glyph: int) -> float:
        """How far a glyph moves on, in thousandths of its size."""
        at = self._widths + 4 * min(glyph, self._metrics - 1)
        return _u16(self.data, at) * 1000 / (self.units or 1)

    def _bearing(self, glyph: int) -> int:
        start, beyond = self._widths, glyph - self._metrics
        at = start + 4 * glyph + 2 if beyond < 0 else start + 4 * self._metrics + 2 * beyond
        return _u16(self.data, at)

    def glyph(self, character: str) -> int:
        """The glyph of a character, 0 when it has none."""
        return self._lookup(ord(character))

    @cached_property
    def origins(self) -> dict[int, list[tuple[int, ...]]]:
        """The glyphs that each glyph may stand in for, as the font's own rules say."""
        start = self.tables.get(b"GSUB", (0, 0))[0]
        return glyph_origins(self.data, start) if start else {}

    @cached_property
    def _offsets(self) -> tuple[int, ...]:
        start, length = self.tables.get(b"loca", (0, 0))
        count = min(length // (4 if self._long else 2), self.count + 1)
        try:
            found = struct.unpack_from(f">{count}{'I' if self._long else 'H'}", self.data, start)
        except struct.error:
            return ()
        return found if self._long else tuple(offset * 2 for offset in found)

    @cached_property
    def _glyphs(self) -> Any:
        return self._opened.getGlyphSet()

    @cached_property
    def _names(self) -> list[str]:
        return list(self._opened.getGlyphOrder())

    @cached_property
    def _opened(self) -> Any:
        from fontTools.ttLib import TTFont

        return TTFont(BytesIO(self.data), lazy=True)

    @cached_property
    def _lookup(self) -> Callable[[int], int]:
        start = self.tables.get(b"cmap", (0, 0))[0]
        records = [
            struct.unpack_from(">HHI", self.data, start + 4 + 8 * i)
            for i in range(_u16(self.data, start + 2) if start else 0)
        ]
        found = {(platform, encoding): start + offset for platform, encoding, offset in records}
        for kind in UNICODE:
            if kind in found and (read := READERS.get(_u16(self.data, found[kind]))):
                return read(self.data, found[kind])
        return lambda _code: 0


@lru_cache(maxsize=64)
def font_file(data: bytes) -> FontFile | None:
    """A font that is asked again and again; None when the bytes are no font. WOFF is unpacked."""
    try:
        return FontFile(_unpacked(data) if data[:4] in (b"wOFF", b"wOF2") else data)
    except ValueError:
        return None


def _unpacked(data: bytes) -> bytes:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(BytesIO(data))
        font.flavor = None
        plain = BytesIO()
        font.save(plain)
    except (TTLibError, ImportError) as error:
        raise ValueError("not a font") from error
    return plain.getvalue()


def without_numbers(data: bytes) -> bytes:
    """A font without the tables that hold nothing but numbers; anything else as it is."""
    if data[:4] not in SFNT:
        return data
    try:
        tables = _tables(data)
    except struct.error:
        return data
    left, at = [], 0
    for offset, length in sorted(place for tag, place in tables.items() if NUMBERS.match(tag)):
        left.append(data[at:offset])
        at = max(at, offset + length + length % 2)  # words of two bytes begin at even places
    return b"\0\0".join((*left, data[at:]))


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    """The table directory: offset and length by tag."""
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(_u16(data, 4)))
    return {tag: (offset, length) for tag, _, offset, length in records}


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _segments(data: bytes, at: int) -> Callable[[int], int]:
    """`cmap` format 4: characters up to U+FFFF in segments."""
    count = _u16(data, at + 6) // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + gap + 2 * count * n)
        for n, gap in enumerate((14, 16, 16, 16))
    )
    base = at + 16 + 6 * count

    def lookup(code: int) -> int:
        n = bisect_left(ends, code)
        if n == count or code < starts[n]:
            return 0
        if not offsets[n]:
            return int(code + deltas[n]) & 0xFFFF
        glyph = _u16(data, base + 2 * n + offsets[n] + 2 * (code - starts[n]))
        return (glyph + deltas[n]) & 0xFFFF if glyph else 0

    return lookup


def _groups(data: bytes, at: int) -> Callable[[int], int]:
    """`cmap` format 12: all characters, in groups."""
    count: int = struct.unpack_from(">I", data, at + 12)[0]
    numbers = struct.unpack_from(f">{3 * count}I", data, at + 16)
    firsts: tuple[int, ...] = numbers[::3]
    lasts: tuple[int, ...] = numbers[1::3]
    glyphs: tuple[int, ...] = numbers[2::3]

    def lookup(code: int) -> int:
        n = bisect_left(lasts, code)
        return int(glyphs[n]) + code - firsts[n] if n < count and firsts[n] <= code else 0

    return lookup


READERS: dict[int, Callable[[bytes, int], Callable[[int], int]]] = {4: _segments, 12: _groups}
