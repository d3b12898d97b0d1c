"""Marks that tie each citation of a text to its own place in what pandoc reads there.

pandoc meets citations in another order than a reader does (the caption of a table before its
rows, a cell of several lines whole), so that nothing may be told by counting. Before it reads
a text, the id of each work gives way to a key of this one place, exactly as long and as wide,
since pandoc reads tables by columns. The filter looks the key up, puts the id back and
applies the voice of that very work; a key that is unknown, twice there or not there at all,
or parted from the others of its citation, fails the build. From then on a work has a serial,
which `data-cites` carries through the HTML before its id, up to the press.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, count

from brief.text.markdown.citations import Citation

LETTERS = "".join(map(chr, (*range(0x12000, 0x1239A), *range(0x13000, 0x1342F), *range(0x14400, 0x14647))))
"""Cuneiform and hieroglyphs: letters to pandoc, one column wide, and in no id of a source."""

CITES = re.compile(r'(?<= data-cites=")[^"]*')
SERIAL = re.compile(r"(\d+):")


def marked(markdown: str, citations: Sequence[Citation]) -> tuple[str, list[list[str]]]:
    """The text with a key in place of each id, nothing moved; and the keys of each citation's works."""
    numbers = count()
    keys = [[_key(item.id, next(numbers)) for item in citation.items] for citation in citations]
    ends = (item.end for citation in citations for item in citation.items)
    parts, at = [], 0
    for end, key in sorted(zip(ends, chain.from_iterable(keys), strict=True)):
        parts += [markdown[at : end - len(key)], key]
        at = end
    return "".join([*parts, markdown[at:]]), keys


def _key(id_: str, number: int) -> str:
    """A key as long as the id, and no other's: its last letters are its number."""
    high, low = divmod(number, len(LETTERS))
    return id_[:-2] + (LETTERS[high] + LETTERS[low])[-len(id_) :]


def serials(cites: str) -> tuple[int, ...]:
    """The serials of the works that a `data-cites` names."""
    return tuple(int(number) for number in SERIAL.findall(cites))


def unmarked_ids(cites: str) -> tuple[str, ...]:
    """The ids of those works."""
    return tuple(SERIAL.sub("", cites).split())


def unmarked(html: str) -> str:
    """The page as it leaves: `data-cites` with ids alone."""
    return CITES.sub(lambda match: SERIAL.sub("", match[0]), html)
