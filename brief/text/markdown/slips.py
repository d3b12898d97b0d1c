"""Markdown that cannot be meant so: what is nested too deep, and slips at their places.

What is nested hundreds deep is a paste gone wrong or an attack; pandoc and the print engine
would run for minutes or give up. The first such place is found before they see it.

pandoc reads citations in places where nobody means one, and none in others where somebody
does. Rather than guess, each such form is named at its place with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.text.languages import either
from brief.text.markdown.blocks import Block
from brief.text.markdown.mask import ADDRESS, PROSE, Prose

DEEPEST = 20
DEEP = re.compile(
    rf"^[ \t]*(?!(?:([-*_])[ \t]*(?:\1[ \t]*)*)$)(?:>[ \t]*|(?:[-+*]|\(?\w{{1,3}}[.)])[ \t]+){{{DEEPEST},}}"
    rf"|^[ \t]{{{DEEPEST * 8},}}\S|[~^]{{{DEEPEST * 4},}}",
    re.M,
)
BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*\n", re.S)


def too_deep(markdown: str) -> tuple[int, int] | None:
    """The first stretch that is nested deeper than twenty levels, None where there is none."""
    match = DEEP.search(markdown)
    return match.span() if match is not None else _brackets(markdown)


def _brackets(markdown: str) -> tuple[int, int] | None:
    depth = 0
    for match in BRACKETS.finditer(markdown):
        if match[0] == "[":
            depth += 1
            if depth > DEEPEST:
                return match.span()
        elif match[0] == "]":
            depth = max(depth - 1, 0)
        elif match[0][0] == "\n":
            depth = 0
    return None


ID = r"(?:\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*)"
KEY = re.compile(rf"(?<![^\W_])(?<!(?<!\.)\.)(-?)@({ID})")
"""`@id` as pandoc reads it: not directly after a letter, a digit or a full stop."""
SPACE_FIRST = "write a space before the `@`; an `@` that is no citation is written `\\@`"
PARAGRAPH = rf"(?i:¶+|{either('paragraphs')})[ \xa0]?\d+"
FORMS = (
    (re.compile(r"(?<![^\W_])@\{[^{}\n]*\}?"), "an id in braces", "write the id directly after the `@`"),
    (re.compile(r"(?<![^\W_])@\*"), "an `@` directly before a `*`", SPACE_FIRST),
    (re.compile(rf"@{ID}(?=@)"), "two ids without a space between them", SPACE_FIRST),
    (re.compile(rf"(?<!-)-{{4,}}@{ID}"), "hyphens directly before an `@`", SPACE_FIRST),
    (
        re.compile(rf"\^\^\[(?=[^\[\]]*{KEY.pattern})"),
        "two `^` before a bracket",
        "a note is written `^[like this]`",
    ),
    (re.compile(r"(?<!@)@@+(?=[\w*])"), "two `@` in a row", "one `@` begins a citation; write others `\\@`"),
    (re.compile(rf"(?<!\.)(?:\.{{1,2}}|\.{{4,}})@{ID}"), "this citation is printed as letters", SPACE_FIRST),
    (
        re.compile(rf"(?<=[^\s(\[{{<“‘«„\x1a*_])[*_]+@{ID}"),
        "this citation is printed as letters",
        SPACE_FIRST,
    ),
    (
        re.compile(rf"(?<=\[)[a-z0-9][\w.-]*,\s*{PARAGRAPH}"),
        "a citation without its `@`",
        "write `[@id, para. 4]`",
    ),
    (
        re.compile(r"\[\^[^\s\[\]^]*\s[^\[\]]*\]"),
        "a bracket that begins with `^`",
        "a note is `^[like this]`",
    ),
    (
        re.compile(r"(?<=\[)[^@\[\]\n]*@(?=[\s,;\]])"),
        "an `@` without an id",
        "write the id directly after the `@`",
    ),
)
ANY = re.compile(r"(?<![^\W_])@[\w{*]")
ONE_LINE = "keep a citation on one line of its cell"
SPACED = re.compile(r"\s-?@\w*")
BRACKET = re.compile(r"[\[\]]")
OPEN = re.compile(r"\[")
LEADS = re.compile(
    r"[ \t]*\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:<([^<>\n]*)>|(\S+))"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*"
)
"""Where a reference link leads: its name, and the address, between `<` and `>` or as it stands."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that looks like a citation and is not read as one."""

    start: int
    end: int
    reason: str
    help: str


