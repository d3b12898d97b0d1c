"""Files that went on after they were built: signed by a real signer, commented, and changed by a forger."""

from __future__ import annotations

import datetime
import json
import re
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import small_workspace as small
from asn1crypto import keys as keys_
from asn1crypto import x509 as certificates
from command import run
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from finished import sample
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from test_verify import Built, built

from brief.outputs.pdf.sealing import compact, digests, manifest_digest
from brief.prove.additions import built_part, same_told, signer_name

EMPTY = (60, 150, 170, 190)
"""A place on page 2 of the sample that shows nothing."""
ON_WORDS = (190, 500, 500, 640)


@pytest.fixture(scope="module")
def embassy() -> Built:
    """The embassy sample."""
    return built(sample("embassy"), "embassy.json")


@cache
def signer() -> signers.SimpleSigner:
    """A key, and a certificate that only its owner vouches for."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ada Tester")])
    first = datetime.datetime(2026, 1, 1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 4711)
        .not_valid_before(first)
        .not_valid_after(first + datetime.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=certificates.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys_.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def signed(data: bytes, name: str = "Signature1", box: tuple[int, ...] | None = None, page: int = 1) -> bytes:
    """The file, signed; where there is a box, the signature shows in it."""
    field = fields.SigFieldSpec(name, on_page=page, box=box)  # type: ignore[arg-type]
    pen = signers.PdfSigner(signers.PdfSignatureMetadata(field_name=name), signer(), new_field_spec=field)
    out = BytesIO()
    pen.sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), output=out)
    return out.getvalue()


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], object]) -> bytes:
    """The file with a change behind its end."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def answers(data: bytes, folder: Path) -> dict[str, Any]:
    """The answers by what they are about, and the verdict."""
    (folder / "x.pdf").write_bytes(data)
    said = run("verify", "x.pdf", "--format", "json", cwd=folder)
    value = json.loads(said.stdout)
    assert said.status == (0 if value["verdict"] == "holds" else 1)
    return {**{answer["about"]: answer for answer in value["answers"]}, "verdict": value["verdict"]}


def page(writer: IncrementalPdfFileWriter, number: int = 1) -> DictionaryObject:
    """A page, about to be written anew."""
    reference = writer.find_page_for_modification(number)[0]
    found = reference.get_object()
    assert isinstance(found, DictionaryObject)
    return found


def noted(kind: str, rect: tuple[float, ...], **more: Any) -> Callable[[IncrementalPdfFileWriter], None]:
    """Puts an annotation on page 2; `drawn` is what its appearance draws."""
    drawn, resources = more.pop("drawn", None), more.pop("resources", {})

    def put(writer: IncrementalPdfFileWriter) -> None:
        note = DictionaryObject(
            {NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(kind)}
        )
        note[NameObject("/Rect")] = numbers(rect)
        for key, value in more.items():
            note[NameObject(f"/{key}")] = value
        if drawn is not None:
            form = {"/Type": "/XObject", "/Subtype": "/Form"}
            stream = StreamObject({NameObject(k): NameObject(v) for k, v in form.items()}, stream_data=drawn)
            stream[NameObject("/BBox")] = numbers((0, 0, rect[2] - rect[0], rect[3] - rect[1]))
            stream[NameObject("/Resources")] = resources or DictionaryObject()
            note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer.add_object(stream)})
        here = page(writer)
        here["/Annots"].append(writer.add_object(note))
        writer.update_container(here["/Annots"])

    return put


def numbers(values: tuple[float, ...]) -> ArrayObject:
    """Numbers, as an array."""
    return ArrayObject(FloatObject(value) for value in values)


MULTIPLY = DictionaryObject(
    {
        NameObject("/ExtGState"): DictionaryObject(
            {NameObject("/G"): DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})}
        )
    }
)
SEE_THROUGH = b"/G gs 1 1 0 rg 0 0 400 400 re f"


# What changes nothing


