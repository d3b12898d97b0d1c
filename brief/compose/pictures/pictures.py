"""Pictures and links in texts: from the workspace only, and to the web or a mailbox only.

A build reaches neither into the network nor into the rest of the machine (no `file:`, no
`http:` pictures). What a picture is, its first bytes say, not its name.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from urllib.parse import unquote

from brief.check.rules.references import UnusableImage, UnusableLink
from brief.files.origin import Origin
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.diagnostic import Diagnostic, Place
from brief.text.markdown.mask import read_prose
from brief.text.markdown.slips import LEADS

TARGET = re.compile(r"\(\s*(?:<([^<>\n]*)>|((?:[^()\s<>]|\([^()\s]*\))*))")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
DRIVE = re.compile(r"[A-Za-z]:[\\/]")
PRINTABLE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]", re.I)
PRINTED = re.compile(r'<(a href|img src)="([^"]*)"')
END_MISSING = "its end is missing"
MOST_DOTS = 150_000_000
USUAL_FRAMES = (0xC0, 0xC1, 0xC2, 0xC9, 0xCA)
"""Baseline, extended and progressive, in Huffman or arithmetic coding (ITU-T T.81, table B.1)."""
SCREENS = {bytes((1, 13, 0, 1)): "sRGB", bytes((12, 13, 0, 1)): "Display P3"}
"""Code points of colours that are printed (PNG 3, 11.3.2.6): primaries, curve, matrix, full range."""
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def picture_kind(data: bytes) -> str | None:
    """The media type of a picture that can be printed, by its bytes; None for anything else."""
    found = next((kind for magic, kind in KINDS.items() if data.startswith(magic)), None)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_svg = head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:65536]
    return found or ("image/svg+xml" if is_svg else None)


def picture_problem(workspace: Workspace, name: str) -> str:
    """What keeps a picture from being printed, in words; empty when nothing does."""
    if (SCHEME.match(name) and not DRIVE.match(name)) or name.startswith("//"):
        return f"`{name}` is an address, not a file in the workspace"
    try:
        data = workspace.read(unquote(name))
    except OutsideWorkspaceError as error:
        return str(error)
    except OSError:
        return f"there is no picture `{name}` in the workspace"
    kind = picture_kind(data)
    if kind is None:
        return f"`{name}` is not an SVG, PNG or JPEG picture"
    said = AMISS[kind](data)
    return f"`{name}` {said}" if said else ""


def _broken(how: str) -> str:
    return f"is not whole: {how}; save or export it anew"


def _amiss_in_svg(svg: bytes) -> str:
    """What keeps a drawing from being printed, after its name; empty when nothing does."""
    from xml.parsers import expat

    parser = expat.ParserCreate()
    try:
        parser.Parse(svg, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return _broken(str(error))
    return ""


def _amiss_in_png(png: bytes) -> str:
    """The same for a PNG: its last chunk is there, and its colours are those of a screen."""
    from brief.compose.pictures.raster_files import chunks

    said = ""
    for name, chunk in chunks(png):
        if name == b"IEND":
            return said
        if name == b"IHDR":
            said = said or _amiss_in_size(*struct.unpack(">II", chunk[8:16].ljust(8, b"\0")))
        elif name == b"cICP" and chunk[8:12] not in SCREENS:
            said = said or "has the colours of a screen for HDR or film; export it as sRGB"
    return _broken(END_MISSING)


def _amiss_in_jpeg(jpeg: bytes) -> str:
    """The same for a JPEG: its image has an end (ITU-T T.81, B.1.1.3), and is of a usual kind."""
    from brief.compose.pictures.raster_files import frame

    found = frame(jpeg)
    if found is None or not 0 < jpeg.rfind(b"\xff\xda") < jpeg.rfind(b"\xff\xd9"):
        return _broken(END_MISSING)
    if found.bits != 8:
        return f"has {found.bits} bits to a colour; export it with 8, or as PNG"
    if found.marker not in USUAL_FRAMES or len(found.colours) not in (1, 3, 4):
        return "is a JPEG of an unusual kind, which few programs show; export it as a usual JPEG or PNG"
    return _amiss_in_size(found.width, found.height)


def _amiss_in_size(width: int, height: int) -> str:
    if not width or not height:
        return _broken("it says no size")
    if width * height > MOST_DOTS:
        return f"has {width} × {height} pixels, more than can be printed; export it smaller"
    return ""


AMISS = {"image/svg+xml": _amiss_in_svg, "image/png": _amiss_in_png, "image/jpeg": _amiss_in_jpeg}


def unusable(workspace: Workspace, markdown: str, origin: Origin) -> Iterator[Diagnostic]:
    """A finding for every picture and link of a text that cannot be printed."""
    prose = read_prose(markdown)
    for opened, closed in sorted(prose.pairs.items()):
        target = TARGET.match(markdown, closed + 1) if closed in prose.after else None
        if target is not None:
            which = 1 if target[1] is not None else 2
            picture = prose.masked[max(0, opened - 1) : opened] == "!"
            yield from _judge(workspace, target[which], origin.place(*target.span(which)), picture=picture)
    for block in prose.blocks:
        if block.kind == "link" and (leads := LEADS.fullmatch(markdown, block.start, block.end)):
            which = 2 if leads[2] is not None else 3
            name = re.escape(leads[1])
            picture = re.search(rf"!\[(?:[^\[\]]*\]\[)?{name}\]", markdown, re.I) is not None
            yield from _judge(workspace, leads[which], origin.place(*leads.span(which)), picture=picture)


def unusable_printed(workspace: Workspace, markdown: str, html: str, origin: Origin) -> Iterator[Diagnostic]:
    """The same for a text as pandoc read it: whatever way a link or picture was written."""
    from html import unescape  # not for a check: it brings a long table

    for kind, address in PRINTED.findall(html):
        url = unescape(address)
        at = max(markdown.find(url), 0)
        place = origin.place(at, at + len(url)) if url and url in markdown else origin.place(0, 1)
        yield from _judge(workspace, url, place, picture=kind == "img src")


def _judge(workspace: Workspace, url: str, place: Place, *, picture: bool) -> Iterator[Diagnostic]:
    if picture:
        if problem := picture_problem(workspace, url):
            yield UnusableImage.at(place, problem, help="save it in the workspace and name it from there")
    elif not PRINTABLE_LINK.match(url):
        scheme = SCHEME.match(url)
        where = f"a link to `{scheme[0]}`" if scheme else f"a link to `{url}`, which is not on the web,"
        yield UnusableLink.at(place, f"{where} is not for print", help="use https:// or mailto:")
