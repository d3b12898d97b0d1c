"""A text as somebody may read it, with the way back: escapes resolved, marks and cuts left out.

A name may be written with the escapes of an address, of HTML, JSON or YAML, with Markdown's marks or
tags within it, parted by a hyphen at the end of a line, or with accents that are characters of their own.
Who is shown it reads the name all the same.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from brief.protect.spellings import INVISIBLE
from brief.text.quotation.normal import COMBINING

ROUNDS = 3
"""How often an escape may be escaped."""
TOKEN = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8})"
    r"|x(?P<two>[0-9A-Fa-f]{2}))"
    r"|(?P<line>\\n)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{2,31});)"
    rf"|(?P<gone>{INVISIBLE.pattern}+|[-‐\x02\ufffe][ \t]*\n\s*|(?<=[^\W\d_])[-‐]\s+(?=[^\W\d_])"
    r"|</?[A-Za-z][^<>]{0,200}>|[*~`^]+|\\(?=\W)|\\?\n[ \t]*(?=\\))"
    rf"|(?P<cluster>[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|[^\W\d_][{COMBINING}]+)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and where each character of it stood."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stood."""
        return self.starts[start], self.ends[end - 1]


def as_read(text: str) -> Reading:
    """The text with everything resolved that a reader resolves."""
    reading = Reading(text, range(len(text)), range(1, len(text) + 1))
    for _ in range(ROUNDS):
        if TOKEN.search(reading.text) is None:
            break
        reading = _resolved(reading)
    return reading


def _resolved(before: Reading) -> Reading:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in TOKEN.finditer(before.text):
        pieces.append(before.text[at : match.start()])
        starts += before.starts[at : match.start()]
        ends += before.ends[at : match.start()]
        character = _character(match)
        pieces.append(character)
        starts += [before.starts[match.start()]] * len(character)
        ends += [before.ends[match.end() - 1]] * len(character)
        at = match.end()
    pieces.append(before.text[at:])
    return Reading("".join(pieces), [*starts, *before.starts[at:]], [*ends, *before.ends[at:]])


def _character(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "percent":
        return _unquoted(match[0])
    if kind in ("braced", "four", "eight", "two"):
        code = int(match[kind], 16)
        return chr(code) if code <= 0x10FFFF else ""
    if kind == "line":
        return "\n"
    if kind == "entity":
        return html.unescape(match[0])
    return unicodedata.normalize("NFC", match[0]) if kind == "cluster" else ""


def _unquoted(escapes: str) -> str:
    try:
        return unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return unquote(escapes, encoding="latin-1")
