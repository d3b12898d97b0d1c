"""No picture leaves the text area, however large it is, whichever way it comes in; and the proof holds it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from finished import Finished, finished, reprinted
from PIL import Image
from small_workspace import BRIEF, SOURCE, write
from small_workspace import SPEC as WORKSPACE

from brief.files.workspace import Workspace
from brief.outputs.docx import DOCX
from brief.outputs.engine.raster import rasterised
from brief.outputs.output import Source
from brief.outputs.press.resolution import printed_pictures
from brief.outputs.word.document import look_of
from brief.outputs.word.draft import PAPERS
from brief.prove.printed import read_pdf
from brief.prove.prove_pictures import text_areas
from brief.run.stages.prove import prove
from tests.command import run

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="{}" height="{}" fill="#acf"/></svg>'
DRAWINGS = {
    "ratio": SVG.format('viewBox="0 0 100 1000"', 100, 1000),
    "percent": SVG.format('width="100%" height="100%" viewBox="0 0 100 300"', 100, 300),
    "bare": SVG.format("", 900, 9000),
    "huge": SVG.format('width="5000" height="90000"', 5000, 90000),
    "spills": SVG.format('width="200" height="100"', 9000, 9000),
}
VENUES = ("report", "crc-report", "hrc-statement", "factsheet", "embassy-brief")
LONG = "A caption that goes on for the sake of its length, with more words than anybody would write. " * 8
NOTES = "Said there [@a, para. 1], and there [@a, para. 2], and there [@a]."
SPEC = """\
title: Pictures of every shape
venue: #VENUE#
paper: #PAPER#
language: en
date: 2026-11-20
organisations: [first]
summary: |
  Words ![a telephone](phone.png) in a text [@a, para. 1]. And one in a note.[^1]

  [^1]: A note with ![a telephone in a note](phone.png).
asks:
  - {to: Governments, ask: "Look at ![a telephone in an ask](phone.png) this [@a, para. 1]."}
sections:
  - heading: First
    text: |
      Words and words [@a, para. 1].

      ![alone](phone.jpg)

      - an item ![in an item](phone.png)
          - deeper ![deeper in an item](wide.png)

      | One | Two |
      |-----|-----|
      | a ![in a cell](phone.png) | words ![wide in a cell](wide.png) |

      ![of a width](phone.png){width=90%}

      ![of a height](phone.png){height=40cm}
    blocks:
      - figure: {file: phone.png, alt: "a telephone as a figure", caption: "Short [@a]"}
      - figure: {file: phone.jpg, alt: "with a long caption", caption: "#LONG#"}
      - figure: {file: wide.png, alt: "a panorama", caption: "Wide"}
#DRAWINGS#
      - law-and-reality:
          caption: "Both"
          rows:
            - {law: "Law ![in law](phone.png) [@a, para. 1].", reality: "Real ![in reality](wide.png)."}
  - heading: Second
    blocks:
      - figure: {file: phone.png, alt: "right below a heading", caption: "#LONG#"}
recommendations:
  - {to: The Government, items: ["Publish ![recommended](phone.png) [@a, para. 1].", "Keep."]}
