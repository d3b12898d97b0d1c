"""Print: from composed HTML to PDF bytes. The only importer of the print engine.

The engine sees no system font (a fontconfig of our own names only the fonts that travel
with us), no network and no file but the page's own fonts and the workspace's pictures. Every
warning it logs becomes a finding. Characters are held against the fonts' tables before the
engine runs, because a missing glyph is a box on paper and no warning at all.
"""

from __future__ import annotations

import html as html_module
import logging
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from brief.composed import Composed
from brief.diagnostic import Diagnostic, Place
from brief.document import LARGEST_SOURCE, open_markdown
from brief.failure import CannotRunError
from brief.manuscript import Manuscript
from brief.pictures import picture_kind
from brief.rules.printed import EngineWarned, GlyphMissing
from brief.rules.templates import NoFont
from brief.workspace import OutsideWorkspaceError, Workspace, packaged_root
from brief.yaml_nodes import scalar_with

BASE = "https://workspace.invalid/outputs/"  # RFC 6761: `.invalid` resolves nowhere; our fetcher answers it
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
NAMED = re.compile(r"(?:Font-face|selector) '([^']+)'|'([^']*/[^']*)'|(\S+/\S+?)[:,.]?(?:\s|$)")
TRIES = 12
AT = re.compile(r" at (\d+):(\d+)")
TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.S)


@dataclass(frozen=True)
class Printed:
    """A PDF: its bytes, number of pages, the HTML it shows, and the fonts it was set in."""

    pdf: bytes
    pages: int
    html: str
    fonts: dict[str, bytes] = field(default_factory=dict)


def warm_up() -> Any:
    """Import the print engine. Raises `CannotRunError` with what to install."""
    os.environ.setdefault("FONTCONFIG_FILE", _fontconfig())
    try:
        import weasyprint
    except OSError as error:
        library = re.search(r"'([^']+)'", str(error))
        named = f" ({library[1]})" if library else ""
        raise CannotRunError(
            f"the print engine needs the library Pango{named}: on Debian or Ubuntu, "
            "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`; README.md names the others"
        ) from error
    return weasyprint


@lru_cache(maxsize=1)
def _fontconfig() -> str:
    """A fontconfig file that sees only the packaged fonts."""
    folder = Path(tempfile.gettempdir()) / f"brief-fontconfig-{os.getuid() if hasattr(os, 'getuid') else 0}"
    folder.mkdir(mode=0o700, exist_ok=True)
    fonts = html_module.escape(str(packaged_root("styles") / "fonts"))
    cache = html_module.escape(str(folder / "cache"))
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>\n"
    )
    file = folder / "fonts.conf"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(file)
    return str(file)


def print_pages(
    composed: Composed, manuscript: Manuscript, workspace: Workspace
) -> tuple[Printed | None, list[Diagnostic]]:
    """The printed PDF, or None with findings."""
    weasyprint = warm_up()
    fonts, findings = _fonts(composed, workspace)
    if not fonts and not findings:
        place = manuscript.brief.document.place(("venue",))
        findings.append(NoFont.at(place, "the style sheet names no font", help="give it `@font-face` rules"))
    findings += [] if findings else _missing_glyphs(composed, manuscript, workspace, fonts)
    if findings:
        return None, findings
    resources = _resources(composed, workspace, fonts)
    with _log() as records:
        try:
            html, document = _laid_out(weasyprint, composed.html, resources)
        except RecursionError:
            place = manuscript.brief.document.place(("venue",))
            return None, [EngineWarned.at(place, "the page is nested too deep for the print engine")]
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html))
    findings = [_warning(composed, manuscript, message) for message in dict.fromkeys(records)]
    if findings:
        return None, findings
    return Printed(pdf, len(document.pages), html, fonts), []


def _laid_out(weasyprint: Any, html: str, resources: dict[str, tuple[bytes, str]]) -> tuple[str, Any]:
    """The page and its layout, with every note on the page of its call as far as that can be had.

    When the engine moves a row, an item or a paragraph to the next page it can leave its notes
    behind; a page break set before it keeps both together.
    """
    document = _render(weasyprint, html, resources)
    for _ in range(TRIES):
        astray = _first_astray(document)
        mended = _broken_before(html, astray) if astray else html
        if mended == html:
            break
        html = mended
        document = _render(weasyprint, html, resources)
    return html, document


def _first_astray(document: Any) -> int | None:
    """The first note that does not begin on its call's page."""
    calls: dict[str, int] = {}
    notes: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for box in page._page_box.descendants():
            if box.element is None or not str(box.element.get("id") or "").startswith("note-"):
                continue
            where = calls if str(box.element_tag).endswith("::footnote-call") else notes
            where.setdefault(box.element.get("id"), number)
    astray = [
        int(id_[5:]) for id_, page in calls.items() if notes.get(id_, page) != page and id_[5:].isdigit()
    ]
    return min(astray, default=None)


def _broken_before(html: str, note: int) -> str:
    """The page with a break before the row, item or paragraph that calls the note."""
    at = html.find(f'id="note-{note}"')
    opened = max(
        html.rfind(f"<{tag}", 0, at) for tag in ("tr>", "li>", "p>", 'p class="hang">', "figure", "h3")
    )
    if at < 0 or opened < 0:
        return html
    row = html.rfind("<tr>", 0, at)
    if row > html.rfind("</tr>", 0, at):
        opened = row
    name = re.match(r"<\w+", html[opened:])
    assert name is not None
    return f'{html[: opened + name.end()]} style="break-before: page"{html[opened + name.end() :]}'


