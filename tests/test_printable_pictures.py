"""Pictures of every kind in finished files: their colours as meant, upright, in the PDF, in print and in Word."""

from __future__ import annotations

import io
import random
import re
import struct
import subprocess
import zipfile
from base64 import b64decode
from contextlib import closing, suppress
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
import pytest
from external import external
from picture_zoo import (
    COLOURS,
    HIGH,
    INKS,
    PROFILES,
    WIDE,
    Colour,
    Kind,
    chunk,
    drawing,
    jpeg,
    jpegs,
    png,
    pngs,
    zoo,
)
from PIL import Image, ImageCms
from small_workspace import BLOCKS, summary, write

from brief.compose.pictures.picture_metadata import without_metadata
from brief.compose.pictures.printable_pictures import printable
from tests.command import run

NEAR = 4
"""Of 255: JPEG and two conversions of eight bits."""
NEAR_IN_INKS = 14
"""The same there and back through inks, which hold no bright blue."""
DPI = 144


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every kind of picture as a figure, built, and built for print shops."""
    figures = "".join(
        f'      - figure: {{file: {name}, alt: "{name}", caption: "{name}"}}\n' for name in zoo()
    )
    spec = BLOCKS.replace("venue: embassy-brief", "venue: report") + figures
    root = write(
        tmp_path_factory.mktemp("zoo"), {"specs/b.yaml": spec, **{n: k.data for n, k in zoo().items()}}
    )
    for extra in ((), ("--edition", "print")):
        outcome = run("build", *extra, cwd=root)
        assert outcome.status == 0, outcome
    return root


def _differ(ours: tuple[Colour, Colour], kind: Kind) -> int:
    return max(
        abs(a - b)
        for one, other in zip(ours, kind.shows, strict=True)
        for a, b in zip(one, other, strict=True)
    )


def _patches(image: Image.Image) -> tuple[Colour, Colour]:
    """The middles of both halves, on white."""
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    width, height = image.size
    left, right = (paper.getpixel((width * part // 4, height // 2)) for part in (1, 3))
    return left[:3], right[:3]


@pytest.mark.parametrize("name", zoo())
def test_every_kind_is_in_sRGB_and_upright(name: str) -> None:  # noqa: N802
    kind = zoo()[name]
    data = printable(kind.data, INKS)
    if name.endswith(".svg"):
        inside = re.search(rb"data:image/(png|jpeg);base64,([A-Za-z0-9+/=]+)\"", data)
        assert inside is not None
        data = b64decode(inside[2])
    image = Image.open(io.BytesIO(data))
    assert image.size == (WIDE, HIGH)
    assert image.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    assert image.getexif().get(0x0112, 1) == 1
    assert _differ(_patches(image), kind) <= NEAR
    assert printable(data, INKS) == data


@pytest.mark.parametrize("name", ["colour", "grey", "progressive", "profile-srgb"])
def test_an_ordinary_photograph_is_not_packed_anew(name: str) -> None:
    photograph = jpegs()[name].data
    assert printable(photograph) == without_metadata(photograph)


def test_a_turned_photograph_keeps_its_tables() -> None:
    """It grows no coarser than it must, and no larger."""
    found = [
        Image.open(io.BytesIO(data))
        for data in (jpegs()["turned-6"].data, printable(jpegs()["turned-6"].data))
    ]
    assert found[0].quantization == found[1].quantization
    assert (found[0].size, found[1].size) == ((HIGH, WIDE), (WIDE, HIGH))


def test_every_picture_is_seen_as_meant_in_the_PDF(built: Path, tmp_path: Path) -> None:  # noqa: N802
    """As poppler draws it, where pdfium says that it stands."""
    subprocess.run(
        [external("pdftoppm"), "-r", str(DPI), "-png", built / "outputs/b.pdf", tmp_path / "page"],
        check=True,
        timeout=120,
    )
    seen = []
    with closing(pypdfium2.PdfDocument(built / "outputs/b.pdf")) as document:
        for page, drawn in zip(document, sorted(tmp_path.glob("page*.png")), strict=True):
            sheet = Image.open(io.BytesIO(drawn.read_bytes()))
            for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = (edge * DPI / 72 for edge in found.get_bounds())
                seen.append(
                    _patches(
                        sheet.crop(
                            (int(left), int(sheet.height - top), int(right), int(sheet.height - bottom))
                        )
                    )
                )
    differing = {name: _differ(ours, kind) for (name, kind), ours in zip(zoo().items(), seen, strict=True)}
    assert {name: by for name, by in differing.items() if by > NEAR} == {}


def test_every_picture_is_plain_in_the_PDF(built: Path) -> None:  # noqa: N802
    """What PDF/A-3 forbids is nowhere: smoothing, inks beside an intent of sRGB."""
    with pikepdf.open(built / "outputs/b.pdf") as pdf:
        images = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        assert len(images) > len(zoo())
        assert not any("/Interpolate" in image for image in images)
        assert {str(image.ColorSpace) for image in images} == {"/DeviceRGB", "/DeviceGray"}
        assert {int(image.BitsPerComponent) for image in images} == {8}


def test_every_picture_is_in_inks_for_print_shops(built: Path) -> None:
    """And its colours are the same, as far as inks go."""
    seen = []
    back = ImageCms.buildTransform(
        io.BytesIO(INKS), ImageCms.createProfile("sRGB"), "CMYK", "RGB",
        renderingIntent=ImageCms.Intent(1), flags=ImageCms.Flags(0x2000),
    )  # fmt: skip
    with pikepdf.open(built / "outputs/b.print.pdf") as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                drawn = page.Resources.XObject.get(str(operands[0])) if str(operator) == "Do" else None
                if drawn is not None and drawn.Subtype == "/Image":
                    mask = drawn.get("/SMask")
                    if mask is not None:
                        del drawn["/SMask"]
                    image = pikepdf.PdfImage(drawn).as_pil_image()
                    assert image.mode in ("CMYK", "L")
                    shown = (
                        ImageCms.applyTransform(image, back) if image.mode == "CMYK" else image.convert("RGB")
                    )
                    if mask is not None:
                        shown.putalpha(pikepdf.PdfImage(mask).as_pil_image().convert("L"))
                    seen.append(_patches(shown))
    differing = {name: _differ(ours, kind) for (name, kind), ours in zip(zoo().items(), seen, strict=True)}
    assert {name: by for name, by in differing.items() if by > NEAR_IN_INKS} == {}


def test_every_picture_is_plain_in_Word(built: Path) -> None:  # noqa: N802
    with zipfile.ZipFile(built / "outputs/b.docx") as word:
        media = {
            name: word.read(name)
            for name in word.namelist()
            if "/media/" in name and not name.endswith("svg")
        }
    for data in media.values():
        image = Image.open(io.BytesIO(data))
        assert image.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
        assert image.width > image.height  # upright
    seen = [_patches(Image.open(io.BytesIO(data))) for data in media.values()]
    for name, kind in zoo().items():
        assert any(_differ(ours, kind) <= NEAR for ours in seen), name


REFUSED = {
    "12-bit.jpg": (re.sub(rb"(\xff\xc0..)\x08", b"\\g<1>\x0c", jpeg("RGB", *COLOURS), flags=re.S), "has 12 bits to a colour"),
    "lossless.jpg": (jpeg("RGB", *COLOURS).replace(b"\xff\xc0", b"\xff\xc3", 1), "is a JPEG of an unusual kind"),
    "hdr.png": (png(2, 8, *COLOURS, chunk(b"cICP", bytes((9, 16, 0, 1)))), "has the colours of a screen for HDR"),
    "huge.png": (
        pngs()["rgb-8"].data[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)) + pngs()["rgb-8"].data[33:],
        "has 40000 × 40000 pixels, more than can be printed",
    ),
    "no-size.png": (
        pngs()["rgb-8"].data[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 4, 8, 2, 0, 0, 0)) + pngs()["rgb-8"].data[33:],
        "is not whole: it says no size",
    ),
}  # fmt: skip


def _other(name: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, format=name)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "AVIF", "JPEG2000", "TIFF", "BMP"])
def test_other_kinds_are_refused_in_words(kind: str, tmp_path: Path) -> None:
    """By what they are, whatever they are called."""
    outcome = run(
        "check", cwd=write(tmp_path, {**summary("Words ![one](one.png)."), "one.png": _other(kind)})
    )
    assert outcome.status == 1
    assert "`one.png` is not an SVG, PNG or JPEG picture" in outcome.stdout


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_printed_is_said_by_check(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    outcome = run("check", cwd=write(tmp_path, {**summary(f"Words ![one]({name})."), name: data}))
    assert outcome.status == 1
    assert f"`{name}` {words}" in outcome.stdout
    assert ":7:16" in outcome.stdout


def test_damage_amid_the_dots_is_said_by_build(tmp_path: Path) -> None:
    """At the picture's place; half a picture is never printed."""
    data = bytearray(pngs()["grey-16"].data)
    at = data.index(b"IDAT") + 12
    data[at : at + 8] = bytes(8)
    outcome = run("build", cwd=write(tmp_path, {**summary("Words ![one](one.png)."), "one.png": bytes(data)}))
    assert outcome.status == 1
    assert "error[R208]: `one.png` cannot be decoded" in outcome.stdout
    assert "specs/b.yaml:7:16" in outcome.stdout


