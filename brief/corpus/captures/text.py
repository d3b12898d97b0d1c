"""The text of a capture, line by line: what `add` drafts from and `verify` proves against.

A text file's lines are its own. A page, a PDF and a Word file are read by one extractor each,
which takes everything that can be seen and chooses nothing: what belongs to the work is a
person's decision, and whatever she keeps can be proved. Line numbers count from 1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from brief.corpus.captures.form import decoded_text, form_of
from brief.corpus.captures.lines import CapturedLine, CapturedText, visible
from brief.text.quotation.normal import COMBINING

# To compose marks takes the square of their number; thirty are enough for all scripts (UAX #15, 13).
PILED = re.compile(f"[{COMBINING}]{{100}}")
EXTRACTORS = {"html": "html_lines", "pdf": "pdf_lines", "docx": "docx_lines"}


@lru_cache(maxsize=2)
def captured_text(data: bytes) -> CapturedText:
    """The text in a capture. Raises `ValueError` with what is wrong with it."""
    text = _extracted(data)
    if any(not line.text.isascii() and PILED.search(line.text) for line in text.lines):
        raise ValueError("piles more marks on a letter than any script has")
    return text


def _extracted(data: bytes) -> CapturedText:
    form = form_of(data)
    if form in EXTRACTORS:
        extracted = import_module(f"brief.corpus.captures.{EXTRACTORS[form]}").extract(data)
        assert isinstance(extracted, CapturedText)
        return extracted
    text = decoded_text(data).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return CapturedText("text", tuple(CapturedLine(*visible(line)) for line in text.split("\n")))


def is_plain_text(data: bytes) -> bool:
    """Whether the capture's lines are the file's own, so that counting them costs nothing."""
    try:
        return form_of(data) not in EXTRACTORS
    except ValueError:
        return False
