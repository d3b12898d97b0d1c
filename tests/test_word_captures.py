"""A Word file is drafted as a person sees it, whatever its markup; what she does not see is left out and told."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command import run

from brief.compose.pandoc_server import executable
from brief.corpus.captures.docx_lines import extract
from brief.corpus.captures.docx_symbols import FONTS
from brief.corpus.captures.form import form_of
from brief.corpus.reading import read_source
from brief.files.workspace import Workspace

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SPACES = {
    "w": TRANSITIONAL,
    "r": f"{OFFICE}/relationships",
    "m": f"{OFFICE}/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "x": "https://example.org/x",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(**kinds: str) -> str:
    """A part of relationships, each kind to its target."""
    found = (
        f'<Relationship Id="{kind}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(found)}</Relationships>'


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file of a body, and of other parts by their kinds: `styles`, `footnotes`, `header`."""
    others = {f"word/{kind}.xml": _part(kind, inner) for kind, inner in parts.items()}
    return archive({
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in parts}),
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        **others,
    })  # fmt: skip


def _part(kind: str, inner: str) -> str:
    name = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    return f"<w:{name} {DECLARED}>{inner}</w:{name}>"


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


def shown(body: str, **parts: str) -> list[str]:
    """The lines of a Word file."""
    return [line.text for line in extract(word(body, **parts)).lines]


def told(body: str, **parts: str) -> str:
    """The remarks on a Word file."""
    return "\n".join(extract(word(body, **parts)).told)


def field(instruction: str, result: str | None, form: str = "") -> str:
    """A complex field, which has no result where it is None."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
    inner = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    shows = "" if result is None else mark.format("separate") + result
    return begin + inner + shows + mark.format("end")


def box(inner: str) -> str:
    """A text box, as Word writes it: in DrawingML, and for old programs in VML."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inner}'
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


