"""What is gathered while a document is written: notes, lists, links, pictures, bookmarks.

The body is written once from its first word to its last, so whatever is numbered takes
its number here in the order of the reader: notes as the print engine counts them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from brief.outputs.word.look import Look
from brief.outputs.word.markup import element
from brief.outputs.word.numbering import Numbering
from brief.outputs.word.page import Page
from brief.outputs.word.relationships import Relationships
from brief.outputs.word.settings import Picture, WordSettings

PAPERS = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0)}
"""Width and height in points (ISO 216; ANSI/ASME Y14.1)."""

LONGEST_NAME = 40
"""Word's limit for the name of a bookmark."""

PLAIN_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""An id whose lines tell it from any other, once they are what a bookmark may hold."""

NO_WORD = re.compile(r"\W")


@dataclass
class Draft:
    """A document in the making. `below`: how many points the caption of the next picture needs, about."""

    page: Page
    look: Look
    settings: WordSettings
    pictures: Mapping[str, Picture]
    numbering: Numbering
    body: Relationships = field(default_factory=Relationships)
    notes: Relationships = field(default_factory=Relationships)
    footnotes: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    targets: frozenset[str] = frozenset()
    waiting: list[str] = field(default_factory=list)
    bookmarks: int = 0
    drawings: int = 0
    page_break: bool = False
    below: float = 0.0

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return PAPERS[self.settings.paper]

    @property
    def width(self) -> float:
        """The width of the text."""
        return self.paper[0] - self.look.margins.left - self.look.margins.right

    def arrive(self, target: str | None) -> None:
        """An element with an id: the next paragraph takes its bookmark, if a link goes there."""
        if target and target in self.targets:
            self.waiting.append(target)

    def bookmarked(self, content: str) -> str:
        """A paragraph's content within the bookmarks that wait for it."""
        for target in self.waiting:
            self.bookmarks += 1
            start = element("bookmarkStart", id=self.bookmarks, name=bookmark(target))
            content = start + content + element("bookmarkEnd", id=self.bookmarks)
        self.waiting.clear()
        return content

    def picture(self, name: str) -> Picture | None:
        """A picture of the workspace by its name."""
        return self.pictures.get(name)


def bookmark(target: str) -> str:
    """The bookmark of an id, another for each; the leading line hides it in Word's list."""
    name = "_" + target.replace("-", "_")
    if len(name) <= LONGEST_NAME and PLAIN_ID.fullmatch(target):
        return name
    return f"{NO_WORD.sub('_', name)[: LONGEST_NAME - 9]}_{sha256(target.encode()).hexdigest()[:8]}"
