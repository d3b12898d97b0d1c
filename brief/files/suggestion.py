"""Did you mean: the nearest known word, as a suggestion and never as an acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ALIKE = 66
CLOSE_ENOUGH = 72
NAME_WITHIN = 86
"""How near a part of a name must come: names share words that ids do not."""
LONGEST = 200
MOST = 3
NO_NAMES: Mapping[str, Iterable[str]] = {}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to `word`, None when none is near (case does not count)."""
    return next(iter(_nearest(word, list(known), {})), None)


def did_you_mean(word: str, known: Iterable[str], names: Mapping[str, Iterable[str]] = NO_NAMES) -> str:
    """`did you mean …?` with the nearest word, or a short list of what there is, or nothing.

    Where `names` says what each id is called, who writes a name is told its id.
    """
    known = list(known)
    if near := _nearest(word, known, names):
        return f"did you mean {' or '.join(f'`{id_}`' for id_ in near[:MOST])}?"
    if known and len(known) <= 16:
        return "there is " + ", ".join(f"`{id_}`" for id_ in known)
    return ""


def _nearest(word: str, known: list[str], names: Mapping[str, Iterable[str]]) -> list[str]:
    """The ids whose own letters or whose name come nearest; several where they share that name."""
    from rapidfuzz import fuzz, process, utils

    ids: dict[str, list[str]] = {}
    for id_ in known:
        for written in dict.fromkeys((id_, *names.get(id_, ()))):
            ids.setdefault(written, []).append(id_)
    wanted, own = word[:LONGEST], frozenset(known)
    # The whole word first: `upp` is nearer to `upr` than to a part of `upr-factsheet`.
    for scorer, least in ((fuzz.ratio, ALIKE), (fuzz.WRatio, CLOSE_ENOUGH)):
        found = process.extract(
            wanted, list(ids), scorer=scorer, processor=utils.default_process, score_cutoff=least, limit=MOST
        )
        for written, score, _ in found:
            if scorer is fuzz.ratio or written in own or score >= NAME_WITHIN:
                return ids[written]
    return []
