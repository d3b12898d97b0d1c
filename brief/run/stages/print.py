"""Print: from composed HTML to PDF bytes, through a press.

Every warning the engine logs becomes a finding. Characters are held against the fonts' tables
before the engine runs, because a missing glyph is a box on paper and no warning at all.
"""

from __future__ import annotations

import html as html_module
import re
import struct
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO

from brief.check.rules.printed import EngineWarned, GlyphMissing
from brief.check.rules.references import UnusableImage
from brief.check.rules.templates import NoFont
from brief.compose.composed import Composed
from brief.compose.page_breaks import with_breaks
from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.printable_pictures import read_printable
from brief.compose.printed_lines import picture_place, section_titles, spec_lines
from brief.files.document import LARGEST_SOURCE, open_markdown
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.files.yaml_nodes import scalar_with
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import Manuscript
from brief.outputs.engine.job import BASE, PROFILE, Job, Pending, Press, Sheets
from brief.prove.font_file import FontFile, font_file
from brief.run.shelf import Shelf

INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
NAMED = re.compile(r"(?:Font-face|selector,?) '([^'\n]+)|'([^']*/[^']*)'|(\S+/\S+?)[:,.]?(?:\s|$)")
INSIDE = re.compile(r"['\"]?data:image/[^\s'\"]*['\"]?")
AT = re.compile(r" at (\d+):(\d+)")
TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.S)


@dataclass(frozen=True)
class Printed:
    """A PDF: its bytes, number of pages, its fonts, the libraries that set it; and the page as HTML."""

    pdf: bytes
    pages: int
    fonts: dict[str, bytes]
    libraries: Mapping[str, tuple[int, int]]
    html: str


@dataclass(frozen=True)
class Printing:
    """A page under the press."""

    composed: Composed
    manuscript: Manuscript
    fonts: dict[str, bytes]
    pending: Pending

    def result(self) -> tuple[Printed | None, list[Diagnostic]]:
        """Wait for the printed PDF; None with findings."""
        sheets = self.pending.result()
        if findings := _findings(self.composed, self.manuscript, sheets):
            return None, findings
        html = with_breaks(self.composed.page, sheets.breaks)
        return Printed(sheets.pdf, sheets.pages, self.fonts, sheets.libraries, html), []


def start_printing(
    composed: Composed,
    manuscript: Manuscript,
    workspace: Workspace,
    press: Press,
    shelf: Shelf | None = None,
) -> tuple[Printing | None, list[Diagnostic]]:
    """Begin printing a page, or None with findings. Fonts that an earlier brief read are on the `shelf`."""
    fonts = _fonts(composed, workspace, shelf or Shelf())
    # The press runs already while the fonts are looked into: nearly always they are as they should be.
    back = manuscript.brief.catalogue.labels.get("back-to-text", "")
    resources, findings = _resources(composed, manuscript, workspace, fonts)
    pending = press.start(Job(composed.page, resources, back))
    findings += _unusable_fonts(composed, manuscript, fonts)
    findings += [] if findings else _missing_glyphs(composed, manuscript, workspace, fonts)
    return (None, findings) if findings else (Printing(composed, manuscript, fonts, pending), [])


def _findings(composed: Composed, manuscript: Manuscript, sheets: Sheets) -> list[Diagnostic]:
    if not sheets.pdf:
        place = manuscript.brief.place("venue")
        return [EngineWarned.at(place, "the page is nested too deep for the print engine")]
    return [_warning(composed, manuscript, message) for message in sheets.warnings]


def _resources(
    composed: Composed, manuscript: Manuscript, workspace: Workspace, fonts: dict[str, bytes]
) -> tuple[dict[str, tuple[bytes, str]], list[Diagnostic]]:
    """What the page loads, by URL; and pictures that cannot be decoded."""
    found = {f"{BASE}fonts/{name}": (data, "font/ttf") for name, data in fonts.items()}
    findings = []
    for name in composed.images:
        try:
            data = read_printable(workspace, name)
        except (OSError, OutsideWorkspaceError):
            continue
        except ValueError as error:
            place = picture_place(name, manuscript.brief, workspace)
            findings.append(UnusableImage.at(place, f"`{name}` {error}", help="save or export it anew"))
            continue
        found[BASE.removesuffix("outputs/") + name] = (data, picture_kind(data) or "application/octet-stream")
    found[PROFILE] = (workspace.read_layered("styles", "icc/sRGB.icc")[1], "application/vnd.iccprofile")
    return found, findings


def _fonts(composed: Composed, workspace: Workspace, shelf: Shelf) -> dict[str, bytes]:
    """The files that the style sheet names, as far as they can be read."""
    fonts = {}
    for name in composed.style.fonts:
        with suppress(OSError, ValueError):
            fonts[name] = shelf.once("font", name, workspace, [], partial(_font, name))
    return fonts


