"""Searching finished files for protected words: everything that could hold a letter.

Of a PDF: the text of each page, every string and every decompressed stream of every object
(metadata, XMP, outline, alternative texts, attachments, names of fonts), and the attachments'
own text. Of a Word file: every part, its text with the runs of a paragraph joined, and its
raw XML. Of HTML and JSON: as written and with entities and escapes resolved. The escapes of
addresses (`%20`) are resolved everywhere. A hit names the part, never the words.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from brief.protect.protection import Protection, first_hits, suspected
from brief.protect.spellings import bare
from brief.prove.font_file import without_numbers
from brief.prove.second_reading import seen_pages

TAG = re.compile(r"<[^>]*>")
WORD_RUN = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
APART = "\n\0\n"  # neither a letter nor white space: no protected words can reach across it
BATCH = 100_000  # characters
WRITTEN = re.compile(r'"(?:u:|(?=/))([^"]*)"')
DECODED = (b"\\", b'"b:', b'"n:')
ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
ESCAPES = re.compile(f"(?:{ESCAPE.pattern})+")
LATIN = bytes(ord(plain) if (plain := bare(chr(byte))).isascii() else 0x7F for byte in range(256))
"""Latin-1 without accents: the form in which names are compared."""
LARGEST_PART = 64 * 1024 * 1024


def leaks(
    files: Mapping[str, bytes], protected: Iterable[Protection], seen: Sequence[str] = ()
) -> Iterator[tuple[str, str, Protection]]:
    """(file, part, protection) for every file part in which protected words stand.

    `seen` is the text of each page of the PDF, as pdfium reads it, where it was read already.
    """
    wanted = tuple(protected)
    if not wanted:
        return
    for name, data in files.items():
        found: dict[tuple[str, Protection], int] = {}
        for batch in _batches(_parts(name, data, seen)):
            perhaps = suspected(APART.join(text for _, _, text in batch), wanted)
            for number, part, text in batch if perhaps else ():
                for protection in first_hits(text, perhaps):
                    found[part, protection] = min(number, found.get((part, protection), number))
        for part, protection in sorted(found, key=lambda hit: found[hit]):
            yield name, part, protection


def _batches(parts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[int, str, str]]]:
    """Parts, numbered, that are searched at one go: a PDF has thousands, and nearly all hold nothing.

    ASCII alone is searched in a fraction of the time, so that it is kept apart from the rest.
    """
    batches: dict[bool, list[tuple[int, str, str]]] = {True: [], False: []}
    lengths = {True: 0, False: 0}
    for number, (part, text) in enumerate(_decoded(parts)):
        kind = text.isascii()
        batches[kind].append((number, part, text))
        lengths[kind] += len(text)
        if lengths[kind] > BATCH:
            yield batches[kind]
            batches[kind], lengths[kind] = [], 0
    yield from filter(None, batches.values())


def _decoded(parts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each part, and once more with the escapes of addresses resolved (RFC 3986, 2.1)."""
    for part, text in parts:
        yield part, text
        if ESCAPE.search(text) is not None:
            yield part, ESCAPES.sub(lambda match: unquote(match[0]), text)


def _parts(name: str, data: bytes, seen: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(part, text) of everything readable in a file."""
    yield "its name", name.replace("-", " ").replace("_", " ")
    if data.startswith(b"%PDF-"):
        yield from _pages(seen or tuple(page.text for page in seen_pages(data, {})))
        yield from _pdf(data)
    elif data.startswith(b"PK"):
        yield from _zip(data)
    else:
        yield from _text(data)


def _text(data: bytes) -> Iterator[tuple[str, str]]:
    text = data.decode("utf-8", errors="replace")
    unescaped = html.unescape(text)
    for reading in dict.fromkeys((text, TAG.sub(" ", unescaped), TAG.sub("", unescaped))):
        yield "its text", reading
    try:
        value = json.loads(text)
    except ValueError:
        return
    yield "its text", "\n".join(_strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _zip(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            yield f"the name of {info.filename}", info.filename
            if info.file_size > LARGEST_PART:
                raise ValueError(f"{info.filename} is too large to search")
            raw = archive.read(info)
            text = raw.decode("utf-8", errors="replace")
            yield info.filename, text
            if info.filename.endswith((".xml", ".rels")):
                spaced = WORD_RUN.sub("\n", text)
                yield info.filename, html.unescape(TAG.sub("", spaced))
            else:
                yield info.filename, raw.decode("utf-16-le", errors="ignore")


def _pages(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, (before, text) in enumerate(zip(("", *texts), texts, strict=False), start=1):
        yield f"page {number}", text
        # A name may be parted by the end of a page.
        if number > 1:
            yield f"pages {number - 1} and {number}", f"{before[-200:]}\n{text[:200]}"


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for found in pdf.objects:
            yield from _object(found)
        yield "the trailer", "\n".join(_values(pdf.trailer, depth=0))
        for name, attachment in pdf.attachments.items():
            yield f"the attachment {name}", name
            for _, text in _text(attachment.get_file().read_bytes()):
                yield f"the attachment {name}", text


def _object(found: Any) -> Iterator[tuple[str, str]]:
    import pikepdf

    yield "an object", "\n".join(_strings_of(found))
    if isinstance(found, pikepdf.Stream):
        try:
            raw = found.read_bytes()
        except pikepdf.PdfError:
            raw = found.read_raw_bytes()
        yield "a stream", raw.translate(LATIN).decode("ascii")
        yield from (("a stream", text) for text in _wide(without_numbers(raw)))


def _wide(raw: bytes) -> Iterator[str]:
    """What bytes say beyond Latin-1: as UTF-8, and as UTF-16 where they may be that."""
    text = raw.decode("utf-8", errors="replace")
    if not raw.isascii():
        yield text
    if "\0" in text or "\ufffd" in text:
        yield raw.decode("utf-16-be", errors="ignore")


def _strings_of(found: Any) -> list[str]:
    """The strings and names of an object in the file, in their order.

    Its JSON (qpdf's, version 2) marks them; where that must be decoded first, they are asked for one
    by one. A key without a value (null) is not among them: a finished file, which qpdf wrote, has none.
    """
    written: bytes = found.to_json(dereference=True)
    if any(mark in written for mark in DECODED):
        return list(_values(found, depth=0))
    return WRITTEN.findall(written.decode())


def _values(value: Any, *, depth: int) -> Iterator[str]:
    """Every string and name of an object, its own level and those directly inside."""
    import pikepdf

    if isinstance(value, pikepdf.String | pikepdf.Name):
        yield str(value)
    elif depth > 12:
        return
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, inner in value.items():
            yield str(key)
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _values(inner, depth=depth + 1)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            if not (isinstance(inner, pikepdf.Object) and inner.is_indirect):
                yield from _values(inner, depth=depth + 1)
