"""What a typesetter adds to words without changing them: ties, and apostrophes in titles.

A tie keeps what is read in one breath on one line: “article 14”, “10 November”. It is a
matter of style (`.tie`), so that the words stay the words of the text, space for space.
"""

from __future__ import annotations

import re
from functools import lru_cache

NOT_TEXT = re.compile(r"(<(svg|style|script|title)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.S | re.I)
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")


def tied(html: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """A page with its ties: words that stand `before` a number, and words that stand `after` one."""
    pattern = _pattern(before, after)
    if pattern is None:
        return html
    pieces = NOT_TEXT.split(html)[::3]
    tags = (match[0] for match in NOT_TEXT.finditer(html))
    return "".join(pattern.sub(r'<span class="tie">\g<0></span>', text) + next(tags, "") for text in pieces)


@lru_cache(maxsize=8)
def _pattern(before: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str] | None:
    both = []
    if before:
        # What follows the number in brackets belongs to it: article 13 (2) (c).
        both.append(rf"(?:{_any(before)}) \d[\d.,]*(?<![.,])(?: \(\w{{1,3}}\))*")
    if after:
        both.append(rf"\d[\d.,]*(?:er)? (?:{_any(after)})(?!\w)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(both)})") if both else None


def _any(words: tuple[str, ...]) -> str:
    """Each word as it is, and as it begins a sentence."""
    return "|".join(
        re.escape(form) for word in words for form in dict.fromkeys((word, word[:1].upper() + word[1:]))
    )


def typeset_title(title: str) -> str:
    """A title with typographic apostrophes, as the notes around it have them."""
    return APOSTROPHE.sub("’", title)
