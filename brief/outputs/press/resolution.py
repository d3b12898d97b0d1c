"""How finely pictures are printed: their dots to the inch, as pdfium finds them on the pages.

A drawing (SVG) has no dots and is not among them. The dots are counted where the picture
stands, at the size it has there; the coarser of both directions counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FINE = 300
DEEPEST_FORM = 8


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture of dots: its page (from 1), its width and height in dots, and its dots to the inch."""

    page: int
    size: tuple[int, int]
    dpi: int


def printed_pictures(pdf: bytes) -> Iterator[PrintedPicture]:
    """The pictures of a PDF, page by page, as painted."""
    import pypdfium2
    import pypdfium2.raw

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
            for found in page.get_objects(filter=kinds, max_depth=DEEPEST_FORM):
                told = found.get_metadata()
                dpi = round(min(told.horizontal_dpi, told.vertical_dpi))
                yield PrintedPicture(number + 1, (told.width, told.height), dpi)
            page.close()
    finally:
        document.close()
