"""What compose hands to print: the page as HTML, and where its parts came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brief.compose.citation_marks import unmarked
from brief.compose.outline import Passage
from brief.compose.stylesheets import StyleSheet

PRINT = "print"
EDITIONS = (PRINT,)  # what a brief is printed as besides its usual files


@dataclass(frozen=True)
class Composed:
    """The page: HTML, its style sheet, the note of every citation, the workspace's pictures in it,
    and the items and quotations that it must show.

    `style_line` is how many lines of the `<style>` element come before the sheet's first; `serials` name
    each citation of a text in the HTML, work by work, up to where it is printed: `page`.
    """

    html: str
    style: StyleSheet
    style_line: int = 0
    notes: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    serials: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    outline: tuple[Passage, ...] = ()

    @property
    def page(self) -> str:
        """The HTML as it is printed and leaves."""
        return unmarked(self.html)
