"""The words of a composed page and of its notes, read with Python's own HTML reader.

Independent of `brief.outputs.word`: what tests hold a Word file against.
"""

from __future__ import annotations

from html.parser import HTMLParser

INLINE = {"a", "abbr", "b", "cite", "code", "del", "em", "i", "img", "s", "span", "strong", "sub", "sup", "u"}
VOID = {"br", "hr", "img", "meta", "link", "wbr"}
UNSAID = {"review-copy", "list-label"}
"""What the PDF alone says, and what Word counts by itself."""

UNPRINTED = {"head", "script", "style"}


class PageWords(HTMLParser):
    """Gathers the body's words, and each note's under its number."""

    def __init__(self, hidden: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden = hidden
        self.stack: list[tuple[str, frozenset[str], int]] = []
        self.body: list[str] = []
        self.notes: dict[int, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a block parts words."""
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        if tag not in INLINE or "note-par" in classes:
            self.handle_data(" ")
        note = int((given.get("id") or "note-0").removeprefix("note-")) if "footnote" in classes else 0
        if tag not in VOID:
            self.stack.append((tag, classes, note))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        while self.stack and self.stack.pop()[0] != tag:
            pass
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        """Words: of a note, of the body, or of nothing that is printed."""
        if self._unprinted():
            return
        note = next((number for _, _, number in reversed(self.stack) if number), 0)
        (self.notes.setdefault(note, []) if note else self.body).append(data)

    def _unprinted(self) -> bool:
        tags = {tag for tag, _, _ in self.stack}
        classes = frozenset().union(*(classes for _, classes, _ in self.stack))
        hidden = any(name in classes and tag in tags for name, tag in self.hidden)
        return bool(tags & UNPRINTED) or bool(classes & UNSAID) or hidden


def words_of_page(
    html: str, hidden: tuple[tuple[str, str], ...] = ()
) -> tuple[list[str], dict[int, list[str]]]:
    """The words of the body in order, and of each note; `hidden` are (class, tag) that print leaves out."""
    reader = PageWords(hidden)
    reader.feed(html)
    return "".join(reader.body).split(), {n: "".join(text).split() for n, text in reader.notes.items()}
