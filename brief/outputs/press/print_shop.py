"""A printed PDF as PDF/X-4 (ISO 15930-7), for print shops.

Every page gets its boxes (trim, bleed, and paper around them for the crop marks), all its
colours become inks, black text overprints, links go (ISO 15930-7, 6.17: no annotation may
touch the bleed box), and the file says for which press it was made. The tags stay: they
are how the proof finds the order of reading. Dates are the brief's, never the clock's.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

import pikepdf

from brief.outputs.press.press_content import Press, PressResources, for_press, write
from brief.prove.streams import unpacked

MM = 72 / 25.4
BLEED, SLUG = 3 * MM, 10 * MM  # beyond the trim
MARK, GAP, HAIR = 5 * MM, 4 * MM, 0.25  # a mark's length, its distance from the trim, its width in points
NO_DATE = "1970-01-01"
VERSION = "PDF/X-4"
REGISTRY = "http://www.color.org"
ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/OutputIntents", "/Metadata")


@dataclass(frozen=True)
class Condition:
    """What is printed on: the profile, its name in the ICC's registry, and what that stands for."""

    profile: bytes
    identifier: str
    description: str


def for_print_shop(pdf: bytes, condition: Condition, date: str) -> bytes:
    """The PDF as PDF/X-4 for a printing condition; `date` is an ISO date, which may lack its end.

    `ValueError` for a profile that is none, and for what cannot be turned into inks.
    """
    press = Press(condition.profile)
    with pikepdf.open(BytesIO(pdf)) as document:
        resources = PressResources(press)
        for page in document.pages:
            _page(document, page.obj, press, resources)
        if resources.blends:
            for page in document.pages:
                page.obj["/Group"] = _group()
        _without_links(document)
        _without_active(document)
        _intent(document, condition, press.name)
        _described(document, pdf, date)
        stream = BytesIO()
        document.save(stream, deterministic_id=True, fix_metadata_version=False, force_version="1.6")
    return stream.getvalue()


def _group() -> pikepdf.Dictionary:
    """What is transparent on a page is blended in inks."""
    names = {"Type": "/Group", "S": "/Transparency", "CS": "/DeviceCMYK"}
    return pikepdf.Dictionary({f"/{key}": pikepdf.Name(value) for key, value in names.items()})


def _page(document: pikepdf.Pdf, page: Any, press: Press, resources: PressResources) -> None:
    trim = [float(edge) for edge in page.get("/TrimBox", page.MediaBox)]
    bleed = _around(trim, BLEED)
    page["/MediaBox"], page["/BleedBox"] = pikepdf.Array(_around(trim, SLUG)), pikepdf.Array(bleed)
    page["/TrimBox"] = pikepdf.Array(trim)
    for box in ("/CropBox", "/ArtBox", "/AA"):
        if box in page:
            del page[box]
    content = for_press(unpacked(page.Contents), press.inks, black=True)
    stream = document.make_stream(b"")
    write(stream, b"%s\n%s\nQ\n%s\n" % (_clip(bleed), content, _marks(trim)))
    page["/Contents"] = stream
    resources.convert(page.Resources)
    page.Resources.ColorSpace["/Registration"] = pikepdf.Array(
        [pikepdf.Name("/Separation"), pikepdf.Name("/All"), pikepdf.Name("/DeviceCMYK"), _all_inks()]
    )


def _around(box: list[float], distance: float) -> list[float]:
    left, bottom, right, top = box
    edges = (left - distance, bottom - distance, right + distance, top + distance)
    return [round(edge, 4) for edge in edges]


def _clip(bleed: list[float]) -> bytes:
    """Nothing of the page reaches the paper around it; and it begins in pure black."""
    left, bottom, right, top = bleed
    area = f"{left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re"
    return f"q {area} W n 0 0 0 1 k 0 0 0 1 K".encode()


def _marks(trim: list[float]) -> bytes:
    """Crop marks at the four corners, on all plates, outside the bleed."""
    left, bottom, right, top = trim
    lines = []
    for x, outwards in ((left, -1), (right, 1)):
        for y, upwards in ((bottom, -1), (top, 1)):
            near, far = outwards * GAP, outwards * (GAP + MARK)
            lines.append(f"{x + near:.4f} {y:.4f} m {x + far:.4f} {y:.4f} l")
            near, far = upwards * GAP, upwards * (GAP + MARK)
            lines.append(f"{x:.4f} {y + near:.4f} m {x:.4f} {y + far:.4f} l")
    drawn = "\n".join(lines)
    return f"/Artifact BMC\nq /Registration CS 1 SCN {HAIR} w\n{drawn}\nS Q\nEMC".encode()


