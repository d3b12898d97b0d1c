"""An ICC profile for what a picture says of its colours in numbers: three primaries, a white and a curve.

ICC.1:2001-04, 6.3.1.2: a display profile of three colorants and three curves; the colorants
are adapted to the profile connection space's white, D50, by the Bradford method (annex E).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

Matrix = tuple[tuple[float, float, float], ...]
SRGB = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""White, red, green and blue of sRGB, as x and y (IEC 61966-2-1), in the order of a PNG's cHRM."""
DISPLAY_P3 = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
D50 = (0.9642, 1.0, 0.8249)
BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
STEPS = 1024


def profile(chromaticities: Sequence[float], gamma: float | None = None) -> bytes:
    """A profile of eight chromaticities (white, red, green, blue: x and y); curve: a power, or that of sRGB.

    `ValueError` where the chromaticities span no colours.
    """
    try:
        colorants = _colorants(chromaticities)
    except ZeroDivisionError as error:
        raise ValueError("chromaticities that span no colours") from error
    curve = _power(gamma) if gamma else _srgb_curve()
    tags = {}
    for name, colorant in zip(b"rgb", colorants, strict=True):
        tags[b"%cXYZ" % name] = _xyz(colorant)
        tags[b"%cTRC" % name] = curve
    return _written(b"RGB ", tags)


def grey_profile(gamma: float) -> bytes:
    """A profile of greys, from a power."""
    return _written(b"GRAY", {b"kTRC": _power(gamma)})


def _colorants(chromaticities: Sequence[float]) -> list[tuple[float, float, float]]:
    white, *primaries = (
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(chromaticities[::2], chromaticities[1::2], strict=True)
    )
    columns: Matrix = tuple(zip(*primaries, strict=True))
    shares = _times(_inverse(columns), white)
    adapted = _adaptation(white)
    found = (
        _times(adapted, [part * share for part in primary])
        for primary, share in zip(primaries, shares, strict=True)
    )
    return [(x, y, z) for x, y, z in found]


def _adaptation(white: Sequence[float]) -> Matrix:
    """From colours seen under a white to the same under D50."""
    there, here = _times(BRADFORD, white), _times(BRADFORD, D50)
    scaled = tuple(
        tuple(value * goal / source for value in row)
        for row, goal, source in zip(BRADFORD, here, there, strict=True)
    )
    back = _inverse(BRADFORD)
    columns = [_times(back, column) for column in zip(*scaled, strict=True)]
    return tuple((row[0], row[1], row[2]) for row in zip(*columns, strict=True))


def _times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    whole = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple((x / whole, y / whole, z / whole) for x, y, z in rows)


def _power(gamma: float) -> bytes:
    return b"curv" + struct.pack(">4xIH", 1, min(max(round(gamma * 256), 1), 0xFFFF))


def _srgb_curve() -> bytes:
    levels = (step / (STEPS - 1) for step in range(STEPS))
    linear = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return b"curv" + struct.pack(f">4xI{STEPS}H", STEPS, *(round(v * 0xFFFF) for v in linear))


def _xyz(colour: Sequence[float]) -> bytes:
    return b"XYZ " + struct.pack(">4x3i", *(round(min(max(v, -30000), 30000) * 0x10000) for v in colour))


def _description(words: bytes) -> bytes:
    return b"desc" + struct.pack(">4xI", len(words) + 1) + words + b"\0" + bytes(78)


def _written(space: bytes, own: dict[bytes, bytes]) -> bytes:
    """Header, table of tags, and the tags, each on a boundary of four bytes (6.1 to 6.3)."""
    said = {
        b"wtpt": _xyz(D50),
        b"cprt": b"text\0\0\0\0none\0",
        b"desc": _description(b"Colours of a picture"),
    }
    tags = {**said, **own}
    at, table, bodies = 128 + 4 + 12 * len(tags), b"", b""
    for name, body in tags.items():
        table += struct.pack(">4sII", name, at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    header = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x",
        at + len(bodies), 0x02100000, b"mntr", space, b"XYZ ", b"acsp",
        *(round(v * 0x10000) for v in D50),
    )  # fmt: skip
    return header + struct.pack(">I", len(tags)) + table + bodies
