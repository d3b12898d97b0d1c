"""Pages of a PDF on which a shape is painted over words: the bar of somebody who meant to black them out.

A page's objects are painted in their order (ISO 32000-1, 8.2). An opaque, filled rectangle that comes after
words and lies over the middle of them covers them; the words stay in the file. What a highlighter paints is
transparent, and a drawing's shapes have more sides than a bar. What forms and annotations paint is not seen.
"""

from __future__ import annotations

import ctypes
from contextlib import closing
from typing import Any

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
