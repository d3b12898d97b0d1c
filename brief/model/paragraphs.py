"""The text of a source as numbered paragraphs: what every reader of the corpus must count alike.

A source is a front matter between two lines `---` and a body. The body's only marks are blank
lines between paragraphs and `## ` before headings. This leaf imports nothing, so that a search
of a large corpus need not wait for the library that types records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCE = re.compile(r"---[ \t]*\r?\n")
FENCE_END = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.M)
HEADING = re.compile(r"#{1,6} +([^ ](?:.*[^ ])?) *")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph, with the slug of its heading, and the offset and line of its text in the file."""

    number: int
    text: str
    heading: str
    offset: int
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the captured text."""

    text: str
    slug: str
    offset: int


def slug(heading: str) -> str:
    """A heading in lower case with hyphens, brackets and marks dropped."""
    words = re.findall(r"\w+", heading.replace("’", "").replace("'", "").lower())
    return "-".join(words) or "section"


def split_body(body: str, offset: int, line: int) -> tuple[tuple[Paragraph, ...], tuple[Heading, ...]]:
    """Paragraphs and headings of a body that begins at `offset`, in `line`, of its file."""
    paragraphs: list[Paragraph] = []
    headings: list[Heading] = []
    at = 0
    for match in re.finditer(r"(?:^[^\S\n]*\S.*(?:\n|\Z))+", body, re.M):
        line += body.count("\n", at, match.start())
        at = match.start()
        _add_chunk(match[0], offset + at, line, paragraphs, headings)
    return tuple(paragraphs), tuple(headings)


def _add_chunk(
    chunk: str, offset: int, line: int, paragraphs: list[Paragraph], headings: list[Heading]
) -> None:
    lines: list[str] = []
    start, first = offset, line
    for number, words in enumerate(chunk.splitlines(keepends=True), start=line):
        if (match := HEADING.fullmatch(words.rstrip("\r\n"))) is not None:
            _close(lines, start, first, paragraphs, headings)
            headings.append(Heading(match[1], slug(match[1]), offset))
            lines, start, first = [], offset + len(words), number + 1
        else:
            lines.append(words)
        offset += len(words)
    _close(lines, start, first, paragraphs, headings)


def _close(
    lines: list[str], start: int, line: int, paragraphs: list[Paragraph], headings: list[Heading]
) -> None:
    text = "".join(lines)
    if stripped := text.strip():
        indent = len(text) - len(text.lstrip())
        heading = headings[-1].slug if headings else ""
        paragraphs.append(Paragraph(len(paragraphs) + 1, stripped, heading, start + indent, line))
