"""What a capture is, told from its bytes: a file's name and a server's word count for nothing."""

from __future__ import annotations

import re
from typing import Any, Literal

from brief.corpus.captures.decoding import decoded_text

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