def _all_inks() -> pikepdf.Dictionary:
    """The tint of the colour `All`, which prints on every plate (ISO 32000-1, 8.6.6.4)."""
    return pikepdf.Dictionary(
        FunctionType=2,
        Domain=pikepdf.Array([0, 1]),
        C0=pikepdf.Array([0, 0, 0, 0]),
        C1=pikepdf.Array([1, 1, 1, 1]),
        N=1,
    )


def _without_links(document: pikepdf.Pdf) -> None:
    """No annotation, and no tag that refers to one."""
    for page in document.pages:
        for key in ("/Annots", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    for found in document.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/StructElem" and "/K" in found:
            kids = found.K if isinstance(found.K, pikepdf.Array) else pikepdf.Array([found.K])
            kept = [kid for kid in kids if not _refers(kid)]
            if len(kept) < len(kids):
                found["/K"] = pikepdf.Array(kept)


def _refers(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def _without_active(document: pikepdf.Pdf) -> None:
    """Nothing that runs, and nothing that another standard put there."""
    for key in ACTIVE:
        if key in document.Root:
            del document.Root[key]
    if "/JavaScript" in document.Root.get("/Names", pikepdf.Dictionary()):
        del document.Root.Names["/JavaScript"]


def _intent(document: pikepdf.Pdf, condition: Condition, name: str) -> None:
    """The output intent (ISO 15930-7, 6.2.4), with the whole profile."""
    profile = document.make_stream(zlib.compress(condition.profile, 9))
    profile["/Filter"] = pikepdf.Name("/FlateDecode")
    profile["/N"] = 4
    profile["/Alternate"] = pikepdf.Name("/DeviceCMYK")
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name("/OutputIntent"),
        S=pikepdf.Name("/GTS_PDFX"),
        OutputConditionIdentifier=pikepdf.String(condition.identifier),
        OutputCondition=pikepdf.String(condition.description),
        RegistryName=pikepdf.String(REGISTRY),
        Info=pikepdf.String(name),
        DestOutputProfile=profile,
    )
    document.Root["/OutputIntents"] = pikepdf.Array([intent])


def _described(document: pikepdf.Pdf, pdf: bytes, date: str) -> None:
    """Title, dates, and by which standard this is written: in XMP and, the same, in the old dictionary."""
    day = f"{date}{NO_DATE[len(date) :]}"
    info = document.trailer.get("/Info", pikepdf.Dictionary())
    told = {key: str(info[key]) for key in ("/Title", "/Author", "/Subject", "/Keywords") if key in info}
    told.setdefault("/Title", "untitled")
    stamp = f"D:{day.replace('-', '')}000000Z"
    document.trailer["/Info"] = document.make_indirect(
        pikepdf.Dictionary(
            {key: pikepdf.String(value) for key, value in told.items()}
            | {"/CreationDate": pikepdf.String(stamp), "/ModDate": pikepdf.String(stamp)}
            | {"/Producer": pikepdf.String("brief"), "/Creator": pikepdf.String("brief")}
            | {"/Trapped": pikepdf.Name("/False")}
        )
    )
    identity = uuid5(NAMESPACE_URL, f"brief:{zlib.crc32(pdf):08x}{len(pdf)}:{told['/Title']}")
    metadata = document.make_stream(_xmp(told, f"{day}T00:00:00Z", f"uuid:{identity}"))
    metadata["/Type"], metadata["/Subtype"] = pikepdf.Name("/Metadata"), pikepdf.Name("/XML")
    document.Root["/Metadata"] = metadata


def _xmp(told: dict[str, str], moment: str, identity: str) -> bytes:
    """The metadata that ISO 15930-7, 6.4, asks for."""
    words = {key: escape(value) for key, value in told.items()}
    title = f'<rdf:Alt><rdf:li xml:lang="x-default">{words["/Title"]}</rdf:li></rdf:Alt>'
    lines = [f"<dc:format>application/pdf</dc:format><dc:title>{title}</dc:title>"]
    if "/Author" in words:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{words['/Author']}</rdf:li></rdf:Seq></dc:creator>")
    if "/Subject" in words:
        about = f'<rdf:Alt><rdf:li xml:lang="x-default">{words["/Subject"]}</rdf:li></rdf:Alt>'
        lines.append(f"<dc:description>{about}</dc:description>")
    if "/Keywords" in words:
        lines.append(f"<pdf:Keywords>{words['/Keywords']}</pdf:Keywords>")
    lines += [
        "<pdf:Producer>brief</pdf:Producer><xmp:CreatorTool>brief</xmp:CreatorTool>",
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{moment}</xmp:MetadataDate><pdf:Trapped>False</pdf:Trapped>",
        f"<xmpMM:DocumentID>{identity}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        f"<pdfxid:GTS_PDFXVersion>{VERSION}</pdfxid:GTS_PDFXVersion>",
    ]
    return XMP.format("\n".join(lines)).encode()


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
{}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