WHOLE = "Nobody from the office came."
BEGIN, THERE, END = r("Nobody "), r("from the office "), r("came.")
GONE = '<w:del w:id="1"><w:r><w:delText xml:space="preserve">not </w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    "inner",
    [
        f'<w:customXml w:element="x">{THERE}</w:customXml>',
        f'<w:smartTag w:element="x">{THERE}</w:smartTag>',
        f'<w:fldSimple w:instr="REF a">{THERE}</w:fldSimple>',
        f'<w:dir w:val="ltr">{THERE}</w:dir>',
        f'<w:bdo w:val="ltr">{THERE}</w:bdo>',
        f'<w:hyperlink w:anchor="a">{THERE}</w:hyperlink>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{THERE}</w:sdtContent></w:sdt>",
        f'<w:ins w:id="1">{THERE}</w:ins>',
        f'<w:moveTo w:id="1">{THERE}</w:moveTo>',
        f'<w:ins w:id="1"><w:fldSimple w:instr="REF a"><w:smartTag>{THERE}</w:smartTag></w:fldSimple></w:ins>',
        "<w:r><w:ruby><w:rt><w:r><w:t>reading</w:t></w:r></w:rt><w:rubyBase>"
        f"{THERE}</w:rubyBase></w:ruby></w:r>",
        field("REF a", THERE),
        field(f"IF {field('REF b', r('inner'))} = 1", THERE),
        field("REF a", field("REF b", THERE)),
        field("REF a", f'<w:del w:id="1">{r("not ")}</w:del>' + THERE),
        f"<mc:AlternateContent><mc:Choice Requires='w14'>{THERE}</mc:Choice></mc:AlternateContent>",
        f"<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>{THERE}</mc:Fallback></mc:AlternateContent>",
        THERE + GONE,
        THERE + f'<w:moveFrom w:id="1">{r("away ")}</w:moveFrom>',
        THERE + r("secretly ", "<w:vanish/>"),
        THERE + r("secretly ", '<w:vanish w:val="1"/>'),
        r("from the office ", '<w:vanish w:val="0"/><w:strike w:val="false"/><w:specVanish w:val="off"/>'),
        r("from the office ", "<w:webHidden/>"),
        THERE + r("struck ", "<w:strike/>") + r("struck ", "<w:dstrike/>"),
        "<w:proofErr/><w:bookmarkStart w:id='1'/>" + THERE + "<w:r><w:commentReference w:id='1'/></w:r>",
        "<w:r><w:t>from</w:t><w:tab/><w:t>the</w:t><w:br/><w:t>office</w:t><w:cr/></w:r>",
        field("XE \"office\"", None) + THERE,
        "<w:r><w:rPr/><m:oMath><m:r><m:t>from the office </m:t></m:r></m:oMath></w:r>",
    ],
)  # fmt: skip
def test_words_are_read_wherever_a_person_sees_them(inner: str) -> None:
    assert shown(p(BEGIN, inner, END)) == [WHOLE]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p(r("self"), "<w:r><w:noBreakHyphen/></w:r>", r("made")), ["self\u2011made"]),
        (p(r("10"), r("-6", '<w:vertAlign w:val="superscript"/>')), ["10⁻⁶"]),
        (p(r("10"), *(r(c, '<w:vertAlign w:val="superscript"/>') for c in "-6")), ["10⁻⁶"]),
        (p(r("N"), look='<w:framePr w:dropCap="drop"/>') + p(r("obody came.")), ["Nobody came."]),
        (p(r("One"), look="<w:rPr><w:del w:id='1'/></w:rPr>") + p(r(" line.")), ["One line."]),
        (p(r("One"), look="<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p(r(" line.")), ["One line."]),
        (p(r("Two"), look="<w:rPr><w:ins w:id='1'/></w:rPr>") + p(r("lines.")), ["Two", "lines."]),
        (p("<w:r><w:sym w:font='Symbol' w:char='F0A3'/></w:r>", r(" 50")), ["≤ 50"]),
        (p(r("\u00a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), r(" 50")), ["≤ 50"]),
        (p("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", r(" yes")), ["☑ yes"]),
        (p("<w:r><w:sym w:font='Webdings' w:char='F041'/></w:r>", r(" yes")), ["[symbol] yes"]),
        (p("<w:r><w:sym w:font='Arial' w:char='00E9'/></w:r>", r("t\u00e9")), ["\u00e9t\u00e9"]),
        (
            p("<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w16se:symEx w16se:font='E' w16se:char='263A'/>"
              "</mc:Choice><mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"),
            ["☺"],
        ),
        (p(r("See it."), box(p(r("In a box."))), r(" More.")) + p(r("Last.")), ["See it. More.", "In a box.", "Last."]),
        (p(box(p(r("Outer."), box(p(r("Inner.")))))), ["Outer.", "Inner."]),
        (p(f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(r('Old box.'))}</w:txbxContent></v:textbox></v:shape>"
           "</w:pict></w:r>"), ["Old box."]),
        (p(r("x is "), "<m:oMath><m:sSup><m:e><m:r><m:t>2</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup>"
           "</m:sSup></m:oMath>"), ["x is [formula]"]),
        (p(r("It is "), field("EQ \\f(1,2)", None), r(".")), ["It is [field]."]),
        (p("<w:r><w:dayLong/></w:r>", r(" it was.")), ["[date] it was."]),
        (p(field("FORMCHECKBOX", None, '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'),
           r(" yes")), ["☒ yes"]),
        (p(field("FORMDROPDOWN", None, '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/>'
                 '<w:listEntry w:val="yes"/></w:ddList></w:ffData>')), ["yes"]),
        (f"<w:ins w:id='1'>{p(r('In.'))}</w:ins><w:sdt><w:sdtContent>{p(r('Side.'))}</w:sdtContent></w:sdt>", ["In.", "Side."]),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + p(r("a")) + p(r("b")) + "</w:tc></w:tr>"
            "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>" + p(r("gone")) + "</w:tc></w:tr>"
            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p(r("covered")) + "</w:tc>"
            "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p(r("c")) + "</w:tc></w:tr></w:tbl>",
            ["a", "b", "c"],
        ),
    ],
)  # fmt: skip
def test_what_stands_there_is_what_a_person_sees(body: str, lines: list[str]) -> None:
    assert shown(body) == lines


STYLES = """\
<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="PH"><w:name w:val="ph"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="PH2"><w:name w:val="ph2"/><w:basedOn w:val="PH"/></w:style>
<w:style w:type="paragraph" w:styleId="PS"><w:name w:val="ps"/><w:basedOn w:val="PH"/>
<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="l"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="character" w:styleId="CH"><w:name w:val="ch"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Up"><w:name w:val="up"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="TH"><w:name w:val="th"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


@pytest.mark.parametrize(
    ("paragraph", "run_", "is_seen"),
    [
        ("", "", True),
        ("PH", "", False),
        ("PH2", "", False),
        ("PS", "", True),
        ("Loop", "", True),
        ("nowhere", "", True),
        ("", '<w:rStyle w:val="CH"/>', False),
        ("PH", '<w:rStyle w:val="CH"/>', True),
        ("PH", '<w:vanish w:val="false"/>', True),
        ("PH", "<w:vanish/>", False),
        ("CH", "", True),
        ("", '<w:rStyle w:val="PH"/>', True),
    ],
)
def test_styles_hide_words_by_the_rules_of_toggle_properties(
    paragraph: str, run_: str, is_seen: bool
) -> None:
    body = p(r("seen", run_), look=f'<w:pStyle w:val="{paragraph}"/>' if paragraph else "") + p(r("end"))
    assert shown(body, styles=STYLES) == (["seen", "end"] if is_seen else ["end"])


def test_a_style_of_a_table_hides_its_words_and_headings_are_known_by_their_style() -> None:
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="TH"/></w:tblPr><w:tr><w:tc>{p(r("hidden"))}</w:tc></w:tr></w:tbl>'
    assert shown(table + p(r("end")), styles=STYLES) == ["end"]
    hidden_by_default = STYLES.replace("<w:rPr/>", "<w:rPr><w:vanish/></w:rPr>")
    body = p(r("hidden")) + p(r("end", '<w:vanish w:val="0"/>'))
    assert shown(body, styles=hidden_by_default) == ["end"]
    text = extract(
        word(
            p(r("A"), look='<w:pStyle w:val="Own"/>') + p(r("10"), r("6", '<w:rStyle w:val="Up"/>')),
            styles=STYLES,
        )
    )
    assert [(line.text, line.heading) for line in text.lines] == [("A", True), ("10⁶", False)]


def test_titles_are_headings_before_the_text_and_paragraphs_within_it() -> None:
    """Paragraphs keep the numbers that they have had."""
    names = ("title", "subtitle", "author")
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name.title()}"/>'
        + ('<w:basedOn w:val="title"/>' if name == "author" else "")
        + "</w:style>"
        for name in names
    )
    front = [p(r(name), look=f'<w:pStyle w:val="{name}"/>') for name in names]
    text = extract(word("".join(front) + p(r("Words.")) + front[0], styles=styles))
    assert [line.heading for line in text.lines] == [True, True, False, False, False]
    assert text.title == "title"
    assert extract(word(p(r("Words.")) + front[0], styles=styles)).title == ""


def test_notes_follow_in_the_order_of_their_calls() -> None:
    notes = '<w:{0} w:id="1">' + p(r("One.")) + '</w:{0}><w:{0} w:id="2">' + p(r("Two.")) + "</w:{0}>"
    call = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    body = p(r("a"), call.format("footnote", 2), r("b"), call.format("endnote", 1))
    body += p(r("c", "<w:vanish/>"), f"<w:del>{call.format('footnote', 1)}</w:del>", r("d"))
    parts = {"footnotes": notes.format("footnote"), "endnotes": notes.format("endnote")}
    assert shown(body, **parts) == ["ab", "d", "Two.", "One."]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (p(BEGIN, r("from the office ", "<w:vanish/>"), END), "does not show, were left out: line 1 `from the office`."),
        (p(r("One.")) + p(r("All hidden.", "<w:vanish/>")) + p(r("Two.")), "after line 1 `All hidden.`"),
        (p(BEGIN, GONE, END), "all of them. Left out: line 1 `not`."),
        (p(BEGIN, f"<w:ins>{THERE}</w:ins>", END), "Taken from tracked changes: line 1 `from the office`."),
        (p(r("struck", "<w:strike/>"), END), "struck out were left out: line 1 `struck`"),
        (p("<w:r><w:ruby><w:rt>" + r("gakko") + "</w:rt><w:rubyBase>" + r("school") + "</w:rubyBase></w:ruby></w:r>"),
         "(ruby) were left out: line 1 `gakko`."),
        (p(r("pale", '<w:color w:val="FFFFFF"/>')), "hardly be seen**: line 1 `pale`."),
        (p(r("small", '<w:sz w:val="2"/>')), "hardly be seen**: line 1 `small`."),
        (p(f'<w:bdo w:val="rtl">{r("abc")}</w:bdo>'), "compare them with the page**: line 1 `abc`."),
        (p("<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dataBinding/></w:sdtPr><w:sdtContent>" + r("Click") +
           "</w:sdtContent></w:sdt>"), "filled from another part of the file, and Word may show other words: line 1."),
        (p(r("a")) + p("<w:r><w:drawing><a:t>In a chart</a:t></w:drawing></w:r>"), "after line 1 `In a chart`."),
        (p("<w:r><w:pict><v:textpath string='Art'/></w:pict></w:r>", r("a")), "no part of the text: line 1 `Art`."),
        (p("<m:oMath><m:f><m:num/></m:f></m:oMath>"), "stands in square brackets: line 1."),
        (p("<mc:AlternateContent><mc:Choice Requires='a'>" + r("one") + "</mc:Choice><mc:Fallback>" + r("two")
           + "</mc:Fallback></mc:AlternateContent>"), "other words in this place: line 1 `two`."),
        (p(r("a")) + p(box(p(r("boxed"))), look="<w:rPr><w:vanish/></w:rPr>").replace("<w:r><mc", "<w:r><w:rPr><w:vanish/></w:rPr><mc"),
         "after line 1 `boxed`."),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told_with_its_line(body: str, said: str) -> None:
    assert said in told(body)


BLACK = '<w:highlight w:val="black"/>'
SHADED = '<w:shd w:val="clear" w:fill="{}"/>'
RED = '<w:color w:val="C00000"/>'
REDACTED = {
    "highlighted": (p(r("Heard from "), r("Ann Example", BLACK), r(" here.")), {}),
    "highlighted, black letters": (p(r("Heard from "), r("Ann Example", f'{BLACK}<w:color w:val="000000"/>'), r(" here.")), {}),
    "in two runs": (p(r("Heard from "), r("Ann ", BLACK), r("Example", BLACK), r(" here.")), {}),
    "shaded": (p(r("Heard from "), r("Ann Example", SHADED.format("000000")), r(" here.")), {}),
    "a solid pattern": (p(r("Heard from "), r("Ann Example", '<w:shd w:val="solid" w:color="auto" w:fill="FFFFFF"/>'), r(" here.")), {}),
    "of the letters' colour": (p(r("Heard from "), r("Ann Example", RED + SHADED.format("C10305")), r(" here.")), {}),
    "of the paragraph's colour": (
        p(r("Heard from "), r("Ann Example", RED), r(" here."), look=SHADED.format("C00000")), {},
    ),
    "of the cell's colour": (
        "<w:tbl><w:tr><w:tc><w:tcPr>" + SHADED.format("C00000") + "</w:tcPr>"
        + p(r("Heard from "), r("Ann Example", RED), r(" here.")) + "</w:tc></w:tr></w:tbl>", {},
    ),
    "by a style": (
        p(r("Heard from "), r("Ann Example", '<w:rStyle w:val="Bar"/>'), r(" here.")),
        {"styles": f'<w:style w:type="character" w:styleId="Bar"><w:rPr>{BLACK}</w:rPr></w:style>'},
    ),
    "of a paragraph's style": (
        p(r("Heard from "), r("Ann Example", RED), r(" here."), look='<w:pStyle w:val="Red"/>'),
        {"styles": '<w:style w:type="paragraph" w:styleId="Red"><w:pPr>' + SHADED.format("C00000") + "</w:pPr></w:style>"},
    ),
    "inserted with tracked changes": (p(r("Heard from "), f'<w:ins>{r("Ann Example", BLACK)}</w:ins>', r(" here.")), {}),
}  # fmt: skip


@pytest.mark.parametrize("how", REDACTED)
def test_words_blacked_out_are_a_bar_and_are_repeated_nowhere(how: str) -> None:
    body, parts = REDACTED[how]
    text = extract(word(body, **parts))
    assert [line.text for line in text.lines] == ["Heard from [blacked out] here."]
    assert "line 1" in next(fact for fact in text.told if "blacked out" in fact)
    assert "Ann" not in str(text)
    assert any("the file still holds them" in said for said, _ in text.warnings)


@pytest.mark.parametrize(
    "body",
    [
        p(r("Seen", '<w:highlight w:val="yellow"/>')),
        p(r("Seen", '<w:color w:val="FFFFFF"/>' + BLACK)),
        p(r("Seen", '<w:highlight w:val="none"/>')),
        p(r("Seen", '<w:color w:val="FFFFFF"/>'), look=SHADED.format("000000")),
        p(r("Seen"), look=SHADED.format("000000")),
        p(r("Seen", SHADED.format("auto")), look=SHADED.format("000000")),
    ],
)
def test_words_that_stand_out_from_their_ground_are_text(body: str) -> None:
    text = extract(word(body))
    assert ([line.text for line in text.lines], text.told, text.warnings) == (["Seen"], (), ())


def test_what_is_hidden_and_blacked_out_is_told_without_its_words() -> None:
    for look in ("<w:vanish/>", "<w:strike/>"):
        text = extract(word(p(r("Seen."), r("Ann Example", look + BLACK))))
        assert [line.text for line in text.lines] == ["Seen."]
        assert "Ann" not in str(text)


def test_words_that_can_hardly_be_seen_are_warned_of() -> None:
    text = extract(word(p(r("Seen "), r("pale", '<w:color w:val="FEFEFE"/>'))))
    assert any("can hardly be seen" in said for said, _ in text.warnings)


def test_what_stands_around_the_text_is_told() -> None:
    section = '<w:sectPr><w:headerReference r:id="header" w:type="default"/></w:sectPr>'
    comments = '<w:comment w:id="1">' + p(r("Is that so?")) + "</w:comment>"
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/>'
        '</w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    body = p(r("a"), look=listed.format(0)) + p(r("b"), look=listed.format(1)) + section
    said = told(body, header=p(r("Draft, not adopted")), comments=comments, numbering=numbering)
    assert said.split("\n") == [
        "Numbers that Word counts are no part of the text: line 1 `Article %1`.",
        "Running heads and feet are no part of the text: `Draft, not adopted`.",
        "Comments are no part of the text; there is one.",
    ]


def test_the_part_that_word_opens_is_read() -> None:
    """By its relationships; in the strict form of the format; and in UTF-16."""
    document = f"<w:document {DECLARED}><w:body>{p(r('Shown.'))}</w:body></w:document>"
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="/word/Other.xml"),
        "word/document.xml": document.replace("Shown", "Not shown"),
        "word/other.xml": document,
    }
    assert [line.text for line in extract(archive(parts)).lines] == ["Shown."]
    strict = document.replace(TRANSITIONAL, STRICT).replace("Shown.", f"Shown in {STRICT}.")
    strict = strict.replace("</w:p>", r("x", "<w:vanish/>") + "</w:p>")
    assert [line.text for line in extract(archive({"word/document.xml": strict})).lines] == [
        f"Shown in {STRICT}."
    ]
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{document}'.encode("utf-16")
    assert [line.text for line in extract(archive({"word/document.xml": wide})).lines] == ["Shown."]


def test_ordinary_words_are_the_same_as_pandoc_reads() -> None:
    """Paragraphs keep their numbers: what has nothing special in it is parted as it always was."""
    text = (
        "# One\n\nSome *words* and a [link](https://example.org)[^1].\n\n1. item\n\n   more\n\n   - inner\n2. last\n\n"
        "> quoted\n\n| a | b |\n|---|---|\n| c | d |\n\n: Caption\n\nLine one\\\nline two – “quoted”.\n\n[^1]: A note.\n"
    )
    command = [executable(), "-f", "markdown", "-t", "docx", "-o", "-"]
    data = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    assert [line.text for line in extract(data).lines] == [
        *(
            "One",
            "Some words and a link.",
            "item",
            "more",
            "inner",
            "last",
            "quoted",
            "Caption",
            "a",
            "b",
            "c",
            "d",
        ),
        *("Line one line two – “quoted”.", "A note."),
    ]


def test_tables_of_symbols_are_aligned() -> None:
    symbol, wingdings = FONTS["symbol"], FONTS["wingdings"]
    assert [symbol[code] for code in (0x22, 0x5F, 0x61, 0x7A, 0xA3, 0xB3, 0xBC, 0xD8, 0xE5, 0xF2)] == [
        *"∀_αζ≤≥…¬∑∫"
    ]
    assert [wingdings[code] for code in (0x4A, 0x6F, 0xA8, 0xE0, 0xFC, 0xFE)] == [*"☺□◻→✔☑"]


DEEP = "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (word(p("<w:r><w:unknown><w:t>words</w:t></w:unknown></w:r>")), "holds words in `unknown`"),
        (word(p(f"<x:note>{THERE}</x:note>")), "holds words in `note`"),
        (word('<w:altChunk r:id="a"/>'), "takes in another document"),
        (word(p('<w:subDoc r:id="a"/>')), "takes in another document"),
        (word(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', BEGIN)), "a field without an end"),
        (word(p(DEEP)), "nests its parts too deep"),
        (word(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5000)), "nests its fields too deep"),
        (word("<w:p/>" * 4_000_001), "is marked up beyond what any text needs"),
        (word(""), "holds no text"),
        (word(p(r("hidden", "<w:vanish/>"))), "holds no text"),
        (archive({"word/document.xml": f"<w:document {DECLARED}/>"}), "is a broken Word file"),
        (archive({"word/document.xml": b"\xff\xfe<\0"}), "is a broken Word file"),
        (archive({"word/document.xml": "<!DOCTYPE x><x/>".encode("utf-16")}), "declares a document type"),
        (
            archive({"word/document.xml": '<?xml version="1.0" encoding="big5"?><x/>'}),
            "is a broken Word file",
        ),
        (archive({"word/document.xml": "<x/>", "Word/Document.xml": "<x/>"}), "two parts of the name"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        extract(data)


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "is locked with a password"),
        ("WordDocument", "is an old Word file"),
        ("x", "old Office"),
    ],
)
def test_what_word_wraps_otherwise_is_named(stream: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        form_of(b"\xd0\xcf\x11\xe0" + bytes(600) + stream.encode("utf-16-le"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """An empty workspace."""
    (tmp_path / "brief.yaml").write_text("organisations:\n  first: {name: First}\n", "utf-8")
    return tmp_path


def test_the_true_words_are_drafted_and_the_hidden_ones_refused(workspace: Path) -> None:
    body = p(BEGIN, f'<w:fldSimple w:instr="REF a">{THERE}</w:fldSimple>', r("ever ", "<w:vanish/>"), END)
    (workspace / "letter.docx").write_bytes(word(body))
    outcome = run("seeds", "add", "letter.docx", "--id", "a", cwd=workspace)
    assert outcome.status == 0, outcome
    assert "warning[C613]: the file holds hidden words: left out" in outcome.stdout + outcome.stderr
    source = read_source(Workspace(workspace), "a", [])
    assert source is not None
    assert [paragraph.text for paragraph in source.paragraphs] == [WHOLE]
    assert "line 1 `ever`" in (source.record.facts or "")
    file = workspace / "seeds/sources/a.md"
    draft = file.read_text("utf-8")
    for wrong in ("Nobody came.", "Nobody from the office ever came."):
        file.write_text(draft.replace(WHOLE, wrong), "utf-8")
        assert "error[C602]" in run("seeds", "verify", cwd=workspace).stdout


def test_no_other_program_is_started_for_a_word_file() -> None:
    code = "import sys; from brief.corpus.captures.text import captured_text; captured_text(sys.stdin.buffer.read()); "
    code += "sys.exit('subprocess' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], input=word(p(BEGIN)), check=False).returncode == 0
