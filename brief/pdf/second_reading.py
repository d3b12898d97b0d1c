"""The page as readers' software sees it: pdfium, the library of Chrome.

A second witness beside our own reading of the content streams. `characters` are compared
as a bag, since pdfium sorts lines by its own lights; `outside` is text beyond the edge of
the paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from brief.pdf.words import squashed

LINE_END_HYPHEN = str.maketrans({"\ufffe": "-", "\x02": "-"})
SLACK = 1.0


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What pdfium reads on a page: its characters, and the words beyond its edge."""

    characters: Counter[str]
    outside: str


def bag(text: str) -> Counter[str]:
    """The characters of a text without white space."""
    return Counter(squashed(text.translate(LINE_END_HYPHEN)))


def seen_pages(data: bytes) -> Iterator[SeenPage]:
    """Every page as pdfium reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            reader = page.get_textpage()
            beyond = "".join(_beyond(page, reader))
            yield SeenPage(bag(reader.get_text_range()), beyond)
            reader.close()
            page.close()
    finally:
        document.close()


def _beyond(page: object, reader: object) -> Iterator[str]:
    """The words of lines that run over the edge of the paper."""
    width, height = page.get_size()  # type: ignore[attr-defined]
    for index in range(reader.count_rects()):  # type: ignore[attr-defined]
        left, bottom, right, top = reader.get_rect(index)  # type: ignore[attr-defined]
        if left < -SLACK or bottom < -SLACK or right > width + SLACK or top > height + SLACK:
            yield reader.get_text_bounded(left, bottom, right, top)  # type: ignore[attr-defined]
