"""How much of what somebody wrote a message repeats: a megabyte in a value is not a megabyte to read.

Values stand between backticks and lose their middle first, since a path is known by its end and
a text by its beginning; then the message as a whole.
"""

from __future__ import annotations

import re

VALUE, MESSAGE = 120, 600
ELLIPSIS = "…"
QUOTED = re.compile(rf"`([^`]{{{VALUE + 1},}})`")


def shortened(message: str) -> str:
    """A message whose values are at most 120 characters long, and which is at most 600."""
    if len(message) <= VALUE:
        return message
    return without_middle(QUOTED.sub(lambda value: f"`{without_middle(value[1], VALUE)}`", message), MESSAGE)


def without_middle(text: str, longest: int) -> str:
    """The beginning and the end of a text, at most `longest` characters with the ellipsis between them."""
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    tail = longest - 1 - head
    return f"{text[:head]}{ELLIPSIS}{text[-tail:]}"
