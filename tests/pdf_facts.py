"""A PDF as readable facts: what a person, a screen reader and a receiving body find in it.

Our own serialisation: no object numbers, dates, producer or identifiers, so that two PDFs
with the same facts read the same, and a difference can be judged by eye. pikepdf reads
the structure, pdfium the words.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import yaml

POINTS = 72 / 25.4
TAG_WORDS = 48
Pages = dict[Any, int]  # the number of each page, by its object
PLAIN = {"Span", "NonStruct"}  # of no meaning to a reader
INLINE = {*PLAIN, "Link", "Lbl", "Reference", "Em", "Strong", "Code", "Quote"}
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}part"


def facts(data: bytes) -> dict[str, Any]:
    """The facts of a PDF, in an order that reads well."""
    text = pypdfium2.PdfDocument(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        sizes = list(dict.fromkeys(_size(page) for page in pdf.pages))
        found = {
            "pages": len(pdf.pages),
            "size": sizes[0] if len(sizes) == 1 else sizes,
            "metadata": dict(_metadata(pdf)),
            "fonts": sorted(_fonts(pdf)),
            "outline": _lines(_outline(pdf)),
            "links": _lines(_links(pdf)),
            "attachments": sorted(pdf.attachments),
            "tags": [_lines(_tags(page)) for page in text],
            "text": [page_text(page) for page in text],
        }
    text.close()
    return {key: value for key, value in found.items() if value}


def serialised(data: bytes) -> str:
    """The facts as YAML."""
    return yaml.dump(facts(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def page_text(page: pypdfium2.PdfPage) -> str:
    """The words of a page as pdfium reads them, one line a line."""
    # A hyphen at a line's end comes as U+FFFE.
    words = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
    return "\n".join(line.rstrip() for line in words.split("\n")).strip() + "\n"


def page_texts(data: bytes) -> list[str]:
    """The words of every page."""
    return [page_text(page) for page in pypdfium2.PdfDocument(data)]


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class _Dumper(yaml.SafeDumper):
    """Several lines stand as a block."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def _size(page: pikepdf.Page) -> str:
    left, bottom, right, top = (float(side) for side in page.mediabox)
    return f"{(right - left) / POINTS:.0f} × {(top - bottom) / POINTS:.0f} mm"


def _under(holder: Any, *keys: str) -> Any:
    """What stands under keys of dictionaries within dictionaries, None where there is nothing."""
    for key in keys:
        holder = None if holder is None else holder.get(f"/{key}")
    return holder


