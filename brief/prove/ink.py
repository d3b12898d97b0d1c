"""How a page is painted, as far as it can make words invisible.

Words can stand in a content stream and be seen by nobody: in the colour of the paper, fully
transparent, outside the clipping path, in a layer that is off, below a shape that is
painted over them. `Ink` follows the operators that decide it (ISO 32000-1, 8.4 and 8.5)
and tells which words are in doubt; whether they can be seen is then asked of the page
itself, drawn, so that a doubt too many costs time and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
PALE = 0.7
FAINT = 0.5
NEAR = 0.4
THIN = 1.5
SLACK = 1.0
SMALLEST = 2.5
PATH = frozenset((b"m", b"l", b"c", b"v", b"y", b"re"))
FILLS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
ENDS = FILLS | {b"S", b"s", b"n"}
CLIPS = frozenset((b"W", b"W*"))
COLOURS = frozenset((b"g", b"rg", b"k", b"sc", b"scn", b"cs"))
PAINTS = PATH | ENDS | CLIPS | COLOURS | {b"gs"}


@dataclass(slots=True)
class Ink:
    """The state of painting: how light, how opaque, where at most; and the path begun.

    `is_cut`: what is to be painted reaches beyond where it may be.
    """

    lightness: float = 0.0
    alpha: float = 1.0
    group: float = 1.0
    clip: Box | None = None
    path: list[tuple[float, float]] = field(default_factory=list)
    clips: bool = False
    is_cut: bool = False

    def copy(self) -> Ink:
        """What `q` keeps."""
        return Ink(self.lightness, self.alpha, self.group, self.clip, is_cut=self.is_cut)

    def enter_group(self) -> None:
        """Inside a transparency group (11.6.6) opacity begins anew, and the group's own goes on top."""
        self.group, self.alpha = self.group * self.alpha, 1.0

    def obey(self, operator: bytes, stack: list[bytes], matrix: Matrix, resources: Any) -> Box | None:
        """Follow an operator; the box of what it painted, if it filled anything."""
        if operator in PATH:
            self.path += _points(operator, stack, matrix)
        elif operator in CLIPS:
            self.clips = True
        elif operator in ENDS:
            return self._ended(operator)
        elif operator == b"gs":
            self._set(resources, stack)
        else:
            self.lightness = _lightness(operator, stack)
        return None

    def _ended(self, operator: bytes) -> Box | None:
        box = bounds(self.path) if self.path else None
        if box is not None and self.clip is not None:
            self.is_cut |= self.clips and not holds(self.clip, box)
            box = both(self.clip, box)
        if self.clips and box is not None:
            self.clip = box
        self.path, self.clips = [], False
        return box if operator in FILLS else None

    def _set(self, resources: Any, stack: list[bytes]) -> None:
        states = resources.get("/ExtGState", {}) if resources is not None else {}
        state = states.get(stack[-1].decode("latin-1")) if stack else None
        if not isinstance(state, pikepdf.Dictionary):
            return
        if "/ca" in state:
            self.alpha = float(state["/ca"])
        if "/SMask" in state:
            self.alpha = 0.0 if isinstance(state["/SMask"], pikepdf.Dictionary) else self.alpha

    def is_in_doubt(self, box: Box, grounds: list[tuple[Box, float]]) -> bool:
        """Whether words in this box may be invisible, on the grounds (how light each is) painted before."""
        if self.lightness > PALE or self.alpha * self.group < FAINT or box[3] - box[1] < SMALLEST:
            return True
        if self.clip is not None and not holds(self.clip, box):
            return True
        return any(
            not abs(light - self.lightness) > NEAR and covers(ground, box) for ground, light in grounds
        )


def covers(painted: Box, words: Box) -> bool:
    """Whether something painted later may hide words: it is no line, and lies over them."""
    if painted[2] - painted[0] < THIN or painted[3] - painted[1] < THIN:
        return False
    left, bottom, right, top = both(painted, words)
    return left < right and bottom < top


def bounds(points: list[tuple[float, float]]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def multiplied(a: Matrix, b: Matrix) -> Matrix:
    """One transformation, then another."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point under a transformation."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _points(operator: bytes, stack: list[bytes], matrix: Matrix) -> list[tuple[float, float]]:
    numbers = _numbers(stack)
    if operator == b"re" and len(numbers) >= 4:
        x, y, width, height = numbers[-4:]
        corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
        return [moved(matrix, *corner) for corner in corners]
    return [moved(matrix, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]


def _lightness(operator: bytes, stack: list[bytes]) -> float:
    """From 0, black, to 1, white; of a pattern nothing is known."""
    numbers = _numbers(stack)
    if operator == b"cs":
        return 0.0
    if len(numbers) == 4:
        return max(0.0, 1 - numbers[3]) * (1 - min(1.0, sum(numbers[:3]) / 3))
    return sum(numbers) / len(numbers) if numbers else 1.0


def _numbers(stack: list[bytes]) -> list[float]:
    try:
        return [float(word) for word in stack]
    except ValueError:
        return []


def both(a: Box, b: Box) -> Box:
    """Where two boxes overlap; its sides change places where they do not."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies within another, but for a point."""
    left, bottom, right, top = outer
    return (
        inner[0] >= left - SLACK
        and inner[1] >= bottom - SLACK
        and inner[2] <= right + SLACK
        and inner[3] <= top + SLACK
    )
