"""`brief build --edition print`: what a print shop's preflight asks, read back from the finished files."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image

from brief.files.workspace import Workspace
from brief.outputs.press import print_shop
from brief.outputs.press.press_content import BLACK, Press, for_mask, for_press
from brief.outputs.press.print_shop import Condition, for_print_shop
from brief.prove.content import pieces_of
from tests.command import run
from tests.press_facts import names, painted
from tests.small_workspace import EARLIER, SPEC, edited, write
from tests.test_build import copied

ROOT = Path(__file__).resolve().parent.parent
PROFILE = ROOT / "styles/icc/ISOcoated_v2_300_bas.icc"
A4 = (0.0, 0.0, 595.2756, 841.8898)
BLEED = 3 * 72 / 25.4
SAMPLES = ("embassy", "joint-report", "upr-joint", "factsheet")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#c81e1e"/></svg>'

CHAPTERS = (
    edited(SPEC, "venue: embassy-brief", "venue: report")
    + """    blocks:
      - figure: {file: seeds/coarse.png, alt: A grey square, caption: Coarse}
      - figure: {file: seeds/red.svg, alt: A red box, caption: Drawn}
  - heading: Second heading
    text: |
      Officials said it [@a, para. 2].
    blocks:
      - figure: {file: seeds/fine.jpg, alt: A blue square, caption: Fine}
  - heading: Third heading
    text: |
      Three children were sent home, it said [@a, para. 3].
"""
)


def picture(kind: str, size: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour."""
    stream = BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


