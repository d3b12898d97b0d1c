"""A Word document of a composed page.

The composed HTML is the one composition; this is its second print. The page is read
once, from its first word to its last, and every part of the package follows from it,
the settings and the look: nothing is looked up, nothing fetched, nothing depends on the
machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from brief.outputs.word.blocks import Blocks
from brief.outputs.word.draft import Draft
from brief.outputs.word.fonts import font_table
from brief.outputs.word.look import Look
from brief.outputs.word.looks import LOOKS, REPORT
from brief.outputs.word.markup import element, part
from brief.outputs.word.numbering import Numbering
from brief.outputs.word.package import (
    core_properties,
    footnotes_part,
    packed,
    root_relationships,
    settings_part,
)
from brief.outputs.word.page import read_page
from brief.outputs.word.reference import read_reference
from brief.outputs.word.section import running_parts, section_properties
from brief.outputs.word.settings import Picture, WordSettings
from brief.outputs.word.styles_part import NO_REFERENCE, Sheet, styles_part

PICTURES: Mapping[str, Picture] = {}


def write_word(html: str, settings: WordSettings, pictures: Mapping[str, Picture] = PICTURES) -> bytes:
    """The document, as bytes of a .docx; `pictures` by their names in the workspace."""
    page = read_page(html)
    reference = read_reference(settings.reference) if settings.reference else NO_REFERENCE
    look = look_of(page.kind if page.kind in LOOKS else settings.style, settings.font, settings.size)
    look = replace(look, margins=reference.margins) if reference.margins else look
    draft = Draft(page, look, settings, pictures, Numbering(look), targets=page.targets)
    body = Blocks(draft).body()
    draft.waiting.clear()
    sheet = Sheet(look, page.language, draft.width, settings.emphasis, reference, settings.asked)
    document = part("document", element("body", body, section_properties(draft)), "r", "wp", "a", "pic")
    for kind in ("styles", "numbering", "settings", "fontTable", "footnotes"):
        draft.body.add(kind, f"{kind}.xml")
    return packed(
        {
            "_rels/.rels": root_relationships(),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": draft.body.part(),
            "word/styles.xml": styles_part(sheet),
            "word/numbering.xml": draft.numbering.part(),
            "word/settings.xml": settings_part(draft),
            "word/fontTable.xml": font_table(look),
            "word/footnotes.xml": footnotes_part(draft),
            **({"word/_rels/footnotes.xml.rels": draft.notes.part()} if draft.notes.rows else {}),
            **running_parts(draft),
            **{f"word/{name}": data for name, data in draft.media.items()},
            "docProps/core.xml": core_properties(draft),
        }
    )


@lru_cache(maxsize=32)
def look_of(kind: str, font: str | None, size: float | None) -> Look:
    """The look of that name, in the type that is asked for; the same one for the same question."""
    look = LOOKS.get(kind, REPORT)
    if font:
        look = replace(look, serif=font, sans=font)
    return look.scaled(size) if size else look
