"""P713: each glyph inside the PDF draws what the font that was printed with draws for its characters.

The words of a PDF are numbers of glyphs; what they mean is written beside the drawings, not in them. So
each embedded font is held against the font files that the press was given. A subset keeps the numbers of
its glyphs; for each one shown, outline and width must be those of the file, and the glyph must be one that
the file has for these characters: in its table of characters, or put in their place by its rules
(ligatures, old-style figures, small capitals).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from math import nan

from brief.check.rules.printed import ShapeAstray
from brief.files.workspace import packaged_root
from brief.model.diagnostic import Diagnostic
from brief.prove.font_file import FontFile, font_file
from brief.prove.fonts import INVISIBLE, Font
from brief.prove.reading import Reading, page_name
from brief.prove.words import shortened

WIDTH_SLACK = 1.0  # of 1000: what rounding at the size of the text may cost
FOREIGN = "is set in a font that the press did not have"
DEEPEST = 6  # substitutions of substitutions
# Characters that a font may draw with another's glyph: what stands for them where it has none.
ALIKE = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u00b5": "μ", "\u2126": "Ω", "\u2206": "Δ"}
)
MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def shapes(reading: Reading) -> Iterator[Diagnostic]:
    """Every character is drawn with the shape that it has in the font."""
    files = [font_file(data) for data in reading.fonts.values()]
    known = [file for file in files if file is not None and file.comparable]
    for font in reading.printed.fonts:
        shown = {code for codes, _ in font.shown for code in codes}
        faults = _fewest(font, known, shown) and _fewest(font, (*known, *_packaged()), shown)
        if len(known) < len(files) and len(faults) == len(shown):
            continue  # it is cut from a font that cannot be compared
        for code, fault in sorted(faults.items())[:1]:
            yield _finding(reading, font, code, fault)


def _finding(reading: Reading, font: Font, code: int, fault: str) -> Diagnostic:
    words = next(text for codes, text in font.shown if code in codes)
    pieces = reading.printed.all_pieces()
    page = next((piece.page for piece in pieces if words and words in piece.drawn), 0)
    letter = "" if fault == FOREIGN else f"“{font.meanings[code]}” in "
    message = f"{letter}“{shortened(words)}” on {page_name(page)} {fault}"
    return ShapeAstray.at(reading.place(words), message)


@lru_cache(maxsize=1)
def _packaged() -> tuple[FontFile, ...]:
    """The fonts that travel with brief: a picture may ask for one that the style does not name."""
    files = (
        font_file(path.read_bytes()) for path in sorted((packaged_root("styles") / "fonts").glob("*.ttf"))
    )
    return tuple(file for file in files if file is not None)


def _fewest(font: Font, files: Sequence[FontFile], shown: set[int]) -> dict[int, str]:
    """What is wrong with each code, for the file that the font was cut from: the one most like it."""
    fewest = dict.fromkeys(shown, FOREIGN)
    program = font.program if font.numbers_glyphs else None
    if program is None:
        return fewest
    for file in files:
        faults = _faults(font, program, file, shown, len(fewest))
        fewest = min(fewest, faults, key=len)
        if not fewest:
            break
    return fewest


def _faults(font: Font, program: FontFile, file: FontFile, shown: set[int], most: int) -> dict[int, str]:
    """What is wrong with each code, for one file; no more than so many."""
    found: dict[int, str] = {}
    for code in shown:
        if len(found) == most:
            break
        if program.units != file.units or program.shape(code) != file.shape(code):
            found[code] = "is drawn with another shape"
        elif abs(font.widths.get(code, nan) - file.advance(code)) <= WIDTH_SLACK:
            if not _stands_for(file, code, font.meanings[code]):
                found[code] = "is drawn with the shape of another character"
        else:
            found[code] = "has another width"
    return found


@lru_cache(maxsize=10_000)
def _stands_for(file: FontFile, glyph: int, text: str) -> bool:
    """Whether a font may draw these characters with this glyph."""
    if not text or (file.shape(glyph) is None and all(unicodedata.category(c) in INVISIBLE for c in text)):
        return True
    readings = {text, text.translate(ALIKE), text.translate(MIRRORED)}
    readings |= {unicodedata.normalize(form, words) for form in ("NFC", "NFD") for words in tuple(readings)}
    if any(unicodedata.category(c) == "Mn" for c in text):  # one of several glyphs stands for all of them
        readings |= {
            words[a:b] for words in tuple(readings) for a, b in combinations(range(len(words) + 1), 2)
        }
    return any(_draws(file, glyph, words, 0) for words in readings)


def _draws(file: FontFile, glyph: int, text: str, depth: int) -> bool:
    if len(text) == 1 and file.glyph(text) == glyph:
        return True
    if depth == DEEPEST:
        return False
    return any(_drawn_together(file, glyphs, text, depth + 1) for glyphs in file.origins.get(glyph, ()))


def _drawn_together(file: FontFile, glyphs: tuple[int, ...], text: str, depth: int) -> bool:
    """Whether glyphs in a row draw the characters: one each, or the last one what is left."""
    if len(glyphs) == 1:
        return _draws(file, glyphs[0], text, depth)
    first, rest = text[:1], text[1:]
    return (
        len(text) >= len(glyphs)
        and _draws(file, glyphs[0], first, depth)
        and _drawn_together(file, glyphs[1:], rest, depth)
    )
