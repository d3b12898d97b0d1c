"""Pictures in a line: DrawingML inline pictures with their words (ECMA-376-1, 20.4.2.8).

The size is what print gives them: CSS pixels at 96 to the inch, no higher than most of a page,
lower where a long caption needs room, low in a note; and no wider than the text, the item or
the cell they stand in, once that is known. An SVG travels whole, beside a PNG for programs that
draw none; without one, its alternative text stands in its place. A picture without
alternative text is marked as decoration, so that screen readers pass over it.
"""

from __future__ import annotations

import re
import struct
from posixpath import normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.raster_files import frame
from brief.outputs.word.draft import Draft
from brief.outputs.word.markup import NAMESPACES, element, escaped, text
from brief.outputs.word.page import classes
from brief.outputs.word.relationships import Relationships
from brief.outputs.word.settings import Picture

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}
EMU = 12700
"""English Metric Units in a point."""

PIXEL = 0.75
TALLEST = 0.8
LOGO = 14.0
SMALLEST = 0.2
IN_NOTE = 100.0
DEFAULT = (300.0, 150.0)
"""The size of a picture that names none (CSS 2.2, 10.3.2)."""

SVG_BLIP = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
EXTENT = re.compile(r'(<(?:wp:extent|a:ext)) cx="(\d+)" cy="(\d+)"')
LENGTH = re.compile(rb"""\b(width|height)\s*=\s*["']\s*([\d.]+)\s*(px|pt|mm|cm|in)?\s*["']""")
VIEW = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)""")
UNITS = {b"": PIXEL, b"px": PIXEL, b"pt": 1.0, b"mm": 72 / 25.4, b"cm": 72 / 2.54, b"in": 72.0}


def drawing(draft: Draft, node: Element, relationships: Relationships) -> str:
    """The run of an `img`; its alternative text where the picture cannot be had."""
    name = workspace_name(node.get("src") or "")
    alternative = node.get("alt") or ""
    picture = draft.picture(name)
    shown = picture and _shown(picture)
    if picture is None or not shown:
        return element("r", text(alternative)) if alternative else ""
    tallest = LOGO if _is_logo(node, draft) else IN_NOTE if relationships is draft.notes else _tallest(draft)
    width, height = _fitted(size(picture.data) or DEFAULT, draft.width, tallest)
    blip = _blip(draft, picture, shown, relationships)
    draft.drawings += 1
    return element("r", element("drawing", _inline(draft.drawings, alternative, blip, width, height)))


def workspace_name(source: str) -> str:
    """The workspace's name of a picture, from its URL as seen from `outputs/`."""
    return normpath(unquote(source).removeprefix("../"))


def _shown(picture: Picture) -> bytes | None:
    """The bytes every program can show."""
    return picture.raster if picture_kind(picture.data) == "image/svg+xml" else picture.data


def _is_logo(node: Element, draft: Draft) -> bool:
    return any(node in inner.iter() for inner in draft.page.body.iter() if "organisations" in classes(inner))


def _tallest(draft: Draft) -> float:
    """How high a picture may be, with what stands below it."""
    whole = draft.paper[1] - draft.look.margins.top - draft.look.margins.bottom
    return max(whole * SMALLEST, min(whole * TALLEST, whole - draft.below))


def _fitted(natural: tuple[float, float], widest: float, tallest: float) -> tuple[int, int]:
    width, height = natural
    ratio = min(1.0, widest / width, tallest / height)
    return max(1, round(width * ratio * EMU)), max(1, round(height * ratio * EMU))


def narrowed(xml: str, width: float) -> str:
    """Paragraphs or runs with no picture wider than so many points."""
    most = round(max(width, 1.0) * EMU)

    def smaller(match: re.Match[str]) -> str:
        across, down = int(match[2]), int(match[3])
        if across <= most:
            return match[0]
        return f'{match[1]} cx="{most}" cy="{max(1, round(down * most / across))}"'

    return EXTENT.sub(smaller, xml)


def is_picture_alone(runs: str) -> bool:
    """Whether runs hold a picture, and no words beside it."""
    return "<wp:extent" in runs and "<w:t" not in runs


def _media(draft: Draft, data: bytes, relationships: Relationships) -> str:
    """The relationship of a picture's bytes, each kept once."""
    known = next((name for name, kept in draft.media.items() if kept == data), None)
    name = known or f"media/image{len(draft.media) + 1}.{EXTENSIONS[picture_kind(data) or 'image/png']}"
    draft.media[name] = data
    return relationships.add("image", name)


def _blip(draft: Draft, picture: Picture, shown: bytes, relationships: Relationships) -> str:
    extension = ""
    if shown is not picture.data:
        vector = _media(draft, picture.data, relationships)
        svg = f'<asvg:svgBlip xmlns:asvg="{NAMESPACES["asvg"]}" r:embed="{vector}"/>'
        extension = f'<a:extLst><a:ext uri="{SVG_BLIP}">{svg}</a:ext></a:extLst>'
    return f'<a:blip r:embed="{_media(draft, shown, relationships)}">{extension}</a:blip>'


def _inline(number: int, alternative: str, blip: str, width: int, height: int) -> str:
    described = f'id="{number}" name="Picture {number}" descr="{escaped(alternative)}"'
    decorative = (
        ""
        if alternative
        else f'<a:extLst xmlns:a="{NAMESPACES["a"]}"><a:ext uri="{DECORATIVE}">'
        f'<adec:decorative xmlns:adec="{NAMESPACES["adec"]}" val="1"/></a:ext></a:extLst>'
    )
    return (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f"<wp:docPr {described}>{decorative}</wp:docPr>"
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f"<pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )


def size(data: bytes) -> tuple[float, float] | None:
    """A picture's own width and height in points; None where its bytes do not say."""
    reader = {"image/png": _png_size, "image/jpeg": _jpeg_size, "image/svg+xml": _svg_size}
    found = reader[kind](data) if (kind := picture_kind(data)) else None
    return found if found and min(found) > 0 else None


def _png_size(data: bytes) -> tuple[float, float] | None:
    """PNG, 11.2.2: IHDR comes first."""
    if len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width * PIXEL, height * PIXEL


def _jpeg_size(data: bytes) -> tuple[float, float] | None:
    found = frame(data)
    return (found.width * PIXEL, found.height * PIXEL) if found else None


def _svg_size(data: bytes) -> tuple[float, float] | None:
    root = data[data.find(b"<svg") :].partition(b">")[0]
    given = {name: float(value) * UNITS[unit] for name, value, unit in LENGTH.findall(root)}
    if len(given) == 2:
        return given[b"width"], given[b"height"]
    view = VIEW.search(root)
    return (float(view[1]) * PIXEL, float(view[2]) * PIXEL) if view else None
