"""Two wordings in a sentence: what was promised, what is there, from the first word that differs."""

from __future__ import annotations

from itertools import zip_longest

LONGEST = 60


def shortened(words: str, longest: int = LONGEST) -> str:
    """The beginning of a text, at most so long, cut at a word."""
    line = " ".join(words.split())
    if len(line) <= longest:
        return line
    return (line[:longest].rsplit(" ", 1)[0] if " " in line[:longest] else line[:longest]) + " …"


def first_difference(promised: str, printed: str) -> str:
    """What differs, in plain words."""
    promised, printed = " ".join(promised.split()), " ".join(printed.split())
    if not printed:
        return f"“{shortened(promised)}” is not printed"
    if not promised:
        return f"“{shortened(printed)}” is printed and was not composed"
    ours, theirs = promised.split(" "), printed.split(" ")
    same = next((n for n, (a, b) in enumerate(zip_longest(ours, theirs)) if a != b), len(ours))
    start = max(0, same - 2)
    here, there = " ".join(ours[start:]), " ".join(theirs[start:])
    return f"“{shortened(here) or 'nothing'}” prints as “{shortened(there) or 'nothing'}”"
