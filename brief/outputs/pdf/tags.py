"""Tags as plain values: the logical structure of a PDF before it is written (ISO 32000-1, 14.7, 14.8).

A tag has a role and holds tags, marks (a marked content on a page) and annotations. What
belongs under a paragraph crosses pages with it: a mark knows its page, a tag need not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
PARAGRAPHS = frozenset(("P", *HEADINGS))
GROUPS = frozenset(("Document", "Sect", "Nav", "Div", "BlockQuote", "Note"))
"""What groups blocks and holds no words itself."""
CELLS = frozenset(("TD", "TH", "LBody", "Caption"))
"""What holds either blocks or words."""
BLOCKS = PARAGRAPHS | GROUPS | frozenset(("L", "LI", "LBody", "Table", "TOC", "TOCI", "Caption", "Figure"))


@dataclass(slots=True)
class Mark:
    """A marked content: the index of its page, its number there, its words; `generated` by a style sheet."""

    page: int
    number: int
    text: str = ""
    generated: bool = False


@dataclass(slots=True)
class Annotation:
    """An annotation: the index of its page, and the engine's object, a dictionary with a reference."""

    page: int
    object: Any


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element. `lang`: its language where known, else that of what holds it.

    `attributes` are those of one owner, as written in PDF; `page` is where it begins.
    """

    role: str
    kids: list[Tag | Mark | Annotation] = field(default_factory=list)
    parent: Tag | None = None
    page: int = 0
    lang: str = ""
    alt: str | None = None
    id: str = ""
    attributes: str = ""

    def add(self, kid: Tag | Mark | Annotation) -> None:
        """Put something at the end."""
        self.kids.append(kid)
        if isinstance(kid, Tag):
            kid.parent = self

    def hold(self, kids: list[Tag | Mark | Annotation]) -> Tag:
        """The tag itself, holding these and nothing else."""
        self.kids = []
        for kid in kids:
            self.add(kid)
        return self

    def tags(self) -> Iterator[Tag]:
        """The tags directly inside."""
        return (kid for kid in self.kids if isinstance(kid, Tag))

    def all(self) -> Iterator[Tag]:
        """The tag and all tags inside, in reading order."""
        yield self
        for kid in self.tags():
            yield from kid.all()

    def marks(self) -> Iterator[Mark]:
        """All marks inside, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Tag):
                yield from kid.marks()

    @property
    def text(self) -> str:
        """The words inside, with single spaces; a line ends where the next mark begins."""
        return " ".join(" ".join(mark.text for mark in self.marks()).split())
