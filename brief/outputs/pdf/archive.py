"""What PDF/A-3a asks of a file beside tags: metadata that say what it is, and the colours it means.

ISO 19005-3: metadata in XMP with the identification of PDF/A (6.6.4) and a description of
the properties that XMP itself does not know, here those of PDF/UA (6.6.2.3.3); an output
intent with an ICC profile (6.2.3), so that red, green and blue are those of sRGB; and that
pictures are shown as they are, not smoothed by whoever shows them (6.2.8). ISO 14289-1, 5,
asks for its own part in the same XMP.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from brief.outputs.pdf.tag_writing import WrittenStream, text_string

SRGB = "sRGB IEC61966-2.1"
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
UA_SCHEMA = f"""<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def make_archival(document: Any, pdf: Any, profile: bytes) -> None:
    """Give the engine's finished file its metadata and its output intent with this ICC profile."""
    producer = bytes(pdf.info["Producer"].data).decode("ascii").strip("()")
    metadata = WrittenStream(xmp(document.metadata, producer), b"/Type/Metadata/Subtype/XML")
    colours = WrittenStream(profile, b"/N 3")
    for written in (metadata, colours):
        pdf.add_object(written)
    name = text_string(SRGB)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["OutputIntents"] = (
        b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%b/Info%b/DestOutputProfile %b>>]"
        % (name, name, colours.reference)
    )
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Image":
            item.extra.pop("Interpolate", None)


def xmp(metadata: Any, producer: str) -> bytes:
    """The metadata of a page (`title`, `authors` and so on, as the engine read them) as XMP."""
    title = metadata.title or ""
    facts = (
        ("pdfaid:part", "3"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
        ("pdf:Producer", escape(producer)),
        ("pdf:Keywords", escape(", ".join(metadata.keywords))),
        ("xmp:CreatorTool", escape(metadata.generator or "")),
        ("xmp:CreateDate", escape(metadata.created or "")),
        ("xmp:ModifyDate", escape(metadata.modified or "")),
        ("dc:title", _alternatives(title)),
        ("dc:creator", _listed("Seq", metadata.authors)),
        ("dc:description", _alternatives(metadata.description or "")),
        ("dc:language", _listed("Bag", [metadata.lang] if metadata.lang else [])),
    )
    lines = "\n".join(f"<{name}>{value}</{name}>" for name, value in facts if value)
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>\n'
        f'<rdf:Description rdf:about="">\n{lines}\n{UA_SCHEMA}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>' if text else ""


def _listed(kind: str, texts: list[str]) -> str:
    items = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<rdf:{kind}>{items}</rdf:{kind}>" if items else ""
