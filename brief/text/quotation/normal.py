"""What may differ between a quotation and its source, and nothing else.

The kind of quotation mark, runs of white space, soft hyphens and Unicode composition (NFC)
are typography; every other character counts. So are `...`, `--` and `---`, which our own
printing turns into dots and dashes. `normal` folds these away and keeps, for each character
left, where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MARKS = dict.fromkeys(map(ord, '“”„‟«»″＂‘’‚‛′ʼ＇‹›「」『』｢｣﹁﹂﹃﹄《》≪≫〝〞〟❝❞🙶🙷⹂ʺ״"`´'), "'")
JOINED = {"...": "…", "--": "–", "–-": "—"}
SOFT_HYPHEN = "\xad"
SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
ONE_FOR_ONE = MARKS | dict.fromkeys(map(ord, SPACES + "".join(map(chr, range(0x2000, 0x200B)))), " ")
ASCII = bytes(ord(chr(code).translate(ONE_FOR_ONE)) for code in range(128)) + bytes(128)
"""The same for what is ASCII, which bytes are told sooner."""
UNEVEN = ("  ", SOFT_HYPHEN, *JOINED)
"""What does not stay as long as it is."""
COMBINING = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f"
    r"\u1100-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
CLUSTER = re.compile(rf"[^\W_]?[{COMBINING}]+")


@dataclass(frozen=True, slots=True)
class Normal:
    """Folded text; `text[i]` stood from `offsets[i]` to `ends[i]`. One more offset is the end."""

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` came from."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.ends[end - 1], self.offsets[start] + 1)


def normal(text: str) -> Normal:
    """`text` with typography folded away."""
    plain = text.isascii()
    folded = text.encode().translate(ASCII).decode() if plain else text.translate(ONE_FOR_ONE)
    if any(uneven in folded for uneven in UNEVEN) or not unicodedata.is_normalized("NFC", text):
        return _shortened(text)
    return Normal(folded, range(len(text) + 1), range(1, len(text) + 1))


def _shortened(text: str) -> Normal:
    """The same for a text that folding makes shorter."""
    characters: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for offset, character in _composed(text):
        if character == SOFT_HYPHEN:
            continue
        folded = " " if character.isspace() else character.translate(MARKS)
        if folded == " " and characters and characters[-1] == " ":
            continue
        first = offset
        if folded in ".-" and (before := _joined(characters, folded)):
            first = offsets[-len(before)]
            folded = JOINED[before + folded]
            for kept in (characters, offsets, ends):
                del kept[len(kept) - len(before) :]
        characters.append(folded)
        offsets.append(first)
        ends.append(offset + 1)
    return Normal("".join(characters), (*offsets, len(text)), tuple(ends))


def _joined(characters: list[str], last: str) -> str:
    """What stands at the end and makes one character with `last`."""
    tail = "".join(characters[-2:])
    return next((tail[-n:] for n in (2, 1) if tail[-n:] + last in JOINED), "")


def _composed(text: str) -> list[tuple[int, str]]:
    """(offset, character) in NFC."""
    if unicodedata.is_normalized("NFC", text):
        return list(enumerate(text))
    found: list[tuple[int, str]] = []
    at = 0
    for match in CLUSTER.finditer(text):
        found += _normalised(text[at : match.start()], at)
        found += [(match.start(), c) for c in unicodedata.normalize("NFC", match[0])]
        at = match.end()
    return found + _normalised(text[at:], at)


def _normalised(text: str, offset: int) -> list[tuple[int, str]]:
    return [(offset + i, c) for i, raw in enumerate(text) for c in unicodedata.normalize("NFC", raw)]