def _render(weasyprint: Any, html: str, resources: dict[str, tuple[bytes, str]]) -> Any:
    fetcher = _fetcher(resources)
    return weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher).render()


def rasterised(svg: bytes) -> bytes | None:
    """A PNG of an SVG picture at 300 dpi, for programs that draw none; None when it has no size."""
    weasyprint = warm_up()
    from base64 import b64encode

    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    style = "@page{margin:0;size:160mm 240mm}body{margin:0}img{display:block}"
    html = f'<style>{style}</style><img alt="" src="{source}">'
    with _log():
        page = weasyprint.HTML(string=html, url_fetcher=_fetcher({source: (svg, "image/svg+xml")})).render()
        images = [box for box in page.pages[0]._page_box.descendants() if box.element_tag == "img"]
        if not images:
            return None
        width, height = images[0].width, images[0].height
    return _drawn(weasyprint, source, svg, width, height)


def _drawn(weasyprint: Any, source: str, svg: bytes, width: float, height: float) -> bytes:
    import pypdfium2

    style = f"@page{{margin:0;size:{width}px {height}px}}body{{margin:0}}img{{display:block;width:100%}}"
    html = f'<style>{style}</style><img alt="" src="{source}">'
    with _log():
        pdf = weasyprint.HTML(string=html, url_fetcher=_fetcher({source: (svg, "image/svg+xml")})).write_pdf()
    document = pypdfium2.PdfDocument(pdf)
    stream = BytesIO()
    document[0].render(scale=300 / 72).to_pil().save(stream, format="PNG")
    document.close()
    return stream.getvalue()


def _identifier(html: str) -> bytes:
    """A file identifier that is the same for the same page (ISO 32000-1, 14.4)."""
    import hashlib

    return hashlib.sha256(html.encode()).digest()[:16]


def _fetcher(resources: dict[str, tuple[bytes, str]]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class WorkspaceFetcher(URLFetcher):  # type: ignore[misc]
        """Hands out what was read beforehand, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            found = resources.get(unquote(url.partition("#")[0]))
            if found is None:
                raise ValueError(f"only fonts and pictures of the workspace may be printed, not {url}")
            return URLFetcherResponse(url, body=found[0], headers={"Content-Type": found[1]})

    return WorkspaceFetcher()


def _resources(
    composed: Composed, workspace: Workspace, fonts: dict[str, bytes]
) -> dict[str, tuple[bytes, str]]:
    found = {f"{BASE}fonts/{name}": (data, "font/ttf") for name, data in fonts.items()}
    for name in composed.images:
        try:
            data = workspace.read(name)
        except (OSError, OutsideWorkspaceError):
            continue
        found[BASE.removesuffix("outputs/") + name] = (data, picture_kind(data) or "application/octet-stream")
    return found


def _fonts(composed: Composed, workspace: Workspace) -> tuple[dict[str, bytes], list[Diagnostic]]:
    fonts: dict[str, bytes] = {}
    findings = []
    for name in composed.style.fonts:
        try:
            data = workspace.read_layered("styles", f"fonts/{name}")[1]
            _coverage(data)
            fonts[name] = data
        except (OSError, ValueError):
            line = next((n for n, text in enumerate(composed.style.css.split("\n"), 1) if name in text), 1)
            findings.append(
                NoFont.at(composed.style.place(line, 1), f"there is no usable font `styles/fonts/{name}`")
            )
    return fonts, findings


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
    covered = frozenset().union(*(_coverage(font) for font in fonts.values()))
    words = html_module.unescape(TAGS.sub(" ", composed.html))
    missing = sorted(
        c for c in set(words) if ord(c) not in covered and unicodedata.category(c) not in INVISIBLE
    )
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
    for source in brief.sources.values():
        document = open_markdown(workspace, source.file, [], largest=LARGEST_SOURCE)
        if document is not None and (node := scalar_with(document.root, character)) is not None:
            return document.node_place(node)
    at = brief.document.source.text.find(character)
    if at >= 0:
        return brief.document.source.place(at, at + 1)
    return _in_inputs(workspace, character) or brief.document.place(("title",))


def _in_inputs(workspace: Workspace, character: str) -> Place | None:
    """The first file read for this brief that holds the character: a source, a table, a catalogue."""
    for name in workspace.inputs:
        lines = workspace.lines(name) if name.endswith((".md", ".yaml", ".yml", ".csv", ".html")) else ()
        for number, line in enumerate(lines, start=1):
            if (at := line.find(character)) >= 0:
                return Place(name, number, at + 1, number, at + 2)
    return None


class _Gather(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _log() -> Iterator[list[str]]:
    """What the engine and the font library log while the block runs."""
    handler = _Gather()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


def _warning(composed: Composed, manuscript: Manuscript, message: str) -> Diagnostic:
    """The engine's warning, at the style sheet's own line where it names one or quotes a URL of it."""
    words = message.replace(BASE, "")
    match = AT.search(words)
    style = composed.style
    place = manuscript.brief.document.place(("venue",))
    if match is not None:
        place = style.place(int(match[1]) - composed.style_line, int(match[2]))
        words = words[: match.start()] + words[match.end() :]
    elif line := _line_named(composed, words):
        place = style.place(line, 1)
    return EngineWarned.at(place, f"the print engine warned: {words}")


def _line_named(composed: Composed, words: str) -> int:
    """The line of the sheet that holds the font or the address that a warning names, 0 when it names none."""
    found = NAMED.search(words)
    name = next(name for name in found.groups() if name) if found else ""
    return composed.style.line_of(name.removeprefix("https://workspace.invalid/")) if name else 0