@pytest.mark.parametrize("orientation", [1, 6])
def test_damage_of_any_kind_ends_in_no_traceback(orientation: int) -> None:
    chance = random.Random(11)
    for given in (
        jpegs()[f"turned-{orientation}"].data,
        jpegs()["inks-profile"].data,
        pngs()["profile-p3"].data,
        pngs()["grey-16-key"].data,
    ):
        for _ in range(150):
            damaged = bytearray(given)
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            with suppress(ValueError):
                printable(bytes(damaged), INKS)


def test_a_picture_inside_a_drawing_that_is_none_is_an_error_in_few_words(tmp_path: Path) -> None:
    given = drawing(b"no picture" * 100, "png")
    outcome = run("build", cwd=write(tmp_path, {**summary("Words ![one](one.svg)."), "one.svg": given}))
    assert outcome.status == 1
    assert (
        "error[P704]: the print engine warned: Failed to load image at a picture inside a drawing"
        in outcome.stdout
    )
    assert "bm8gcGlj" not in outcome.stdout


def test_a_profile_of_a_megabyte_that_does_not_fit_is_passed_over(tmp_path: Path) -> None:
    outcome = run(
        "build",
        cwd=write(
            tmp_path, {**summary("Words ![one](one.png)."), "one.png": pngs()["profile-of-others"].data}
        ),
    )
    assert outcome.status == 0, outcome


def test_the_profile_of_inks_is_an_input_only_where_it_is_needed(tmp_path: Path) -> None:
    for name, needed in (("colour", False), ("inks", True)):
        root = write(tmp_path / name, {**summary("Words ![one](one.jpg)."), "one.jpg": jpegs()[name].data})
        assert run("build", cwd=root).status == 0
        assert ("ISOcoated_v2_300_bas.icc" in (root / "outputs/b.json").read_text(encoding="utf-8")) is needed


def test_the_profile_that_is_written_is_one() -> None:
    """Little CMS finds in it what was put in."""
    opened = ImageCms.ImageCmsProfile(io.BytesIO(PROFILES["p3"]))
    red = opened.profile.red_primary
    assert red is not None
    assert [round(part, 2) for part in red[1][:2]] == [0.68, 0.32]
