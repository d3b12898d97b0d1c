"""What a typesetter adds to words without changing them: ties, and apostrophes in titles.

A tie keeps what is read in one breath on one line: “article 14”, “10 November”, “1 234 567”,
“US$ 1.2 billion”, “0.07 %”. It is a matter of style (`.tie`), so that the words stay the words of
the text, space for space. How wide the widest such stretch is says how large a key figure can be set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

NOT_TEXT = re.compile(r"(<(svg|style|script|title)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.S | re.I)
NBSP = "\xa0"
NUMBER = r"(?:\d{1,3}(?: \d{3})+(?!\w)|\d[\d.,]*(?<![.,]))"
CURRENCY = r"[A-Z]{0,3}[$€£¥₩]|USD|EUR|GBP|CHF|JPY|CNY|KRW|KPW"
UNITS = ("[%‰]", "°[CF]", CURRENCY)
EM = {
    "0123456789$€£¥": 0.55,
    ".,:;’'!|": 0.32,
    " " + NBSP: 0.23,
    "ijlt": 0.42,
    "abcdefghknopqrsuvxyzéèêáàâíóúñçüöä–-": 0.66,
    "mw": 0.97,
    "MW%": 1.03,
    "‰": 1.34,
}
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")


def tied(html: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """A page with its ties: words that stand `before` a number, and words that stand `after` one."""
    pattern = _pattern(before, after)
    pieces = NOT_TEXT.split(html)[::3]
    tags = (match[0] for match in NOT_TEXT.finditer(html))
    return "".join(pattern.sub(_span, text) + next(tags, "") for text in pieces)


def _span(match: re.Match[str]) -> str:
    return f'<span class="tie">{match[0]}</span>' if " " in match[0] else match[0]


@lru_cache(maxsize=8)
def _pattern(before: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    # What follows the number in brackets belongs to it: article 13 (2) (c).
    named = rf"(?:{_any(before)}) \d[\d.,]*(?<![.,])(?: \(\w{{1,3}}\))*|" if before else ""
    units = "|".join(filter(None, (_any(after), *UNITS)))
    last = rf"(?:er)?(?: (?:{units})(?!\w))?"
    return re.compile(rf"(?<!\w)(?:{named}(?:(?:{CURRENCY}) )?{NUMBER}(?:[–-]{NUMBER})?{last})")


def widest(values: Iterable[str], before: tuple[str, ...], after: tuple[str, ...]) -> float:
    """How wide the widest stretch of these that stays on one line is, in em of the face of key figures."""
    pattern = _pattern(before, after)
    pieces = (
        piece for it in values for piece in pattern.sub(lambda m: m[0].replace(" ", NBSP), it).split(" ")
    )
    return max((round(sum(map(_em, piece)), 2) for piece in pieces), default=1.0)


@lru_cache(maxsize=256)
def _em(character: str) -> float:
    """No less than its advance in Source Serif 4 SemiBold; full width for what that font has not."""
    return next(
        (em for characters, em in EM.items() if character in characters), 0.88 if character.isascii() else 1.1
    )


def _any(words: tuple[str, ...]) -> str:
    """Each word as it is, and as it begins a sentence."""
    return "|".join(
        re.escape(form) for word in words for form in dict.fromkeys((word, word[:1].upper() + word[1:]))
    )


def typeset_title(title: str) -> str:
    """A title with typographic apostrophes, as the notes around it have them."""
    return APOSTROPHE.sub("’", title)
