"""`styles/NAME.docx`: Word files look as somebody set their styles in Word."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from brief.outputs.word import WordSettings, read_word, write_word
from brief.outputs.word.markup import NAMESPACES
from brief.outputs.word.reference import PARAGRAPH, RUN, read_reference
from tests import small_workspace as small
from tests.command import run
from tests.test_templates_and_styles import IMPORT, MINE, PAGE

A = NAMESPACES["a"]
W = f"{{{NAMESPACES['w']}}}"
TORTURE = (Path(__file__).parent / "word_torture.html").read_text(encoding="utf-8")
THEME = (
    f'<a:theme xmlns:a="{A}" name="t"><a:themeElements><a:fontScheme name="t">'
    '<a:majorFont><a:latin typeface="Georgia"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Verdana"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)
TO_THEME = (
    '<Relationship Id="theme" Target="theme/theme1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"/></Relationships>'
)


def changed(data: bytes, **changes: tuple[str, str]) -> bytes:
    """A Word file with the first match of a pattern replaced in its parts; `theme` is added."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            stem = name.rpartition("/")[2].partition(".")[0]
            if stem in changes and name.startswith("word/") and not name.endswith(".rels"):
                pattern, by = changes[stem]
                text = re.sub(pattern, by, text.decode(), count=1, flags=re.S).encode()
                assert text != old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", TO_THEME.encode())
            new.writestr(name, text)
        new.writestr("word/theme/theme1.xml", THEME)
    return out.getvalue()


def restyled(data: bytes, style: str, run_properties: str) -> bytes:
    """A Word file whose style of that identifier has these character properties."""
    return changed(data, styles=(rf'(w:styleId="{style}".*?<w:rPr>).*?(</w:rPr>)', rf"\1{run_properties}\2"))


def part(data: bytes, name: str = "word/styles.xml") -> ElementTree.Element:
    """A part of a Word file."""
    with ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def style(data: bytes, identifier: str) -> str:
    """What a style says, as canonical XML."""
    (found,) = [it for it in part(data).iter(f"{W}style") if it.get(f"{W}styleId") == identifier]
    return ElementTree.canonicalize(ElementTree.tostring(found, "unicode"))


OURS = write_word(TORTURE, WordSettings())
RED = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/><w:vanish/><w:color w:val="C00000"/>'


def test_a_file_of_ours_as_reference_changes_nothing() -> None:
    """What is read is what was written: every property of every style, in the schema's order."""
    again = write_word(TORTURE, WordSettings(reference=OURS))
    for name in ("word/styles.xml", "word/document.xml", "word/numbering.xml"):
        assert ElementTree.canonicalize(ElementTree.tostring(part(OURS, name), "unicode")) == (
            ElementTree.canonicalize(ElementTree.tostring(part(again, name), "unicode"))
        )


def test_what_was_set_in_word_is_how_it_looks() -> None:
    """Colour and font of a heading, the font by the theme's name; its level, its words and notes stay."""
    made = write_word(TORTURE, WordSettings(reference=restyled(OURS, "Heading1", RED)))
    heading = style(made, "Heading1")
    assert 'w:val="C00000"' in heading
    assert 'w:ascii="Georgia"' in heading
    assert "outlineLvl" in heading
    assert "vanish" not in heading  # words cannot be hidden
    assert read_word(made) == read_word(OURS)


def test_properties_stand_in_the_order_of_the_schema() -> None:
    """Word refuses a file whose properties stand in another order (ECMA-376-1, `CT_PPr`, `CT_RPr`)."""
    wild = '<w:u w:val="single"/><w:caps/><w:sz w:val="44"/><w:b/><w:rFonts w:ascii="Arial"/>'
    made = part(write_word(TORTURE, WordSettings(reference=restyled(OURS, "Heading1", wild))))
    for holder, order in (("pPr", PARAGRAPH), ("rPr", RUN)):
        for properties in made.iter(f"{W}{holder}"):
            places = [order.index(child.tag.removeprefix(W)) for child in properties]
            assert places == sorted(set(places))


def test_type_that_the_body_asks_for_stays() -> None:
    """A body that wants Times New Roman at ten points and no bold gets it, whatever the Word file says."""
    own = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:b/><w:color w:val="C00000"/><w:sz w:val="60"/>'
    asked = WordSettings(font="Times New Roman", size=10, emphasis=False, style="statement")
    plain = write_word(TORTURE, asked)
    settings = WordSettings(**{**asked.__dict__, "reference": restyled(OURS, "Heading1", own)})
    heading = style(write_word(TORTURE, settings), "Heading1")
    assert 'w:val="C00000"' in heading
    assert "Arial" not in heading
    assert "<w:b " not in heading
    assert re.findall("<w:sz .*?>", heading) == re.findall("<w:sz .*?>", style(plain, "Heading1"))


def test_margins_are_those_of_the_page() -> None:
    """The margins of the last section."""
    other = changed(OURS, document=(r'(<w:pgMar w:top=")\d+', r"\g<1>2000"))
    made = part(write_word(TORTURE, WordSettings(reference=other)), "word/document.xml")
    assert [node.get(f"{W}top") for node in made.iter(f"{W}pgMar")] == ["2000"]


def test_a_template_of_an_own_name_has_the_look_of_its_style() -> None:
    """It had that of a report, silently, whatever its style was."""

    def kind(name: str) -> str:
        return TORTURE.replace('<body class="submission', f'<body class="{name}', 1)

    def heading(name: str, settings: WordSettings) -> str:
        return style(write_word(kind(name), settings), "Heading1")

    factsheet = heading("factsheet", WordSettings())
    assert heading("report", WordSettings()) != factsheet
    assert heading("mine", WordSettings(style="factsheet")) == factsheet
    assert heading("factsheet", WordSettings(style="report")) == factsheet
    assert heading("mine", WordSettings(style="unheard-of")) == heading("report", WordSettings())


BROKEN = {
    "no archive": b"Dear colleagues",
    "no styles": changed(OURS, styles=(r"<w:styles .*", "<w:styles")),
    "an archive of something else": b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(is|is no|holds|unpacks) "):
        read_reference(data)


def test_a_sheet_of_ones_own_has_word_styles_or_is_told(tmp_path: Path) -> None:
    """T809: a note without them, an error where they are broken, and the Word file has what they say."""
    files: small.Files = {
        **MINE,
        "templates/report.html": PAGE,
        "styles/mine.css": IMPORT,
        "styles/mine.docx": None,
    }
    small.write(tmp_path, files)
    told = run("build", cwd=tmp_path)
    assert told.status == 0, told.stdout
    assert "note[T809]: the style `mine` is your own, and there is no `styles/mine.docx`" in told.stdout
    built = (tmp_path / "outputs/b.docx").read_bytes()

    (tmp_path / "styles/mine.docx").write_bytes(restyled(built, "Heading1", RED))
    quiet = run("build", cwd=tmp_path)
    assert quiet.status == 0
    assert "T809" not in quiet.stdout
    again = (tmp_path / "outputs/b.docx").read_bytes()
    assert 'w:val="C00000"' in style(again, "Heading1")
    assert '"styles/mine.docx"' in (tmp_path / "outputs/b.json").read_text(encoding="utf-8")

    (tmp_path / "styles/mine.docx").write_bytes(built[:200])
    broken = run("build", cwd=tmp_path)
    assert broken.status == 1
    assert "error[T809]: `styles/mine.docx` is a broken or encrypted Word file" in broken.stdout
    assert (tmp_path / "outputs/b.docx").read_bytes() == again
