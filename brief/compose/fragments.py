"""Fragments: texts that a template places and pandoc sets.

While Jinja runs, a fragment prints as a marker that no text can forge (text is escaped,
markers are comments). The order of the markers in the page is the order in which pandoc
reads the texts, so notes are numbered as the reader meets them. Afterwards each marker
is replaced by its HTML, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

MARKER = re.compile(r"<!--fragment:(\d+)(:inline)?-->")
PARAGRAPH = re.compile(r"\A<p>(.*)</p>\Z", re.S)


@dataclass(frozen=True)
class Fragment:
    """A text in the template's hands: prints as blocks, or `.inline` without its paragraph."""

    id: int

    def __html__(self) -> str:
        return f"<!--fragment:{self.id}-->"

    @property
    def inline(self) -> Inline:
        """The fragment without `<p>`."""
        return Inline(self.id)


@dataclass(frozen=True)
class Inline:
    """A fragment that prints within a line."""

    id: int

    def __html__(self) -> str:
        return f"<!--fragment:{self.id}:inline-->"


@dataclass
class Fragments:
    """All fragments of a page: the keys of the texts each is made of, and pandoc's pieces.

    `serials` are by text those of each of its citations, work by work: no two of a page have the same.
    """

    keys: dict[int, tuple[str, ...]] = field(default_factory=dict)
    pieces: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    serials: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)

    def add(self, keys: tuple[str, ...], pieces: list[dict[str, Any]]) -> Fragment:
        """A new fragment of these pieces."""
        id_ = len(self.keys) + 1
        self.keys[id_], self.pieces[id_] = keys, pieces
        return Fragment(id_)


def placed(html: str) -> list[int]:
    """The fragments in the order in which a page prints them."""
    return [int(match[1]) for match in MARKER.finditer(html)]


def is_one_paragraph(html: str) -> bool:
    """Whether a fragment can stand within a line."""
    match = PARAGRAPH.match(html)
    return match is not None and "<p>" not in match[1]


def filled(page: str, html: dict[int, str]) -> str:
    """The page with every marker replaced by its fragment's HTML."""
    return MARKER.sub(lambda match: _html(html.get(int(match[1]), ""), inline=bool(match[2])), page)


def _html(html: str, *, inline: bool) -> str:
    paragraph = PARAGRAPH.match(html)
    return paragraph[1] if inline and paragraph else html
