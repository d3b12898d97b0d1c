"""What a picture's numbers mean as colours, and the same colours in sRGB (Pillow, with Little CMS).

Relative to the white, with black point compensation, as print shops convert. A profile that is
no profile, or one of other colours than the picture's, is passed over, as browsers do.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from brief.compose.pictures.icc_profile import DISPLAY_P3, SRGB, grey_profile, profile
from brief.compose.pictures.pictures import SCREENS

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
