"""Pieces of a request to pandoc, as `page_context` makes them, for tests that ask pandoc themselves."""

from __future__ import annotations

from typing import Any

from brief.compose.citation_marks import marked
from brief.text.markdown.citations import read_citations


def work(id_: str, serial: int, at: int = 1, of: int = 1, locator: str = "") -> dict[str, Any]:
    """A work of a citation: the one of this place among so many, in nobody's voice."""
    return {"id": id_, "locator": locator, "voice": "", "serial": serial, "at": at, "of": of}


def keyed_piece(text: str, number: int) -> dict[str, Any]:
    """A text whose citations are tied by keys; `number` tells its serials from those of others."""
    citations = read_citations(text)[0]
    keyed, keys = marked(text, citations)
    works = {
        key: work(item.id, 100 * number + at, at, len(citation.items))
        for citation, own in zip(citations, keys, strict=True)
        for at, (key, item) in enumerate(zip(own, citation.items, strict=True), 1)
    }
    return {"text": keyed, "smart": True, "works": works}
