"""Editions: the same brief once more, for another purpose. There is one, `print`, for print shops.

An edition has its own style sheet on top of the brief's, its own files beside the usual
ones (`NAME.print.pdf` and its manifest `NAME.print.json`) and its own proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO
from urllib.parse import unquote

from brief.check.rules.printed import CoarsePicture
from brief.compose.composed import PRINT, Composed
from brief.compose.pictures.printable_pictures import INKS
from brief.compose.printed_lines import picture_place
from brief.compose.stylesheets import StyleSheet, read_style
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.outputs.press.print_shop import Condition
from brief.outputs.press.resolution import FINE, printed_pictures

FOGRA39 = (
    "Offset, ISO 12647-2:2004/Amd 1, OFCOM, paper type 1 or 2 (coated, 115 g/m2), curves A (CMY) and B (K)"
)
SOURCE = re.compile(r'<img[^>]* src="([^"]*)"')


def edition_page(
    composed: Composed, manuscript: Manuscript, workspace: Workspace
) -> tuple[Composed | None, list[Diagnostic]]:
    """The page with the edition's sheet after its own, or None with findings."""
    style = manuscript.brief.venue.style
    own = f"{style}.{PRINT}"
    name = own if own in workspace.layered_ids("styles", ".css") else PRINT
    place = manuscript.brief.place("venue")
    sheet, findings = read_style(workspace, name, (), place)
    if sheet is None or findings:
        return None, findings
    both = StyleSheet(f"{composed.style.css}\n{sheet.css}", (*composed.style.lines, *sheet.lines))
    html = composed.html.replace(_in_html(composed.style), _in_html(both), 1)
    return replace(composed, html=html, style=both), []


def _in_html(sheet: StyleSheet) -> str:
    return sheet.css.replace("</style", "<\\/style")


def condition(workspace: Workspace) -> Condition:
    """The printing condition, its profile recorded as an input."""
    return Condition(workspace.read_layered("styles", INKS)[1], "FOGRA39", FOGRA39)


def coarse_pictures(
    pdf: bytes, composed: Composed, manuscript: Manuscript, workspace: Workspace
) -> Iterator[Diagnostic]:
    """P720: pictures of the workspace that are printed with fewer dots than a print shop needs."""
    waiting = list(_dotted(composed, workspace))
    for picture in printed_pictures(pdf):
        known = (at for at, (_, size) in enumerate(waiting) if sorted(size) == sorted(picture.size))
        at = next(known, None)
        name = waiting.pop(at)[0] if at is not None else "a picture"
        if picture.dpi < FINE:
            yield _coarse(name, picture.dpi, picture.size, manuscript, workspace)


def _coarse(
    name: str, dpi: int, size: tuple[int, int], manuscript: Manuscript, workspace: Workspace
) -> Diagnostic:
    width, height = (-(-side * FINE // max(dpi, 1)) for side in size)
    return CoarsePicture.at(
        picture_place(name, manuscript.brief, workspace),
        f"`{name}` is printed at {dpi} dots to the inch; a print shop needs {FINE}",
        help=f"at its size on the page it needs {width} × {height} pixels; it has {size[0]} × {size[1]}",
        words=f"{name} at {dpi} dots",
    )


def _dotted(composed: Composed, workspace: Workspace) -> Iterator[tuple[str, tuple[int, int]]]:
    """The workspace's pictures of dots on the page, in its order: name, width and height."""
    from PIL import Image, UnidentifiedImageError

    for source in SOURCE.findall(composed.html):
        name = unquote(unescape(source)).removeprefix("../")
        try:
            with Image.open(BytesIO(workspace.read(name))) as image:
                yield name, image.size
        except (OSError, OutsideWorkspaceError, UnidentifiedImageError):
            continue
