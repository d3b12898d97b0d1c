"""Which glyphs a glyph may stand in for: a font's rules of substitution, read backwards.

OpenType 1.9, `GSUB`: small capitals, old-style and raised figures, ligatures, forms of Arabic letters.
Only what is put in place of what is read; in which script and under which feature does not matter here.
Rules that call other rules (types 5 and 6) add nothing of their own: the others stand in the same list.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

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
