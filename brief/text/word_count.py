"""Counting words as Word does: runs of characters between white space, in the page as composed.

The body is everything the reader sees but notes, lists of sources and what the style sheet
adds; notes are counted apart, and so are the annexes. Numbers of notes and paragraphs are
not words of the manuscript.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

UNSEEN = {"head", "style", "script", "title", "template"}
UNCOUNTED = {"contents", "review-copy", "list-label"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements that part words even where no white space stands between them.
BLOCKS = {
    *("p", "div", "section", "header", "footer", "nav", "main", "figure", "figcaption", "blockquote", "br"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "tr", "td", "th"),
}


@dataclass
class WordCount:
    """Words of a composed page, by part, and of each section of the body by its heading."""

    body: int = 0
    notes: int = 0
    annexes: int = 0
    sections: dict[str, int] = field(default_factory=dict)

    def of(self, parts: tuple[str, ...]) -> int:
        """The words of these parts: body, notes, annexes."""
        return sum(int(getattr(self, part)) for part in parts)


@dataclass(slots=True)
class _Open:
    tag: str
    part: str
    section: str


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[_Open] = [_Open("", "body", "")]
        self.texts: dict[tuple[str, str], list[str]] = {}
        self.headings: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = self.stack[-1]
        classes = (dict(attrs).get("class") or "").split()
        if parts := tag in BLOCKS or "note-par" in classes:
            self._add(" ")
        if tag in VOID:
            return
        part, section = here.part, here.section
        if tag in UNSEEN or UNCOUNTED & set(classes):
            part = "unseen"
        elif "footnote" in classes:
            part = "notes"
        elif "sources" in classes or "colophon" in classes:
            part = "annexes"
        if tag == "section" and here.part == "body" and not here.section:
            section = dict(attrs).get("id") or ""
        self.stack.append(_Open(tag, part, section))
        if parts or "footnote" in classes:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._add(" ")
        while len(self.stack) > 1 and self.stack.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        here = self.stack[-1]
        if here.section and any(opened.tag == "h2" for opened in self.stack):
            self.headings[here.section] = self.headings.get(here.section, "") + data
        self._add(data)

    def _add(self, data: str) -> None:
        here = self.stack[-1]
        self.texts.setdefault((here.part, here.section), []).append(data)


@lru_cache(maxsize=4)
def count_words(html: str) -> WordCount:
    """The words of a composed page."""
    counter = _Counter()
    counter.feed(html)
    counter.close()
    result = WordCount()
    for (part, section), pieces in counter.texts.items():
        words = len("".join(pieces).split())
        if part != "unseen":
            setattr(result, part, getattr(result, part) + words)
        if part == "body" and section:
            name = " ".join(counter.headings.get(section, section).split())
            result.sections[name] = result.sections.get(name, 0) + words
    return result
