"""What a picture's numbers mean as colours, and the same in sRGB at eight bits.

Relative to the white, with black point compensation, as print shops convert. A profile that is
no profile, or one of other colours than the picture's, is passed over, as browsers do.

ICC.1:2001-04, 6.3.1.2: a display profile of three colorants and three curves; the colorants
are adapted to the profile connection space's white, D50, by the Bradford method (annex E).

Pillow 13 gives greys of sixteen bits as numbers that its own `convert` turns into white; of two
and four bits it scales the greys and not the one that a PNG calls transparent; and of sixteen
bits in three colours it keeps the upper eight, but not of the transparent one (PNG 3, 11.3.1.1).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from brief.compose.pictures.pictures import SCREENS

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


def in_eight_bits(image: Any, bits: int) -> Any:
    """A decoded picture as `L`, `LA`, `RGB`, `RGBA` or `CMYK`; `bits` are those of its file."""
    if image.mode.startswith("I"):
        return _upper_eight(image)
    key = image.info.get("transparency")
    if isinstance(key, int) and image.mode == "L" and bits < 8:
        image.info["transparency"] = key * 255 // (2**bits - 1)
    elif isinstance(key, tuple) and bits == 16:
        image.info["transparency"] = tuple(part >> 8 for part in key)
    if key is not None:
        return image.convert("LA" if image.mode == "L" else "RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    is_clear = image.mode in ("PA", "La", "RGBa")
    return image.convert("L" if image.mode == "1" else "RGBA" if is_clear else "RGB")


def _upper_eight(image: Any) -> Any:
    """Greys of sixteen bits by their upper eight; the transparent one is known by all of them."""
    from PIL import Image, ImageChops

    numbers = (image if image.mode == "I;16" else image.convert("I;16")).tobytes()
    upper = Image.frombytes("L", image.size, numbers[1::2])
    key = image.info.get("transparency")
    if not isinstance(key, int):
        return upper
    lower = Image.frombytes("L", image.size, numbers[::2])
    differs = [
        part.point([0 if level == wanted else 255 for level in range(256)])
        for part, wanted in ((upper, key >> 8), (lower, key & 255))
    ]
    return Image.merge("LA", (upper, ImageChops.lighter(*differs)))


RELATIVE_COLORIMETRIC = 1
BLACK_POINT_COMPENSATION = 0x2000
SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
SRGB_GAMMA, NEAR = 0.45455, 0.002
ALIKE = 2
"""Of 255: as far as colours may be off to be called the same, which is what sums in eight bits come to."""


def profile_of(info: dict[str, Any], code_points: bytes, *, grey: bool) -> bytes:
    """The ICC profile of what a file says of its colours (PNG 3, 4.3); empty where that is sRGB, or nothing.

    `info` is Pillow's, `code_points` those of a PNG's cICP.
    """
    if code_points:
        return b"" if grey or SCREENS.get(code_points) == "sRGB" else profile(DISPLAY_P3)
    if found := info.get("icc_profile"):
        return bytes(found)
    gamma, colours = info.get("gamma"), info.get("chromaticity") or SRGB
    if "srgb" in info or not gamma:
        return b""
    is_near = abs(gamma - SRGB_GAMMA) < NEAR
    if is_near and (grey or all(abs(a - b) < NEAR for a, b in zip(colours, SRGB, strict=True))):
        return b""
    try:
        return grey_profile(1 / gamma) if grey else profile(colours, 1 / gamma)
    except ValueError:
        return b""


@lru_cache(maxsize=32)
def is_srgb(icc: bytes, mode: str) -> bool:
    """Whether a profile changes nothing that is seen in pictures of this mode, or does not fit them."""
    from PIL import Image, ImageChops

    if not icc or _transform(icc, mode) is None:
        return mode != "CMYK"
    if mode == "CMYK":
        return False
    levels = bytes(range(0, 256, 51))
    dots = b"".join(bytes((r, g, b)) for r in levels for g in levels for b in levels)
    sample = Image.frombytes("RGB", (len(dots) // 3, 1), dots)
    sample = sample.getchannel(0) if mode == "L" else sample
    beside = ImageChops.difference(sample, in_srgb(sample, icc))
    return not any(any(band.histogram()[ALIKE + 1 :]) for band in beside.split())


def in_srgb(image: Any, icc: bytes) -> Any:
    """A picture in the colours or greys of sRGB, by its profile; as it is where the profile does not fit."""
    from PIL import Image, ImageCms

    bands = image.getbands()
    mode = "".join(bands).removesuffix("A")
    transform = _transform(icc, mode)
    if transform is None:
        return image
    converted: Any = ImageCms.applyTransform(image.convert(mode) if bands[-1] == "A" else image, transform)
    parts = list(converted.split())[: 1 if mode == "L" else 3]
    parts += [image.getchannel("A")] if bands[-1] == "A" else []
    return Image.merge({1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[len(parts)], parts)


@lru_cache(maxsize=32)
def _transform(icc: bytes, mode: str) -> Any:
    """From a profile to sRGB; None where the profile is none, or not for this mode."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(icc))
        if source.profile.xcolor_space.strip() != SPACES.get(mode):
            return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent(RELATIVE_COLORIMETRIC),
            flags=ImageCms.Flags(BLACK_POINT_COMPENSATION),
        )
    except (OSError, ImageCms.PyCMSError):
        return None
