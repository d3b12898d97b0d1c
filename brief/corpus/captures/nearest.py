"""The line of a capture nearest to words that are not in it: shown, never accepted."""

from __future__ import annotations

from brief.corpus.captures.lines import CapturedText
from brief.corpus.captures.searchable import Searchable, folded
from brief.model.diagnostic import Aside, Place

NEAR_ENOUGH = 55
SURE = 20
WIDTH = 96


def nearest(name: str, text: CapturedText, searchable: Searchable, words: str) -> tuple[Aside, ...]:
    """The line where the words begin to differ, or else the most similar one; nothing when none is near."""
    prefix, at = searchable.longest_prefix(words)
    number = searchable.line_at(at + prefix - 1) if prefix >= SURE else _similar(text, searchable, words)
    if number is None:
        return ()
    line = text.lines[number - 1]
    shown = _window(line.text, prefix if prefix >= SURE else 0, words)
    title = f"page {line.page}" if line.page else "nearest" if text.form == "text" else "a line of its text"
    return (Aside(Place(name, number), title, (shown,)),)


def _similar(text: CapturedText, searchable: Searchable, words: str) -> int | None:
    from rapidfuzz import fuzz, process

    least = min(len(words) // 3, 40)
    lines = {n: folded(text.lines[n - 1].text) for n in searchable.numbers}
    choices = {number: line for number, line in lines.items() if len(line) >= least}
    found = process.extractOne(words[:2000], choices, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    found = found or process.extractOne(
        words[:2000], choices, scorer=fuzz.partial_ratio, score_cutoff=NEAR_ENOUGH + 20
    )
    return None if found is None else int(found[2])


def _window(line: str, prefix: int, words: str) -> str:
    """The part of a line around where it begins to differ."""
    if len(line) <= WIDTH:
        return line
    at = folded(line).find(words[max(prefix - SURE, 0) : prefix]) + SURE if prefix else 0
    first = max(0, min(at - WIDTH // 2, len(line) - WIDTH))
    head, tail = "… " if first else "", " …" if first + WIDTH < len(line) else ""
    return head + line[first : first + WIDTH].strip() + tail