def _metadata(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    for key in ("Title", "Author", "Subject", "Keywords", "Creator"):
        if f"/{key}" in pdf.docinfo:
            yield key.lower(), str(pdf.docinfo[f"/{key}"])
    yield "language", str(pdf.Root.get("/Lang", ""))
    yield "tagged", bool(_under(pdf.Root, "MarkInfo", "Marked"))
    yield "title shown", bool(_under(pdf.Root, "ViewerPreferences", "DisplayDocTitle"))
    with pdf.open_metadata() as xmp:
        parts = {"PDF/UA": xmp.get(PDFUA), "PDF/A": xmp.get(PDFA)}
        yield "conforms to", ", ".join(f"{name}-{part}" for name, part in parts.items() if part)


def _fonts(pdf: pikepdf.Pdf) -> set[str]:
    """The fonts used, without subset prefix, and whether their letters travel with the file."""
    found = set()
    for page in pdf.pages:
        for font in (_under(page, "Resources", "Font") or {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            name = re.sub(r"^/(?:[A-Z]{6}\+)?", "", str(inner.BaseFont))
            descriptor: Any = inner.get("/FontDescriptor", {})
            embedded = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
            found.add(name if embedded else f"{name} (not embedded)")
    return found


def _outline(pdf: pikepdf.Pdf) -> Iterator[str]:
    pages: Pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}

    def lines(item: pikepdf.OutlineItem, depth: int) -> Iterator[str]:
        yield f"{'  ' * depth}{item.title} → {_page_of(pdf, item.destination, pages)}"
        for child in item.children:
            yield from lines(child, depth + 1)

    with pdf.open_outline() as outline:
        for item in outline.root:
            yield from lines(item, 0)


def _page_of(pdf: pikepdf.Pdf, destination: Any, pages: Pages) -> str:
    if isinstance(destination, pikepdf.String | pikepdf.Name):
        destination = _named(pdf).get(str(destination), destination)
    if isinstance(destination, pikepdf.Dictionary):
        destination = destination.D
    if isinstance(destination, pikepdf.Array):
        return f"page {pages.get(destination[0].objgen, '?')}"
    return "nowhere"


def _named(pdf: pikepdf.Pdf) -> dict[str, Any]:
    tree = _under(pdf.Root, "Names", "Dests")
    return {} if tree is None else {str(key): value for key, value in pikepdf.NameTree(tree).items()}


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    pages: Pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                yield f"page {number}: {annotation.get('/Subtype')}"
                continue
            action: Any = annotation.get("/A", {})
            goal = annotation.get("/Dest", action.get("/D"))
            there = str(action.URI) if "/URI" in action else _page_of(pdf, goal, pages)
            yield f"page {number}: {there}"


def _tags(page: pypdfium2.PdfPage) -> Iterator[str]:
    """The tag tree of a page, indented, each leaf with its first words, in reading order."""
    words = _marked_words(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
        yield from _element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), words, 0)
    pdfium.FPDF_StructTree_Close(tree)


def _element(element: Any, words: dict[int, str], depth: int) -> Iterator[str]:
    """An element and what is in it; what runs within a line stands on the line of what holds it."""
    own, inline, inner = _parts(element, words)
    within = f" ({', '.join(inline)})" if inline else ""
    yield f"{'  ' * depth}{_tag(element)}{within} {_first_words(own)}".rstrip()
    for child in inner:
        yield from _element(child, words, depth + 1)


def _parts(element: Any, words: dict[int, str]) -> tuple[str, list[str], list[Any]]:
    """The words directly in an element, the names of what runs within its lines, and the rest."""
    own: list[str] = []
    inline: list[str] = []
    inner: list[Any] = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if not child:
            own.append(words.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index), ""))
        elif _is_inline(child):
            text, names, _ = _parts(child, words)
            own.append(text)
            inline += [name for name in (_tag(child), *names) if name not in {*PLAIN, *inline}]
        else:
            inner.append(child)
    return " ".join(own), inline, inner


def _is_inline(element: Any) -> bool:
    name = _read(pdfium.FPDF_StructElement_GetType, element)
    count = pdfium.FPDF_StructElement_CountChildren(element)
    children = [pdfium.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(count)]
    return name in INLINE and all(_is_inline(child) for child in children if child)


def _tag(element: Any) -> str:
    name = _read(pdfium.FPDF_StructElement_GetType, element)
    extra = {
        "lang": _read(pdfium.FPDF_StructElement_GetLang, element),
        "alt": _read(pdfium.FPDF_StructElement_GetAltText, element),
    }
    return name + "".join(f" [{key}: {value}]" for key, value in extra.items() if value)


def _read(function: Any, element: Any) -> str:
    """A string from pdfium: its length first, then UTF-16."""
    length = function(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le")


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TAG_WORDS else line[:TAG_WORDS].rsplit(" ", 1)[0] + " …"


def _marked_words(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The words of each marked content, by its number."""
    found: dict[int, str] = {}
    textpage = page.get_textpage()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=2):
        mcid = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if mcid >= 0:
            length = pdfium.FPDFTextObj_GetText(item, textpage, None, 0)
            buffer = ctypes.create_string_buffer(length * 2)
            pdfium.FPDFTextObj_GetText(
                item, textpage, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length * 2
            )
            text = buffer.raw.decode("utf-16-le", "replace").partition("\0")[0]
            found[mcid] = found.get(mcid, "") + text
    return found
