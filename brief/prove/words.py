"""Words as they are compared, and where two wordings part.

Runs of white space are one space; soft hyphens and other format characters are gone; the
hyphens are one hyphen (a font often draws U+002D and U+2010 with the same glyph, and a
PDF knows only glyphs); composed and decomposed characters are the same (NFC). `squashed`
leaves out white space as well, for looking words up across lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest

# Singletons and look-alikes that share a glyph with the character they stand for.
ALIKE = {0x2010: "-", 0x2011: "-", 0x00B5: "μ", 0x2206: "Δ", 0x2126: "Ω", 0x00AD: ""}
SUPERIOR = {ord(superior): str(figure) for figure, superior in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
CALL = re.compile(r"\W*(\d{1,6}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6})\W*")
SPACE = re.compile(r"\s+")
PLAIN = re.compile(r"[!-~–—‘’“”…]*(?: [!-~–—‘’“”…]+)*")
FORMAT = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """The words of a text, one space between them, typography folded."""
    if PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", FORMAT.sub("", text.translate(ALIKE)))
    return SPACE.sub(" ", text)


def squashed(text: str) -> str:
    """The text folded, without any white space."""
    return folded(text).replace(" ", "")


def call_number(text: str) -> int | None:
    """The number that a piece prints as the call of a note, in superior figures or others; None: no call."""
    match = CALL.fullmatch(text)
    return int(match[1].translate(SUPERIOR)) if match is not None else None


def is_right_to_left(text: str) -> bool:
    """Whether the text holds a script that is painted from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


LONGEST = 60


def shortened(words: str, longest: int = LONGEST) -> str:
    """The beginning of a text, at most so long, cut at a word."""
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    return (line[:longest].rsplit(" ", 1)[0] if " " in line[:longest] else line[:longest]) + " …"


def first_difference(promised: str, printed: str) -> str:
    """What differs, in plain words."""
    promised, printed = " ".join(promised.split()), " ".join(printed.split())
    if not printed:
        return f"“{shortened(promised)}” is not printed"
    if not promised:
        return f"“{shortened(printed)}” is printed and was not composed"
    ours, theirs = promised.split(" "), printed.split(" ")
    same = next((n for n, (a, b) in enumerate(zip_longest(ours, theirs)) if a != b), len(ours))
    start = max(0, same - 2)
    here, there = " ".join(ours[start:]), " ".join(theirs[start:])
    return f"“{shortened(here) or 'nothing'}” prints as “{shortened(there) or 'nothing'}”"
