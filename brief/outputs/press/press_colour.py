"""Colours for the press: from the screen's red, green and blue to inks, by an ICC profile.

Greys, and what is grey to the eye, become black ink alone, as light as the screen shows
them: four inks never meet exactly, and small type in them has coloured edges. Everything
else is converted relative to the paper, with black point compensation, and rounded to
whole percents, as a press counts. Little CMS, which Pillow carries, does the sums.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

Inks = tuple[float, float, float, float]
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
NEARLY_GREY = 16  # of 255, between the largest and the smallest of red, green and blue
RELATIVE_COLORIMETRIC = 1
BLACK_POINT_COMPENSATION = 0x2000


class Press:
    """A printing condition: what its profile makes of colours and pictures. `ValueError`: no CMYK profile."""

    def __init__(self, profile: bytes) -> None:
        from PIL import ImageCms

        try:
            self._profile = ImageCms.ImageCmsProfile(BytesIO(profile))
        except OSError as error:
            raise ValueError("not an ICC profile") from error
        if self._profile.profile.xcolor_space.strip() != "CMYK":
            raise ValueError("not a profile of four inks")
        screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        lightness = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        self.name = str(self._profile.profile.profile_description)
        self._to_inks = _transform(screen, self._profile, "RGB", "CMYK")
        self._to_lightness = _transform(screen, lightness, "RGB", "LAB")
        self._blacks = _lightness(_transform(self._profile, lightness, "CMYK", "LAB"))
        self.inks: Callable[[float, float, float], Inks] = lru_cache(maxsize=4096)(self._inks)

    def _inks(self, red: float, green: float, blue: float) -> Inks:
        """The inks (0 to 1) of a colour of the screen (0 to 1)."""
        from PIL import Image

        colour = tuple(round(min(max(part, 0.0), 1.0) * 255) for part in (red, green, blue))
        pixel = Image.new("RGB", (1, 1), colour)
        if max(colour) - min(colour) <= NEARLY_GREY:
            return (0.0, 0.0, 0.0, self._black(_applied(pixel, self._to_lightness)))
        return _inks_of(_applied(pixel, self._to_inks).getpixel((0, 0)))

    def _black(self, pixel: Any) -> float:
        """As much black as is as light as the pixel, between the paper and the full ink."""
        wanted = pixel.getpixel((0, 0))[0]
        return min(range(101), key=lambda percent: abs(self._blacks[percent] - wanted)) / 100

    def picture(self, image: Any) -> Any:
        """A picture of the screen as a picture in inks (both of Pillow)."""
        return _applied(image.convert("RGB"), self._to_inks)


def _inks_of(levels: Any) -> Inks:
    cyan, magenta, yellow, black = (round(level / 2.55) / 100 for level in levels)
    return cyan, magenta, yellow, black


def _transform(source: Any, goal: Any, mode: str, goal_mode: str) -> Any:
    from PIL import ImageCms

    return ImageCms.buildTransform(
        source,
        goal,
        mode,
        goal_mode,
        renderingIntent=ImageCms.Intent(RELATIVE_COLORIMETRIC),
        flags=ImageCms.Flags(BLACK_POINT_COMPENSATION) if goal_mode == "CMYK" else ImageCms.Flags(0),
    )


def _lightness(transform: Any) -> list[int]:
    """The lightness (0 to 255, of white paper 255) of black ink from 0 to 100 percent."""
    from PIL import Image

    strip = Image.new("CMYK", (101, 1))
    for percent in range(101):
        strip.putpixel((percent, 0), (0, 0, 0, round(percent * 2.55)))
    printed = _applied(strip, transform)
    return [printed.getpixel((percent, 0))[0] for percent in range(101)]


def _applied(image: Any, transform: Any) -> Any:
    from PIL import ImageCms

    return ImageCms.applyTransform(image, transform)
