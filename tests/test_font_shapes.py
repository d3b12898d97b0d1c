"""P713 where no fault is: every character of the packaged fonts, in every guise, is found to be itself.

And what the comparison rests on: characters, rules and outlines read from font files directly.
"""

from __future__ import annotations

import html
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from finished import ROOT
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from brief.outputs.engine.job import BASE, PROFILE, Job
from brief.outputs.engine.press import press
from brief.prove.font_file import FontFile, font_file
from brief.prove.printed import read_pdf
from brief.prove.prove_fonts import _fewest, _packaged

FONTS = sorted((ROOT / "styles/fonts").glob("*.ttf"))
ARABIC = ROOT / "tests/fixtures/arabic/NotoNaskhArabic.ttf"
SERIF = ROOT / "styles/fonts/SourceSerif4-Regular.ttf"
PROFILE_FILE = ROOT / "styles/icc/sRGB.icc"
MOST, TOGETHER = 1500, 12
ARABIC_WORDS = "السلام عليكم (نص) «اقتباس» لا إله مُحَمَّدٌ ١٢٣"
LATIN_WORDS = (
    "office affluent fjord 1/2 1234567890 1st e\u0301n\u0303 soft\u00adhyphen 12\u202f%\u00a0HRC/Res/4"
)


def _found(data: bytes, name: str, words: str, style: str = "") -> tuple[int, list[str]]:
    """How many glyphs of a font are shown when words are printed in it, and what is wrong with them."""
    page = (
        f'<html lang="en"><head><title>x</title><style>@font-face {{ font-family: F; src: url("fonts/{name}") }}'
        f" body {{ font: 10pt F; {style} }}</style></head><body><p>{words}</p></body></html>"
    )
    profile = PROFILE_FILE.read_bytes(), "application/vnd.iccprofile"
    sheets = press(Job(page, {f"{BASE}fonts/{name}": (data, "font/ttf"), PROFILE: profile}))
    file = font_file(data)
    assert file is not None
    assert file.comparable
    count, wrong = 0, []
    for font in read_pdf(sheets.pdf).fonts:
        shown = {code for codes, _ in font.shown for code in codes}
        count += len(shown)
        wrong += [
            f"{font.meanings[code]!a} {fault}"
            for code, fault in _fewest(font, [file, *_packaged()], shown).items()
        ]
    return count, wrong


def _characters(path: Path) -> str:
    found = [chr(code) for code in TTFont(path).getBestCmap() if unicodedata.category(chr(code))[0] != "C"]
    plain = [c for c in found if unicodedata.category(c) not in ("Mn", "So", "Zl", "Zp")][:MOST]
    rows = ("".join(plain[at : at + TOGETHER]) for at in range(0, len(plain), TOGETHER))
    return html.escape(" ".join(rows))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_character_of_a_packaged_font_is_drawn_as_itself(path: Path) -> None:
    """All that a font has, printed: hundreds of glyphs, no false alarm."""
    count, wrong = _found(path.read_bytes(), path.name, _characters(path))
    assert wrong == []
    assert count > 500


@pytest.mark.parametrize("feature", ["smcp", "c2sc", "onum", "sups", "frac", "dlig", "salt", "zero", "ordn"])
def test_characters_in_another_guise_are_still_themselves(feature: str) -> None:
    """Small capitals, old-style and raised figures, ligatures."""
    words = f"{_characters(SERIF)} {LATIN_WORDS}"
    count, wrong = _found(SERIF.read_bytes(), SERIF.name, words, f'font-feature-settings: "{feature}"')
    assert wrong == []
    assert count > 500


def test_arabic_joined_and_with_marks() -> None:
    """One shape for several letters, and letters in four forms."""
    count, wrong = _found(ARABIC.read_bytes(), ARABIC.name, ARABIC_WORDS)
    assert wrong == []
    assert count > 30


def test_outlines_in_cff_are_compared_too() -> None:
    """A font of another kind: who cuts it packs its outlines anew."""
    count, wrong = _found(_cff(), "F.otf", "Nothing about us without us.")
    assert wrong == []
    assert count > 10


def test_another_letter_is_told_apart_in_cff() -> None:
    """Two letters of such a font do not draw the same."""
    file = FontFile(_cff())
    assert file.shape(file.glyph("a")) != file.shape(file.glyph("o"))
    assert file.shape(file.glyph("a")) == FontFile(_cff()).shape(file.glyph("a")) is not None


def _cff() -> bytes:
    """Source Serif's letters as a CFF font."""
    source = TTFont(SERIF)
    glyphs, characters = source.getGlyphSet(), source.getBestCmap()
    kept = {code: name for code, name in characters.items() if 0x20 <= code < 0x7F}
    order = [".notdef", *kept.values()]
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(kept)
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    builder.setupCFF("F", {"FullName": "F"}, strings, {})
    builder.setupHorizontalMetrics({name: source["hmtx"][name] for name in order})
    builder.setupHorizontalHeader(ascent=1000, descent=-300)
    builder.setupNameTable({"familyName": "F", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=1000, usWinAscent=1000, usWinDescent=300)
    builder.setupPost()
    data = BytesIO()
    builder.save(data)
    return data.getvalue()


@pytest.mark.parametrize("path", [*FONTS, ARABIC], ids=lambda path: path.stem)
def test_glyphs_of_characters_are_found(path: Path) -> None:
    """Our reading of `cmap` beside that of fontTools."""
    font, file = TTFont(path), font_file(path.read_bytes())
    assert file is not None
    known = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    assert {code: file.glyph(chr(code)) for code in known} == known
    assert file.glyph("\U000e0001") == 0


def test_what_is_no_font_is_none() -> None:
    """Bytes of another kind, and a font cut off."""
    assert font_file(b"") is None
    assert font_file(b"%PDF-1.7" * 40) is None
    assert font_file(SERIF.read_bytes()[:40]) is None
