"""Pictures as they go into every file: upright, eight bits to a colour, in sRGB or grey, no metadata.

A PDF says once what its colours mean, and that is sRGB. The print engine takes a picture's
numbers as they are: of profiles, of inks, of sixteen bits it knows nothing, and Word of little.
So what is not plain is decoded here, once for all files, converted and packed anew; a photograph
with the tables of quantisation it came with, so that it grows no coarser than it must. What is
plain stays byte for byte but for its metadata. Inks without a profile are those of the edition
for print shops.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from brief.compose.pictures.picture_colours import in_eight_bits, in_srgb, is_srgb, profile_of
from brief.compose.pictures.picture_metadata import without_metadata
from brief.compose.pictures.pictures import MOST_DOTS, picture_kind
from brief.compose.pictures.raster_files import chunks, frame, orientation, segments
from brief.files.workspace import Workspace

LARGEST_PROFILE = 16 * 1024 * 1024
INKS = "icc/ISOcoated_v2_300_bas.icc"
JPEGS = ("JPEG", "MPO")
PLAIN_FRAMES = (0xC0, 0xC1, 0xC2)
INSIDE_SVG = re.compile(
    rb"data:image/(?!svg)[\w.+-]+;base64,((?:[A-Za-z0-9+/=\s]|%[0-9A-Fa-f]{2}|&\#(?:x[0-9A-Fa-f]+|\d+);)+)"
)
LINE_END = re.compile(rb"&\#(?:x[0-9A-Fa-f]+|\d+);|\s")
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""By orientation (TIFF 6.0, section 8), the `Transpose` of Pillow that makes a picture upright."""


def read_printable(workspace: Workspace, name: str) -> bytes:
    """A picture of the workspace as it is printed. `ValueError` where it cannot be decoded."""
    data = workspace.read(name)
    inks = workspace.read_layered("styles", INKS)[1] if _may_need_inks(data) else b""
    return printable(data, inks)


def _may_need_inks(data: bytes) -> bool:
    kind = picture_kind(data)
    if kind == "image/jpeg":
        return (found := frame(data)) is not None and len(found.colours) == 4
    return kind == "image/svg+xml" and INSIDE_SVG.search(data) is not None


@lru_cache(maxsize=32)
def printable(data: bytes, inks: bytes = b"") -> bytes:
    """A PNG, JPEG or SVG as it is printed; `inks` is the ICC profile of inks that bring none.

    `ValueError` where it cannot be decoded.
    """
    kind = picture_kind(data)
    if kind == "image/svg+xml":
        return INSIDE_SVG.sub(lambda match: _embedded(match, inks), without_metadata(data))
    if kind is None:
        return data
    if kind == "image/png" and _is_plain_png(data):
        return _without_profile(without_metadata(data))
    if kind == "image/jpeg" and _is_plain_jpeg(data):
        return without_metadata(data)
    return _printed_anew(data, inks)


def _embedded(match: re.Match[bytes], inks: bytes) -> bytes:
    """A picture inside a drawing, as it is printed; as it stands where it cannot be decoded."""
    try:
        data = b64decode(unquote_to_bytes(LINE_END.sub(b"", match[1])))
        data = printable(data, inks) if picture_kind(data) else _printed_anew(data, inks)
    except (Error, ValueError):
        return match[0]
    return b"data:%b;base64,%b" % ((picture_kind(data) or "").encode(), b64encode(data))


def _is_plain_png(data: bytes) -> bool:
    """Whether the print engine and Word show a PNG as it is meant."""
    found = dict(chunks(data))
    bits, kind = found.get(b"IHDR", bytes(25))[16:18]
    is_odd = bits == 16 or (kind == 0 and bits in (2, 4) and b"tRNS" in found)
    if is_odd or orientation(data) != 1:
        return False
    if not found.keys() & {b"iCCP", b"cICP", b"gAMA"}:
        return True
    is_grey = kind in (0, 4)
    icc = profile_of(_opened(data).info, found.get(b"cICP", b"")[8:-4], grey=is_grey)
    return is_srgb(icc, "L" if is_grey else "RGB")


