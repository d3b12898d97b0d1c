"""S116 to S119: markup printed as letters, lists where a line is due, notes in notes or without a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from brief.diagnostic import Diagnostic
from brief.manuscript import Manuscript, Text
from brief.markdown.blocks import Block
from brief.markdown.citations import CALL
from brief.markdown.mask import PROSE, Prose, mask, read_prose
from brief.rules.spec import MarkdownSlip, NestedNote, NotOneParagraph, RefusedMarkup

MARKUP = (
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|<!--"), "HTML"),
    (re.compile(r"\{\{|\{%"), "Jinja"),
    (re.compile(r"\\[A-Za-z]+\{"), "TeX"),
)
WITHIN_A_LINE = re.compile(r"(?:asks\.\d+\.ask|key-figures\.\d+\.(?:label|cite)|.*\.(?:caption|cite))")
NOTE = re.compile(rf"{CALL.pattern}|\^\[")
PARTED = re.compile(r"\n[ \t]*\n|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.M)


def refused_markup(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S116 for the first HTML, Jinja or TeX in each text."""
    for text in manuscript.brief.texts.values():
        masked = mask(text.markdown)
        for pattern, name in MARKUP:
            if (match := pattern.search(masked)) is not None:
                finding = RefusedMarkup.at(
                    text.origin.place(match.start(), match.end()),
                    f"{name} is printed as the letters you see",
                    help="say it in Markdown, or put it between backticks if the letters are meant",
                )
                yield replace(finding, about=text.key)


def one_paragraph(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S117 where a text that is printed within a line has a list or several paragraphs."""
    for key, text in manuscript.brief.texts.items():
        if not WITHIN_A_LINE.fullmatch(key):
            continue
        words = text.markdown.strip()
        if (match := PARTED.search(words)) is not None:
            start = text.markdown.index(words) + match.start()
            yield NotOneParagraph.at(text.origin.place(start, start + 1), help="write it as one paragraph")


def notes(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S119 where a note stands inside another, S118 for one that is never called or never written."""
    for text in manuscript.brief.texts.values():
        prose = read_prose(text.markdown)
        if (nested := _nested(prose)) is not None:
            yield NestedNote.at(
                text.origin.place(*nested), help="make it a note of its own, or part of the other"
            )
        yield from _notes_apart(text, prose)


def _notes_apart(text: Text, prose: Prose) -> Iterator[Diagnostic]:
    """S118 where a note and its calls do not find each other."""
    for start, end, message, help_ in _apart(prose):
        yield replace(MarkdownSlip.at(text.origin.place(start, end), message, help=help_), about=text.key)


def _apart(prose: Prose) -> Iterator[tuple[int, int, str, str]]:
    """Where they stand, what is wrong, and the remedy."""
    written = {block.note: block for block in prose.blocks if block.kind == "note"}
    calls = [note for block in prose.blocks for note in _notes_in(prose, block) if note[1]]
    for name, block in written.items():
        if name not in {call[1] for call in calls}:
            message = f"the note `{name}` is never called, so it is not printed"
            yield block.start, block.end, message, f"write `[^{name}]` where its number should stand"
    for call in calls:
        if call[1] not in written:
            message = f"the note `{call[1]}` is called and not written: `{call[0]}` is printed as letters"
            yield *call.span(), message, "`^[the words of the note]`"


def _nested(prose: Prose) -> tuple[int, int] | None:
    """The first note that stands inside another."""
    inside = 0
    for opened, closed in sorted(prose.pairs.items()):
        if prose.masked[opened - 1 : opened] == "^":
            if opened < inside:
                return opened - 1, opened + 1
            inside = closed
    return next(
        (note.span() for block in prose.blocks if block.note for note in _notes_in(prose, block)), None
    )


def _notes_in(prose: Prose, block: Block) -> Iterator[re.Match[str]]:
    """The calls of notes in a block, those of notes written elsewhere with their name."""
    return NOTE.finditer(prose.masked, block.start, block.end) if block.kind in PROSE else iter(())