FILES = {
    "specs/b.yaml": CHAPTERS,
    "seeds/coarse.png": picture("PNG", (300, 200), (10, 120, 200)),
    "seeds/fine.jpg": picture("JPEG", (2400, 1600), (10, 20, 200)),
    "seeds/red.svg": SVG,
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small report with pictures, printed for a print shop; an earlier build's files beside it."""
    folder = write(tmp_path_factory.mktemp("report"), FILES, earlier=True)
    outcome = run("build", "b", "--edition", "print", cwd=folder)
    (folder / "said").write_text(json.dumps(outcome), encoding="utf-8")
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    return folder


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sample briefs, printed for a print shop."""
    folder = copied(tmp_path_factory.mktemp("samples") / "workspace")
    outcome = run("build", *SAMPLES, "--strict", "--edition", "print", cwd=folder)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    return folder


@pytest.fixture(scope="module", params=["b", *SAMPLES])
def printed(request: pytest.FixtureRequest) -> Any:
    """Each of the print editions, open."""
    which = "report" if request.param == "b" else "samples"
    folder = request.getfixturevalue(which)
    with pikepdf.open(folder / f"outputs/{request.param}.print.pdf") as pdf:
        yield pdf


def box(page: pikepdf.Page, name: str) -> tuple[float, ...]:
    """A box of a page, in points."""
    return tuple(float(edge) for edge in page.obj[name])


def around(inner: tuple[float, ...], outer: tuple[float, ...]) -> list[float]:
    """How far the outer box lies beyond the inner one: left, bottom, right, top."""
    return [i - o if at < 2 else o - i for at, (i, o) in enumerate(zip(inner, outer, strict=True))]


# Boxes and marks


def test_every_page_has_its_boxes(printed: pikepdf.Pdf) -> None:
    """Trim: A4. Bleed: 3 mm beyond it on every side. The paper: room for marks around both."""
    for page in printed.pages:
        assert box(page, "/TrimBox") == pytest.approx(A4, abs=0.01)
        assert around(box(page, "/TrimBox"), box(page, "/BleedBox")) == pytest.approx([BLEED] * 4, abs=0.01)
        assert min(around(box(page, "/BleedBox"), box(page, "/MediaBox"))) > 15
        assert not {"/CropBox", "/ArtBox"} & set(page.obj.keys())


def test_crop_marks_stand_at_the_corners_outside_the_bleed(printed: pikepdf.Pdf) -> None:
    """Eight lines on all plates, in line with the trim, none of them within the bleed."""
    for page in printed.pages:
        lines = marks(page)
        assert len(lines) == 8
        left, bottom, right, top = box(page, "/TrimBox")
        for x, y, x2, y2 in lines:
            assert x == x2 or y == y2
            near = min(abs(x - left), abs(x - right)) if y == y2 else min(abs(y - bottom), abs(y - top))
            assert near > BLEED
        upright = sorted({x for x, _, x2, _ in lines if x == x2})
        level = sorted({y for _, y, _, y2 in lines if y == y2})
        assert upright == pytest.approx([left, right], abs=0.01)
        assert level == pytest.approx([bottom, top], abs=0.01)
        stroked = [act for act in painted(page) if act.kind == "stroke" and act.space == "/Registration"]
        assert [act.colour for act in stroked] == [(1.0,)]
        registration = page.obj.Resources.ColorSpace.Registration
        assert [str(registration[0]), str(registration[1])] == ["/Separation", "/All"]


def marks(page: pikepdf.Page) -> list[tuple[float, float, float, float]]:
    """The lines drawn after the page's content, outside of it."""
    operators = list(pikepdf.parse_content_stream(page))
    last = max(at for at, (_, operator) in enumerate(operators) if str(operator) == "BMC")
    found: list[tuple[float, float, float, float]] = []
    start = (0.0, 0.0)
    for operands, operator in operators[last:]:
        if str(operator) == "m":
            start = (float(operands[0]), float(operands[1]))
        elif str(operator) == "l":
            found.append((*start, float(operands[0]), float(operands[1])))
    return found


def test_the_page_is_clipped_to_its_bleed(printed: pikepdf.Pdf) -> None:
    """What hangs over the bleed would print among the marks."""
    for page in printed.pages:
        operators = list(pikepdf.parse_content_stream(page))
        assert [str(operator) for _, operator in operators[:4]] == ["q", "re", "W", "n"]
        x, y, width, height = (float(word) for word in operators[1][0])
        assert (x, y, x + width, y + height) == pytest.approx(box(page, "/BleedBox"), abs=0.01)


# Inks


def test_nothing_is_in_colours_of_the_screen(printed: pikepdf.Pdf) -> None:
    """No object names a space of red, green and blue; all that is painted is ink."""
    assert not {"/DeviceRGB", "/CalRGB"} & set(names(printed))
    for page in printed.pages:
        for act in painted(page):
            allowed = {"/DeviceCMYK", "/Registration"} if act.where == "page" else {"/DeviceGray"}
            assert act.space in allowed, act


def test_black_text_is_pure_black_and_overprints(printed: pikepdf.Pdf) -> None:
    """Full black over what is below it; coloured text, rules and boxes knock out."""
    seen = set()
    for page in printed.pages:
        for act in painted(page):
            black = act.colour == (0.0, 0.0, 0.0, 1.0)
            if act.kind == "text":
                seen.add(black)
                assert (act.over, act.mode) == ((True, 1) if black else (False, 0)), act
            else:
                assert not act.over, act
    assert True in seen


def test_greys_are_black_ink_alone(printed: pikepdf.Pdf) -> None:
    """Nothing is nearly grey in four inks: small type and hairlines in them have coloured edges."""
    for page in printed.pages:
        for act in painted(page):
            if act.space == "/DeviceCMYK" and act.colour and any(act.colour[:3]):
                cyan, magenta, yellow, _ = act.colour
                assert max(cyan, magenta, yellow) - min(cyan, magenta, yellow) > 0.2, act


def test_body_text_of_the_samples_is_black(samples: Path) -> None:
    """Most of what is set is black: the ink and the quiet grey of the screen both."""
    for name in SAMPLES:
        with pikepdf.open(samples / f"outputs/{name}.print.pdf") as pdf:
            texts = [act for page in pdf.pages for act in painted(page) if act.kind == "text"]
            black = [act for act in texts if act.colour == (0.0, 0.0, 0.0, 1.0)]
            assert len(black) > 0.7 * len(texts)
            assert {act.colour[3] for act in texts if act not in black} <= {0.38}  # the accent, and no grey


def test_a_blend_is_in_inks_and_a_mask_in_grey(printed: pikepdf.Pdf) -> None:
    """The short rule above the notes is a gradient that ends in nothing."""
    groups = [
        found.Group for found in printed.objects if isinstance(found, pikepdf.Stream) and "/Group" in found
    ]
    assert {str(group.CS) for group in groups} <= {"/DeviceCMYK", "/DeviceGray"}
    if groups:
        assert {str(page.obj.Group.CS) for page in printed.pages} == {"/DeviceCMYK"}


# What the file says of itself


def test_it_says_which_standard_and_which_press(printed: pikepdf.Pdf) -> None:
    """PDF/X-4: the key in XMP, one output intent with its whole profile, trapping told."""
    (intent,) = printed.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert str(intent.RegistryName) == "http://www.color.org"
    assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()
    assert int(intent.DestOutputProfile.N) == 4
    assert str(printed.trailer.Info.Trapped) == "/False"
    assert printed.pdf_version == "1.6"
    assert not printed.is_encrypted
    assert len(printed.trailer.ID) == 2


XMP = {
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def test_its_metadata_is_whole_and_agrees(printed: pikepdf.Pdf) -> None:
    """XMP in the clear, with what ISO 15930-7 asks for, saying the same as the old dictionary."""
    assert "/Filter" not in printed.Root.Metadata
    tree = ElementTree.fromstring(printed.Root.Metadata.read_bytes())
    told = {
        key: tree.findtext(f".//{key}", namespaces=XMP) for key in ("pdfxid:GTS_PDFXVersion", "pdf:Trapped")
    }
    assert told == {"pdfxid:GTS_PDFXVersion": "PDF/X-4", "pdf:Trapped": "False"}
    for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        assert tree.findtext(f".//{key}", namespaces=XMP) == "2026-11-20T00:00:00Z"
    for key in ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"):
        assert tree.findtext(f".//{key}", namespaces=XMP)
    info = printed.trailer.Info
    assert tree.findtext(".//dc:title//rdf:li", namespaces=XMP) == str(info.Title)
    assert str(info.CreationDate) == str(info.ModDate) == "D:20261120000000Z"


def test_nothing_runs_and_nothing_lies_upon_the_page(printed: pikepdf.Pdf) -> None:
    """No annotation (links among them), no script, no form, no action."""
    for page in printed.pages:
        assert not {"/Annots", "/AA"} & set(page.obj.keys())
    assert not {"/AcroForm", "/OpenAction", "/AA"} & set(printed.Root.keys())
    assert not {"/JavaScript", "/JS", "/Launch", "/OBJR"} & set(names(printed))


def test_every_font_is_embedded(printed: pikepdf.Pdf) -> None:
    """As a subset, with its program."""
    fonts = [
        found
        for found in printed.objects
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"
    ]
    described = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
    described += [font.DescendantFonts[0].FontDescriptor for font in fonts if "/DescendantFonts" in font]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in described)


# Pages


def first_x(pdf: pikepdf.Pdf, number: int) -> float:
    """Where the leftmost words of a page begin, in points from its trim."""
    return min(piece.x for piece in pieces_of(pdf.pages[number - 1].obj, number, {}) if piece.text.strip())


def test_margins_are_wider_towards_the_back(samples: Path) -> None:
    """Right pages have it on the left, left pages on the right: the text moves by the difference."""
    with pikepdf.open(samples / "outputs/embassy.print.pdf") as pdf:
        assert [round(first_x(pdf, page)) for page in (1, 2)] == [66, 46]
    with pikepdf.open(samples / "outputs/upr-joint.print.pdf") as pdf:
        assert [round(first_x(pdf, page)) for page in (2, 3)] == [75, 95]
    with pikepdf.open(samples / "outputs/joint-report.print.pdf") as pdf:
        assert [round(first_x(pdf, page)) for page in (5, 10)] == [118, 92]


def test_chapters_open_on_the_right_behind_empty_pages(report: Path) -> None:
    """Cover, contents, summary and three chapters: each on an odd page, an empty one before it."""
    manifest = json.loads((report / "outputs/b.print.json").read_text(encoding="utf-8"))
    with pikepdf.open(report / "outputs/b.print.pdf") as pdf:
        titles: dict[str, int] = {}
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        with pdf.open_outline() as outline:
            for item in _all(outline.root):
                titles[item.title] = pages[item.destination[0].objgen]
        empty = [
            n for n, page in enumerate(pdf.pages, 1) if not any(a.kind != "stroke" for a in painted(page))
        ]
    chapters = [page for title, page in titles.items() if "heading" in title]
    assert len(chapters) == 3
    assert all(page % 2 for page in chapters)
    assert all(page % 2 == 0 for page in empty)
    assert len(empty) >= 5
    assert manifest["pages"] == len(pages)


def _all(items: Any) -> Any:
    for item in items:
        yield item
        yield from _all(item.children)


# Pictures


def test_a_coarse_picture_warns_where_the_spec_names_it(report: Path) -> None:
    """300 × 200 dots over the width of the column; the drawing and the fine one say nothing."""
    said = json.loads((report / "said").read_text(encoding="utf-8"))[1]
    assert said.count("warning[P720]") == 1
    line = next(n for n, text in enumerate(CHAPTERS.splitlines(), 1) if "coarse.png" in text)
    assert f"specs/b.yaml:{line}:" in said
    assert "`seeds/coarse.png` is printed at" in said
    assert "it has 300 × 200" in said


def test_the_number_of_dots_is_right(report: Path) -> None:
    """The column is 385.28 pt wide; the picture is printed at its own size, 300 px of 1/96 inch."""
    said = json.loads((report / "said").read_text(encoding="utf-8"))[1]
    assert "is printed at 96 dots to the inch; a print shop needs 300" in said
    assert "needs 938 × 625 pixels" in said


def test_pictures_become_inks(report: Path) -> None:
    """PNG and JPEG alike, eight bits for each ink, nothing lossy; the blue is a blue."""
    with pikepdf.open(report / "outputs/b.print.pdf") as pdf:
        images = {
            tuple(int(found[k]) for k in ("/Width", "/Height")): found
            for found in pdf.objects
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Image"
        }
        assert set(images) == {(300, 200), (2400, 1600)}
        for (width, height), image in images.items():
            assert str(image.ColorSpace) == "/DeviceCMYK"
            assert len(image.read_bytes()) == width * height * 4
        cyan, magenta, yellow, black = images[(2400, 1600)].read_bytes()[:4]
        assert min(cyan, magenta) > 200 > 100 > max(yellow, black)


# Promises


def test_it_carries_its_manifest_and_verify_believes_it(report: Path) -> None:
    """What the usual PDF does, this one does: `brief verify` holds."""
    outcome = run("verify", "outputs/b.print.pdf", cwd=report)
    assert outcome.status == 0, outcome.stdout
    assert "Everything holds" in outcome.stdout
    manifest = json.loads((report / "outputs/b.print.json").read_text(encoding="utf-8"))
    pdf = (report / "outputs/b.print.pdf").read_bytes()
    assert manifest["outputs"] == {"b.print.pdf": hashlib.sha256(pdf).hexdigest()}
    assert manifest["edition"] == "print"
    profile = "packaged:styles/icc/ISOcoated_v2_300_bas.icc"
    assert manifest["inputs"][profile] == hashlib.sha256(PROFILE.read_bytes()).hexdigest()


def test_the_usual_files_stay_as_they_are(report: Path) -> None:
    """An edition writes its own two files and no other."""
    found = {path.name: path.read_bytes() for path in (report / "outputs").iterdir()}
    assert {name: found[name] for name in EARLIER} == EARLIER
    assert set(found) - set(EARLIER) == {"b.print.pdf", "b.print.json"}


def test_what_the_press_lost_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finished file is proved, not the one before it."""

    def losing(pdf: bytes, condition: Condition, date: str) -> bytes:
        with pikepdf.open(BytesIO(for_print_shop(pdf, condition, date))) as document:
            content = document.pages[0].Contents.read_bytes()
            document.pages[0].Contents.write(content.replace(b"TJ", b"pop"))
            stream = BytesIO()
            document.save(stream)
        return stream.getvalue()

    monkeypatch.setattr(print_shop, "for_print_shop", losing)
    outcome = run("build", "b", "--edition", "print", cwd=write(tmp_path))
    assert "P707" in outcome.stdout or "P702" in outcome.stdout
    assert outcome.status == 1
    assert not (tmp_path / "outputs").exists()


def test_the_print_file_is_searched_for_protected_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H403 names the file of the edition."""

    def telling(pdf: bytes, condition: Condition, date: str) -> bytes:
        with pikepdf.open(BytesIO(for_print_shop(pdf, condition, date))) as document:
            document.trailer.Info["/Subject"] = "Told by Park Chul-soo"
            stream = BytesIO()
            document.save(stream)
        return stream.getvalue()

    monkeypatch.setattr(print_shop, "for_print_shop", telling)
    source = (ROOT / "tests" / "small_workspace.py").read_text(encoding="utf-8")
    assert "kind: press\n" in source
    from tests.small_workspace import source as changed

    files = changed("kind: press\n", "kind: press\nprotect:\n  - {text: Park Chul-soo, as: a teacher}\n")
    outcome = run("build", "b", "--edition", "print", cwd=write(tmp_path, files))
    assert outcome.status == 1
    assert "H403" in outcome.stdout
    assert "b.print.pdf" in outcome.stdout


def test_an_edition_that_there_is_not(tmp_path: Path) -> None:
    outcome = run("build", "b", "--edition", "vinyl", cwd=write(tmp_path))
    assert outcome.status == 2
    assert "there is no edition `vinyl`; there is print" in outcome.stderr


def test_a_style_of_ones_own_is_printed_too(tmp_path: Path) -> None:
    """Without a sheet of its own for the edition it has bleed and marks, and the margins it has."""
    files = {"styles/embassy-brief.css": (ROOT / "styles/embassy-brief.css").read_text(encoding="utf-8")}
    files["venues/ours.yaml"] = (
        (ROOT / "brief/venues/embassy-brief.yaml")
        .read_text(encoding="utf-8")
        .replace("style: embassy-brief", "style: ours")
    )
    files["styles/ours.css"] = files.pop("styles/embassy-brief.css").replace(
        "@media print {",
        "@media print {\n  h1 { color: device-cmyk(0 1 1 0); background: linear-gradient(#c00, #00c) }",
        1,
    )
    files["specs/b.yaml"] = edited(SPEC, "venue: embassy-brief", "venue: ours")
    outcome = run("build", "b", "--edition", "print", cwd=write(tmp_path, files))
    assert outcome.status == 0, outcome.stdout
    with pikepdf.open(tmp_path / "outputs/b.print.pdf") as pdf:
        acts = painted(pdf.pages[0])
        assert (0.0, 1.0, 1.0, 0.0) in {act.colour for act in acts if act.kind == "text"}
        assert "/DeviceRGB" not in set(names(pdf))
        assert any(act.kind == "shading" and act.space == "/DeviceCMYK" for act in acts)


# Colours and operators by themselves


@pytest.fixture(scope="module")
def press() -> Press:
    """The packaged printing condition."""
    return Press(PROFILE.read_bytes())


def test_black_white_and_greys(press: Press) -> None:
    assert press.inks(0, 0, 0) == BLACK
    assert press.inks(1, 1, 1) == (0.0, 0.0, 0.0, 0.0)
    greys = [press.inks(level / 20, level / 20, level / 20) for level in range(21)]
    assert all(grey[:3] == (0.0, 0.0, 0.0) for grey in greys)
    assert [grey[3] for grey in greys] == sorted((grey[3] for grey in greys), reverse=True)
    assert len({grey[3] for grey in greys}) > 15


def test_a_colour_keeps_its_hue_and_its_ink_is_bounded(press: Press) -> None:
    """The profile's own limit is 300 percent."""
    cyan, magenta, yellow, black = press.inks(0x17 / 255, 0x3A / 255, 0x5E / 255)
    assert cyan > magenta > yellow
    assert cyan + magenta + yellow + black <= 3.0
    red = press.inks(0.8, 0.1, 0.1)
    assert min(red[1:3]) > 0.8 > 0.3 > red[0]


@pytest.mark.parametrize(
    "data", [b"", b"words", (ROOT / "styles/fonts/SourceSans3-Italic.ttf").read_bytes()[:900]]
)
def test_what_is_no_profile(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an ICC profile"):
        Press(data)


def test_a_profile_of_the_screen_is_refused() -> None:
    from PIL import ImageCms

    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with pytest.raises(ValueError, match="four inks"):
        Press(screen)


OPERATORS = [
    (b"1 1 1 rg 0 0 9 9 re f", b"0 0 0 0 k 0 0 9 9 re f"),
    (b"0 G 1 w", b"0 0 0 1 K 1 w"),
    (b"(1 0 0 rg) Tj", b"(1 0 0 rg) Tj"),
    (b"BT 0 g (a) Tj ET", b"BT 0 0 0 1 k \n/BriefOver gs\n(a) Tj ET\n/BriefUnder gs\n"),
    (
        b"BT 0 g (a) Tj 1 g (b) Tj ET",
        b"BT 0 0 0 1 k \n/BriefOver gs\n(a) Tj 0 0 0 0 k \n/BriefUnder gs\n(b) Tj ET",
    ),
    (
        b"0 g q 1 g Q BT [(a)] TJ ET",
        b"0 0 0 1 k q 0 0 0 0 k Q BT \n/BriefOver gs\n[(a)] TJ ET\n/BriefUnder gs\n",
    ),
    (
        b"BT /DeviceCMYK cs 0 0 0 1 scn (a) Tj ET",
        b"BT /DeviceCMYK cs 0 0 0 1 scn \n/BriefOver gs\n(a) Tj ET\n/BriefUnder gs\n",
    ),
    (b"0 g /P cs /p0 scn BT (a) Tj ET", b"0 0 0 1 k /P cs /p0 scn BT (a) Tj ET"),
]


@pytest.mark.parametrize(("content", "expected"), OPERATORS)
def test_operators(press: Press, content: bytes, expected: bytes) -> None:
    assert for_press(content, press.inks) == expected


def test_a_mask_counts_brightness() -> None:
    assert for_mask(b"1 0 0 rg 0 0 1 RG 1 g") == b"0.3 g 0.11 G 1 g"


def test_without_a_date_the_file_bears_a_fixed_one(tmp_path: Path) -> None:
    """PDF/X asks for dates; the clock is not asked."""
    outcome = run(
        "build",
        "b",
        "--edition",
        "print",
        cwd=write(tmp_path, {"specs/b.yaml": edited(SPEC, "date: 2026-11-20\n", "")}),
    )
    assert outcome.status == 0, outcome.stdout
    with pikepdf.open(tmp_path / "outputs/b.print.pdf") as pdf:
        assert str(pdf.trailer.Info.CreationDate) == "D:19700101000000Z"


def test_the_profile_in_the_manifest_is_the_one_beside_its_licence() -> None:
    """The README of the folder names it with its digest and its licence."""
    told = (PROFILE.parent / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(PROFILE.read_bytes()).hexdigest() in told
    assert "zlib/libpng" in (PROFILE.parent / "ISOcoated_v2_300_bas-LICENSE.txt").read_text(encoding="utf-8")
    assert Workspace(ROOT).read_layered("styles", "icc/ISOcoated_v2_300_bas.icc")[1] == PROFILE.read_bytes()