@pytest.mark.parametrize("box", [None, EMPTY])
def test_a_signed_file_holds(box: tuple[int, ...] | None, embassy: Built, tmp_path: Path) -> None:
    """Who signed and when, as the signature says; that it is not checked; and where it shows."""
    data = signed(embassy.pdf, box=box)
    assert data.startswith(embassy.pdf)
    found = answers(data, tmp_path)
    assert found["verdict"] == "holds"
    assert found["file"]["says"] == (
        "not one byte of what was built has changed; a signature was added behind it"
    )
    assert found["signature"]["holds"] is None
    assert found["signature"]["says"].startswith("signed by “Ada Tester” on 20")
    assert found["signature"]["says"].endswith("brief does not check whether a signature is valid")
    assert found["signature"]["details"] == (["it shows on page 2"] if box else [])
    assert all(found[about]["holds"] for about in ("pages", "words", "quotations", "notes", "rest"))
    said = run("verify", "x.pdf", cwd=tmp_path).stdout
    assert "no signature is checked" in said
    assert "there is no signature" not in said


def test_a_second_signature_is_named_too(embassy: Built, tmp_path: Path) -> None:
    """The first one is not made over it."""
    (tmp_path / "x.pdf").write_bytes(signed(signed(embassy.pdf), "Signature2"))
    said = run("verify", "x.pdf", cwd=tmp_path)
    assert said.status == 0
    assert said.stdout.count("signed by “Ada Tester”") == 2
    assert said.stdout.count("more was added after it") == 1


def test_a_time_stamp_is_one(embassy: Built, tmp_path: Path) -> None:
    """Of no person."""
    stamper = DummyTimeStamper(signer().signing_cert, signer().signing_key)  # type: ignore[arg-type]
    out = BytesIO()
    signers.PdfTimeStamper(stamper).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(embassy.pdf)), "sha256", output=out
    )
    found = answers(out.getvalue(), tmp_path)
    assert found["verdict"] == "holds"
    assert found["signature"]["says"].startswith("a time stamp of “Ada Tester”")


@pytest.mark.parametrize(
    ("kind", "rect", "more", "named"),
    [
        ("/Highlight", ON_WORDS, {"drawn": SEE_THROUGH, "resources": MULTIPLY}, "page 2: a highlight"),
        ("/Text", (20, 700, 40, 720), {}, "page 2: a note"),
        ("/Underline", ON_WORDS, {"drawn": b"1 0 0 RG 0 30 m 300 30 l S"}, "page 2: an underline"),
    ],
)
def test_comments_are_named(
    kind: str, rect: tuple[float, ...], more: dict[str, Any], named: str, embassy: Built, tmp_path: Path
) -> None:
    """Before a signature and after it."""
    comment = noted(kind, rect, **more)
    for data in (updated(embassy.pdf, comment), updated(signed(embassy.pdf), comment)):
        found = answers(data, tmp_path)
        assert found["verdict"] == "holds", found
        assert (found["comments"]["holds"], found["comments"]["details"]) == (None, [named])


# What changes something


def _other_content(writer: IncrementalPdfFileWriter) -> None:
    here = page(writer)
    here["/Contents"] = writer.add_object(StreamObject(stream_data=b"q Q"))
    writer.update_container(here)


