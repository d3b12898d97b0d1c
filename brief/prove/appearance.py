"""What lies on a page where an annotation stands, asked of the page drawn (pdfium).

A signature may show where there was nothing. Under a comment every word must still be read: what was
dark stays dark, what was light stays light but for the comment's own few lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

Rect = tuple[float, float, float, float]
SCALE = 2
DARK, LIGHT = 128, 160
GROUND = 6
"""How far the dots of an empty place may lie apart, of 255."""
ROOM = 3.0
"""Points around a signature that are empty as well: nobody writes on into a line."""
MOST_DRAWN = 8
ICON = 30.0
"""Points: no larger is the icon of a note, which stands where the page is empty."""
MOST_MARKED = 0.15
"""The part of a comment's place that its own lines may take."""


class _Drawn(NamedTuple):
    dots: bytes
    stride: int
    width: int
    height: int


@dataclass
class Appearance:
    """The file as built, and as it is now; both are drawn where it is asked for."""

    before: bytes
    after: bytes
    _drawn: dict[tuple[bool, int], tuple[_Drawn, Rect]] = field(default_factory=dict)

    def shows_something(self, page: int, rect: Rect) -> bool:
        """Whether the page as built shows anything but its ground within a place."""
        left, bottom, right, top = rect
        dots = self._dots(False, page, (left - ROOM, bottom - ROOM, right + ROOM, top + ROOM))
        return bool(dots) and max(dots) - min(dots) > GROUND

    def leaves_words(self, page: int, rect: Rect, *, may_mark: bool) -> bool:
        """Whether all that can be read in a place can still be read, and nothing else."""
        then, now = self._dots(False, page, rect), self._dots(True, page, rect)
        if len(then) != len(now):
            return False
        lightened = sum(a < DARK and b >= LIGHT for a, b in zip(then, now, strict=True))
        darkened = sum(a >= LIGHT and b < DARK for a, b in zip(then, now, strict=True))
        is_icon = len(then) <= (ICON * SCALE) ** 2 and max(then, default=0) - min(then, default=0) <= GROUND
        most = 0 if not may_mark else len(then) if is_icon else MOST_MARKED * len(then)
        return lightened == 0 and darkened <= most

    def _dots(self, now: bool, page: int, rect: Rect) -> bytes:
        """The dots of a place, in grey; a page is drawn once."""
        if (now, page) not in self._drawn:
            while len(self._drawn) > MOST_DRAWN:
                del self._drawn[next(iter(self._drawn))]
            self._drawn[now, page] = _drawn(self.after if now else self.before, page)
        return _cut(*self._drawn[now, page], rect)


def _drawn(data: bytes, number: int) -> tuple[_Drawn, Rect]:
    """A page with its annotations, and its paper."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        bitmap = page.render(scale=SCALE, grayscale=True, may_draw_forms=False)
        drawn = _Drawn(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height)
        return drawn, page.get_cropbox()
    finally:
        document.close()


def _cut(drawn: _Drawn, paper: Rect, rect: Rect) -> bytes:
    x, y = paper[:2]  # the corner that is drawn at the lower left
    dots, stride, width, height = drawn
    left, right = max(0, int((rect[0] - x) * SCALE)), min(width, int((rect[2] - x) * SCALE) + 1)
    first, last = (
        max(0, height - int((rect[3] - y) * SCALE) - 1),
        min(height, height - int((rect[1] - y) * SCALE)),
    )
    return b"".join(dots[row * stride + left : row * stride + right] for row in range(first, last))
