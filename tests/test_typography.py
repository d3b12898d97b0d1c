"""What a typesetter adds: ties, apostrophes in titles, and locators that name several paragraphs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from fontTools.ttLib import TTFont

from brief.compose import pandoc
from brief.files.document import open_yaml
from brief.files.validate import validate
from brief.files.workspace import Workspace, packaged_root
from brief.model.locator import Locator, stray
from brief.model.partial_date import PartialDate
from brief.outputs.word import read_word
from brief.run.build import build_spec
from brief.text.catalogue import Catalogue
from brief.text.markdown.citations import read_citations
from brief.text.typography import tied, typeset_title, widest
from tests.command import run
from tests.pandoc_pieces import keyed_piece, work
from tests.pdf_facts import page_texts
from tests.small_workspace import SOURCE, SPEC, edited, source, summary, write

BEFORE = ("article", "para.")
AFTER = ("million", "November")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>see article 14.</p>", '<p>see <span class="tie">article 14</span>.</p>'),
        ("<p>Article 13 (2) (c) of</p>", '<p><span class="tie">Article 13 (2) (c)</span> of</p>'),
        ("<p>10 November 2026</p>", '<p><span class="tie">10 November</span> 2026</p>'),
        ("<p>1er November</p>", '<p><span class="tie">1er November</span></p>'),
        ("<p>3,000.5 million</p>", '<p><span class="tie">3,000.5 million</span></p>'),
        ("<p>particle 14, article fourteen</p>", None),
        ("<p>5 millions, 5 Novembers</p>", None),
        ("<p>article <em>14</em></p>", None),
        ('<img alt="article 14"><title>article 14</title>', None),
        ("<style>p::before { content: 'article 14' }</style><!-- article 14 > -->", None),
        ("<svg><text>article 14</text></svg>", None),
    ],
)
def test_ties(html: str, expected: str | None) -> None:
    assert tied(html, BEFORE, AFTER) == (expected or html)


def test_a_language_without_ties_is_left_alone() -> None:
    assert tied("<p>article 14</p>", (), ()) == "<p>article 14</p>"


def test_titles_have_typographic_apostrophes() -> None:
    assert (
        typeset_title("The children's and the teachers' union, '90s")
        == "The children’s and the teachers’ union, '90s"
    )


@pytest.mark.parametrize("style", ["notes", "author-date"])
@pytest.mark.parametrize(
    ("cited", "printed"),
    [
        ("paras. 1 and 2", "paras. 1 and 2"),
        ("paras. 1, 2", "paras. 1, 2"),
        ("paras. 1, 2 and 3, emphasis added", "paras. 1, 2 and 3"),
        ("para. 1", "para. 1"),
    ],
)
def test_a_locator_is_printed_as_one_or_many(style: str, cited: str, printed: str, tmp_path: Path) -> None:
    files = dict(summary(f"Words, a page says, that say 3 and 11 [@a, {cited}]."))
    files["specs/b.yaml"] = edited(
        str(files["specs/b.yaml"]), "language: en\n", f"language: en\ncitation-style: {style}\n"
    )
    write(tmp_path, {**files, **source("title: A page about schools", "title: The children's page")})
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    html = (tmp_path / "outputs/b.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert printed in re.sub("<[^>]*>", "", html)
    assert "3 and 11" in html
    assert ("The children’s page" in html) == (style == "notes")


@pytest.mark.parametrize("style", ["notes", "author-date"])
def test_a_paragraph_has_its_german_term(style: str, tmp_path: Path) -> None:
    """In a language that the styles have no words for: cited, set off, and as an excerpt."""
    blocks = (
        "    blocks:\n      - quote: {source: a, paragraph: 3, text: Three children}\n"
        "      - excerpt: {source: a, paragraphs: 1-2}\n"
    )
    spec = edited(SPEC, "language: en", f"language: de\ncitation-style: {style}")
    spec = edited(
        spec, "Words that say something [@a, para. 1]", "Etwas [@a, para. 1]. Mehr [@a, paras. 1, 3]"
    )
    write(tmp_path, {"specs/b.yaml": spec + blocks})
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    html = (tmp_path / "outputs/b.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    words = re.sub("<[^>]*>", "", html)
    assert not re.search("paras?[.]", words)
    for said in ("Abs. 1, 3", "Abs. 2", "Abs. 3", "Abs. 1–2"):
        assert said in words


FIRST_OF_MAY = {"en": "1 May 2025", "fr": "1er mai 2025", "es": "1 de mayo de 2025", "ko": "2025년 5월 1일"}
QUOTED = {"en": "“Three {}”", "fr": "«\u00a0Three {}\u00a0»", "es": "«Three {}»", "ko": "“Three {}”"}


@pytest.mark.parametrize("language", FIRST_OF_MAY)
@pytest.mark.parametrize("style", ["notes", "author-date"])
def test_dates_and_marks_are_those_of_the_language(language: str, style: str, tmp_path: Path) -> None:
    """The date of the brief, that of a source and the marks of a set-off quotation, on the page."""
    quote = "    blocks:\n      - quote: {source: a, paragraph: 3, text: Three children}\n"
    spec = edited(SPEC, "language: en", f"language: {language}\ncitation-style: {style}")
    spec = edited(spec, "2026-11-20", "2025-05-01").replace("embassy-brief", "report")
    write(
        tmp_path,
        {"specs/b.yaml": spec + quote + "annexes: {sources: true}\n", **source("2024", "2025-05-01")},
    )
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    html = re.sub("<[^>]*>", "", (tmp_path / "outputs/b.html").read_text(encoding="utf-8"))
    assert html.count(FIRST_OF_MAY[language]) >= (3 if style == "notes" else 2)
    assert QUOTED[language].format("children") in html


@pytest.mark.parametrize("language", FIRST_OF_MAY)
def test_no_other_day_is_the_first(language: str) -> None:
    document = open_yaml(Workspace(Path("brief/text")), f"languages/{language}.yaml", [])
    assert document is not None
    catalogue = validate(Catalogue, document, [])
    assert catalogue is not None
    for day in (2, 11, 21, 31):
        assert re.findall(r"\d+\w*", catalogue.spoken_date(PartialDate(2025, 5, day))).count("1er") == 0


# As written, and in a note in English, French, Spanish and Korean; one for all where they are alike.
PLACES = {
    "pp. 4-6": ("pp. 4–6",),
    "pp. 4—6": ("pp. 4–6",),
    "p. 1,234": ("p. 1,234",),
    "pp. 1,234-1,240": ("pp. 1,234–1,240",),
    "pp. 4-6, 1,234-1,240": ("pp. 4–6, 1,234–1,240",),
    "pp. 1,234, 1,236 and 1,240": ("pp. 1,234, 1,236 and 1,240", "pp. 1,234, 1,236 et 1,240", "pp. 1,234, 1,236 y 1,240", "pp. 1,234, 1,236 및 1,240"),
    "pp. 12,345–12,350": ("pp. 12,345–12,350",),
    "pp. 1.234-1.240": ("pp. 1.234–1.240",),
    "pp. 1’234-1’240": ("pp. 1’234–1’240",),
    "pp. 1\u202f234-1\u202f240": ("pp. 1\u202f234–1\u202f240",),
    "p. 1 234": ("p. 1 234",),
    "pp. 1 234-1 240": ("pp. 1 234–1 240",),
    "pp. 321-8": ("pp. 321–8",),
    "pp. 10-2": ("pp. 10–2",),
    "p. A-12": ("p. A-12",),
    "pp. A12-A15": ("pp. A12–A15", "pp. A12-A15", "pp. A12–A15", "pp. A12–A15"),
    "pp. A-12 to A-15": ("pp. A-12 to A-15",),
    "pp. xii–xv": ("pp. xii–xv",),
    "pp. 4 ff.": ("pp. 4 ff.",),
    "p. 4 (b)": ("p. 4 (b)",),
    "p. 4 (2020-01-02)": ("p. 4 (2020-01-02)",),
    "p. 4, 12 May 2020": ("p. 4, 12 May 2020",),
    "p. 4, dated 2020-01-02": ("p. 4, dated 2020-01-02",),
    "2020-01-02": ("2020-01-02",),
    "12 May 2020": ("12 May 2020",),
    "para. 1,001": ("para. 1,001", "par. 1,001", "párr. 1,001", "문단 1,001"),
    "paras. 1,001-1,003": ("paras. 1,001–1,003", "par. 1,001–1,003", "párrs. 1,001–1,003", "문단 1,001–1,003"),
    "paras. 4,100": ("paras. 4,100", "par. 4,100", "párrs. 4,100", "문단 4,100"),
    "paras. 4 (b) and 5 (c)": ("paras. 4 (b) and 5 (c)", "par. 4 (b) et 5 (c)", "párrs. 4 (b) y 5 (c)", "문단 4 (b) 및 5 (c)"),
    "párrs. 4 a 6": ("párrs. 4 a 6",),
    "par. 4 à 6": ("par. 4 à 6",),
    "para. 1.2.3": ("para. 1.2.3", "par. 1.2.3", "párr. 1.2.3", "문단 1.2.3"),
    "art. 14(3)": ("art. 14(3)",),
    "art. 14 (3) (b)": ("art. 14 (3) (b)",),
    "arts. 10-12 bis": ("arts. 10–12 bis",),
    "arts. 4, 6-8, 10-12": ("arts. 4, 6–8, 10–12",),
    "§ 12": ("§ 12",),
    "vol. 2, p. 1,014": ("vol. 2, p. 1,014",),
}  # fmt: skip


@pytest.mark.parametrize("language", FIRST_OF_MAY)
def test_a_place_in_a_work_is_printed_as_it_is_written(language: str) -> None:
    """In the note, whose words are those of the page, the PDF and the Word file; and as brief itself reads it."""
    style = (packaged_root("styles") / "notes.csl").read_text("utf-8")
    works, fragments = [], []
    for number, place in enumerate(PLACES):
        text = f"It is so [@w{number}, {place}]."
        works.append({"id": f"w{number}", "type": "book", "title": "T"})
        fragments.append({"id": number, "pieces": [keyed_piece(text, number + 1)]})
    joint = {"en": "and", "fr": "et", "es": "y", "ko": "및"}[language]
    request = {"lang": language, "and": joint, "references": works, "fragments": fragments}
    found = pandoc.finish(pandoc.start(request, style)).fragments
    column = list(FIRST_OF_MAY).index(language)
    for number, (place, printed) in enumerate(PLACES.items()):
        note = re.sub("<[^>]*>", "", found[number]).replace("\u00a0", " ")
        wanted = printed[column] if len(printed) > 1 else printed[0]
        assert note == f"It is so.T, {wanted.removesuffix('.')}.", place


@pytest.mark.parametrize("language", FIRST_OF_MAY)
def test_pages_and_volumes_of_a_record_are_printed_as_they_are_written(language: str) -> None:
    style = (packaged_root("styles") / "notes.csl").read_text("utf-8")
    written = ("1,234-1,240", "1,234", "321-8", "A-12", "xii-xv", "4, 6-8", "1’234")
    works = [
        {"id": f"w{n}", "type": "article", "title": "T", "page": it, "volume": it}
        for n, it in enumerate(written)
    ]
    cited = [work(it["id"], n, n, len(works), "x") for n, it in enumerate(works, 1)]
    fragments = [{"id": 1, "pieces": [{"paragraphs": ["Words"], "citation": cited}]}]
    request = {"lang": language, "and": "and", "references": works, "fragments": fragments}
    entries = pandoc.finish(pandoc.start(request, style)).entries
    one = {"en": "p.", "fr": "p.", "es": "p.", "ko": "p."}[language]
    for it, number in zip(works, written, strict=True):
        words = re.sub("<[^>]*>", "", entries[it["id"]]).replace("\u00a0", " ")
        several = language != "fr" and number not in ("1,234", "A-12", "1’234")
        shown = re.sub(r"(?<=[\dxiv])-(?=[\dxiv])", "–", number)
        assert words.endswith(f"{'pp.' if several else one} {shown}."), words
        assert re.search(rf"vols?\. {re.escape(number)},", words), words


@pytest.mark.parametrize(
    ("cited", "read", "paragraphs"),
    [
        ("para. 1,001 of it", "para. 1,001", "1001"),
        ("paras. 1,001-1,003", "paras. 1,001-1,003", "1001-1003"),
        ("para. 1 001", "para. 1 001", "1001"),
        ("para. 1.001", "para. 1.001", "1001"),
        ("para. 12.5", "para. 12.5", "12"),
        ("paras. 4,100", "paras. 4,100", "4, 100"),
        ("paras. 4,6", "paras. 4,6", "4, 6"),
        ("paras. 2, 1,100 and 1,102-1,104", "paras. 2, 1,100 and 1,102-1,104", "2, 1100, 1102-1104"),
        ("párrs. 4 a 6, y más", "párrs. 4 a 6", "4-6"),
        ("par. 4 à 6", "par. 4 à 6", "4-6"),
        ("paras. 4 to 6", "paras. 4 to 6", "4-6"),
        ("문단 4~6", "문단 4~6", "4-6"),
        ("문단 4 및 6", "문단 4 및 6", "4, 6"),
        ("pp. xii-xv, where", "pp. xii-xv", None),
        ("pp. A12-A15, where", "pp. A12-A15", None),
        ("arts. 10-12 bis, first part", "arts. 10-12 bis", None),
        ("pp. 1’234-1’240, where", "pp. 1’234-1’240", None),
        ("p. 4, where 1,234 people", "p. 4", None),
    ],
)
def test_what_is_read_of_a_place_is_what_is_printed(cited: str, read: str, paragraphs: str | None) -> None:
    [citation], _ = read_citations(f"Words [@a, {cited}].")
    locator = citation.items[0].locator
    assert locator == read
    found = Locator.parse(locator)
    assert str(found) == locator
    assert (None if found.paragraphs is None else str(found.paragraphs)) == paragraphs


@pytest.mark.parametrize(
    ("cited", "is_law", "number"),
    [
        ("para. 4, emphasis added", False, None),
        ("paras. 4-6, the words of para. 5", False, None),
        ("para. 4, quoting the Constitution, para. 9", False, None),
        ("para. 4, citing general comment No. 13, para. 9", False, None),
        ("para. 4, in this paragraph, 2020", False, None),
        ("para. 4, 2 paragraphs omitted", False, None),
        ("para. 4, see also para. 9", False, "9"),
        ("art. 28, para. 2", True, None),
        ("art. 28, para. 2", False, "2"),
        ("see para. 2", True, "2"),
        ("¶" * 20_000, False, None),
        ("1" * 20_000, False, None),
    ],
)
def test_a_paragraph_among_the_words_after_a_place(cited: str, is_law: bool, number: str | None) -> None:
    [citation], _ = read_citations(f"Words [@a, {cited}].")
    item = citation.items[0]
    own = None if "¶" in cited else Locator.parse(item.locator).paragraphs
    found = stray(item.after if own else item.locator + item.after, own, in_law=is_law)
    assert (found and found[1]) == number


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>In all 1 234 567 people</p>", '<p>In all <span class="tie">1 234 567</span> people</p>'),
        ("<td>12 345</td>", '<td><span class="tie">12 345</span></td>'),
        ("<h2>0.07 % of all</h2>", '<h2><span class="tie">0.07 %</span> of all</h2>'),
        ("<p>28–35 % of all</p>", '<p><span class="tie">28–35 %</span> of all</p>'),
        ("<p>US$ 1.2 million.</p>", '<p><span class="tie">US$ 1.2 million</span>.</p>'),
        ("<p>EUR 1 234 and 5 €.</p>", '<p><span class="tie">EUR 1 234</span> and <span class="tie">5 €</span>.</p>'),
        ("<p>It was 30 °C, para. 4</p>", '<p>It was <span class="tie">30 °C</span>, <span class="tie">para. 4</span></p>'),
        ("<p>In 2019 300 came; 1,234 567 and 12 34.</p>", None),
        ("<p>1,234,567 and 28–35 and 5% and $5</p>", None),
    ],
)  # fmt: skip
def test_a_number_and_its_unit_stay_on_one_line(html: str, expected: str | None) -> None:
    for before, after in ((BEFORE, AFTER), ((), ("million",))):
        wanted = expected or html
        if not before:
            wanted = wanted.replace('<span class="tie">para. 4</span>', "para. 4")
        assert tied(html, before, after) == wanted


def test_no_letter_is_wider_than_a_figure_is_taken_to_be() -> None:
    font = TTFont(packaged_root("styles") / "fonts/SourceSerif4-SemiBold.ttf")
    advances, characters = font["hmtx"], font.getBestCmap()
    for code in (*range(0x20, 0x7F), *range(0xA1, 0x180), 0x2013, 0x2019, 0x20AC):
        if code in characters:
            advance = advances[characters[code]][0] / font["head"].unitsPerEm
            assert widest([chr(code)], (), ()) >= advance or code == 0x20, chr(code)
    assert widest(["1 234 567 x"], (), ()) == pytest.approx(7 * 0.55 + 2 * 0.23)
    assert widest([], (), ()) == 1


LARGE = ("1,234,567 people", "25 million", "0.07 %", "US$ 1.2 billion", "US$ 1,234,567,890", "28–35 %",
         "1 234 567 890", "12345678901234567890", "¥ 12.5 billion", "12.5 percentage points")  # fmt: skip
WHOLE = ("1,234,567", *LARGE[1:9])


@pytest.mark.parametrize("venue", ["embassy-brief", "factsheet", "report"])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_key_figure_is_never_parted_inside_a_number(venue: str, count: int, tmp_path: Path) -> None:
    """In the PDF each is on one line, within its column; in Word the letters are as small as they must be."""
    text = edited(SOURCE, "Schools opened", f"{', '.join(LARGE)}. Schools opened")
    files: dict[str, str | bytes | None] = {"seeds/sources/a.md": text}
    groups = [LARGE[at : at + count] for at in range(0, len(LARGE) - count + 1, count)][-3:]
    for number, group in enumerate(groups):
        figures = "".join(f'  - {{value: "{it}", label: "Words", cite: "[@a, para. 1]"}}\n' for it in group)
        spec = edited(SPEC, "summary: |", f"key-figures:\n{figures}summary: |")
        files[f"specs/k{number}.yaml"] = edited(spec, "embassy-brief", venue)
    write(tmp_path, {**files, "specs/b.yaml": None})
    outcome = run("build", "--jobs", "1", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    for number, group in enumerate(groups):
        lines = "\n".join(page_texts((tmp_path / f"outputs/k{number}.pdf").read_bytes())).split("\n")
        for it in (it for it in WHOLE if any(it in value for value in group)):
            assert any(it in line for line in lines), (it, lines)
        with ZipFile(tmp_path / f"outputs/k{number}.docx") as archive:
            word = archive.read("word/document.xml").decode()
        if "US$ 1.2 billion" in group:
            assert "US$\u00a01.2\u00a0billion" in word
            size = re.search(r'<w:sz w:val="(\d+)"/></w:rPr><w:t[^>]*>US\$', word)
            narrow = venue == "embassy-brief" or count == 4
            assert (size is not None and int(size[1]) < 40) or not narrow


def test_a_place_is_the_same_in_every_file(tmp_path: Path) -> None:
    """Page, PDF, Word file and manifest, with the words of a source that has no text."""
    place = "pp. 1,234-1,240"
    files = dict(summary(f"Words, a book says [@book, {place}]. More, it says [@book, p. A-12]."))
    book = "---\ntype: chapter\ntitle: A chapter\nauthor: [{family: Doe, given: Jane}]\ncontainer-title: A book\nissued: 2019\n---\n"
    write(tmp_path, {**files, "seeds/sources/book.md": book})
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    note = "Jane Doe, “A chapter”, A book (2019), pp. 1,234–1,240."
    html = re.sub("<[^>]*>", "", (tmp_path / "outputs/b.html").read_text("utf-8")).replace("\u00a0", " ")
    pdf = " ".join(" ".join(page_texts((tmp_path / "outputs/b.pdf").read_bytes())).split())
    word = read_word((tmp_path / "outputs/b.docx").read_bytes())
    assert note in html
    assert note in pdf
    assert note in word.notes[1].replace("\u00a0", " ")
    assert "Doe (n 1), p. A-12." in pdf.replace("\u00a0", " ")
    manifest = json.loads((tmp_path / "outputs/b.json").read_text("utf-8"))
    assert [it["locator"] for it in manifest["citations"]][:2] == [place, "p. A-12"]
