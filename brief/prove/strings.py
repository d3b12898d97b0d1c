"""The strings that an operator of a content stream shows (ISO 32000-1, 7.3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r\n|.)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def shown_strings(stack: list[bytes]) -> Iterator[bytes]:
    """The shown strings of `Tj` or `TJ`; those of one array in hexadecimal are joined."""
    hexadecimal = b""
    for token in stack:
        if token[:1] in (b"[", b"<"):
            hexadecimal += b"".join(HEX.findall(token))
        elif token[:1] == b"(":
            yield ESCAPE.sub(_unescaped, token[1:-1])
    if hexadecimal:
        digits = b"".join(hexadecimal.split())
        yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(match: re.Match[bytes]) -> bytes:
    word = match[1]
    if word[:1].isdigit():
        return bytes((int(word, 8) & 255,))
    return b"" if word in (b"\n", b"\r", b"\r\n") else ESCAPES.get(word, word)
