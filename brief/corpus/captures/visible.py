"""Captured words without what cannot be seen.

A source may not hold hidden characters (S113), so a capture's are left out of its text, and
kept beside it to be told. Controls that break or space a line become a space; the no-break
space and its kin are typography and stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from brief.files.hidden import HIDDEN

SPACED = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
SPACES = re.compile(" +")
RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
RAISED_NUMBER = re.compile(r"\s*[(+−-]?\d+\)?\s*")
BLACKED_OUT = "[blacked out]"
REPEATED = re.compile(r"\[blacked out\](?:\s*\[blacked out\])+")
WORDS = re.compile(r"\S(?:.*\S)?", re.S)
SURROGATES = re.compile("[\ud800-\udfff]")


def visible(text: str) -> tuple[str, str]:
    """(the text on one line with what can be seen, the hidden characters left out)."""
    spaced = SPACES.sub(" ", SPACED.sub(" ", text)).strip()
    refused = "".join(HIDDEN.findall(spaced) + SURROGATES.findall(spaced))
    if not refused:
        return spaced, ""
    return SPACES.sub(" ", SURROGATES.sub("", HIDDEN.sub("", spaced))).strip(), refused


def raised(text: str) -> str:
    """A number that is set higher, in raised digits: an exponent or the call of a note."""
    return text.translate(RAISED) if RAISED_NUMBER.fullmatch(text) else text


def named(characters: Iterable[str]) -> str:
    """Hidden characters by their code points: `U+202E, U+200B (3 times)`."""
    counts = Counter(characters)
    return ", ".join(
        f"U+{ord(character):04X}" + (f" ({count} times)" if count > 1 else "")
        for character, count in counts.items()
    )


def blacked_out(words: str) -> str:
    """What a person sees of such words: a bar, and the space around it."""
    return WORDS.sub(BLACKED_OUT, words)


def one_bar(text: str) -> str:
    """A text in which bars that touch are one."""
    return REPEATED.sub(BLACKED_OUT, text)
