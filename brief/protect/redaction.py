"""What is printed in place of protected words, in quotations and excerpts.

The words of a source are quoted exactly, except that protected words give way to what its
record says, in square brackets, as an editor marks an insertion. For an `internal` audience
nothing is replaced. Only verified quotations are changed: elsewhere protected words are
errors (H402).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from brief.model.manuscript import Manuscript, Text
from brief.protect.protection import Protection, hits, protections, replaced
from brief.text.markdown.plain import plain


def quoted_stretches(manuscript: Manuscript) -> dict[str, list[tuple[int, int]]]:
    """By text, the offsets of quotations that stand in their passage."""
    stretches: dict[str, list[tuple[int, int]]] = {}
    for claim in manuscript.claims:
        found = [(q.start, q.end) for q in claim.quotations if q.found is not None]
        stretches.setdefault(claim.text_key, []).extend(found)
    return stretches


def protections_of(manuscript: Manuscript) -> tuple[Protection, ...]:
    """What has to be replaced in this brief: nothing for an internal audience."""
    if manuscript.brief.venue.audience == "internal":
        return ()
    return protections(manuscript.brief.sources.values())


def printed_texts(manuscript: Manuscript, marked: Mapping[str, str]) -> Mapping[str, Text]:
    """The texts of a brief as they are printed. `marked`: those with keys for ids, nothing moved."""
    protected = protections_of(manuscript)
    texts = {key: (text, marked.get(key, text.markdown)) for key, text in manuscript.brief.texts.items()}
    if not protected:
        return {key: replace(text, markdown=markdown) for key, (text, markdown) in texts.items()}
    quoted = quoted_stretches(manuscript)
    return {
        key: _printed(text, markdown, protected, quoted.get(key, []))
        for key, (text, markdown) in texts.items()
    }


def _printed(
    text: Text, markdown: str, protected: tuple[Protection, ...], quoted: list[tuple[int, int]]
) -> Text:
    if text.literal:
        return replace(text, literal=tuple(replaced(words, protected) for words in text.literal))
    return replace(text, markdown=_markdown(text, markdown, protected, quoted))


def _markdown(
    text: Text, markdown: str, protected: tuple[Protection, ...], quoted: list[tuple[int, int]]
) -> str:
    printed = plain(text.markdown, text.citations)
    for hit in reversed(hits(printed.text, protected)):
        start, end = printed.source(hit.start, hit.end)
        if any(first <= start and end <= last for first, last in quoted):
            markdown = f"{markdown[:start]}\\[{_escaped(hit.protection.instead)}\\]{markdown[end:]}"
    return markdown


def _escaped(words: str) -> str:
    return "".join(c if c.isalnum() or c.isspace() else f"\\{c}" for c in words)
