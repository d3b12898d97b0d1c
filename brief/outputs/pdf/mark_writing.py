"""Marks in a painted page, before it is written: artifacts, words from right to left, spaces at line ends.

The content stream is the engine's list of operators; a marked content is its tag, its
property list and `BDC`, up to `EMC` (ISO 32000-1, 14.6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brief.outputs.pdf.tag_writing import text_string


@dataclass(slots=True)
class Changes:
    """What changes on a page, by the numbers of marks.

    `artifacts`: no text at all, with the keys that say what kind; `spoken`: painted from right
    to left, glyph by glyph in the order of the line, with the words in the order of reading
    (14.9.4); `spaced`: a space is missing behind it.
    """

    artifacts: dict[int, str] = field(default_factory=dict)
    spoken: dict[int, str] = field(default_factory=dict)
    spaced: set[int] = field(default_factory=set)


def space_glyphs(fonts: Mapping[Any, Any]) -> dict[bytes, int]:
    """The glyph of each font, by its name in content streams, that is a space; not all have one."""
    found = {}
    for font in fonts.values():
        glyph = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if glyph is not None and not font.bitmap:
            found[font.hash.encode()] = glyph
    return found


def rewrite_marks(written: list[Any], changes: Changes, spaces: Mapping[bytes, int]) -> None:
    """Change the operators of a page; `spaces` are those of `space_glyphs`."""
    inserted: list[tuple[int, bytes]] = []
    spaced, font = False, b""
    for at, item in enumerate(written):
        if isinstance(item, dict):
            number = item.get("MCID")
            spaced = number in changes.spaced
            if number in changes.artifacts:
                written[at - 1 : at + 1] = ["/Artifact", f"<<{changes.artifacts[number]}>>".encode()]
            elif number in changes.spoken:
                item["ActualText"] = text_string(changes.spoken[number] + " " * spaced)
        elif spaced and isinstance(item, bytes):
            if item.endswith(b" Tf"):
                font = item.split()[0][1:]
            elif item == b"ET":
                spaced = False
                if font in spaces:
                    inserted.append((at, b"<%04x> Tj" % spaces[font]))
    for at, operator in reversed(inserted):
        written.insert(at, operator)
