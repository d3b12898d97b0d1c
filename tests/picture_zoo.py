"""Pictures of every kind that PNG and JPEG know, each with the two colours that it is meant to show.

Each is two patches beside each other. PNGs are written by hand, since no library writes all of
them; what a colour means is asked of Little CMS, with the picture's own profile.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from brief.compose.pictures.picture_colours import DISPLAY_P3, SRGB, grey_profile, profile

INKS = (Path(__file__).resolve().parent.parent / "styles/icc/ISOcoated_v2_300_bas.icc").read_bytes()
WIDE, HIGH = 48, 24
COLOURS = ((200, 110, 70), (70, 95, 140))
GREYS = (60, 200)
OTHER_INKS = ((10, 120, 200, 20), (200, 40, 30, 60))
PROFILES = {"p3": profile(DISPLAY_P3), "linear": profile(SRGB, 1.0), "srgb": profile(SRGB)}
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Kind:
    """A picture: its bytes, and what its left and its right half look like on white paper."""

    data: bytes
    shows: tuple[Colour, Colour]
    name: str = "png"


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(kind: int, bits: int, left: tuple[int, ...], right: tuple[int, ...], extra: bytes = b"") -> bytes:
    """A PNG of two patches, of a colour type and a depth; `extra` are chunks before the data."""
    numbers = [*left * (WIDE // 2), *right * (WIDE // 2)]
    packed = "".join(format(number, f"0{bits}b") for number in numbers)
    row = b"\0" + int(packed, 2).to_bytes(len(packed) // 8, "big")
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", WIDE, HIGH, bits, kind, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(row * HIGH))
    return b"\x89PNG\r\n\x1a\n" + header + extra + data + chunk(b"IEND", b"")


def interlaced(left: Colour, right: Colour) -> bytes:
    """An RGB PNG in the seven passes of Adam7 (ISO/IEC 15948, 8.2)."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = b""
    for x, y, across, down in passes:
        row = b"".join(bytes(left if at < WIDE // 2 else right) for at in range(x, WIDE, across))
        rows += (b"\0" + row) * len(range(y, HIGH, down))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", WIDE, HIGH, 8, 2, 0, 0, 1))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(mode: str, left: tuple[int, ...], right: tuple[int, ...], **how: object) -> bytes:
    """A JPEG of two patches, by Pillow."""
    stream = BytesIO()
    _patches(mode, left, right).save(stream, format="JPEG", quality=95, subsampling=0, **how)
    return stream.getvalue()


def turned(orientation: int) -> bytes:
    """A JPEG that lies as a camera of this orientation keeps it (Exif 2.3, 4.6.4)."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image, exif = _patches("RGB", *COLOURS), Image.Exif()
    exif[0x0112] = orientation
    if orientation in undo:
        image = image.transpose(Image.Transpose(undo[orientation]))
    stream = BytesIO()
    image.save(stream, format="JPEG", quality=95, subsampling=0, exif=exif)
    return stream.getvalue()


def ycck(left: tuple[int, ...], right: tuple[int, ...]) -> bytes:
    """A JPEG of inks as brightness, colour and black (ITU-T T.872, 6.5.3: transform 2)."""
    bands = _patches("CMYK", left, right).split()
    bright = Image.merge("RGB", bands[:3]).convert("YCbCr").split()
    stored = (*(band.point(lambda level: 255 - level) for band in bright), bands[3])
    stream = BytesIO()
    Image.merge("CMYK", stored).save(stream, format="JPEG", quality=95, subsampling=0)
    data = stream.getvalue()
    at = data.index(b"Adobe") + 11
    return data[:at] + b"\x02" + data[at + 1 :]


def without_adobe(data: bytes) -> bytes:
    """A JPEG without the marker that says its inks are negative."""
    at = data.index(b"\xff\xee")
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def _patches(mode: str, left: tuple[int, ...], right: tuple[int, ...]) -> Image.Image:
    image = Image.new(mode, (WIDE, HIGH), left if len(left) > 1 else left[0])
    image.paste(right if len(right) > 1 else right[0], (WIDE // 2, 0, WIDE, HIGH))
    return image


def _seen(icc: bytes, mode: str, colours: tuple[tuple[int, ...], ...]) -> tuple[Colour, Colour]:
    """Two colours of a profile, in sRGB."""
    change = ImageCms.buildTransform(
        BytesIO(icc), ImageCms.createProfile("sRGB"), mode, "RGB",
        renderingIntent=ImageCms.Intent(1), flags=ImageCms.Flags(0x2000),
    )  # fmt: skip
    first, second = (
        ImageCms.applyTransform(Image.new(mode, (1, 1), c if len(c) > 1 else c[0]), change).getpixel((0, 0))
        for c in colours
    )
    return first, second


def _grey(level: int) -> Colour:
    return level, level, level


def _over(colour: Colour, alpha: int) -> Colour:
    red, green, blue = (round(part * alpha / 255 + 255 - alpha) for part in colour)
    return red, green, blue


def _iccp(icc: bytes) -> bytes:
    return chunk(b"iCCP", b"x\0\0" + zlib.compress(icc))


def _numbers(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


WHITE = (255, 255, 255)


@cache
def pngs() -> dict[str, Kind]:
    """PNGs: every colour type and depth, transparency, and what is said of colours."""
    red, blue = COLOURS
    dark, light = (GREYS[0],), (GREYS[1],)
    both = (_grey(GREYS[0]), _grey(GREYS[1]))
    palette = chunk(b"PLTE", bytes((*red, *blue)))
    clear = chunk(b"tRNS", b"\x80")
    wide = [tuple(part * 257 for part in colour) for colour in (*COLOURS, dark, light)]
    found = {}
    for bits, low in ((1, 0), (2, 1), (4, 5)):
        most, shade = 2**bits - 1, _grey(low * 255 // (2**bits - 1))
        found[f"grey-{bits}"] = Kind(png(0, bits, (low,), (most,)), (shade, WHITE))
        keyed = chunk(b"tRNS", _numbers(most))
        found[f"grey-{bits}-key"] = Kind(png(0, bits, (low,), (most,), keyed), (shade, WHITE))
        hidden = chunk(b"tRNS", _numbers(low))
        found[f"grey-{bits}-hidden"] = Kind(
            png(0, bits, (low,), (0 if low else 1,), hidden), (WHITE, _grey(0 if low else 255))
        )
    for bits in (1, 2, 4, 8):
        found[f"palette-{bits}"] = Kind(png(3, bits, (0,), (1,), palette), COLOURS)
        found[f"palette-{bits}-clear"] = Kind(
            png(3, bits, (0,), (1,), palette + clear), (_over(red, 128), blue)
        )
    linear = chunk(b"gAMA", struct.pack(">I", 100000))
    chroma = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    p3_power = profile(DISPLAY_P3, 2.2)
    said = chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"cHRM", struct.pack(">8I", *chroma))
    grey_linear = grey_profile(1.0)
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0"
    return found | {
        "grey-8": Kind(png(0, 8, dark, light), both),
        "grey-8-key": Kind(png(0, 8, dark, light, chunk(b"tRNS", _numbers(*dark))), (WHITE, both[1])),
        "grey-16": Kind(png(0, 16, wide[2], wide[3]), both),
        "grey-16-key": Kind(png(0, 16, wide[2], wide[3], chunk(b"tRNS", _numbers(*wide[2]))), (WHITE, both[1])),
        "grey-alpha-8": Kind(png(4, 8, (*dark, 128), (*light, 255)), (_over(both[0], 128), both[1])),
        "grey-alpha-16": Kind(png(4, 16, (*wide[2], 128 * 257), (*wide[3], 65535)), (_over(both[0], 128), both[1])),
        "rgb-8": Kind(png(2, 8, red, blue), COLOURS),
        "rgb-8-key": Kind(png(2, 8, red, blue, chunk(b"tRNS", _numbers(*red))), (WHITE, blue)),
        "rgb-16": Kind(png(2, 16, wide[0], wide[1]), COLOURS),
        "rgb-16-key": Kind(png(2, 16, wide[0], wide[1], chunk(b"tRNS", _numbers(*wide[0]))), (WHITE, blue)),
        "rgba-8": Kind(png(6, 8, (*red, 128), (*blue, 255)), (_over(red, 128), blue)),
        "rgba-16": Kind(png(6, 16, (*wide[0], 128 * 257), (*wide[1], 65535)), (_over(red, 128), blue)),
        "interlaced": Kind(interlaced(red, blue), COLOURS),
        "srgb-chunk": Kind(png(2, 8, red, blue, chunk(b"sRGB", b"\0") + linear), COLOURS),
        "gamma-usual": Kind(png(2, 8, red, blue, chunk(b"gAMA", struct.pack(">I", 45455))), COLOURS),
        "gamma-linear": Kind(png(2, 8, red, blue, linear), _seen(PROFILES["linear"], "RGB", COLOURS)),
        "gamma-linear-grey": Kind(png(0, 8, dark, light, linear), _seen(grey_linear, "L", (dark, light))),
        "chromaticities": Kind(png(2, 8, red, blue, said), _seen(p3_power, "RGB", COLOURS)),
        "code-points": Kind(png(2, 8, red, blue, chunk(b"cICP", bytes((12, 13, 0, 1)))), _seen(PROFILES["p3"], "RGB", COLOURS)),
        "profile-srgb": Kind(png(2, 8, red, blue, _iccp(PROFILES["srgb"])), COLOURS),
        "profile-p3": Kind(png(2, 8, red, blue, _iccp(PROFILES["p3"])), _seen(PROFILES["p3"], "RGB", COLOURS)),
        "profile-p3-palette": Kind(png(3, 8, (0,), (1,), _iccp(PROFILES["p3"]) + palette), _seen(PROFILES["p3"], "RGB", COLOURS)),
        "profile-grey": Kind(png(0, 8, dark, light, _iccp(grey_linear)), _seen(grey_linear, "L", (dark, light))),
        "profile-of-others": Kind(png(2, 8, red, blue, _iccp(INKS)), COLOURS),
        "profile-broken": Kind(png(2, 8, red, blue, _iccp(b"no profile")), COLOURS),
        "upside-down": Kind(png(2, 8, blue, red, chunk(b"eXIf", exif)), COLOURS),
    }  # fmt: skip


@cache
def jpegs() -> dict[str, Kind]:
    """JPEGs: grey, colour, inks, in each way of packing them, with and without a profile, each way up."""
    grey = ((GREYS[0],), (GREYS[1],))
    both = (_grey(GREYS[0]), _grey(GREYS[1]))
    inks, grey_linear = _seen(INKS, "CMYK", OTHER_INKS), grey_profile(1.0)
    cmyk = jpeg("CMYK", *OTHER_INKS)
    negative = tuple(tuple(255 - part for part in colour) for colour in OTHER_INKS)
    kinds = {
        "grey": Kind(jpeg("L", *grey), both),
        "colour": Kind(jpeg("RGB", *COLOURS), COLOURS),
        "progressive": Kind(jpeg("RGB", *COLOURS, progressive=True), COLOURS),
        "rgb": Kind(jpeg("RGB", *COLOURS, keep_rgb=True), COLOURS),
        "rgb-by-name": Kind(without_adobe(jpeg("RGB", *COLOURS, keep_rgb=True)), COLOURS),
        "inks": Kind(cmyk, inks),
        "inks-progressive": Kind(jpeg("CMYK", *OTHER_INKS, progressive=True), inks),
        "inks-profile": Kind(jpeg("CMYK", *OTHER_INKS, icc_profile=INKS), inks),
        "inks-other-profile": Kind(jpeg("CMYK", *OTHER_INKS, icc_profile=PROFILES["p3"]), inks),
        "inks-positive": Kind(without_adobe(jpeg("CMYK", negative[0], negative[1])), inks),
        "ycck": Kind(ycck(*OTHER_INKS), inks),
        "profile-srgb": Kind(jpeg("RGB", *COLOURS, icc_profile=PROFILES["srgb"]), COLOURS),
        "profile-p3": Kind(jpeg("RGB", *COLOURS, icc_profile=PROFILES["p3"]), _seen(PROFILES["p3"], "RGB", COLOURS)),
        "profile-grey": Kind(jpeg("L", *grey, icc_profile=grey_linear), _seen(grey_linear, "L", grey)),
        "profile-broken": Kind(jpeg("RGB", *COLOURS, icc_profile=b"no profile"), COLOURS),
        **{f"turned-{way}": Kind(turned(way), COLOURS) for way in range(1, 9)},
    }  # fmt: skip
    return {name: Kind(kind.data, kind.shows, "jpg") for name, kind in kinds.items()}


@cache
def drawings() -> dict[str, Kind]:
    """SVG drawings with a picture inside."""
    inside = {
        "inks": jpegs()["inks"], "profile": pngs()["profile-p3"], "grey-16": pngs()["grey-16"],
        "webp": Kind(_as("WEBP"), COLOURS), "gif": Kind(_as("GIF"), COLOURS),
    }  # fmt: skip
    return {
        f"with-{name}": Kind(
            drawing(kind.data, "jpeg" if kind.name == "jpg" else kind.name), kind.shows, "svg"
        )
        for name, kind in inside.items()
    }


def drawing(data: bytes, kind: str) -> bytes:
    """A drawing with a picture inside, written in lines as Inkscape does."""
    packed = b64encode(data).decode()
    lines = "&#10;".join(packed[at : at + 76] for at in range(0, len(packed), 76))
    size = f'width="{WIDE}" height="{HIGH}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
        f'<image {size} xlink:href="data:image/{kind};base64,{lines}"/></svg>'
    ).encode()


def _as(name: str) -> bytes:
    stream = BytesIO()
    _patches("RGB", *COLOURS).save(stream, format=name, **({"lossless": True} if name == "WEBP" else {}))
    return stream.getvalue()


@cache
def zoo() -> dict[str, Kind]:
    """All of them, by the name of their file."""
    every = {"png": pngs(), "jpg": jpegs(), "svg": drawings()}
    return {f"{name}.{end}": kind for end, kinds in every.items() for name, kind in kinds.items()}
