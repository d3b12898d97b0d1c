"""The press: WeasyPrint, called for one job after the other in this process.

The engine sees no system font (a fontconfig of our own names only the fonts that travel
with us), no network, and no file but what the job holds. Its garbage collector is told that
what was imported stays: boxes are many, and nearly all live as long as the document.
"""

from __future__ import annotations

import gc
import hashlib
import html as html_module
import logging
import os
import re
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from brief.compose.html_reader import hand_over, keep_patterns
from brief.compose.page_breaks import with_breaks
from brief.files.workspace import packaged_root
from brief.model.diagnostic import CannotRunError
from brief.outputs.engine import (
    computed,
    declarations,
    drawn,
    flow,
    hyphens,
    kept,
    lines,
    notes,
    picture_sizes,
    repeated,
    sheets,
    streams,
    subsets,
    used,
)
from brief.outputs.engine.font_folders import install as tidy_fonts
from brief.outputs.engine.job import BASE, PROFILE, Break, Job, Sheets
from brief.outputs.engine.late import brought_in_late
from brief.outputs.pdf.archive import make_archival
from brief.outputs.pdf.tagging import add_tags
from brief.run.cache.versions import libraries

# With these a user sways what fonts are found and how they are drawn.
SWAYING = ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_LANG", "FREETYPE_PROPERTIES", "PANGO_LANGUAGE")
INSIDE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/]+=*)")
COLLECT_AFTER = (
    400_000  # new objects, of some thirty briefs; the interpreter's own 700 suits programs with short lives
)


@lru_cache(maxsize=1)
def warm_up() -> Any:
    """Import the print engine. Raises `CannotRunError` with what to install."""
    os.environ["FONTCONFIG_FILE"] = _fontconfig()
    for name in SWAYING:
        os.environ.pop(name, None)
    try:
        with declarations.at_hand(), brought_in_late():
            import weasyprint
    except OSError as error:
        library = re.search(r"'([^']+)'", str(error))
        named = f" ({library[1]})" if library else ""
        raise CannotRunError(
            f"the print engine needs the library Pango{named}: on Debian or Ubuntu, "
            "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`; README.md names the others"
        ) from error
    from brief.outputs.engine import styles

    tidy_fonts()
    keep_patterns()
    hand_over()
    notes.install()
    repeated.install()
    computed.install()
    kept.install()
    lines.install()
    used.install()
    drawn.install()
    flow.install()
    hyphens.install()
    sheets.install()
    styles.install()
    streams.install()
    subsets.install()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 100)
    return weasyprint


class InProcess:
    """A press that prints when the result is asked for."""

    def get_ready(self) -> None:
        """Import the engine."""
        warm_up()

    def start(self, job: Job) -> _Asked:
        """Keep the job."""
        return _Asked(job)


class _Asked:
    def __init__(self, job: Job) -> None:
        self.job = job

    def result(self) -> Sheets:
        return press(self.job)


def press(job: Job) -> Sheets:
    """Print a job as PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once."""
    weasyprint = warm_up()
    with engine_log() as records:
        try:
            html, document, sizes = _laid_out(weasyprint, job)
        except RecursionError:
            return Sheets(b"", 0)
        pdf = _written(weasyprint, document, job)
    if records:
        kept.forget_fonts()
    pages = len(document.pages)
    return Sheets(
        pdf, pages, tuple(dict.fromkeys(records)), libraries(), _breaks(html.etree_element, pages, sizes)
    )


def _laid_out(weasyprint: Any, job: Job) -> tuple[Any, Any, tuple[Break, ...]]:
    """The page as the engine's HTML and document, and the sizes written on pictures that were too large."""
    found: dict[tuple[str, int], Break] = {}
    for _ in range(picture_sizes.ROUNDS):
        sizes = tuple(found.values())
        source = with_breaks(job.html, sizes)
        html = weasyprint.HTML(string=source, base_url=BASE, url_fetcher=fetcher(job.resources))
        document = html.render(font_config=kept.fonts_of(job))
        large = picture_sizes.too_large(document.pages) if "<img" in job.html else {}
        more = _numbered(html.etree_element, large)
        found |= {at[:2]: at for at in more}
        if not more:
            break
    return html, document, sizes


def _breaks(root: Any, pages: int, sizes: tuple[Break, ...]) -> tuple[Break, ...]:
    return tuple(sorted((*_numbered(root, notes.breaks(root, pages)), *sizes)))


def _numbered(root: Any, found: dict[Any, str]) -> tuple[Break, ...]:
    tags = {element.tag for element in found}
    numbered = {element: at for tag in tags for at, element in enumerate(root.iter(tag))}
    return tuple((element.tag, numbered[element], style) for element, style in found.items())


def _written(weasyprint: Any, document: Any, job: Job) -> bytes:
    """The file, with our own tags in place of the engine's."""
    from weasyprint.logger import LOGGER

    def tag(pdf: Any, laid_out: Any, _version: Any, streams: list[Any]) -> None:
        add_tags(pdf, laid_out, streams, LOGGER.warning, job.back)

    theirs, weasyprint.pdf.add_tags = weasyprint.pdf.add_tags, tag
    try:
        written = document.write_pdf(
            pdf_version="1.7",
            pdf_tags=True,
            pdf_identifier=_identifier(job.html),
            finisher=lambda laid_out, pdf: make_archival(laid_out, pdf, job.resources[PROFILE][0]),
        )
    finally:
        weasyprint.pdf.add_tags = theirs
    return bytes(written)


def _identifier(html: str) -> bytes:
    """A file identifier that is the same for the same page (ISO 32000-1, 14.4)."""
    return hashlib.sha256(html.encode()).digest()[:16]


def fetcher(resources: Mapping[str, tuple[bytes, str]]) -> Any:
    """What the engine fetches with: hands out what the job holds, and pictures that stand in a drawing."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class JobFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002
            if inside := INSIDE.fullmatch(url):
                return URLFetcherResponse(url, body=b64decode(inside[2]), headers={"Content-Type": inside[1]})
            found = resources.get(unquote(url.partition("#")[0]))
            if found is None:
                raise ValueError(f"only fonts and pictures of the workspace may be printed, not {url}")
            return URLFetcherResponse(url, body=found[0], headers={"Content-Type": found[1]})

    return JobFetcher()


class _Gather(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def engine_log() -> Iterator[list[str]]:
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
