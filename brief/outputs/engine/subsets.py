"""Fonts cut down to some glyphs once: documents that look alike use much the same letters."""

from __future__ import annotations

from typing import Any

MOST_KEPT = 24
"""Fonts as they stand in documents; a document has some five."""


def install() -> None:
    """Put this module's memory into the engine. Once is enough; again does no harm."""
    from weasyprint.pdf.fonts import Font

    if Font._harfbuzz_subset is not _harfbuzz_subset:
        _Engine.subset, Font._harfbuzz_subset = Font._harfbuzz_subset, _harfbuzz_subset


class _Engine:
    """The engine's own function."""

    subset: Any = None


_WHOLE: dict[bytes, bytes] = {}
"""Font files, by the names that documents give them: each is held once."""
_KEPT: dict[Any, tuple[bytes, bytes]] = {}
"""By a font's name in the document and the glyphs: the whole file, and what was cut of it."""


def _harfbuzz_subset(font: Any, to_unicode: Any, hinting: bool) -> None:
    """What `Font._harfbuzz_subset` does: leave a font no other glyphs than these."""
    whole = _held(font)
    key = font.name, font.index, tuple(sorted(to_unicode)), bool(font.missing), hinting
    kept = _KEPT.get(key)
    if kept is not None and kept[0] is whole:
        font.file_content = kept[1]
        return
    _Engine.subset(font, to_unicode, hinting)
    if font.file_content != whole:  # else it could not be cut, and the engine is to say so again
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = whole, font.file_content


def _held(font: Any) -> bytes:
    """The font's file: that which is held already, where it is the same."""
    held = _WHOLE.get(font.name)
    if held is None or held != font.file_content:
        if len(_WHOLE) >= MOST_KEPT:
            _WHOLE.clear()
        held = _WHOLE[font.name] = bytes(font.file_content)
    return held
