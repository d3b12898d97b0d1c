"""How protected words may be written, as a pattern: what a reader takes for the same name is the same.

Texts are compared letter by letter in their `bare` form, without accents and without the forms
that only typography has. Between two words there may stand spaces, hyphens or what a file name and an
address put there; a hyphen inside a word may be another one, a space, or none. A name of several
words also counts the other way round (“Kang, Mira”). What a language joins to a name ends no
protection: Korean particles and titles, Arabic prepositions, the s of a possessive. Korean, Chinese and
Japanese set no spaces between words, so a full name counts wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from brief.text.languages import either, phrase

MARKS = dict.fromkeys("’‘ʼ＇‛′", "'") | dict.fromkeys("“”„«»", '"')
INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
HYPHENS = "‐‑‒–—―−﹣－-"
UNFOLDED = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H"}
"""Letters with a stroke, which Unicode does not take apart."""
JOINT = rf"(?:[\s_+{HYPHENS}]|%20)"
LISTED = rf"(?:[\s_+.,/{HYPHENS}]|%20|%2C)"
"""Between the words of a name: also as lists and addresses have it."""
HYPHENATED = rf"(?:[\s_{HYPHENS}]|%20){{0,4}}"
LETTER = r"[^\W\d_]"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
HANGUL = "가-힣"
CLOSE = f"[{HANGUL}{UNSPACED}]"
"""A character of a script that sets names without spaces."""
SPACED = "[A-Za-z\u00c0-\u052f\u1e00-\u1fff]"
"""A letter of a script that sets spaces: Latin, Greek, Cyrillic. Korean may follow one directly: Kang은."""
MANY_LETTERS = 400
"""No text has so many letters with accents: what has is a font or a picture, read as letters."""
Case = Callable[[str], str]
LONG_NAME = 8
"""Letters of a name that is no other word when it is written without spaces, as in KimYongil.png."""
FULL_NAME = 3
"""Syllables or characters of a full name, in scripts that write it without a space."""


def visible(text: str) -> str:
    """`text` without what cannot be seen."""
    return text if text.isascii() else INVISIBLE.sub("", text)


def one_kind(text: str) -> str:
    """`text` with one kind of apostrophe and of quotation mark; six times as fast as `str.translate`."""
    for mark, plain in MARKS.items():
        text = text.replace(mark, plain)
    return text


@cache
def _bare(character: str) -> str:
    """A letter without accents and width; itself where that would not be one letter."""
    if character in UNFOLDED:
        return UNFOLDED[character]
    letters = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    if len(letters) == 1 and letters[0].isalnum():
        return letters[0]
    composed = unicodedata.normalize("NFC", character)
    return composed if len(composed) == 1 else character


def bare(text: str) -> str:
    """`text` (NFC) letter for letter without accents and full width; of the same length."""
    if text.isascii():
        return text
    changed = {c: plain for c in set(text) if c > "\x7f" and (plain := _bare(c)) != c}
    if len(changed) > MANY_LETTERS:
        return text
    for letter, plain in changed.items():
        text = text.replace(letter, plain)
    return text


def alike(text: str) -> str:
    """`text` (NFC) bare, with one kind of hyphen and of space; of the same length."""
    return re.sub(r"\s", " ", re.sub(f"[{HYPHENS}]", "-", bare(text)))


def caseless(text: str) -> str:
    """`text` such that characters which a pattern takes for the same in any case are the same.

    Unicode's case folding, and the four letters i of Turkish, which `re.IGNORECASE` does not tell apart.
    """
    return text.replace("\u0130", "i").replace("\u0131", "i").casefold()


def is_full_name(words: str) -> bool:
    """Whether a single word is a full name, in a script that sets no space between its parts."""
    return not words.isascii() and re.fullmatch(f"{CLOSE}{{{FULL_NAME},}}", words) is not None


@lru_cache(maxsize=4096)
def parts(words: str) -> tuple[str, ...]:
    """What any spelling of these words (NFC, one kind of mark) holds: caseless bare runs, longest first."""
    plain = caseless(bare(words))
    runs = re.findall(r"[^\W_]+" if plain.isascii() else rf"{CLOSE}|(?:(?!{CLOSE})[^\W_])+", plain)
    return tuple(sorted(set(runs), key=len)[::-1])


@lru_cache(maxsize=4096)
def rows(words: str) -> tuple[re.Pattern[str], ...]:
    """What any spelling of these words holds, for a caseless bare text: found sooner than `pattern`."""
    is_single = len(words.split()) == 1
    return tuple(map(re.compile, _spelled(words, is_name=_is_name(words), single=is_single, case=caseless)))


@lru_cache(maxsize=4096)
def pattern(words: str, *, single: bool) -> re.Pattern[str]:
    """The pattern of these words (NFC, one kind of mark), for a bare text.

    A single word counts as written and in capitals; several, and a full name, in any case.
    """
    bodies = _spelled(words, is_name=_is_name(words), single=single)
    bodies += _spelled(words, is_name=False, single=True, case=str.upper) if single else []
    body = "|".join(dict.fromkeys(bodies))
    return re.compile(f"{_before(words)}(?{'' if single else 'i'}:{body}){_after(words, single=single)}")


def _is_name(words: str) -> bool:
    """Whether several words are written as a name is: each begins with a capital."""
    return len(words.split()) > 1 and all(word[0].isupper() for word in words.split())


def _spelled(words: str, *, is_name: bool, single: bool, case: Case = str) -> list[str]:
    """These words in the orders in which they name the same."""
    each = [_word(word) for word in case(bare(words)).split()]
    may_touch = _is_unspaced(words) or (is_name and sum(map(str.isalpha, words)) >= LONG_NAME)
    joint = (LISTED if is_name else JOINT) + ("{0,12}" if may_touch else "{1,12}")
    orders = [each, [*each[1:], each[0]], [each[-1], *each[:-1]]] if is_name and not single else [each]
    return list(dict.fromkeys(joint.join(order) for order in orders))


def _is_unspaced(words: str) -> bool:
    return not words.isascii() and re.fullmatch(rf"(?:{CLOSE}|\s)+", words) is not None


def _word(word: str) -> str:
    """A word: hyphens and apostrophes may be left out; a Korean name may be parted by a line's end."""
    if is_full_name(word):
        return r"\s{0,2}".join(word)
    pieces = re.split(rf"([{HYPHENS}]+|'|\.$)", word)
    return "".join(
        _piece(piece, last=i == len(pieces) - 2 and not pieces[-1]) for i, piece in enumerate(pieces)
    )


