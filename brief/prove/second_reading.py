"""The page as readers' software sees it: pdfium, the library of Chrome.

A second witness beside our own reading of the content streams. `characters` are compared
as a bag, since pdfium sorts lines by its own lights; `outside` is text beyond the edge of
the paper. A page with words that may be invisible is drawn, and each of their characters
must differ from what is around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brief.prove.content import Piece
from brief.prove.words import squashed

LINE_END_HYPHEN = str.maketrans({"\ufffe": "-", "\x02": "-"})
SLACK = 1.0
SCALE = 2  # dots for each point
CONTRAST = 40  # of 255, between a character and its ground


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What pdfium reads on a page: text, characters, words beyond its edge, pieces that nobody sees."""

    text: str
    characters: Counter[str]
    outside: str
    unseen: tuple[Piece, ...] = ()


def bag(text: str) -> Counter[str]:
    """The characters of a text without white space."""
    return Counter(squashed(text.translate(LINE_END_HYPHEN)))


def seen_pages(data: bytes, doubts: Mapping[int, Sequence[Piece]]) -> Iterator[SeenPage]:
    """Every page as pdfium reads it; `doubts` are pieces that may be invisible, by page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            reader = page.get_textpage()
            beyond = "".join(_beyond(page, reader))
            unseen = tuple(_unseen(page, reader, doubts.get(number + 1, ())))
            yield SeenPage(reader.get_text_bounded(), bag(reader.get_text_range()), beyond, unseen)
            reader.close()
            page.close()
    finally:
        document.close()


def _beyond(page: Any, reader: Any) -> Iterator[str]:
    """The words of lines that run over the edge of the paper."""
    paper = page.get_cropbox()
    for index in range(reader.count_rects()):
        left, bottom, right, top = reader.get_rect(index)
        if (
            left < paper[0] - SLACK
            or bottom < paper[1] - SLACK
            or right > paper[2] + SLACK
            or top > paper[3] + SLACK
        ):
            yield reader.get_text_bounded(left, bottom, right, top)


def _unseen(page: Any, reader: Any, doubts: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of which a character does not stand out from its ground."""
    if not doubts:
        return
    bitmap = page.render(scale=SCALE, grayscale=True)
    dots, stride, height = bytes(bitmap.buffer), bitmap.stride, bitmap.height
    text = reader.get_text_range()
    boxes = [reader.get_charbox(n) for n, c in enumerate(text) if not c.isspace()]
    x, y = page.get_cropbox()[:2]  # the corner that is drawn at the lower left
    for piece in doubts:
        left, bottom, right, top = piece.box
        inside = [
            b for b in boxes if left <= (b[0] + b[2]) / 2 <= right and bottom <= (b[1] + b[3]) / 2 <= top
        ]
        if piece.text.strip() and not (
            inside
            and all(
                _stands_out((b[0] - x, b[1] - y, b[2] - x, b[3] - y), dots, stride, height) for b in inside
            )
        ):
            yield piece


def _stands_out(box: tuple[float, float, float, float], dots: bytes, stride: int, height: int) -> bool:
    """Whether the dots within a character's box, and next to it, are not all alike."""
    left, right = max(0, int(box[0] * SCALE) - 1), min(stride, int(box[2] * SCALE) + 2)
    first, last = max(0, height - int(box[3] * SCALE) - 2), min(height, height - int(box[1] * SCALE) + 1)
    found = b"".join(dots[row * stride + left : row * stride + right] for row in range(first, last))
    return bool(found) and max(found) - min(found) >= CONTRAST
