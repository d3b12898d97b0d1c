"""A PDF object as qpdf writes it, brought into the form that digests are taken of.

Asking for each value of a dictionary one by one costs more than all else of a digest. qpdf writes a
whole object at once, keys in order, each part behind a space (`<< /Kids [ 5 0 R ] /Limits [ (a) (b) ] >>`);
what is left to do is to bring strings, numbers and references into one form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

import pikepdf

PART = re.compile(
    r" (?:\d+ \d+ R(?= )|[+-]?\d*\.\d*(?= )|(?:true|false|null)(?= )"
    r"|\((?:[^()\\]|\\.)*\)|<[0-9a-f]*>|/[^ ]*#)",
    re.S,
)
WORDS = {"true": "True", "false": "False", "null": "None"}
Reference = Callable[[tuple[int, int]], str]


class OddNameError(ValueError):
    """A name whose place among the keys is not that of its characters."""


class Parts(dict[str, str]):
    """What stands for a part, with the space before it: worked out once in what is digested together."""

    def __init__(self, reference: Reference) -> None:
        super().__init__()
        self.reference = reference

    def __missing__(self, part: str) -> str:
        found = self[part] = f" {self._form(part[1:])}"
        return found

    def _form(self, part: str) -> str:
        if part[0] == "(":
            data = (
                bytes(pikepdf.Object.parse(part.encode("latin-1")))
                if "\\" in part
                else part[1:-1].encode("latin-1")
            )
            return f"({data.hex()})"
        if part[0] == "<":
            return f"({part[1:-1]})"
        if part[-1] == "R":
            number, generation, _ = part.split(" ")
            return self.reference((int(number), int(generation)))
        return WORDS.get(part) or plain_number(part)


def written(value: pikepdf.Object, parts: Parts) -> str:
    """A dictionary or an array that is no stream.

    Raises `OddNameError` where a name holds characters that are written as numbers.
    """
    text = value.unparse(resolved=True).decode("latin-1")
    if "#" in text and any(part.startswith(" /") for part in PART.findall(text)):
        raise OddNameError
    # Brackets without the spaces inside them; strings are digits by now.
    text = PART.sub(lambda match: parts[match[0]], text)
    return text.replace("<< ", "<<").replace(" >>", ">>").replace("[ ", "[").replace(" ]", "]")


@lru_cache(maxsize=8192)
def plain_number(value: str) -> str:
    """A number without what does not count: `1.50` is `1.5`."""
    return f"{Decimal(value).normalize():f}"