def _piece(piece: str, *, last: bool) -> str:
    if piece == "'":
        return "'?"
    if piece == ".":
        return r"\.?" if last else r"\."
    return HYPHENATED if piece and piece[0] in HYPHENS else re.escape(piece)


def _before(words: str) -> str:
    first = words[0]
    if not first.isalpha():
        return r"(?<!\w)" if first.isalnum() else ""
    if _stands_anywhere(words, first):
        return ""
    if unicodedata.name(first, "").startswith("ARABIC"):
        one, two = phrase("prefixes", "ar"), phrase("prefixes-joined", "ar")
        return rf"(?:(?<!{LETTER})|(?<=(?<!{LETTER}){one})|(?<=(?<!{LETTER}){two}))"
    return f"(?<!{SPACED if re.match(SPACED, first) else LETTER})"


def _after(words: str, *, single: bool) -> str:
    last = words[-1]
    if not last.isalpha():
        return r"(?!\w)" if last.isalnum() else ""
    if _stands_anywhere(words, last):
        return ""
    if "가" <= last <= "힣":
        return rf"(?=(?:{either('titles-after-names')})?(?:{either('particles')})?(?!{LETTER}))"
    own = "" if single else f"(?:{either('possessives')})?"
    return f"(?={own}(?!{SPACED if re.match(SPACED, last) else LETTER}))"


def _stands_anywhere(words: str, edge: str) -> bool:
    """Whether what stands beside the edge of these words says nothing."""
    return is_full_name("".join(words.split())) or (
        not edge.isascii() and re.match(f"[{UNSPACED}]", edge) is not None
    )