"""


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture of this size."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (230, 240, 250)).save(stream, format=kind)
    return stream.getvalue()


FILES = {
    "phone.png": picture(1080, 2400),
    "phone.jpg": picture(1080, 2400, "JPEG"),
    "wide.png": picture(6000, 700),
    "small.png": picture(400, 300),
    **{f"{name}.svg": drawing for name, drawing in DRAWINGS.items()},
}


def spec(venue: str, paper: str) -> str:
    figures = "\n".join(
        f'      - figure: {{file: {name}.svg, alt: "drawing {name}", caption: "The drawing {name} [@a]"}}'
        for name in DRAWINGS
    )
    told = {"#VENUE#": venue, "#PAPER#": paper, "#LONG#": LONG + NOTES, "#DRAWINGS#": figures}
    return re.sub("#[A-Z]+#", lambda match: told[match[0]], SPEC)


@cache
def _made(root: Path, venue: str, paper: str) -> Finished:
    name = f"specs/{venue}-{paper}.yaml"
    write(
        root,
        {
            **FILES,
            name: spec(venue, paper),
            "brief.yaml": BRIEF.replace("{name:", "{logo: phone.png, name:"),
            "seeds/sources/a.md": SOURCE,
        },
    )
    return finished(root, name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sizes")


def _said(made: Finished, pdf: bytes | None = None) -> list[str]:
    _, findings = prove(pdf or made.pdf, made.composed, made.manuscript, made.fonts)
    return [f"{finding.code}: {finding.message}" for finding in findings]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("venue", VENUES)
def test_no_picture_leaves_the_text_area(venue: str, paper: str, folder: Path) -> None:
    """Nor its caption: neither is parted from the other, and a heading stands above its picture."""
    made = _made(folder, venue, paper)
    assert _said(made) == []
    proof, _ = prove(made.pdf, made.composed, made.manuscript, made.fonts)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].trimbox[2:]] == pytest.approx(PAPERS[paper], abs=0.1)
    printed = read_pdf(made.pdf)
    pages = {found.alt: found.page for found in printed.pictures}
    texts = {
        number: "".join(piece.text for piece in pieces)
        for number, pieces in enumerate(printed.content, start=1)
    }
    assert len(pages) == made.composed.html.count("<img") > 20
    for name in DRAWINGS:
        assert f"The drawing {name}" in texts[pages[f"drawing {name}"]].replace("\u00a0", " ")
    for alt in ("with a long caption", "right below a heading"):
        assert "write" in texts[pages[alt]]
        assert texts[pages[alt]].count("A caption") == 8
    second = [page for title, page in proof.headings if title.endswith("Second")]
    assert second == [pages["right below a heading"]]


@pytest.mark.parametrize("venue", VENUES)
def test_no_picture_leaves_the_text_area_in_Word(venue: str, folder: Path) -> None:  # noqa: N802
    """Nor the cell, the item or the note that it stands in."""
    made = _made(folder, venue, "Letter")
    word = DOCX.render(Source(Workspace(folder), made.manuscript, made.composed))
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        body, notes = (parts.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    margins = look_of(venue.replace("crc-report", "submission").replace("hrc-", ""), None, None).margins
    width, height = PAPERS["Letter"]
    sizes = [
        (int(x) / 12700, int(y) / 12700) for x, y in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', body)
    ]
    assert len(sizes) == made.composed.html.count("<img") - 1
    assert all(x <= width - margins.left - margins.right + 0.1 for x, y in sizes)
    assert all(0 < y <= (height - margins.top - margins.bottom) * 0.8 + 0.1 for x, y in sizes)
    for cell in re.findall(r"<w:tc>.*?</w:tc>", body):
        given = int(re.findall(r'<w:tcW w:w="(\d+)"', cell)[0]) / 20
        assert all(int(x) / 12700 < given for x in re.findall(r'<wp:extent cx="(\d+)"', cell))
    assert [int(y) / 12700 for y in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', notes)] == [
        pytest.approx(100)
    ]


def test_a_picture_in_a_note_is_read_back_from_Word(tmp_path: Path) -> None:  # noqa: N802
    """Its part declares what it is made of."""
    changes = {"phone.png": FILES["phone.png"], "specs/b.yaml": spec("report", "A4").partition("asks:")[0]}
    outcome = run("build", cwd=write(tmp_path, changes))
    assert outcome.status == 0, outcome


def test_a_size_that_the_page_asked_for_is_written_down(folder: Path) -> None:
    """The print engine alone makes the same pages from what lies beside the PDF."""
    outcome = run("build", "report-A4", cwd=folder)
    _made(folder, "report", "A4")
    outcome = run("build", "report-A4", cwd=folder)
    assert outcome.status == 0, outcome
    page = (folder / "outputs/report-A4.html").read_text(encoding="utf-8")
    assert re.search(r'<img style="max-height: [\d.]+px" [^>]*alt="right below a heading"', page)


def test_the_edition_for_print_shops_keeps_them_too(folder: Path) -> None:
    """Its areas are those of its own margins, within the edges where the page is cut."""
    for venue in ("report", "hrc-statement"):
        _made(folder, venue, "A4")
        outcome = run("build", f"{venue}-A4", "--edition", "print", cwd=folder)
        assert outcome.status == 0, outcome


def test_a_drawing_of_any_size_is_drawn_for_Word() -> None:  # noqa: N802
    """No larger than the text of a page at 300 dots to the inch; not at all where it has no size."""
    for name, drawing in DRAWINGS.items():
        png = rasterised(drawing.encode())
        assert png is not None, name
        width, height = Image.open(io.BytesIO(png)).size
        assert width <= 1900
        assert height <= 2850
    assert rasterised(SVG.format('width="50vw" height="200vh"', 10, 10).encode()) is None


STYLES = {
    "too wide": ("img { position: relative; left: 400pt }", "reaches out of the text area"),
    "off the paper": (
        "img { max-height: none !important; height: 2000pt !important }",
        "reaches out of the text area",
    ),
    "in the margin": ("img { margin-left: -80pt }", "reaches out of the text area"),
    "on words": (".prose { position: relative; top: 60pt }", "lie over each other"),
    "cut by a box": (".figure { overflow: hidden; height: 100pt }", "is cut at its side"),
    "no size": ("img { height: 0 }", "has no size"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A brief with one figure, and its workspace."""
    text = (
        SPEC.partition("summary:")[0]
        + "summary: |\n  Words [@a, para. 1].\nsections:\n  - heading: First\n    text: |\n"
    )
    text += (
        '      Words.\n    blocks:\n      - figure: {file: small.png, alt: "a telephone", caption: "Short"}\n'
    )
    text = text.replace("#VENUE#", "crc-report").replace("#PAPER#", "A4")
    root = write(tmp_path_factory.mktemp("small"), {"small.png": FILES["small.png"], "specs/b.yaml": text})
    made = finished(root)
    return replace(made, inputs={"root": str(root)})


