"""Nesting that no text needs: quotations in quotations, lists in lists, brackets in brackets.

What is nested hundreds deep is a paste gone wrong or an attack; pandoc and the print engine
would run for minutes or give up. The first such place is found before they see it.
"""

from __future__ import annotations

import re

DEEPEST = 20
DEEP = re.compile(
    rf"^[ \t]*(?!(?:([-*_])[ \t]*(?:\1[ \t]*)*)$)(?:>[ \t]*|(?:[-+*]|\(?\w{{1,3}}[.)])[ \t]+){{{DEEPEST},}}"
    rf"|^[ \t]{{{DEEPEST * 8},}}\S|[~^]{{{DEEPEST * 4},}}",
    re.M,
)
BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*\n", re.S)


def too_deep(markdown: str) -> tuple[int, int] | None:
    """The first stretch that is nested deeper than twenty levels, None where there is none."""
    match = DEEP.search(markdown)
    return match.span() if match is not None else _brackets(markdown)


def _brackets(markdown: str) -> tuple[int, int] | None:
    depth = 0
    for match in BRACKETS.finditer(markdown):
        if match[0] == "[":
            depth += 1
            if depth > DEEPEST:
                return match.span()
        elif match[0] == "]":
            depth = max(depth - 1, 0)
        elif match[0][0] == "\n":
            depth = 0
    return None
