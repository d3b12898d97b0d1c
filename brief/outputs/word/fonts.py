"""Fonts and languages: their names, what may stand in for them, and `word/fontTable.xml`.

Word has no fonts of ours. It looks for a face by its name, then by the names given here
as alternatives, then by its look in ten digits (PANOSE).
"""

from __future__ import annotations

from functools import lru_cache

from brief.outputs.word.look import Look
from brief.outputs.word.markup import element, part
from brief.text.languages import faces
from brief.text.languages import language as file_of

MONO = "Courier New"
FALLBACKS = {
    "Source Serif 4": "Source Serif Pro,Georgia,Cambria,Times New Roman",
    "Source Sans 3": "Source Sans Pro,Calibri,Segoe UI,Arial",
    "Times New Roman": "Times,Liberation Serif,Tinos",
    MONO: "Liberation Mono,Consolas",
}
"""Names by which a program may look for another face, in the order of preference; a language has its own."""

PANOSE = {
    "Source Serif 4": "02040603050405020204",
    "Source Sans 3": "020B0503030403020204",
    "Times New Roman": "02020603050405020304",
    MONO: "02070309020205020404",
}
"""The look of a face in ten digits, by which Windows finds one like it."""

EAST_ASIAN = "Nanum Myeongjo"
CULTURES = {"ru": "ru-RU"}
"""Word wants a country, which our own languages say: English as in Britain, as the United Nations spell."""


def culture(language: str) -> str:
    """A language code as Word knows it."""
    return file_of(language).get("culture") or CULTURES.get(language, language)


def language_of_runs(language: str, default_east_asian: str = "ko-KR") -> str:
    """`w:lang` for a language: East Asian and right-to-left scripts have attributes of their own."""
    known = culture(language)
    primary = language.partition("-")[0]
    east = known if primary in ("ko", "ja", "zh") else default_east_asian
    bidi = {"bidi": known} if primary in ("ar", "fa", "he", "ur") else {}
    return element("lang", val=known, eastAsia=east, **bidi)


@lru_cache(maxsize=32)
def font_table(look: Look) -> bytes:
    """`word/fontTable.xml`: the fonts, and which others may stand in for them."""
    written = []
    for font in dict.fromkeys((look.serif, look.sans, EAST_ASIAN, MONO)):
        alternatives = FALLBACKS.get(font) or faces().get(font)
        is_sans = font == look.sans != look.serif
        written.append(
            element(
                "font",
                element("altName", val=alternatives) if alternatives else "",
                element("panose1", val=PANOSE[font]) if font in PANOSE else "",
                element("family", val="modern" if font == MONO else "swiss" if is_sans else "roman"),
                element("pitch", val="fixed" if font == MONO else "variable"),
                name=font,
            )
        )
    return part("fonts", "".join(written))
