"""What an editor may put in square brackets inside a quotation, and what it may stand for.

An insertion explains: it names who “he” is, or fits a verb to its new sentence. It never
adds or takes away a negation, a hedge, an “always”, a quantity or a number, is short, is written in one
script, and does not put one name in the place of another. The words are those of all languages
that brief knows: a brief in one quotes another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from brief.text.languages import either, words

LONGEST, LONGEST_WRITTEN = 12, 300
MOST = 8
LEAST_QUOTED = 8
DELICATE = rf"\b(?:{either('negations', 'hedges', 'quantities')})\b|\d|{either('negating-parts')}"
HOLDS_DELICATE = rf"{DELICATE}|\b(?:{either('absolutes')})\b|^(?:{either('quantities-alone')})$"
WORD = rf"(?:(?!\S*?(?i:{DELICATE}))[^\s.!?…]+?)"
"""A word that an insertion may stand for."""
NEGATED = rf"\b(?:{either('negations', 'nearly-negations')})\b|{either('negating-parts', id_='en')}"
NAME = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]\w*")
NO_NAMES = frozenset(words("beginnings"))
ENDINGS = frozenset(words("endings"))
REMARK = rf"\s*\[\s*(?:{either('remarks')})[.!]?\s*\]"
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")


class InsertionError(ValueError):
    """An insertion that changes what the source says."""


@cache
def _anyhow(regex: str) -> re.Pattern[str]:
    """A long list of words in any case: compiled when the first insertion is met."""
    return re.compile(regex, re.I)


def without_remarks(quotation: str) -> str:
    """A quotation without `[sic]` and the like, which stand for no words of the source."""
    return _anyhow(REMARK).sub("", quotation) if "[" in quotation else quotation


def judge_insertion(inside: str, *, glued: bool) -> None:
    """Raise `InsertionError` for words that no editor may put in."""
    if not any(c.isalnum() for c in inside):
        raise InsertionError(f"`[{inside}]` puts in no word")
    if glued:
        raise InsertionError(f"`[{inside}]` changes a part of a word: put the whole word in brackets")
    if len(inside) > LONGEST_WRITTEN or len(inside.split()) > LONGEST or re.search(r"[.!?…]\s", inside):
        raise InsertionError(f"`[{inside}]` is longer than an insertion may be")
    if any(_mixes_scripts(word) for word in re.findall(r"\w+", inside)):
        raise InsertionError(f"`[{inside}]` mixes the letters of two scripts")
    if _anyhow(HOLDS_DELICATE).search(_bare(inside)):
        raise InsertionError(f"`[{inside}]` adds a negation, a hedge or a number to what the source says")


def judge_insertions(insertions: Sequence[str], said: str) -> None:
    """Raise `InsertionError` where insertions outweigh the words of the source."""
    if not insertions:
        return
    inserted = sum(len(inside.split()) for inside in insertions)
    quoted = len(re.findall(r"\w+", said))
    if not quoted:
        raise InsertionError(f"nothing of the source is left beside `[{insertions[0]}]`")
    if len(insertions) > MOST or inserted > max(LEAST_QUOTED, quoted):
        raise InsertionError("more words are put in brackets than are quoted")


def word_instead_of(inside: str) -> str:
    """The regex of a word that `inside` may stand for: no name, where it names somebody itself."""
    own = [name for name in NAME.findall(inside) if name not in NO_NAMES]
    if not own:
        return WORD
    known = "|".join(sorted({*map(re.escape, own), *NO_NAMES}))
    return rf"(?:(?!\S*?(?<![^\W_])(?!(?:{known})(?![^\W_]))[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]){WORD})"


def is_denied(inside: str, subject: str) -> bool:
    """Whether the words that an insertion may stand for deny what follows, or name somebody else."""
    names = [name for name in NAME.findall(inside) if name not in NO_NAMES]
    others = set(NAME.findall(" ".join(subject.split()[-3:]))) - {*names, *NO_NAMES}
    return _anyhow(NEGATED).search(subject) is not None or bool(names and others)


def _bare(said: str) -> str:
    """Compatibility forms, accents drawn on, soft hyphens and joiners folded away; apostrophes alike."""
    composed = unicodedata.normalize("NFKC", said)
    kept = "".join(c for c in composed if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return re.sub("[’‘ʼ′´`＇]", "'", kept)


def _mixes_scripts(word: str) -> bool:
    found = {name for c in word if (name := unicodedata.name(c, "").partition(" ")[0]) in SCRIPTS}
    return len(found) > 1
