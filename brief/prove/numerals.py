"""Numbers as counters print them: Arabic, Roman or a letter, and whether they run on."""

from __future__ import annotations

from collections.abc import Iterable

ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def values(numeral: str) -> set[int]:
    """What a numeral may stand for: `c` is a hundred or the third."""
    if numeral.isdecimal():
        return {int(numeral)}
    small = numeral.lower()
    found = {ord(small) - 96} if len(small) == 1 else set()
    if set(small) <= set(ROMAN):
        digits = [ROMAN[letter] for letter in small]
        found.add(sum(-d if any(n > d for n in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits)))
    return found


class Runs:
    """The counters of one kind that run through a page: each number follows one, or begins anew."""

    def __init__(self, starts: Iterable[int]) -> None:
        self.starts = frozenset(starts)
        self.last: list[int] = []

    def admits(self, numeral: str) -> bool:
        """Whether the number runs on, from the run that was last added to if several could; or begins one."""
        meant = values(numeral)
        for at in range(len(self.last) - 1, -1, -1):
            if self.last[at] + 1 in meant:
                self.last.append(self.last.pop(at) + 1)
                return True
        new = meant & self.starts
        self.last += sorted(new)[:1]
        return bool(new)
