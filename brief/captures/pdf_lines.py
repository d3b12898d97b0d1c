"""The text of a PDF, line by line, with the page of each.

A PDF holds no paragraphs, and a hyphen at a line's end may be the word's own or the printer's:
the line keeps it apart (`broken`), and the proof accepts the word either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from brief.captures.lines import CapturedLine, CapturedText
from brief.captures.visible import visible

MOST_PAGES = 3000
LARGEST_TEXT = 16_000_000
# U+FFFE and U+0002 are what PDFium writes for a hyphen it takes for the printer's.
HYPHEN_AT_END = re.compile("(?<=\\w)[-‐\xad\ufffe\x02]\\s*$")
TOOL_NAMED = re.compile(r"microsoft|untitled|^\s*$|\.(?:docx?|pdf|indd|qxd|odt)\s*$", re.I)


def extract(data: bytes) -> CapturedText:
    """The lines of a PDF. Raises `ValueError` when it is broken, encrypted or holds no text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise ValueError("is encrypted; save it without a password" if locked else "is a broken PDF") from error
    with closing(document):
        try:
            lines = tuple(_lines(document))
            title = document.get_metadata_dict().get("Title", "")
        except pypdfium2.PdfiumError as error:
            raise ValueError("is a broken PDF") from error
    if not any(line.text for line in lines):
        raise ValueError("holds no text: is it a scan? Recognise its text first, and add that")
    return CapturedText("pdf", lines, "" if TOOL_NAMED.search(title) else visible(title)[0])


def _lines(document: Any) -> Iterator[CapturedLine]:
    if len(document) > MOST_PAGES:
        raise ValueError(f"has {len(document):,} pages, more than {MOST_PAGES:,}")
    length = 0
    for number in range(len(document)):
        text = _page_text(document, number)
        length += len(text)
        if length > LARGEST_TEXT:
            raise ValueError("holds more text than any source needs")
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            yield _line(line, number + 1)


def _page_text(document: Any, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def _line(line: str, page: int) -> CapturedLine:
    if HYPHEN_AT_END.search(line) is None:
        return CapturedLine(*visible(line), page=page)
    words, refused = visible(HYPHEN_AT_END.sub("", line))
    return CapturedLine(f"{words}-", refused, page=page, broken=True)
