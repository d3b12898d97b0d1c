"""From bytes to characters, never by a guess: a mark at the start, what a page says of itself, or UTF-8."""

from __future__ import annotations

import codecs
import re

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
