"""The text of a PDF, line by line, with the page of each, and bars painted over words.

A PDF holds no paragraphs, and a hyphen at a line's end may be the word's own or the printer's:
the line keeps it apart (`broken`), and the proof accepts the word either way. Page numbers and
running heads (at a page's ends, the same on three pages and on half of all) are marked too.

A page's objects are painted in their order (ISO 32000-1, 8.2). An opaque, filled rectangle that comes after
words and lies over the middle of them covers them; the words stay in the file. What a highlighter paints is
transparent, and a drawing's shapes have more sides than a bar. What forms and annotations paint is not seen.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Any

from brief.corpus.captures.lines import CapturedLine, CapturedText, visible

MOST_PAGES = 3000
LARGEST_TEXT = 16_000_000
# PDFium writes U+0002 (or U+FFFE) for a hyphen that it takes for the printer's, and drops the line's end.
JOINED = re.compile("[\ufffe\x02](?!\r?\n)")
HYPHEN_AT_END = re.compile("(?<=\\w)[-‐\xad\ufffe\x02]\\s*$")
PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
LEAST_OFTEN = 3
DEEPEST = 2  # lines from the top or the foot of a page
TOOL_NAMED = re.compile(r"microsoft|untitled|^\s*$|\.(?:docx?|pdf|indd|qxd|odt)\s*$", re.I)


def extract(data: bytes) -> CapturedText:
    """The lines of a PDF. Raises `ValueError` when it is broken, encrypted or holds no text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        problem = "is encrypted; save it without a password" if locked else "is a broken PDF"
        raise ValueError(problem) from error
    with closing(document):
        try:
            lines = _without_furniture(list(_lines(document)))
            title = document.get_metadata_dict().get("Title", "")
        except pypdfium2.PdfiumError as error:
            raise ValueError("is a broken PDF") from error
    if not any(line.text and not line.furniture for line in lines):
        raise ValueError("holds no text: is it a scan? Recognise its text first, and add that")
    return CapturedText("pdf", lines, "" if TOOL_NAMED.search(title) else visible(title)[0])


def _without_furniture(lines: list[CapturedLine]) -> tuple[CapturedLine, ...]:
    """The lines, page numbers and running heads marked: from each end of a page inwards."""
    numbered = ((index, line) for index, line in enumerate(lines) if line.text)
    pages = [[index for index, _ in page] for _, page in groupby(numbered, key=lambda item: item[1].page)]
    ends = [index for page in pages for index in {*page[:DEEPEST], *page[-DEEPEST:]}]
    often = Counter(_unnumbered(lines[index].text) for index in ends)
    least = max(LEAST_OFTEN, len(pages) // 2)

    def is_furniture(index: int) -> bool:
        text = lines[index].text
        return PAGE_NUMBER.fullmatch(text) is not None or often[_unnumbered(text)] >= least

    for page in pages:
        for inwards in (page[:DEEPEST], page[: -DEEPEST - 1 : -1]):
            for index in takewhile(is_furniture, inwards):
                lines[index] = replace(lines[index], furniture=True)
    return tuple(lines)


def _unnumbered(text: str) -> str:
    """A head without the page number at its beginning or end."""
    return re.sub(r"^\d+\s+|(?<!\s)\s+\d+$", "", text)


def _lines(document: Any) -> Iterator[CapturedLine]:
    if len(document) > MOST_PAGES:
        raise ValueError(f"has {len(document):,} pages, more than {MOST_PAGES:,}")
    length = 0
    for number in range(len(document)):
        text = _page_text(document, number)
        length += len(text)
        if length > LARGEST_TEXT:
            raise ValueError("holds more text than any source needs")
        for line in JOINED.sub("\ufffe\n", text).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            yield _line(line, number + 1)


def _page_text(document: Any, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def _line(line: str, page: int) -> CapturedLine:
    if HYPHEN_AT_END.search(line) is None:
        return CapturedLine(*visible(line), page=page)
    words, refused = visible(HYPHEN_AT_END.sub("", line))
    return CapturedLine(f"{words}-", refused, page=page, broken=True)


LEAST = 4.0  # points: what is thinner is a line under or through words
MOST_SEGMENTS = 6
MOST_BARS, MOST_OBJECTS = 100, 20_000
OPAQUE = 250  # of 255
INVISIBLE = 3  # the rendering mode of recognised text, which stands behind the picture of a page
Box = tuple[float, float, float, float]


def covered_pages(data: bytes) -> list[int]:
    """The numbers of the pages of a PDF that have covered words."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as document:
        return [number + 1 for number in range(len(document)) if _has_covered_words(document, number)]


def _has_covered_words(document: Any, number: int) -> bool:
    import pypdfium2.raw as pdfium

    bars: list[Box] = []
    with closing(document[number]) as page:
        if pdfium.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
            return False
        # From the last that is painted to the first: a bar is met before what it covers.
        for painted in reversed(list(page.get_objects(max_depth=1))):
            if painted.type == pdfium.FPDF_PAGEOBJ_PATH and len(bars) < MOST_BARS and _is_bar(painted.raw):
                bars.append(painted.get_bounds())
            elif painted.type == pdfium.FPDF_PAGEOBJ_TEXT and bars and _is_covered(painted, bars):
                return True
    return False


def _is_covered(words: Any, bars: list[Box]) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFTextObj_GetTextRenderMode(words.raw) == INVISIBLE:
        return False
    box = words.get_bounds()
    return any(_covers(bar, box) for bar in bars)


def _is_bar(path: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return bool(
        pdfium.FPDFPath_CountSegments(path) <= MOST_SEGMENTS
        and pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
        and mode.value
        and pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
        and alpha.value >= OPAQUE
        and not pdfium.FPDFPageObj_HasTransparency(path)
    )


def _covers(bar: Box, words: Box) -> bool:
    """Whether a bar lies over words: over half of their height, and a stretch of their length."""
    left, bottom, right, top = bar
    middle = (words[1] + words[3]) / 2
    reach = min(right, words[2]) - max(left, words[0])
    return top - bottom >= LEAST and bottom < middle < top and reach >= LEAST
