"""What an editor may put in square brackets inside a quotation, and what it may stand for.

An insertion explains: it names who “he” is, or fits a verb to its new sentence. It never
adds or takes away a negation, a hedge, an “always”, a quantity or a number, is short, is written in one
script, and does not put one name in the place of another. The words below are those of
English, French, Spanish, German, Korean, Arabic, Chinese and Japanese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

LONGEST, LONGEST_WRITTEN = 12, 300
MOST = 8
LEAST_QUOTED = 8
NEGATIONS = (
    "not|never|no|nor|none|nobody|nothing|nowhere|neither|without|cannot|hardly|barely|scarcely|seldom|rarely|"
    "unless|except|fail\\w*|refus\\w*|den(?:y|ied|ies|ials?)|lack\\w*|false\\w*|untrue|"
    "ne|pas|jamais|non|sans|aucun\\w*|rien|ni|nul(?:le)?|nunca|sin|ning[uú]n\\w*|nadie|nada|tampoco|jamás|"
    "nicht\\w*|kein\\w*|nie|niemals|niemand\\w*|ohne|لا|لم|لن|ليس\\w*|غير|بدون|دون"
)
HEDGES = (
    "alleg\\w*|reported(?:ly)?|purported\\w*|supposed(?:ly)?|apparent(?:ly)?|seeming(?:ly)?|possib\\w*|perhaps|"
    "maybe|probabl\\w*|likely|unlikely|may|might|could|would|should|if|but|although|though|claim\\w*|unconfirmed|"
    "unverified|rumou?r\\w*|only|almost|nearly|approximately|roughly|at least|at most|up to|more than|"
    "less than|fewer|so-called|prétend\\w*|présum\\w*|peut-être|aurai\\w*|serai\\w*|environ|supuest\\w*|"
    "presunt\\w*|quizás?|tal vez|angeblich\\w*|mutmaßlich\\w*|vermutlich\\w*|vielleicht|möglicherweise|ربما"
)
QUANTITIES = (
    "all|most|many|few|several|every|some|half|quarter|thirds?|dozens?|double|twice|once|hundreds?|thousands?|"
    "millions?|billions?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty\\w*|"
    "thirty\\w*|forty\\w*|fifty\\w*|sixty\\w*|seventy\\w*|eighty\\w*|ninety\\w*|per ?cent|"
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|vingt|trente|cents?|mille|milliers?|milliards?|"
    "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|cien\\w*|mil|millones|millón|"
    "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert\\w*|tausend\\w*|millionen"
)
DELICATE = (
    rf"\b(?:{NEGATIONS}|{HEDGES}|{QUANTITIES})\b|n't|\bn'|\d|않|못|없|아니|안 |[不没沒無无未]|ない|ません"
)
ABSOLUTES = (
    "always|ever|everyone|everybody|everything|each|both|entire|entirely|totally|completely|must|shall|can|more|"
    "less|least|constantly|toujours|chaque|tous|toutes|plupart|doit|doivent|peut|peuvent|siempre|todos|todas|"
    "cada|deben?|pueden?|immer|alle|jede[rns]?|muss|müssen|soll|sollen|kann|können|항상|모든|모두"
)
HOLDS_DELICATE = rf"{DELICATE}|\b(?:{ABSOLUTES})\b|^one$"
WORD = rf"(?:(?!\S*?(?i:{DELICATE}))[^\s.!?…]+?)"
"""A word that an insertion may stand for."""
NEGATED = rf"\b(?:{NEGATIONS}|few|hardly)\b|n't"
NAME = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]\w*")
FUNCTION_WORDS = (
    "He She They It We I You His Her Their Its Our My The This That These Those A An One Who Il Elle Ils "
    "Elles Le La Les Cette Ce Él Ella Ellos Ellas El Los Las Esta Este Er Sie Es Der Die Das Dies"
)
NO_NAMES = frozenset(FUNCTION_WORDS.split())
ENDINGS = frozenset({"s", "es", "d", "ed", "ing", "'s", "’s", "y", "ies", "n", "en", "e"})
REMARKS = (
    "sic|emphasis added|our emphasis|emphasis ours|emphasis mine|emphasis in (?:the )?original|"
    "original emphasis|"
    "footnotes? omitted|citations? omitted|our translation|translation ours|unofficial translation|"
    "souligné par nous|énfasis añadido|원문 그대로|강조 추가"
)
REMARK = rf"\s*\[\s*(?:{REMARKS})[.!]?\s*\]"
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


def judge_insertions(insertions: Sequence[str], words: str) -> None:
    """Raise `InsertionError` where insertions outweigh the words of the source."""
    if not insertions:
        return
    inserted = sum(len(inside.split()) for inside in insertions)
    quoted = len(re.findall(r"\w+", words))
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


def _bare(words: str) -> str:
    """Compatibility forms, accents drawn on, soft hyphens and joiners folded away; apostrophes alike."""
    composed = unicodedata.normalize("NFKC", words)
    kept = "".join(c for c in composed if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return re.sub("[’‘ʼ′´`＇]", "'", kept)


def _mixes_scripts(word: str) -> bool:
    found = {name for c in word if (name := unicodedata.name(c, "").partition(" ")[0]) in SCRIPTS}
    return len(found) > 1
