"""Did you mean: the nearest known word, as a suggestion and never as an acceptance."""

from __future__ import annotations

from collections.abc import Iterable

CLOSE_ENOUGH = 72


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, None when none is near (case does not count)."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word, list(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=CLOSE_ENOUGH
    )
    return None if found is None else str(found[0])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean …?` with the nearest word, or a short list of what there is, or nothing."""
    known = list(known)
    if (near := nearest(word, known)) is not None:
        return f"did you mean `{near}`?"
    if known and len(known) <= 16:
        return "there is " + ", ".join(f"`{name}`" for name in known)
    return ""
