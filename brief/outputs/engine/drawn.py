"""Text drawn once: the same words in the same style are the same marks on every page.

WeasyPrint has Pango shape a line again to draw it, and writes glyph by glyph in Python. Here
the engine draws a line that it meets a second time for a listener, with fonts of which nothing
was used yet; what that heard is written to the page, and again wherever the line stands, so long
as the document's fonts give its glyphs the same widths. All else is left to the engine.
"""

from __future__ import annotations

from typing import Any

from brief.outputs.engine.lines import setup_of, spacing_of

MOST_KEPT = 3_000
"""Lines; a page holds some hundred."""


def install() -> None:
    """Put this module's text into the engine. Once is enough; again does no harm."""
    from weasyprint import draw
    from weasyprint.draw import text

    if draw.draw_text is not _draw_text:
        _Engine.text, draw.draw_text = draw.draw_text, _draw_text
        _Engine.line, text.draw_first_line = text.draw_first_line, _draw_first_line


class _Engine:
    """The engine's own functions."""

    text: Any = None
    line: Any = None


class _Face:
    """A font as one line meets it; `widths` are the font's in this size, as far as they are known."""

    def __init__(self, font: Any, key: int, size: float, pango_font: Any, widths: dict[int, int]) -> None:
        self.hash, self.key, self.size, self.pango_font = font.hash, key, size, pango_font
        self.widths = widths
        self.to_unicode: dict[int, str] = {}
        self.bitmap, self.png, self.svg, self.colr = font.bitmap, font.png, font.svg, font.colr
        self.hb_face, self.hb_font, self.upem = font.hb_face, font.hb_font, font.upem
        self.is_plain = not (font.bitmap or font.png or font.svg or font.colr)

    def get_unused_glyph_id(self, _codepoint: int) -> int:
        """A glyph that is missing: the engine is to say so for every document."""
        self.is_plain = False
        self.widths = dict(self.widths)
        return 0

    def is_known_to(self, stream: Any) -> bool:
        """Whether the document's font has the same widths; it learns what it did not know."""
        font = stream._fonts.get(self.key) or stream.add_font(self.pango_font)[0]
        if not self.widths.items() <= font.widths.items():
            if any(font.widths.get(glyph, width) != width for glyph, width in self.widths.items()):
                return False
            font.widths.update(self.widths)
        if not self.to_unicode.keys() <= font.to_unicode.keys():
            for glyph, words in self.to_unicode.items():
                font.to_unicode.setdefault(glyph, words)
        return True


class _Drawing:
    """What the engine draws for a line; while it does, this is its stream."""

    def __init__(self, stream: Any, textbox: Any) -> None:
        from weasyprint.matrix import Matrix

        self.faces: dict[int, _Face] = {}
        self._steps: list[Any] = []  # operators as bytes, or a font and its size
        self._is_set = False
        self._stream, self._layout = stream, textbox.pango_layout.layout
        self._held = textbox.style.font_config.__dict__.setdefault("kept_faces", {})
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        emojis = _Engine.line(self, textbox, "clip", "none", Matrix())
        self.is_plain = not emojis and all(face.is_plain for face in self.faces.values())
        for face in self.faces.values():
            face.widths = {glyph: face.widths[glyph] for glyph in face.to_unicode}
        del self._stream, self._layout, self._held, self.ink_rect, self.logical_rect

    def add_font(self, pango_font: Any) -> tuple[_Face, float]:
        """A font, and its size in the line."""
        from weasyprint.text.fonts import get_pango_font_key

        key, _, size = get_pango_font_key(pango_font)
        face = self.faces.get(key)
        if face is None:
            font = self._stream._fonts.get(key) or self._stream.add_font(pango_font)[0]
            # In the layout Pango holds the font.
            held = self._held.setdefault((key, size), (self._layout, pango_font, {}))
            face = self.faces[key] = _Face(font, key, size, *held[1:])
        elif face.size != size:
            face.is_plain, face.widths = False, dict(face.widths)
        return face, size

    def set_text_matrix(self, *_: float) -> None:
        """Where the line stands is not part of it, but that it stands somewhere: it may be blank."""
        self._is_set = True

    def set_font_size(self, font: str, size: float) -> None:
        """Change the font; the page's stream knows whether it is the same as before."""
        self._steps.append((font, size))

    def show_text(self, text: str) -> None:
        """Draw glyphs."""
        self._steps.append(b"[%b] TJ" % text.encode())

    def set_text_rise(self, height: float) -> None:
        """Raise the glyphs that follow."""
        from pydyf import _to_bytes

        self._steps.append(b"%b Ts" % _to_bytes(height))

    def write(self, stream: Any, matrix: Any) -> None:
        """Draw the line on a page."""
        if self._is_set:
            stream.set_text_matrix(*matrix.values)
        for step in self._steps:
            if type(step) is bytes:
                stream.stream.append(step)
            else:
                stream.set_font_size(*step)


def _drawing(stream: Any, textbox: Any, is_ready: bool) -> _Drawing | None:
    """What is drawn for a line that was drawn before, where the document's fonts agree.

    The second time it is written down, if Pango is ready for it.
    """
    layout, style = textbox.pango_layout, textbox.style
    drawings = style.font_config.__dict__.setdefault("kept_drawings", {})
    try:
        key = (
            textbox.text, layout.text, layout.justification_spacing,
            setup_of(style), spacing_of(style), style["tab_size"],
        )  # fmt: skip
        drawing = drawings.get(key)
    except TypeError:  # a value that cannot be looked up
        return None
    if drawing is None and is_ready:
        if len(drawings) >= MOST_KEPT:
            drawings.clear()
        drawing = drawings[key] = _Drawing(stream, textbox) if key in drawings else None
    if drawing is None or not drawing.is_plain:
        return None
    return drawing if all(face.is_known_to(stream) for face in drawing.faces.values()) else None


def _draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any) -> None:
    """The engine's `draw_text`, without Pango where the line was drawn before."""
    from weasyprint.matrix import Matrix

    style = textbox.style
    if (
        style["visibility"] == "visible"
        and style["text_decoration_line"] == "none"
        and (text_overflow, block_ellipsis) == ("clip", "none")
        and (drawing := _drawing(stream, textbox, is_ready=False))
    ):
        stream.set_color(style["color"])
        stream.begin_text()
        drawing.write(stream, Matrix(d=-1, e=textbox.position_x, f=textbox.position_y + textbox.baseline))
        stream.end_text()
        return
    _Engine.text(stream, textbox, offset_x, text_overflow, block_ellipsis)


def _draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """The engine's `draw_first_line`, heard; what it gives is the emojis to be drawn."""
    if (text_overflow, block_ellipsis) == ("clip", "none") and (
        drawing := _drawing(stream, textbox, is_ready=True)
    ):
        drawing.write(stream, matrix)
        return []
    return _Engine.line(stream, textbox, text_overflow, block_ellipsis, matrix)
