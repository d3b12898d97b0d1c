"""What a camera or an editor wrote beside a picture leaves with no file; the picture looks the same."""

from __future__ import annotations

import io
import random
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pikepdf
import pytest
from command import run
from PIL import Image, ImageCms, ImageOps, PngImagePlugin
from small_workspace import summary, write

from brief.compose.pictures.picture_metadata import without_metadata, without_svg_metadata

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


def test_no_small_copy_of_a_photograph_stays() -> None:
    """A thumbnail may show what was cut away (JFIF 1.02: in its own segment, and in an extension)."""
    given, small = jpeg(), b"Secret" * 8
    header = given.index(b"JFIF\0") - 4
    assert given[header + 2 : header + 4] == b"\0\x10"
    jfif = b"\xff\xe0" + (16 + len(small)).to_bytes(2, "big") + given[header + 4 : header + 16]
    extension = b"\xff\xe0" + (10 + len(small)).to_bytes(2, "big") + b"JFXX\0\x13\x04\x04" + small
    with_both = given[:header] + jfif + b"\x04\x04" + small + extension + given[header + 18 :]
    assert Image.open(io.BytesIO(with_both)).tobytes() == Image.open(io.BytesIO(given)).tobytes()
    assert without_metadata(with_both) == without_metadata(given)


@pytest.mark.parametrize(
    "break_it", [lambda d: d[: d.rindex(b"\xff\xd9")], lambda d: d.replace(b"\xff\xdb", b"\0\xff\xdb", 1)]
)
def test_a_damaged_photograph_says_nothing_besides_either(break_it: Callable[[bytes], bytes]) -> None:
    assert SECRET not in without_metadata(break_it(jpeg().partition(b"Secret film")[0]))


XML = [
    (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">{0}]>{0}<svg q=\'>\' r="i:a=\'b\'">{0}&a;</svg>{0}',
        "<!-- - -->",
    ),
    ('<svg a="b">{0}<t/>{0} x</svg>', '<svg:metadata a=">"/>'),
    ('<svg a="b">{0}<t/>{0} x</svg>', "<metadata>1<metadata>2</metadata><!-- 3 -->4</metadata>"),
    ("<svg>{0}</svg>{0}", "<?adobe a > b?>"),
    ("<svg{0} x='1'{0}/>", " \n inkscape:a = \"&gt; sodipodi:b='c'\""),
    (
        "\ufeff<svg>é{0}<style>/* a */<!-- {{}} --></style></svg>",
        "<sodipodi:namedview>é</sodipodi:namedview>",
    ),
]


@pytest.mark.parametrize(("drawing", "beside"), XML)
def test_what_stands_beside_a_drawing_goes_and_nothing_else(drawing: str, beside: str) -> None:
    """Wherever XML lets it stand; an attribute that is named twice is no XML, and is left."""
    given = drawing.format(beside).encode()
    assert without_svg_metadata(given) in (drawing.format("").encode(), given)
    once = drawing.replace("{0}", beside, 1).format("").encode()
    assert without_svg_metadata(once) == drawing.format("").encode()


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-16"])
def test_a_drawing_in_any_encoding(encoding: str) -> None:
    drawing = f'<?xml version="1.0" encoding="{encoding}"?><svg>{{}}<t>é</t></svg>'
    left = without_svg_metadata(drawing.format("<!-- é -->").encode(encoding))
    assert left == drawing.format("").encode(encoding)


@pytest.mark.parametrize(
    "piece", [b"<metadata ", b"<!-- ", b"<metadata>", b"<style>", b" ", b" a='", b"<![CDATA["]
)
def test_a_drawing_is_read_in_one_go(piece: bytes) -> None:
    """However often something begins that never ends; a second go for each would take hours."""
    begun = process_time()
    without_metadata(b"<svg " + piece * 300_000 + b"/>")
    without_metadata(b"<svg>" + piece * 300_000 + b"</svg>")
    assert process_time() - begun < 20


def test_what_cannot_be_read_further_is_left_as_it_is() -> None:
    """Whether it is whole is asked elsewhere; damage of any kind ends in no traceback."""
    chance = random.Random(7)
    assert without_metadata(b"") == b""
    whole = png(packed=True)
    cut = whole[: whole.index(b"IDAT") + 20]
    assert cut.endswith(without_metadata(cut)[-60:])
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
