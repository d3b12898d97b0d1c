"""The manifest, `outputs/NAME.json`: what a brief rests on, note by note.

For each citation its note, page, source and paragraphs; for each input and output its
SHA-256; the versions that shaped the page. No clock, no machine, no path outside the
workspace: the same brief gives the same bytes everywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from brief import __version__
from brief.composed import Composed
from brief.manuscript import Manuscript, Reference

SHAPING = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "jinja2",
    "pypandoc_binary",
)


def manifest(
    manuscript: Manuscript,
    composed: Composed,
    *,
    pages: int,
    note_pages: Mapping[int, int],
    inputs: Mapping[str, str],
    outputs: Mapping[str, bytes],
) -> bytes:
    """The manifest as JSON in UTF-8, keys sorted where order has no meaning."""
    spec = manuscript.brief.spec
    value = {
        "brief": __version__,
        "spec": manuscript.brief.document.file,
        "title": spec.title,
        "venue": manuscript.brief.venue_id,
        "audience": manuscript.brief.venue.audience,
        "language": spec.language,
        "date": str(spec.date) if spec.date else None,
        "status": spec.status,
        "pages": pages,
        "citations": list(_citations(manuscript, composed, note_pages)),
        "accepted": [
            {"code": code, "text": text, "warning": message, "reason": reason}
            for code, text, message, reason in manuscript.accepted
        ],
        "inputs": dict(sorted(inputs.items())),
        "outputs": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(outputs.items())},
        "versions": versions(),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _citations(
    manuscript: Manuscript, composed: Composed, note_pages: Mapping[int, int]
) -> list[dict[str, Any]]:
    found = []
    for key, citations in manuscript.references.items():
        notes = composed.notes.get(key, ())
        for references, note in zip(citations, notes, strict=True):
            found += [_citation(reference, note, note_pages) for reference in references]
    return sorted(found, key=lambda citation: citation["note"] or 0)


def _citation(reference: Reference, note: int | None, note_pages: Mapping[int, int]) -> dict[str, Any]:
    return {
        "note": note,
        "page": note_pages.get(note) if note is not None else None,
        "text": reference.text_key,
        "source": reference.source.id,
        "locator": reference.item.locator or None,
        "paragraphs": str(reference.paragraphs) if reference.paragraphs is not None else None,
        "voices": [voice.name for voice in reference.voices],
    }


def versions() -> dict[str, str]:
    """The versions of what shapes the page."""
    from importlib.metadata import version

    return {name: version(name) for name in SHAPING}