def doubts(text: str, prose: Prose) -> Iterator[Slip]:
    """Every slip that can be told without knowing the citations."""
    for pattern, reason, help_ in FORMS:
        for match in pattern.finditer(prose.masked):
            yield Slip(*match.span(), reason, help_)
    for match in ADDRESS.finditer(prose.masked):
        if KEY.search(match[0]):
            yield Slip(*match.span(), "pandoc reads a citation in this address", "put it between `<` and `>`")
    for closed, end in prose.after.items():
        if key := SPACED.search(text, closed + 1, end):
            yield Slip(*key.span(), "a citation in the address of a link", "write a space before the `(`")
    for block in prose.blocks:
        yield from _not_printed(text, block, prose)
        yield from _cells(prose.masked, block)
        if block.kind in PROSE:
            yield from _unopened(prose, block)
    yield from _written_twice(prose)


def _is_closed(block: Block, prose: Prose) -> bool:
    """Whether every opening bracket of a block has its partner."""
    opened = (match.start() for match in OPEN.finditer(prose.masked, block.start, block.end))
    return all(at in prose.pairs for at in opened)


def _not_printed(text: str, block: Block, prose: Prose) -> Iterator[Slip]:
    """Citations in code, and lines that are taken for the address of a link."""
    words = text[block.start : block.end]
    if block.kind == "code" and (key := KEY.search(words)):
        start = block.start + key.start()
        reason = "text indented by four spaces is printed as code, citation and all"
        yield Slip(start, start + len(key[0]), reason, "begin the line further left")
    if block.kind == "link" and not LEADS.fullmatch(words):
        reason = "a line that begins so is taken for the address of a link, and is not printed"
        yield Slip(block.start, block.end, reason, "write `\\[` for a bracket that is meant as such")
    if block.kind == "heading" and "[" in words and KEY.search(words) and not _is_closed(block, prose):
        reason = "a bracket in this heading is not closed"
        yield Slip(block.start, block.end, reason, "close it on the same line, or write `\\[`")
    if block.kind == "empty":
        reason = "nothing is written after this note's number"
        yield Slip(block.start, block.end, reason, "begin the note's words on the same line")
    if block.kind == "table" and (key := ANY.search(words)):
        start = block.start + key.start()
        help_ = "put `|` between the columns, or make it a `table:` of a CSV file"
        yield Slip(start, start + len(key[0]), "a citation in a table drawn with dashes", help_)


def _cells(masked: str, block: Block) -> Iterator[Slip]:
    """Cells beyond the last column of a table: they are not printed."""
    cells = masked[block.start : block.end].strip().strip("|").split("|") if block.columns else []
    if len(cells) > block.columns:
        at = block.end - len(masked[block.start : block.end].rstrip().rstrip("|").rpartition("|")[2])
        reason = "this row has more cells than the table has columns, and the last are not printed"
        yield Slip(at, block.end, reason, "write `\\|` for a `|` that parts no cells")


def _unopened(prose: Prose, block: Block) -> Iterator[Slip]:
    """`@id, para. 4]`: a bracket closed and never opened."""
    before, opened = block.start, 0
    for match in BRACKET.finditer(prose.masked, block.start, block.end):
        opened += 1 if match[0] == "[" else -1
        if opened < 0 and (key := KEY.search(prose.masked, before, match.start())):
            reason, help_ = "this citation is not opened", "add the opening `[`"
            if block.kind == "row":
                reason, help_ = f"{reason} in its line", f"{ONE_LINE}, with its `[`"
            yield Slip(key.start(), match.end(), reason, help_)
        before, opened = match.end(), max(opened, 0)


def _written_twice(prose: Prose) -> Iterator[Slip]:
    """Two notes of one name: only one of them is printed."""
    written: set[str] = set()
    for block in prose.blocks:
        if block.kind == "note" and block.note in written:
            yield Slip(
                block.start,
                block.end,
                f"the note `{block.note}` is written twice",
                "give it a name of its own",
            )
        written |= {block.note} if block.kind == "note" else set()