def _font(name: str, workspace: Workspace, _: list[Diagnostic]) -> bytes:
    return workspace.read_layered("styles", f"fonts/{name}")[1]


def _unusable_fonts(composed: Composed, manuscript: Manuscript, fonts: dict[str, bytes]) -> list[Diagnostic]:
    if not composed.style.fonts:
        place = manuscript.brief.place("venue")
        return [NoFont.at(place, "the style sheet names no font", help="give it `@font-face` rules")]
    findings = []
    for name in composed.style.fonts:
        try:
            _ = _table(fonts[name]) or _coverage(fonts[name])
        except (KeyError, ValueError):
            line = next((n for n, text in enumerate(composed.style.css.split("\n"), 1) if name in text), 1)
            findings.append(
                NoFont.at(composed.style.place(line, 1), f"there is no usable font `styles/fonts/{name}`")
            )
    return findings


@lru_cache(maxsize=64)
def _table(font: bytes) -> FontFile | None:
    """A font whose table of characters is of the usual kinds, and quickly asked; None for any other."""
    file = font_file(font)
    try:
        return file if file is not None and file.glyph(" ") else None
    except struct.error:
        return None


@lru_cache(maxsize=64)
def _coverage(font: bytes) -> frozenset[int]:
    """The code points a font has glyphs for; `ValueError` when it is not a font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return frozenset(TTFont(BytesIO(font), lazy=True).getBestCmap() or ())
    except (TTLibError, KeyError, AssertionError) as error:
        raise ValueError("not a font") from error


def _missing_glyphs(
    composed: Composed, manuscript: Manuscript, workspace: Workspace, fonts: dict[str, bytes]
) -> list[Diagnostic]:
    tables = [table for font in fonts.values() if (table := _table(font)) is not None]
    words = html_module.unescape(TAGS.sub(" ", composed.html))
    seen = (c for c in set(words) if unicodedata.category(c) not in INVISIBLE)
    doubtful = [c for c in seen if not any(table.glyph(c) for table in tables)]
    covered = frozenset().union(*(_coverage(font) for font in fonts.values() if doubtful))
    missing = sorted(c for c in doubtful if ord(c) not in covered)
    return [_glyph(manuscript, workspace, character) for character in missing]


def _glyph(manuscript: Manuscript, workspace: Workspace, character: str) -> Diagnostic:
    name = unicodedata.name(character, "a character without a name").lower()
    message = f"no font has `{character}` (U+{ord(character):04X}, {name})"
    return GlyphMissing.at(
        _where(manuscript, workspace, character), message, help="replace it, or add a font that has it"
    )


def _where(manuscript: Manuscript, workspace: Workspace, character: str) -> Place:
    brief = manuscript.brief
    for text in brief.texts.values():
        if character in text.markdown and not text.literal:
            at = text.markdown.index(character)
            return text.origin.place(at, at + 1)
        if character in html_module.unescape(text.markdown):
            return text.origin.place(0, len(text.markdown.partition("\n")[0]))
    for line in (*spec_lines(brief), *section_titles(brief)):
        if (at := line.words.find(character)) >= 0:
            return line.origin.place(at, at + 1)
    for source in brief.sources.values():
        document = open_markdown(workspace, source.file, [], largest=LARGEST_SOURCE)
        if document is not None and (node := scalar_with(document.root, character)) is not None:
            return document.node_place(node)
    return _in_inputs(workspace, character) or brief.place("title")


def _in_inputs(workspace: Workspace, character: str) -> Place | None:
    """The first file read for this brief that holds the character: a source, a table, a catalogue."""
    for name in workspace.inputs:
        lines = workspace.lines(name) if name.endswith((".md", ".yaml", ".yml", ".csv", ".html")) else ()
        for number, line in enumerate(lines, start=1):
            if (at := line.find(character)) >= 0:
                return Place(name, number, at + 1, number, at + 2)
    return None


def _warning(composed: Composed, manuscript: Manuscript, message: str) -> Diagnostic:
    """The engine's warning, at the style sheet's own line where it names one or quotes a URL of it."""
    words = message.replace(BASE, "").replace(BASE.removesuffix("outputs/"), "").rstrip(" :")
    words = INSIDE.sub("a picture inside a drawing", words)
    match = AT.search(words)
    style = composed.style
    place = manuscript.brief.place("venue")
    if match is not None:
        place = style.place(int(match[1]) - composed.style_line, int(match[2]))
        words = words[: match.start()] + words[match.end() :]
    elif line := _line_named(composed, words):
        place = style.place(line, 1)
    return EngineWarned.at(place, f"the print engine warned: {words}")


def _line_named(composed: Composed, words: str) -> int:
    """The line of the sheet that holds the selector, font or address that a warning names, 0 for none."""
    found = NAMED.search(words)
    name = next(name for name in found.groups() if name) if found else ""
    return composed.style.line_of(name) if name else 0