def _without_profile(png: bytes) -> bytes:
    """A PNG without a profile that says nothing: Pillow refuses one of more than a megabyte."""
    found = list(chunks(png))
    if not any(name == b"iCCP" for name, _ in found):
        return png
    return png[:8] + b"".join(chunk for name, chunk in found if name != b"iCCP")


def _is_plain_jpeg(data: bytes) -> bool:
    """The same of a JPEG: grey, or beyond doubt made of brightness and colour (ITU-T T.871; T.872, 6.5.3)."""
    found = frame(data)
    if found is None or found.marker not in PLAIN_FRAMES or len(found.colours) not in (1, 3):
        return False
    parts = list(segments(data))
    adobe = next((p[15:16] for m, p in parts if m == 0xEE and p[4:9] == b"Adobe"), b"")
    named = found.colours == b"RGB" and not any(m == 0xE0 and p[4:9] == b"JFIF\0" for m, p in parts)
    if len(found.colours) == 3 and (adobe == b"\0" or (not adobe and named)):
        return False
    has_profile = any(m == 0xE2 and p[4:16] == b"ICC_PROFILE\0" for m, p in parts)
    mode = "L" if len(found.colours) == 1 else "RGB"
    return orientation(data) == 1 and (
        not has_profile or is_srgb(_opened(data).info.get("icc_profile", b""), mode)
    )


def _opened(data: bytes) -> Any:
    """The picture as Pillow opens it, without what stands beside it. `ValueError` where it is none."""
    from PIL import Image, PngImagePlugin

    limits = Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = MOST_DOTS, LARGEST_PROFILE
    try:
        return Image.open(BytesIO(without_metadata(data)))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValueError("cannot be decoded") from error
    finally:
        Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = limits


def _printed_anew(data: bytes, inks: bytes) -> bytes:
    from PIL import Image

    image = _opened(data)
    shown = _decoded(image, data)
    points = dict(chunks(data)).get(b"cICP", b"")[8:-4] if image.format == "PNG" else b""
    icc = profile_of(image.info, points, grey=shown.mode in ("L", "LA"))
    converted = in_srgb(shown, icc) if icc else shown
    if converted.mode == "CMYK":
        converted = in_srgb(shown, inks) if inks else shown.convert("RGB")
    turned = TURNS.get(orientation(data)) if picture_kind(data) else None
    upright = converted if turned is None else converted.transpose(Image.Transpose(turned))
    return _packed(upright, image)


def _decoded(image: Any, data: bytes) -> Any:
    """The dots of a picture: `L`, `LA`, `RGB`, `RGBA` or `CMYK`."""
    from PIL import ImageChops, ImageFile

    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError("cannot be decoded") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    if image.mode == "CMYK" and "adobe" not in image.info and image.format in JPEGS:
        return ImageChops.invert(image)  # Pillow takes them all for Adobe's, whose inks are negative
    bits = data[24] if image.format == "PNG" else 8
    return in_eight_bits(image, bits)


def _packed(picture: Any, original: Any) -> bytes:
    """As PNG or JPEG, as it came; a JPEG of brightness and colour with the tables it came with."""
    stream = BytesIO()
    picture.info = {}
    if original.format not in JPEGS:
        picture.save(stream, format="PNG")
    elif original.mode == picture.mode:
        sampled = {} if picture.mode == "L" else {"subsampling": _sampling(original)}
        picture.save(stream, format="JPEG", qtables=original.quantization, **sampled)
    else:
        picture.save(stream, format="JPEG", quality=95, subsampling=0)
    return stream.getvalue()


def _sampling(image: Any) -> int:
    """How coarse the colours of a JPEG are beside its brightness; not coarser where it is an odd way."""
    from PIL.JpegImagePlugin import get_sampling

    return max(int(get_sampling(image)), 0)
