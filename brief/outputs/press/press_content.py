"""A page in inks: its content stream, forms, gradients, masks and pictures, by an ICC profile.

Each object that the pages' resources lead to is visited once. Streams of operators go
through `press_content`; gradients have the ends of their functions converted; pictures of
the screen are converted dot by dot. Groups blend in inks, and soft masks in grey.

Only the operators that set a device colour are rewritten (ISO 32000-1, 8.6.8); all other
bytes stay as they are. Text in full black overprints (8.6.7): where plates do not meet
exactly, no white line shows around a letter. Within a soft mask, whose brightness alone
counts, colours become greys instead.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf

from brief.prove.content import TOKEN
from brief.prove.streams import unpacked

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


STITCHING, EXPONENTIAL = 3, 2
SCREENS = {"/DeviceRGB", "/CalRGB"}


class PressResources:
    """Converts what resources lead to; `blends` tells whether any of it is transparent."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.blends = False
        self._done: set[tuple[int, int]] = set()

    def convert(self, resources: Any, *, mask: bool = False) -> None:
        """Convert all that these resources hold; `mask`: what they draw is a soft mask."""
        if not isinstance(resources, pikepdf.Dictionary) or self._is_done(resources):
            return
        for state in _values(resources, "/ExtGState"):
            if isinstance(state.get("/SMask"), pikepdf.Dictionary):
                self.blends = True
                self._stream(state.SMask.G, mask=True)
        for shading in _values(resources, "/Shading"):
            self._shading(shading, mask=mask)
        for pattern in _values(resources, "/Pattern"):
            if isinstance(pattern, pikepdf.Stream):
                self._stream(pattern, mask=mask)
            else:
                self._shading(pattern.Shading, mask=mask)
        for drawn in _values(resources, "/XObject"):
            if drawn.get("/Subtype") == "/Image":
                self._picture(drawn)
            else:
                self._stream(drawn, mask=mask)
        if not mask:
            _add_states(resources)

    def _is_done(self, value: Any) -> bool:
        if not value.is_indirect:
            return False
        done = value.objgen in self._done
        self._done.add(value.objgen)
        return done

    def _stream(self, stream: Any, *, mask: bool) -> None:
        if self._is_done(stream):
            return
        content = unpacked(stream)
        write(stream, for_mask(content) if mask else for_press(content, self.press.inks))
        if "/Group" in stream:
            self.blends = True
            stream.Group["/CS"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")
        self.convert(stream.get("/Resources"), mask=mask)

    def _shading(self, shading: Any, *, mask: bool) -> None:
        if self._is_done(shading) or not _is_screen(shading.get("/ColorSpace")):
            return
        shading["/ColorSpace"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")
        shading["/Function"] = self._function(shading.Function, mask=mask)

    def _function(self, function: Any, *, mask: bool) -> Any:
        """A gradient's function with other colours at its ends (ISO 32000-1, 7.10.3 and 7.10.4)."""
        kind = int(function.get("/FunctionType", -1))
        changed = pikepdf.Dictionary({key: value for key, value in function.items() if key != "/Range"})
        if kind == STITCHING:
            changed["/Functions"] = pikepdf.Array([self._function(f, mask=mask) for f in function.Functions])
        elif kind == EXPONENTIAL:
            for end in ("/C0", "/C1"):
                red, green, blue = (float(part) for part in function[end])
                level = (brightness(red, green, blue),)
                changed[end] = pikepdf.Array(level if mask else self.press.inks(red, green, blue))
        else:
            raise ValueError("a gradient is drawn in a way that cannot be turned into inks")
        return changed

    def _picture(self, picture: Any) -> None:
        if self._is_done(picture) or not _is_screen(picture.get("/ColorSpace")):
            return
        inks = self.press.picture(pikepdf.PdfImage(picture).as_pil_image())
        write(picture, inks.tobytes())
        picture["/ColorSpace"] = pikepdf.Name("/DeviceCMYK")
        picture["/BitsPerComponent"] = 8
        if "/Decode" in picture:
            del picture["/Decode"]


def write(stream: Any, data: bytes) -> None:
    """Put other bytes into a stream, packed."""
    stream.write(zlib.compress(data, 9), filter=pikepdf.Name("/FlateDecode"))


def _is_screen(space: Any) -> bool:
    """Whether a colour space is red, green and blue, by device or by profile, or a palette of them."""
    if isinstance(space, pikepdf.Name):
        return str(space) in SCREENS
    if not isinstance(space, pikepdf.Array):
        return False
    if space[0] == "/Indexed":
        return _is_screen(space[1])
    return str(space[0]) in SCREENS or (space[0] == "/ICCBased" and int(space[1].get("/N", 0)) == 3)


def _values(resources: Any, kind: str) -> list[Any]:
    return [value for _, value in sorted(resources.get(kind, pikepdf.Dictionary()).items())]


def _add_states(resources: Any) -> None:
    """The two states that `press_content` switches between (ISO 32000-1, 11.7.4.2: overprint mode 1)."""
    if "/ExtGState" not in resources:
        resources["/ExtGState"] = pikepdf.Dictionary()
    for name, on in ((OVER, True), (UNDER, False)):
        state = pikepdf.Dictionary(Type=pikepdf.Name("/ExtGState"), OP=on, op=on, OPM=1 if on else 0)
        resources.ExtGState[f"/{name.decode()}"] = state


OVER, UNDER = b"BriefOver", b"BriefUnder"  # states of the graphics: overprinting, and not
SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
OPERANDS = frozenset(b"0123456789+-./[]<>(")
INKS_OF_RGB = Callable[[float, float, float], Inks]


def for_press(content: bytes, inks: INKS_OF_RGB, *, black: bool = False) -> bytes:
    """The content with device colours in inks and black text overprinting; `black`: it begins in black."""
    return _Rewriter(content, inks, black=black).run()


def for_mask(content: bytes) -> bytes:
    """The content of a soft mask's group, with device colours in grey."""
    return _Rewriter(content, None).run()


def brightness(red: float, green: float, blue: float) -> float:
    """How bright a colour is in a mask (ISO 32000-1, 10.3.2)."""
    return 0.3 * red + 0.59 * green + 0.11 * blue


@dataclass
class _Rewriter:
    content: bytes
    inks: INKS_OF_RGB | None
    parts: list[bytes] = field(default_factory=list)
    copied: int = 0
    black: bool = False
    device: bytes = b""
    over: bool = False
    states: list[tuple[bool, bytes]] = field(default_factory=list)

    def run(self) -> bytes:
        operands: list[bytes] = []
        start = 0
        for match in TOKEN.finditer(self.content):
            token = match[0]
            if token[0] in OPERANDS:
                start = start if operands else match.start()
                operands.append(token)
                continue
            self._operator(token, operands, start if operands else match.start(), match.end())
            operands = []
        return b"".join((*self.parts, self.content[self.copied :]))

    def _operator(self, token: bytes, operands: list[bytes], start: int, end: int) -> None:
        if token == b"q":
            self.states.append((self.black, self.device))
        elif token == b"Q" and self.states:
            self.black, self.device = self.states.pop()
        elif token in (b"rg", b"RG", b"g", b"G"):
            self._colour(token, [float(word) for word in operands], start, end)
        elif token in (b"cs", b"sc", b"scn", b"k"):
            self._other_colour(token, operands)
        elif token in SHOWS_TEXT and self.inks is not None:
            self._overprint(self.black, start)
        elif token == b"ET":
            self._overprint(False, end)

    def _colour(self, token: bytes, values: list[float], start: int, end: int) -> None:
        red, green, blue = values if len(values) == 3 else values * 3
        filling = token in (b"rg", b"g")
        if self.inks is None:
            self._put(
                start, end, b"%s %s" % (_number(brightness(red, green, blue)), b"g" if filling else b"G")
            )
            return
        inks = self.inks(red, green, blue)
        self.black = inks == BLACK if filling else self.black
        self._put(start, end, b" ".join((*map(_number, inks), b"k" if filling else b"K")))

    def _other_colour(self, token: bytes, operands: list[bytes]) -> None:
        """Colours that are not the screen's stay; whether they are pure black matters."""
        if token == b"cs":
            self.device, self.black = b"".join(operands), False
        elif token == b"k" or self.device == b"/DeviceCMYK":
            self.black = tuple(float(word) for word in operands if word[:1] != b"/") == BLACK

    def _overprint(self, wanted: bool, at: int) -> None:
        """Switch before this place, where it is not so already; within a text object that is allowed."""
        if wanted != self.over:
            self._put(at, at, b"\n/%s gs\n" % (OVER if wanted else UNDER))
            self.over = wanted

    def _put(self, start: int, end: int, instead: bytes) -> None:
        self.parts += [self.content[self.copied : start], instead]
        self.copied = end


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
