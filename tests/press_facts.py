"""What a press makes of a PDF, read back by pikepdf's own parser: colours, overprinting, boxes.

An interpreter of its own, so that a mistake in how brief writes operators is not repeated
in how they are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
STROKES = {"S", "s", "B", "B*", "b", "b*"}
SHOWS = {"Tj", "TJ", "'", '"'}
DEVICE = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}


@dataclass
class Paint:
    """The graphics state that decides about ink."""

    space: str = "/DeviceGray"
    fill: tuple[float, ...] = (0.0,)
    stroke_space: str = "/DeviceGray"
    stroke: tuple[float, ...] = (0.0,)
    over: bool = False
    mode: int = 0


@dataclass(frozen=True)
class Painted:
    """One act of painting: `text`, `fill`, `stroke`, `shading` or `image`, and in what."""

    kind: str
    space: str
    colour: tuple[float, ...]
    over: bool
    mode: int
    where: str = "page"


@dataclass
class Press:
    """Obeys the content of a page and of all that it draws."""

    painted: list[Painted] = field(default_factory=list)
    spaces: set[str] = field(default_factory=set)

    def page(self, page: Any) -> list[Painted]:
        """What a page paints, in order."""
        self._run(page, page.Resources, Paint(), "page")
        return self.painted

    def _run(self, stream: Any, resources: Any, paint: Paint, where: str) -> None:
        stack: list[Paint] = []
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            if name == "q":
                stack.append(Paint(**vars(paint)))
            elif name == "Q":
                paint = stack.pop()
            elif name == "gs":
                self._state(resources.ExtGState[str(operands[0])], paint)
            elif name == "Do":
                self._draw(resources.XObject[str(operands[0])], resources, paint, where)
            elif name == "sh":
                space = str(resources.Shading[str(operands[0])].ColorSpace)
                self.painted.append(Painted("shading", space, (), paint.over, paint.mode, where))
            else:
                self._colour(name, operands, paint)
                self._paint(name, paint, where)
        assert not stack, "a state is saved and never restored"

    def _colour(self, name: str, operands: Any, paint: Paint) -> None:
        numbers = tuple(float(word) for word in operands if not isinstance(word, pikepdf.Object))
        if name.lower() in DEVICE and name.islower():
            paint.space, paint.fill = DEVICE[name], numbers
        elif name.lower() in DEVICE:
            paint.stroke_space, paint.stroke = DEVICE[name.lower()], numbers
        elif name == "cs":
            paint.space = str(operands[0])
        elif name == "CS":
            paint.stroke_space = str(operands[0])
        elif name in ("sc", "scn"):
            paint.fill = numbers
        elif name in ("SC", "SCN"):
            paint.stroke = numbers

    def _paint(self, name: str, paint: Paint, where: str) -> None:
        if name in SHOWS:
            self.painted.append(Painted("text", paint.space, paint.fill, paint.over, paint.mode, where))
        if name in FILLS:
            self.painted.append(Painted("fill", paint.space, paint.fill, paint.over, paint.mode, where))
        if name in STROKES:
            self.painted.append(
                Painted("stroke", paint.stroke_space, paint.stroke, paint.over, paint.mode, where)
            )

    def _state(self, state: Any, paint: Paint) -> None:
        if "/op" in state:
            paint.over = bool(state.op)
        if "/OPM" in state:
            paint.mode = int(state.OPM)
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary):
            self._run(mask.G, mask.G.Resources, Paint(), "mask")

    def _draw(self, drawn: Any, resources: Any, paint: Paint, where: str) -> None:
        if drawn.Subtype == "/Image":
            space = drawn.get("/ColorSpace")
            self.painted.append(Painted("image", str(space), (), paint.over, paint.mode, where))
        else:
            self._run(drawn, drawn.get("/Resources", resources), Paint(**vars(paint)), where)


def painted(page: Any) -> list[Painted]:
    """What a page paints, in order."""
    return Press().page(page)


def names(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every name that stands in any object of a file."""
    for found in pdf.objects:
        yield from _names(found, 0)


def _names(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Name):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _names(inner, depth + 1)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in value.items():
            yield key
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _names(inner, depth + 1)