@pytest.mark.parametrize("name", STYLES)
def test_the_proof_finds_what_a_style_sheet_does_to_a_picture(name: str, small: Finished) -> None:
    css, words = STYLES[name]
    html = small.composed.html.replace("</style>", f"{css}</style>", 1)
    pdf = reprinted(replace(small.composed, html=html), small.manuscript, Path(small.inputs["root"]))
    assert any(
        said.startswith("P716: the picture “a telephone” on page") and words in said
        for said in _said(small, pdf)
    )


Damage = Callable[[bytes], bytes]
DAMAGE: dict[str, tuple[Damage, str]] = {
    "moved": (lambda content: re.sub(rb"(/a1 gs\n1 0 0 1 )[\d.]+", rb"\g<1>700", content), "is cut at its side"),
    "larger": (lambda content: re.sub(rb"[\d.]+ 0 0 -[\d.]+ 0 [\d.]+ cm(?=\n/i)", b"900 0 0 -2000 0 2000 cm", content), "is cut at its side"),
    "clipped": (lambda content: re.sub(rb"(?=/Figure\s+<<)", b"0 0 200 2000 re W n ", content), "is cut at its side"),
    "not painted": (lambda content: re.sub(rb"/Figure\s+<</MCID (\d+)>>", rb"/Span <</MCID \g<1>>>", content), "is not painted"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_the_proof_finds_a_picture_that_was_damaged(name: str, small: Finished) -> None:
    """In the finished file itself."""
    damage, words = DAMAGE[name]
    with pikepdf.open(io.BytesIO(small.pdf)) as pdf:
        before = pdf.pages[0].Contents.read_bytes()
        after = damage(before)
        assert after != before
        pdf.pages[0].Contents = pdf.make_stream(after)
        stream = io.BytesIO()
        pdf.save(stream)
    assert any(words in said for said in _said(small, stream.getvalue()) if said.startswith("P716"))


def test_a_sound_picture_is_no_finding(small: Finished) -> None:
    assert _said(small) == []


@pytest.mark.parametrize(
    ("css", "number", "expected"),
    [
        ("@page { margin: 10pt 20pt 30pt 40pt }", 1, [(40, 30, 480, 690)]),
        ("@page { margin: 10pt; @footnote { margin: 99pt } margin-left: 1in }", 1, [(72, 10, 490, 690)]),
        ("@page :left { margin-left: 5pt } @page { margin: 10pt }", 2, [(5, 10, 490, 690)]),
        ("@page :left { margin-left: 5pt } @page { margin: 10pt }", 3, [(10, 10, 490, 690)]),
        ("@page :first { margin-top: 1pt } @page { margin: 10pt }", 1, [(10, 10, 490, 699)]),
        ("@page { margin: 10pt } @page cover { margin: 0 }", 1, [(10, 10, 490, 690), (0, 0, 500, 700), (0, 0, 500, 700)]),
        ("@media screen { @page { margin: 1pt } } @page { margin: calc(1pt + 2pt) 10mm }", 1, [(28.35, 0, 471.65, 700)]),
        ("", 1, [(56.25, 56.25, 443.75, 643.75)]),
    ],
)  # fmt: skip
def test_the_text_area_of_a_page(css: str, number: int, expected: list[tuple[float, ...]]) -> None:
    found = text_areas(f"<style>{css}</style>", number, (0, 0, 500, 700))
    assert [pytest.approx(area, abs=0.01) for area in expected] == found


BODY = "      ![alone](wide.png)\n\n      Words.\n\n      ![alone](wide.png)\n\n      ![before words](wide.png) Words."


def test_no_first_line_sets_in_a_picture(tmp_path: Path) -> None:
    """It has the whole width on the page and in Word; beside words, what the first line leaves in Word."""
    text = WORKSPACE.replace("embassy-brief", "report").replace("      Rodong", f"{BODY}\n\n      Rodong")
    root = write(tmp_path, {"specs/b.yaml": text, "wide.png": FILES["wide.png"]})
    made = finished(root, "specs/b.yaml")
    word = DOCX.render(Source(Workspace(root), made.manuscript, made.composed))
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        body = parts.read("word/document.xml").decode()
    pictures = [one for one in re.findall(r"<w:p>.*?</w:p>", body) if "<wp:extent" in one]
    first, second, beside = (int(re.findall(r'<wp:extent cx="(\d+)"', one)[0]) / 12700 for one in pictures)
    assert ['w:firstLine="0"' in one for one in pictures] == [False, True, False]
    assert second == pytest.approx(first)
    assert beside == pytest.approx(first - 15)
    assert _said(made) == []
    assert len({picture.dpi for picture in printed_pictures(made.pdf)}) == 1
    assert _said(made) == []
