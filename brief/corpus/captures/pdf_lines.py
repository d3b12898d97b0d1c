"""The text of a PDF, line by line, with the page of each.

A PDF holds no paragraphs, and a hyphen at a line's end may be the word's own or the printer's:
the line keeps it apart (`broken`), and the proof accepts the word either way. Page numbers and
running heads (at a page's ends, the same on three pages and on half of all) are marked too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Any

from brief.corpus.captures.lines import CapturedLine, CapturedText
from brief.corpus.captures.visible import visible

MOST_PAGES = 3000
LARGEST_TEXT = 16_000_000
# PDFium writes U+0002 (or U+FFFE) for a hyphen that it takes for the printer's, and drops the line's end.
JOINED = re.compile("[\ufffe\x02](?!\r?\n)")
HYPHEN_AT_END = re.compile("(?<=\\w)[-‐\xad\ufffe\x02]\\s*$")
PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.I)
LEAST_OFTEN = 3
DEEPEST = 2  # lines from the top or the foot of a page
TOOL_NAMED = re.compile(r"microsoft|untitled|^\s*$|\.(?:docx?|pdf|indd|qxd|odt)\s*$", re.I)


def extract(data: bytes) -> CapturedText:
    """The lines of a PDF. Raises `ValueError` when it is broken, encrypted or holds no text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        problem = "is encrypted; save it without a password" if locked else "is a broken PDF"
        raise ValueError(problem) from error
    with closing(document):
        try:
            lines = _without_furniture(list(_lines(document)))
            title = document.get_metadata_dict().get("Title", "")
        except pypdfium2.PdfiumError as error:
            raise ValueError("is a broken PDF") from error
    if not any(line.text and not line.furniture for line in lines):
        raise ValueError("holds no text: is it a scan? Recognise its text first, and add that")
    return CapturedText("pdf", lines, "" if TOOL_NAMED.search(title) else visible(title)[0])


def _without_furniture(lines: list[CapturedLine]) -> tuple[CapturedLine, ...]:
    """The lines, page numbers and running heads marked: from each end of a page inwards."""
    numbered = ((index, line) for index, line in enumerate(lines) if line.text)
    pages = [[index for index, _ in page] for _, page in groupby(numbered, key=lambda item: item[1].page)]
    ends = [index for page in pages for index in {*page[:DEEPEST], *page[-DEEPEST:]}]
    often = Counter(_unnumbered(lines[index].text) for index in ends)
    least = max(LEAST_OFTEN, len(pages) // 2)

    def is_furniture(index: int) -> bool:
        text = lines[index].text
        return PAGE_NUMBER.fullmatch(text) is not None or often[_unnumbered(text)] >= least

    for page in pages:
        for inwards in (page[:DEEPEST], page[: -DEEPEST - 1 : -1]):
            for index in takewhile(is_furniture, inwards):
                lines[index] = replace(lines[index], furniture=True)
    return tuple(lines)


def _unnumbered(text: str) -> str:
    """A head without the page number at its beginning or end."""
    return re.sub(r"^\d+\s+|(?<!\s)\s+\d+$", "", text)


def _lines(document: Any) -> Iterator[CapturedLine]:
    if len(document) > MOST_PAGES:
        raise ValueError(f"has {len(document):,} pages, more than {MOST_PAGES:,}")
    length = 0
    for number in range(len(document)):
        text = _page_text(document, number)
        length += len(text)
        if length > LARGEST_TEXT:
            raise ValueError("holds more text than any source needs")
        for line in JOINED.sub("\ufffe\n", text).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            yield _line(line, number + 1)


def _page_text(document: Any, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())


def _line(line: str, page: int) -> CapturedLine:
    if HYPHEN_AT_END.search(line) is None:
        return CapturedLine(*visible(line), page=page)
    words, refused = visible(HYPHEN_AT_END.sub("", line))
    return CapturedLine(f"{words}-", refused, page=page, broken=True)
