"""Where a quotation may begin and end: with whole words and whole numbers, as lookarounds.

“able to leave” is not quoted from “unable to leave”, “nuclear” not from “non-nuclear”, “did”
not from “didn’t”, “5 per cent” not from “0.5 per cent”, “three” not from “three million”, “O”
not from “O’Neil”. Korean joins particles to its words, so those may follow. Scripts that set
no spaces between words have no such bounds; there a negation may not stand beside the cut.
"""

from __future__ import annotations

import re

from brief.text.languages import either, words

LETTER = r"[^\W_]"
HANGUL = "[가-힣]"
# What is joined to quoted words: particles to a noun, and to a sentence the endings that report it.
PARTICLES, REPORTING = either("particles"), either("reporting")
SENTENCE_ENDS = words("sentence-ends")
HYPHEN = "[-‐‑]"
UNSPACED = (range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x3040, 0x3100))
IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
NOT_BEFORE = "".join(f"(?<!{sign})" for sign in words("not-before"))
NOT_AFTER = f"(?!{either('not-after')})"
# Articles and pronouns before an apostrophe; “n’” is a negation and stays with its verb.
NOT_KOREAN = r"[^\W_가-힣]"
ELIDED = "".join(letter + letter.upper() for letter in words("elided"))
ELISION = (
    rf"(?:(?<!{NOT_KOREAN}')|(?<=(?<!{LETTER})[{ELIDED}]')"
    + "".join(f"|(?<={word}')" for word in words("elided-words"))
    + ")"
)
CONTRACTION = rf"(?!'(?!(?:{either('contractions')})(?!{LETTER})){NOT_KOREAN})"
NUMBERS = frozenset(words("number-words"))
SCALES = either("scales-after")
SCALE = re.compile(rf"(?:{SCALES})(?!{LETTER})", re.I)
NO_SCALE_AFTER = rf"(?!(?: |-)(?i:{SCALES})(?!{LETTER}))"
JOINTS = words("number-joints", "en")
NO_PART_BEFORE = "".join(f"(?<!{word}{joint})" for word in words("begins-numbers") for joint in JOINTS)
LONGEST_WORD = 64
CURRENCY = "$€£¥₩₽"
THOUSANDS_BEFORE = r"(?<!(?<!\d)\d )(?<!(?<!\d)\d\d )(?<!(?<!\d)\d{3} )"
DIGITS_BEFORE = (
    rf"(?<!\d)(?<!\d[.,:/])(?<!{HYPHEN})(?<![−+±])(?<!\d[–—])(?<!\d [–—-] )(?<!\d [–—-])"
    rf"(?<![{CURRENCY}])(?<![{CURRENCY}] )"
)
DIGITS_AFTER = (
    rf"(?![.,:/]?\d)(?! ?[%‰°])(?![–—]\d)(?! [–—-] ?\d)(?! \d{{3}}(?!\d))(?! ?[{CURRENCY}])" + NO_SCALE_AFTER
)


def _is_unspaced(character: str) -> bool:
    """Whether a character's script sets no spaces between words."""
    return any(ord(character) in script for script in (*UNSPACED, *IDEOGRAPHS))


def opening(core: str) -> str:
    """What may not stand before a quotation that begins so."""
    first = core[:1]
    if not first.isalnum():
        return _opening_mark(core)
    if _is_unspaced(first):
        return NOT_BEFORE
    word = re.match(r"\w+", core)
    guard = rf"(?<!{LETTER})(?<!\w{HYPHEN})(?<!(?<!{LETTER}){LETTER}\.){ELISION}"
    if first.isdigit():
        return guard + DIGITS_BEFORE + (THOUSANDS_BEFORE if re.match(r"\d{3}(?!\d)", core) else "")
    if SCALE.match(core):
        guard += r"(?<!\d )"
    return guard + (NO_PART_BEFORE if word and word[0].lower() in NUMBERS else "")


def _opening_mark(core: str) -> str:
    if re.match(r"[.,:/]\d|%|‰|°", core):
        return r"(?<!\d)(?<!\d )"
    if re.match(r"\.(?!\.)", core):
        return rf"(?<!{LETTER})"
    return rf"(?<!{LETTER})" if re.match(rf"['‐‑-]{LETTER}", core) else ""


def closing(core: str) -> str:
    """What may not stand after a quotation that ends so."""
    last = core[-1:]
    if not last.isalnum():
        return _closing_mark(core)
    if _is_unspaced(last):
        return NOT_AFTER
    word = re.search(r"\w+$", core[-LONGEST_WORD:])
    letter = _no_letter_after(word[0] if word else last)
    guard = rf"{letter}(?!{HYPHEN}\w){CONTRACTION}"
    if word and len(word[0]) == 1:
        guard += rf"(?!\.{LETTER}(?!{LETTER}))"
    if last.isdigit():
        return guard + DIGITS_AFTER
    return guard + (NO_SCALE_AFTER if word and word[0].lower() in NUMBERS else "")


def _no_letter_after(word: str) -> str:
    if not re.search(f"{HANGUL}{{2}}$", word):
        return rf"(?!{LETTER})"
    return rf"(?=(?:{REPORTING if word.endswith(SENTENCE_ENDS) else PARTICLES})?(?!{LETTER}))"


def _closing_mark(core: str) -> str:
    if re.search(rf"\d[.,:/]$|[{CURRENCY}]$", core):
        return r"(?! ?\d)" if core[-1] in CURRENCY else r"(?!\d)"
    return rf"(?!{LETTER})" if re.search(rf"{LETTER}['‐‑-]$|(?<!{LETTER}){LETTER}\.$", core) else ""
