"""What a capture is, told from its bytes, and its characters, never by a guess."""

from __future__ import annotations

import codecs
import re
from typing import Any, Literal

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
DECLARED = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
PROLOG = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.I)
FAR_ENOUGH = 8192
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded_text(data: bytes) -> str:
    """The characters of a text file. Raises `ValueError` when it is none."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    if not mark and b"\0" in data:
        raise ValueError("is not text: it holds binary data")
    try:
        text = data[len(mark) :].decode(MARKS.get(mark, "utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8 text; save it again as UTF-8 and add that") from error
    if len(CONTROLS.findall(text)) * 50 > len(text):
        raise ValueError("is not text: it holds binary data")
    return text


def decoded_page(data: bytes) -> str:
    """The characters of a page. Raises `ValueError` when its encoding is neither stated nor UTF-8."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    if mark:
        return data[len(mark) :].decode(MARKS[mark], errors="replace")
    stated = DECLARED.search(data[:FAR_ENOUGH]) or PROLOG.match(data[:FAR_ENOUGH])
    if stated is None:
        return _plain_utf8(data)
    return _as_stated(data, stated[1].decode("ascii"))


def _plain_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8, and the page does not say which encoding it has") from error


def _as_stated(data: bytes, label: str) -> str:
    """By the label's meaning on the web (WHATWG Encoding Standard); UTF-8 that is valid stays UTF-8."""
    import webencodings

    encoding = webencodings.lookup(label)
    if encoding is None:
        raise ValueError(f"is in an encoding that nobody knows: {label}")
    name = "utf-8" if encoding.name.startswith("utf-16") else encoding.codec_info.name
    return data.decode(name, errors="replace")


Form = Literal["text", "html", "pdf", "docx", "csl-json", "bibtex"]

SUFFIXES: dict[str, str] = {"text": ".txt", "html": ".html", "pdf": ".pdf", "docx": ".docx"}
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|h[1-6]|p)\b",
    re.I | re.S,
)
BIBTEX = re.compile(r"(?:\s|%[^\n]*\n)*@[A-Za-z]+\s*[{(]")
BINARY = {
    b"\x89PNG": "is a PNG picture, not a text",
    b"\xff\xd8\xff": "is a JPEG picture, not a text",
    b"GIF8": "is a GIF picture, not a text",
    b"{\\rtf": "is an RTF file; save it as .docx and add that",
    b"\x1f\x8b": "is a gzip archive; unpack it and add what is in it",
    b"7z\xbc\xaf": "is a 7z archive; unpack it and add what is in it",
}
OLE, OLD = b"\xd0\xcf\x11\xe0", "is an old Office file; save it as .docx and add that"
IN_OLE = {
    "EncryptedPackage": "is locked with a password; save it without one and add that",
    "WordDocument": "is an old Word file (.doc); save it as .docx and add that",
}
"""What the streams of a compound file are called ([MS-OFFCRYPTO] 2.3.4.4, [MS-DOC] 2.1.1)."""


def form_of(data: bytes) -> Form:
    """What these bytes are. Raises `ValueError` for what brief cannot take text from."""
    if not data.strip():
        raise ValueError("is empty")
    if (problem := next((words for magic, words in BINARY.items() if data.startswith(magic)), "")) != "":
        raise ValueError(problem)
    if data.startswith(OLE):
        raise ValueError(
            next((words for name, words in IN_OLE.items() if name.encode("utf-16-le") in data), OLD)
        )
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if is_html(data):
        return "html"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    text = decoded_text(data)
    if BIBTEX.match(text):
        return "bibtex"
    return "csl-json" if csl_entries(text) is not None else "text"


def is_html(data: bytes) -> bool:
    """Whether these bytes begin as a page does."""
    head = (
        data.lstrip()[:8192].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    return HTML.match(head.replace(b"\0", b"")) is not None


def _archive(data: bytes) -> Form:
    if b"word/document" in data:
        return "docx"
    raise ValueError("is a ZIP archive or an Office file other than Word; unpack it or save it as .docx")


def csl_entries(text: str) -> list[dict[str, Any]] | None:
    """The items of a CSL-JSON text, None when it is another text."""
    if text.lstrip()[:1] not in ("[", "{"):
        return None
    try:
        import json

        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = value.get("items") if isinstance(value, dict) and "items" in value else value
    items = [items] if isinstance(items, dict) else items
    if not isinstance(items, list) or not items:
        return None
    return items if all(isinstance(item, dict) and "type" in item for item in items) else None
