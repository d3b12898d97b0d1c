"""Which note each citation ended up in, read from the HTML that pandoc gave back.

A citation in the text holds its note; a citation inside a note that staff wrote stands in
that note; with an author-date style there is none.
"""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[int | None, int | None]] = []
        self.notes: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        citation = note = None
        if "citation" in classes:
            enclosing = next((n for _, n in reversed(self.stack) if n is not None), None)
            citation = len(self.notes)
            self.notes.append(enclosing)
        if "footnote" in classes:
            note = int((attributes.get("id") or "note-0").removeprefix("note-"))
            around = next((c for c, _ in reversed(self.stack) if c is not None), None)
            if around is not None:
                self.notes[around] = note
        if tag not in VOID:
            self.stack.append((citation, note))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.stack:
            self.stack.pop()


def notes_of_citations(html: str) -> tuple[int | None, ...]:
    """The note number of each citation in a fragment's HTML, in order; None where it has no note."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.notes)
