"""Page breaks written into the page that is handed over beside the PDF.

Where the press moved an element so that a note stays on the page of its call, the print
engine as it comes would not: with the break written down, it makes the same pages.
"""

from __future__ import annotations

import re

from brief.outputs.engine.job import Break

NOT_TAGS = re.compile(r"<!--.*?-->|<(style|script|title)\b.*?</\1\s*>", re.S | re.I)


def with_breaks(html: str, breaks: tuple[Break, ...]) -> str:
    """The page with each style on its element: the nth with its tag, from 0."""
    skipped = [match.span() for match in NOT_TAGS.finditer(html)]
    places = []
    for tag, number, style in breaks:
        starts = [
            match.end()
            for match in re.finditer(rf"<{re.escape(tag)}(?=[\s>])", html)
            if not any(start < match.start() < end for start, end in skipped)
        ]
        if number < len(starts):
            places.append((starts[number], style))
    for at, style in sorted(places, reverse=True):
        html = f"{html[:at]}{_styled(html[at:], style)}"
    return html


def _styled(rest: str, style: str) -> str:
    """What follows a tag's name, with the style; one that stands there already is kept."""
    own = re.match(r'[^<>]*?\sstyle="', rest)
    return f"{rest[: own.end()]}{style}; {rest[own.end() :]}" if own else f' style="{style}"{rest}'
