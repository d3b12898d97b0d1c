"""S116 to S119, S126: markup printed as letters, lists where a line is due, notes in notes or without a call.

A quotation, a list, a heading or a table begins after a blank line, as pandoc reads it. Right below a line
of text it is printed on in that line, and a quotation is held against nothing. A line that merely begins
with a dash or a number is told from an item: items are several, the first an `a` or a `1`, and one of them
stands below another or below a stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brief.check.rules.spec import MarkdownSlip, NestedNote, NotOneParagraph, RefusedMarkup, RunOnQuotation
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript, Text
from brief.text.markdown.blocks import PIPE_RULE, Block
from brief.text.markdown.citations import CALL
from brief.text.markdown.mask import PROSE, Prose, mask, read_prose

MARKUP = (
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|<!--"), "HTML"),
    (re.compile(r"\{\{|\{%"), "Jinja"),
    (re.compile(r"\\[A-Za-z]+\{"), "TeX"),
)
WITHIN_A_LINE = re.compile(r"(?:asks\.\d+\.ask|key-figures\.\d+\.(?:label|cite)|.*\.(?:caption|cite))")
NOTE = re.compile(rf"{CALL.pattern}|\^\[")
PARTED = re.compile(r"\n[ \t]*\n|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.M)

QUOTES = re.compile(r">[ \t]*\S")
RULE = re.compile(rf"(?=[^|]*\|){PIPE_RULE.pattern}")
HEADS = re.compile(r"#{1,6}[ \t]+\S")
ITEM = re.compile(r"(?:[-*+•‣◦▪●·–—]|(?!p\.)\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})[.)])[ \t]+\S")
FIRST = re.compile(r"[^\w(]|\(?(?:\d+|[aAiI])[.)]")
STOP = re.compile(r"[.:;,!?)\]”’»\"'\x1a][ \t]*$")
PRINTED_ON = "this line is printed on, in the line above"
QUOTED = "leave a blank line before it; a `>` that is meant as a sign is written `\\>`"
LISTED = "begin each item with `- ` or `1. `, and leave a blank line before the first"
HEADED = "leave a blank line before it, and one after it"
RULED = "leave a blank line before the first row of the table"
BROKEN = re.compile(r"(?:\\|(?<! ) {2,})$")
PERHAPS = re.compile(rf"\n[ \t>]*(?:{ITEM.pattern}|>|{HEADS.pattern}|(?:\|[ \t]*)?:?-[^\n|]*\|)")
"""What a text has somewhere in which a line is printed on; few have."""


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


def run_on(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S126 for a quotation that begins right below a line of text, S118 for a list, a heading or a table."""
    for key, text in manuscript.brief.texts.items():
        if text.literal or not PERHAPS.search(text.markdown):
            continue
        prose = read_prose(text.markdown)
        for block in prose.blocks:
            if block.kind != "paragraph" or len(block.lines) == 1:
                continue
            lines = [prose.masked[line.start : line.end] for line in block.lines]
            for at, finding in _printed_on(lines, text.markdown, block):
                line = block.lines[at]
                place = text.origin.place(line.start, line.end)
                if finding == QUOTED:
                    yield RunOnQuotation.at(place, help=finding)
                elif finding != LISTED or not WITHIN_A_LINE.fullmatch(key):
                    yield replace(MarkdownSlip.at(place, PRINTED_ON, help=finding), about=key)


def _printed_on(lines: Sequence[str], markdown: str, block: Block) -> Iterator[tuple[int, str]]:
    """The first line of each kind that should begin a block of its own, and the remedy."""
    for pattern, help_ in ((QUOTES, QUOTED), (HEADS, HEADED), (RULE, RULED)):
        if (first := next((at for at, line in enumerate(lines) if at and pattern.match(line)), 0)) > 0:
            yield first, help_
    broken = {at for at, line in enumerate(block.lines) if BROKEN.search(markdown, line.start, line.end)}
    items = [at for at, line in enumerate(lines) if ITEM.match(line) and at - 1 not in broken]
    while items and not FIRST.match(lines[items[0]]):
        del items[0]
    if len(items) > 1 and any(at - 1 in items or (at and STOP.search(lines[at - 1])) for at in items):
        yield next(at for at in items if at), LISTED


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
