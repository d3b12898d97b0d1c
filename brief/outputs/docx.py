"""`outputs/NAME.docx`: the Word file of a composed page, and its proof (P708, P719)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brief.compose.pictures.pictures import picture_kind
from brief.compose.pictures.printable_pictures import read_printable
from brief.compose.printed_with import word_styles
from brief.model.diagnostic import Diagnostic
from brief.outputs.output import Output, Source
from brief.outputs.word import Picture, WordSettings, write_word

if TYPE_CHECKING:
    from brief.prove.reading import Reading


def render(source: Source) -> bytes:
    """The Word file."""
    return write_word(source.composed.html, _settings(source), _pictures(source))


def read_back(reading: Reading, data: bytes, source: Source) -> Iterator[Diagnostic]:
    """What the Word file says otherwise than the page, but for the line that it alone carries."""
    from brief.check.rules.printed import FilesDiffer
    from brief.outputs.word.read import read_word
    from brief.prove.prove_marks import marks_in_word
    from brief.prove.prove_words import word_file

    try:
        text = read_word(data)
        adds = _settings(source).review_copy
        yield from (*word_file(reading, text, adds), *marks_in_word(reading, text, adds))
    except ValueError as error:
        yield FilesDiffer.at(reading.venue, f"the Word file cannot be read back: {error}")


def _settings(source: Source) -> WordSettings:
    brief = source.manuscript.brief
    line = brief.catalogue.labels.get("review-copy-word", "")
    return WordSettings.of(
        brief.venue, brief.spec.paper, line, word_styles(source.workspace, brief.venue.style)
    )


def _pictures(source: Source) -> dict[str, Picture]:
    found = {}
    for name in source.composed.images:
        data = read_printable(source.workspace, name)
        kind = picture_kind(data)
        found[name] = Picture(data, _rasterised(data) if kind == "image/svg+xml" else None)
    return found


def _rasterised(svg: bytes) -> bytes | None:
    from brief.outputs.engine.raster import rasterised

    return rasterised(svg)


DOCX = Output("docx", render, read_back)
