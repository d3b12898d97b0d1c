"""What a bookmark, a running head or a reference repeats of an element: its words, without calls of notes.

`content(text)` is the string value of an element (CSS Generated Content for Paged Media 3). The call
of a note does not belong to it: it is generated where the note was taken out. The engine leaves out
what `::before`, `::after` and `::marker` add, and takes the call for a word.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Let every element repeat its own words alone."""
    from weasyprint.formatting_structure import boxes

    def content_text(box: Any) -> str:
        copied = box.deepcopy()
        copied.process_whitespace()
        texts = (child for child in copied.descendants() if isinstance(child, boxes.TextBox))
        return "".join(text.text for text in texts if not text.element_tag.endswith(GENERATED)).strip()

    boxes.ParentBox.content_text = property(content_text)


GENERATED = ("::before", "::after", "::marker", "::footnote-call", "::footnote-marker")
