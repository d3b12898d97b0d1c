"""Did you mean: the nearest known word, as a suggestion and never as an acceptance."""

from __future__ import annotations

from collections.abc import Iterable

ALIKE = 66
CLOSE_ENOUGH = 72


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, None when none is near (case does not count)."""
    from rapidfuzz import fuzz, process, utils

    # The whole word first: `upp` is nearer to `upr` than to a part of `upr-factsheet`.
    for scorer, least in ((fuzz.ratio, ALIKE), (fuzz.WRatio, CLOSE_ENOUGH)):
        found = process.extractOne(
            word, list(known), scorer=scorer, processor=utils.default_process, score_cutoff=least
        )
        if found is not None:
            return str(found[0])
    return None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean …?` with the nearest word, or a short list of what there is, or nothing."""
    known = list(known)
    if (near := nearest(word, known)) is not None:
        return f"did you mean `{near}`?"
    if known and len(known) <= 16:
        return "there is " + ", ".join(f"`{name}`" for name in known)
    return ""
