"""What a camera or an editor wrote beside a picture leaves with no file; the picture looks the same."""

from __future__ import annotations

import io
import random
import zipfile
from base64 import b64encode
from pathlib import Path

import pikepdf
import pytest
from command import run
from PIL import Image, ImageCms, ImageOps, PngImagePlugin
from small_workspace import summary, write

from brief.picture_metadata import without_metadata

SECRET = b"Secret"
MODES = [("RGB", False), ("RGB", True), ("L", False), ("CMYK", False)]


def _colours(mode: str, chance: random.Random) -> Image.Image:
    picture = Image.new("RGB", (48, 32))
    picture.putdata([(chance.randrange(256), x % 256, chance.randrange(256)) for x in range(48 * 32)])
    return picture.convert(mode)


def jpeg(mode: str = "RGB", *, progressive: bool = False, orientation: int = 1) -> bytes:
    """A photograph with a place, a camera, an author, a comment, a profile, and more behind its end."""
    exif = Image.Exif()
    exif[0x0110], exif[0x013B], exif[0x0112] = "Secret camera", "Secret author", orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 1.0, 2.0), 29: "Secret"})
    out = io.BytesIO()
    _colours(mode, random.Random(mode)).save(
        out,
        "JPEG",
        exif=exif,
        comment=b"Secret comment",
        progressive=progressive,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        xmp=b"<x>Secret</x>",
    )
    return out.getvalue() + b"Secret film of a moving photograph"


def png(*, packed: bool) -> bytes:
    """A picture with words of its own, packed or plain."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Secret " * 20, zip=packed)
    words.add_itxt("XML:com.adobe.xmp", "<x>Secret</x>", zip=packed)
    out = io.BytesIO()
    picture = _colours("RGB", random.Random(1)).quantize(16)
    picture.save(out, "PNG", pnginfo=words, dpi=(300, 300), transparency=3)
    return out.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="i" xmlns:sodipodi="s" width="9" height="9" '
    b'sodipodi:docname="Secret.svg" inkscape:export-filename="/home/Secret/a.png"><!-- Secret -->'
    b"<metadata><x>Secret</x></metadata><sodipodi:namedview><a>Secret</a></sodipodi:namedview>"
    b"<style><!-- rect { fill: red } --></style><rect width='9' height='9' inkscape:label='Secret'/></svg>"
)


@pytest.mark.parametrize(("mode", "progressive"), MODES)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photograph_keeps_its_pixels_only(mode: str, progressive: bool, orientation: int) -> None:
    """And which way is up, and its colours."""
    given = jpeg(mode, progressive=progressive, orientation=orientation)
    left = without_metadata(given)
    assert SECRET in given
    assert SECRET not in left
    before, after = Image.open(io.BytesIO(given)), Image.open(io.BytesIO(left))
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert dict(after.getexif()) == ({} if orientation == 1 else {0x0112: 6})
    upright = [ImageOps.exif_transpose(picture) for picture in (before, after)]
    assert upright[0].size == upright[1].size
    assert upright[0].tobytes() == upright[1].tobytes()


@pytest.mark.parametrize("packed", [True, False])
def test_a_png_keeps_its_pixels_only(packed: bool) -> None:
    left = Image.open(io.BytesIO(without_metadata(png(packed=packed))))
    given = Image.open(io.BytesIO(png(packed=packed)))
    assert "Author" in given.info
    assert {"Author", "XML:com.adobe.xmp"}.isdisjoint(left.info)
    assert left.info["dpi"] == given.info["dpi"]
    assert left.convert("RGBA").tobytes() == given.convert("RGBA").tobytes()


def test_a_drawing_keeps_what_is_drawn() -> None:
    """Style sheets in comments too, which old programs write; pictures inside are cleaned as others are."""
    left = without_metadata(SVG)
    assert SECRET not in left
    assert b"<style><!-- rect { fill: red } --></style><rect width='9' height='9'/></svg>" in left
    inside = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,%s"/></svg>'
    clean = b64encode(without_metadata(jpeg()))
    assert without_metadata(inside % b64encode(jpeg())) == inside % clean


def test_what_cannot_be_read_is_left_as_it_is() -> None:
    """Whether it is whole is asked elsewhere; damage of any kind ends in no traceback."""
    chance = random.Random(7)
    assert without_metadata(b"") == b""
    assert without_metadata(png(packed=True)[:60]) == png(packed=True)[:60]
    for given in (jpeg(orientation=6), png(packed=True), SVG):
        for _ in range(300):
            damaged = bytearray(given)
            for _ in range(chance.randint(1, 8)):
                damaged[chance.randrange(min(900, len(damaged)))] = chance.randrange(256)
            without_metadata(bytes(damaged[: chance.randint(1, len(damaged))]))


def test_no_file_tells_where_a_photograph_was_taken(tmp_path: Path) -> None:
    changes = summary("Words ![a gate](gate.jpg), ![a map](map.svg) and ![a plan](plan.png).")
    pictures = {"gate.jpg": jpeg(), "map.svg": SVG, "plan.png": png(packed=False)}
    root = write(tmp_path, {**changes, **pictures})
    outcome = run("build", cwd=root)
    assert outcome.status == 0, outcome
    with zipfile.ZipFile(root / "outputs/b.docx") as word:
        parts = {name: word.read(name) for name in word.namelist()}
    assert {name.rpartition(".")[2] for name in parts if "/media/" in name} == {"jpeg", "svg", "png"}
    assert [name for name, data in parts.items() if SECRET in data] == []
    with pikepdf.open(root / "outputs/b.pdf") as pdf:
        streams = [found.read_raw_bytes() for found in pdf.objects if isinstance(found, pikepdf.Stream)]
    assert not any(SECRET in stream for stream in streams)