def _other_font(writer: IncrementalPdfFileWriter) -> None:
    fonts = page(writer)["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font["/Subtype"] = NameObject("/Type3")
    writer.update_container(font)


def _turned(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Pages"]["/Rotate"] = FloatObject(180)
    writer.update_container(writer.root["/Pages"])


def _layers(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OCProperties"] = DictionaryObject()
    writer.update_root()


def _script(writer: IncrementalPdfFileWriter) -> None:
    action = {"/S": "/JavaScript", "/JS": "/x"}
    writer.root["/OpenAction"] = DictionaryObject({NameObject(k): NameObject(v) for k, v in action.items()})
    writer.update_root()


def _form(writer: IncrementalPdfFileWriter) -> None:
    field = DictionaryObject({NameObject("/FT"): NameObject("/Tx")})
    form = {NameObject("/Fields"): ArrayObject([writer.add_object(field)])}
    writer.root["/AcroForm"] = DictionaryObject(form)
    writer.update_root()


PAINTED = b"1 1 1 rg 0 0 400 400 re f"
FORGED: dict[str, tuple[Callable[[IncrementalPdfFileWriter], object], str]] = {
    "other content": (_other_content, "pages"),
    "another font": (_other_font, "pages"),
    "a page upside down": (_turned, "pages"),
    "layers": (_layers, "rest"),
    "a script": (_script, "rest"),
    "a form": (_form, "rest"),
    "free text": (noted("/FreeText", ON_WORDS, drawn=PAINTED), "pages"),
    "a stamp where nothing was": (noted("/Stamp", EMPTY, drawn=PAINTED), "pages"),
    "a link": (noted("/Link", ON_WORDS), "pages"),
    "a white highlight": (noted("/Highlight", ON_WORDS, drawn=PAINTED), "pages"),
    "a black highlight": (noted("/Highlight", ON_WORDS, drawn=b"0 0 400 400 re f"), "pages"),
    "a highlight that viewers paint black": (noted("/Highlight", ON_WORDS, C=numbers((0, 0, 0))), "pages"),
    "a highlight that lies elsewhere": (
        noted("/Highlight", EMPTY, QuadPoints=numbers((190, 640, 500, 640, 190, 500, 500, 500))),
        "pages",
    ),
    "a note with letters": (
        noted(
            "/Text", EMPTY, drawn=b"", resources=DictionaryObject({NameObject("/Font"): DictionaryObject()})
        ),
        "pages",
    ),
    "a note for paper only": (noted("/Text", EMPTY, drawn=b"0 0 9 9 re f", F=FloatObject(36)), "pages"),
    "a field with an action": (
        noted("/Widget", (0, 0, 0, 0), FT=NameObject("/Sig"), AA=DictionaryObject()),
        "pages",
    ),
    "a field that hides a page": (noted("/Widget", ON_WORDS, FT=NameObject("/Sig"), drawn=PAINTED), "pages"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_change_is_found_before_a_signature_and_behind_it(
    name: str, embassy: Built, tmp_path: Path
) -> None:
    """What was built stands in the file still; what is shown now is something else."""
    change, about = FORGED[name]
    for data in (
        updated(embassy.pdf, change),
        signed(updated(embassy.pdf, change)),
        updated(signed(embassy.pdf), change),
    ):
        found = answers(data, tmp_path)
        assert found["verdict"] == "altered"
        assert found["file"]["says"].startswith(
            "the file was changed after it was built; what was built stands"
        )
        assert not found[about]["holds"]


def test_a_signature_over_words_is_said(embassy: Built, tmp_path: Path) -> None:
    """With its page, and who signed."""
    found = answers(signed(embassy.pdf, box=ON_WORDS), tmp_path)
    assert found["verdict"] == "altered"
    assert found["file"]["details"] == ["page 2: a signature lies over what the page shows, or close to it"]
    assert "signed by “Ada Tester”" in found["signature"]["says"]


def test_another_manifest_behind_the_end_is_held_against_the_first(embassy: Built, tmp_path: Path) -> None:
    """It agrees with the changed pages, and the seal still fits what was built."""

    def forge(writer: IncrementalPdfFileWriter) -> None:
        _other_content(writer)
        out = BytesIO()
        writer.write(out)
        with pikepdf.open(out) as pdf:
            record = {**embassy.record, "pdf": {**digests(pdf), "manifest": manifest_digest(embassy.record)}}
        stream = writer.root["/AF"][0]["/EF"]["/F"]
        stream._data, stream._encoded_data = compact(record), zlib.compress(compact(record))
        writer.update_container(stream)

    found = answers(updated(embassy.pdf, forge), tmp_path)
    assert found["verdict"] == "altered"
    assert "its manifest was replaced" in found["file"]["details"]
    assert found["pages"]["details"] == ["page 2 shows something else"]


def test_a_signature_over_less_than_what_was_built_fails(embassy: Built, tmp_path: Path) -> None:
    """It leaves out most of the file and goes on to its end, or begins behind the first byte."""
    data = signed(embassy.pdf)
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", data)
    assert ranges is not None
    for other in (b"[0 10 20 %d]" % (len(data) - 20), b"[5 %b %b %b]" % ranges.groups(), b"[0 9]", b"[]"):
        written = (b"/ByteRange " + other).ljust(len(ranges[0]))
        found = answers(data.replace(ranges[0], written), tmp_path)
        assert found["verdict"] == "altered"
        assert found["file"]["holds"]
        assert found["signature"]["details"] == ["it is not made over the whole of what was built"]


def test_additions_that_cannot_be_read_are_changes(embassy: Built, tmp_path: Path) -> None:
    """And no mistake of ours."""
    for more in ({"C": ArrayObject([NameObject("/x")])}, {"QuadPoints": ArrayObject([NameObject("/x")])}):
        found = answers(updated(embassy.pdf, noted("/Text", (20, 700, 40, 720), **more)), tmp_path)
        assert found["verdict"] == "altered"
        assert found["file"]["details"] == ["what was added cannot be read"]


def test_an_update_of_nothing_is_a_note(embassy: Built, tmp_path: Path) -> None:
    """Bytes behind the end that end as a PDF does."""
    found = answers(embassy.pdf + b"% more\n%%EOF\n", tmp_path)
    assert found["verdict"] == "holds"
    assert found["file"]["holds"] is None


def test_a_signed_print_edition_holds(tmp_path: Path) -> None:
    """It lies on a larger sheet, whose corner is not nought."""
    root = small.write(tmp_path)
    assert run("build", "b", "--edition", "print", cwd=root).status == 0
    data = (root / "outputs/b.print.pdf").read_bytes()
    found = answers(signed(data, box=(60, 100, 170, 140), page=0), tmp_path)
    assert (found["verdict"], found["signature"]["details"]) == ("holds", ["it shows on page 1"])


def test_other_metadata_are_found(embassy: Built, tmp_path: Path) -> None:
    """A signer writes them anew; what they say is compared."""
    behind = signed(embassy.pdf)[len(embassy.pdf) :]
    assert behind.count(b"Access to education") == 2  # in the older form and in XMP
    found = answers(embassy.pdf + behind.replace(b">Access to education", b">Excess to education"), tmp_path)
    assert found["verdict"] == "altered"
    assert not found["rest"]["holds"]


# The leaves


def test_the_built_part_ends_where_its_seal_fits(embassy: Built) -> None:
    """And nowhere else."""
    data = signed(signed(embassy.pdf), "Signature2")
    with pikepdf.open(BytesIO(embassy.pdf)) as pdf:
        seal = str(pdf.Root.AF[0].EF.F["/BRIEF_Seal"])
    assert built_part(data, seal) == embassy.pdf
    assert built_part(embassy.pdf, seal) is None
    assert built_part(data.replace(b"%PDF-1.7", b"%PDF-1.6", 1), seal) is None
    assert built_part(data, "") is None


@pytest.mark.parametrize(
    "message",
    [b"", b"\x30", b"\x30\x80\0\0", b"\x30\x82\xff\xff" + b"\x30" * 99, b"\0" * 99, bytes(range(256)) * 9],
)
def test_a_message_that_is_none_has_no_signer(message: bytes) -> None:
    """Whatever it is."""
    assert signer_name(message) == ""


def test_metadata_say_the_same_however_they_are_written() -> None:
    """Attributes, elements, other prefixes; not another order of a list, nor other words."""
    frame = '<x xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="u:a"><r:RDF><r:Description{}</r:RDF></x>'
    one = frame.format("><a:b>1</a:b><a:c><r:Seq><r:li>2</r:li><r:li>3</r:li></r:Seq></a:c></r:Description>")
    same = frame.format(' a:b="1"><a:c><r:Seq><r:li>2</r:li><r:li>3</r:li></r:Seq></a:c></r:Description>')
    assert same_told(one.encode(), same.encode())
    assert same_told(one.encode(), one.replace("a:", "q:").replace(":a=", ":q=").encode())
    for other in (
        same.replace('"1"', '"2"'),
        one.replace("2", "3"),
        same.replace("Seq", "Bag"),
        "",
        "<!DOCTYPE x>" + one,
    ):
        assert not same_told(one.encode(), other.encode())
