"""Everything that a page draws, for the press: forms, patterns, gradients, masks and pictures.

Each object that the pages' resources lead to is visited once. Streams of operators go
through `press_content`; gradients have the ends of their functions converted; pictures of
the screen are converted dot by dot. Groups blend in inks, and soft masks in grey.
"""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf

from brief.outputs.press.press_colour import Press
from brief.outputs.press.press_content import OVER, UNDER, brightness, for_mask, for_press
from brief.prove.streams import unpacked

STITCHING, EXPONENTIAL = 3, 2
SCREENS = {"/DeviceRGB", "/CalRGB"}


class PressResources:
    """Converts what resources lead to; `blends` tells whether any of it is transparent."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.blends = False
        self._done: set[tuple[int, int]] = set()

    def convert(self, resources: Any, *, mask: bool = False) -> None:
        """Convert all that these resources hold; `mask`: what they draw is a soft mask."""
        if not isinstance(resources, pikepdf.Dictionary) or self._is_done(resources):
            return
        for state in _values(resources, "/ExtGState"):
            if isinstance(state.get("/SMask"), pikepdf.Dictionary):
                self.blends = True
                self._stream(state.SMask.G, mask=True)
        for shading in _values(resources, "/Shading"):
            self._shading(shading, mask=mask)
        for pattern in _values(resources, "/Pattern"):
            if isinstance(pattern, pikepdf.Stream):
                self._stream(pattern, mask=mask)
            else:
                self._shading(pattern.Shading, mask=mask)
        for drawn in _values(resources, "/XObject"):
            if drawn.get("/Subtype") == "/Image":
                self._picture(drawn)
            else:
                self._stream(drawn, mask=mask)
        if not mask:
            _add_states(resources)

    def _is_done(self, value: Any) -> bool:
        if not value.is_indirect:
            return False
        done = value.objgen in self._done
        self._done.add(value.objgen)
        return done

    def _stream(self, stream: Any, *, mask: bool) -> None:
        if self._is_done(stream):
            return
        content = unpacked(stream)
        write(stream, for_mask(content) if mask else for_press(content, self.press.inks))
        if "/Group" in stream:
            self.blends = True
            stream.Group["/CS"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")
        self.convert(stream.get("/Resources"), mask=mask)

    def _shading(self, shading: Any, *, mask: bool) -> None:
        if self._is_done(shading) or not _is_screen(shading.get("/ColorSpace")):
            return
        shading["/ColorSpace"] = pikepdf.Name("/DeviceGray" if mask else "/DeviceCMYK")
        shading["/Function"] = self._function(shading.Function, mask=mask)

    def _function(self, function: Any, *, mask: bool) -> Any:
        """A gradient's function with other colours at its ends (ISO 32000-1, 7.10.3 and 7.10.4)."""
        kind = int(function.get("/FunctionType", -1))
        changed = pikepdf.Dictionary({key: value for key, value in function.items() if key != "/Range"})
        if kind == STITCHING:
            changed["/Functions"] = pikepdf.Array([self._function(f, mask=mask) for f in function.Functions])
        elif kind == EXPONENTIAL:
            for end in ("/C0", "/C1"):
                red, green, blue = (float(part) for part in function[end])
                level = (brightness(red, green, blue),)
                changed[end] = pikepdf.Array(level if mask else self.press.inks(red, green, blue))
        else:
            raise ValueError("a gradient is drawn in a way that cannot be turned into inks")
        return changed

    def _picture(self, picture: Any) -> None:
        if self._is_done(picture) or not _is_screen(picture.get("/ColorSpace")):
            return
        inks = self.press.picture(pikepdf.PdfImage(picture).as_pil_image())
        write(picture, inks.tobytes())
        picture["/ColorSpace"] = pikepdf.Name("/DeviceCMYK")
        picture["/BitsPerComponent"] = 8
        if "/Decode" in picture:
            del picture["/Decode"]


def write(stream: Any, data: bytes) -> None:
    """Put other bytes into a stream, packed."""
    stream.write(zlib.compress(data, 9), filter=pikepdf.Name("/FlateDecode"))


def _is_screen(space: Any) -> bool:
    """Whether a colour space is red, green and blue, by device or by profile, or a palette of them."""
    if isinstance(space, pikepdf.Name):
        return str(space) in SCREENS
    if not isinstance(space, pikepdf.Array):
        return False
    if space[0] == "/Indexed":
        return _is_screen(space[1])
    return str(space[0]) in SCREENS or (space[0] == "/ICCBased" and int(space[1].get("/N", 0)) == 3)


def _values(resources: Any, kind: str) -> list[Any]:
    return [value for _, value in sorted(resources.get(kind, pikepdf.Dictionary()).items())]


def _add_states(resources: Any) -> None:
    """The two states that `press_content` switches between (ISO 32000-1, 11.7.4.2: overprint mode 1)."""
    if "/ExtGState" not in resources:
        resources["/ExtGState"] = pikepdf.Dictionary()
    for name, on in ((OVER, True), (UNDER, False)):
        state = pikepdf.Dictionary(Type=pikepdf.Name("/ExtGState"), OP=on, op=on, OPM=1 if on else 0)
        resources.ExtGState[f"/{name.decode()}"] = state
