"""Citations as pandoc writes them, with their places: `[see @id, paras. 4-6; @other]`, `@id [para. 2]`.

The grammar is that of pandoc's `citations` extension, narrowed to the ids a workspace
can have. What looks like a citation and is none is kept as a `Slip`, because pandoc would
print it as plain letters and the sentence would lose its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.markdown.mask import mask

KEY = re.compile(r"(?<![\w@])(-?)@(?:\{([^{}\n]+)\}|(\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))")
BRACKETS = re.compile(r"[\[\]]|\n[ \t]*\n")
DEEPEST = 50
BARE_ADDRESS = re.compile(r"(?<![<\w(])https?://[^\s<>\])]*(?<![\w])@\w[^\s<>\])]*")
INDENTED = re.compile(r"(?:\A|\n[ \t]*\n)(?:    |\t)[ \t]*(\S[^\n]*)")
LIST_ABOVE = re.compile(
    r"(?:^|\n)[ \t]*(?:[-+*]|\(?\w{1,3}[.)]|\[\^[^\]]+\]:)[ \t][^\n]*"
    r"(?:\n[ \t]*\n?[ \t]+\S[^\n]*)*\s*\Z"
)
OPENING = re.compile(r"[ \t]?\[")
LOCATOR = re.compile(r"\s*,?\s*(.*)", re.S)
# A locator's end: pandoc reads numbers, ranges and single letters after the term; the rest is suffix.
LOCATOR_END = re.compile(
    r"(?:[^\W\d]+\.?|¶+|§+)\s*(?:\d+|[ivxlc]+\b)(?:\s?\(?[a-z0-9]\)|[a-z]\b)*(?:\s*(?:[-–—,]|and|&)\s*(?:\d+(?:\s?\(?[a-z0-9]\)|[a-z]\b)*))*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class CiteItem:
    """One work in a citation: offsets of `@id`, and its locator as written."""

    id: str
    start: int
    end: int
    prefix: str
    locator: str
    locator_start: int


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation; `textual` when it stands in the sentence rather than in brackets."""

    start: int
    end: int
    items: tuple[CiteItem, ...]
    textual: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that looks like a citation and is not read as one."""

    start: int
    end: int
    reason: str
    help: str


def read_citations(text: str) -> tuple[tuple[Citation, ...], tuple[Slip, ...]]:
    """Every citation of a Markdown text in order, and every slip."""
    page = _Page(text, masked := mask(text), bracket_pairs(masked))
    citations: list[Citation] = []
    slips: list[Slip] = list(_in_addresses(text)) + list(_in_code(text, page.masked))
    for found in _walk(page, 0, len(text)):
        (citations if isinstance(found, Citation) else slips).append(found)  # type: ignore[arg-type]
    return tuple(citations), tuple(slips)


@dataclass(frozen=True, slots=True)
class _Page:
    """A text, the same with what is not prose blanked, and its pairs of brackets."""

    text: str
    masked: str
    pairs: dict[int, int]


def _walk(page: _Page, start: int, end: int) -> Iterator[Citation | Slip]:
    masked = page.masked
    at = start
    while at < end:
        if masked[at] == "[":
            close = page.pairs.get(at)
            if close is None:
                yield from _unclosed(masked, at, end)
                at += 1
                continue
            yield from _bracket(page, at, close)
            at = close + 1
        elif (key := KEY.match(masked, at, end)) is not None:
            citation = _textual(page, key, end)
            yield citation
            at = citation.end
        else:
            at += 1


def _in_addresses(text: str) -> Iterator[Slip]:
    """A bare address with an at-sign: pandoc would read a citation in it."""
    for match in BARE_ADDRESS.finditer(text):
        yield Slip(*match.span(), "pandoc reads a citation in this address", "put it between `<` and `>`")


def _in_code(text: str, masked: str) -> Iterator[Slip]:
    """Four spaces after an empty line begin code, in which nothing is a citation."""
    for match in INDENTED.finditer(text):
        if KEY.search(masked, match.start(1), match.end(1)) and not LIST_ABOVE.search(text[: match.start()]):
            reason = "text indented by four spaces is printed as code, citation and all"
            yield Slip(*match.span(1), reason, "begin the line further left")


def bracket_pairs(masked: str) -> dict[int, int]:
    """The closing bracket of every opening one within its paragraph, down to fifty levels."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for match in BRACKETS.finditer(masked):
        if match[0] == "[":
            stack.append(match.start())
        elif match[0] != "]":
            stack.clear()
        elif stack:
            opened = stack.pop()
            if len(stack) < DEEPEST:
                pairs[opened] = match.start()
    return pairs


def _unclosed(masked: str, at: int, end: int) -> Iterator[Slip]:
    line_end = masked.find("\n", at, end)
    stretch = masked[at : line_end if line_end >= 0 else end]
    if re.match(r"\[(?:\w+ )?-?@", stretch):
        yield Slip(at, at + len(stretch), "this citation is not closed", "add the closing `]`")


def _bracket(page: _Page, at: int, close: int) -> Iterator[Citation | Slip]:
    text, masked = page.text, page.masked
    following = masked[close + 1 : close + 2]
    is_link = following == "\x1a" and text[close + 1] in "({"
    is_note = at > 0 and masked[at - 1] == "^"
    parts = list(_parts(masked, at + 1, close))
    keys = [KEY.search(masked, first, last) for first, last in parts]
    if is_link or is_note or not any(keys) or _nested_first(masked, at, close, keys):
        yield from _walk(page, at + 1, close)
        yield from _spaced(masked, at, close, keys)
        return
    missing = [part for part, key in zip(parts, keys, strict=True) if key is None]
    if missing:
        yield _keyless(missing[0])
    for part, key in zip(parts, keys, strict=True):
        if key is not None and (second := KEY.search(masked, key.end(), part[1])) is not None:
            yield Slip(second.start(), second.end(), "a second work begins here", "write `;` between works")
    items = tuple(_item(text, key, part) for part, key in zip(parts, keys, strict=True) if key is not None)
    yield Citation(at, close + 1, items)


def _keyless(part: tuple[int, int]) -> Slip:
    return Slip(
        part[0],
        part[1],
        "one work of this citation has no `@`",
        "write an `@` before each id, and `;` only between works",
    )


def _nested_first(masked: str, at: int, close: int, keys: list[re.Match[str] | None]) -> bool:
    """Whether the first key stands in a bracket of its own inside this one."""
    first = next(key for key in keys if key is not None)
    before = masked[at + 1 : first.start()]
    return before.count("[") > before.count("]") and close > first.end()


def _spaced(masked: str, at: int, close: int, keys: list[re.Match[str] | None]) -> Iterator[Slip]:
    if not any(keys) and (loose := re.search(r"(?<!\w)@(?=\s|,|;|$)", masked[at + 1 : close])):
        start = at + 1 + loose.start()
        yield Slip(start, start + 1, "an `@` without an id", "write the id directly after the `@`")


def _parts(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The works between semicolons that are not in inner brackets."""
    depth, first = 0, start
    for index in range(start, end):
        depth += {"[": 1, "]": -1}.get(masked[index], 0)
        if masked[index] == ";" and depth == 0:
            yield first, index
            first = index + 1
    yield first, end


def _item(text: str, key: re.Match[str], part: tuple[int, int]) -> CiteItem:
    locator, start = _locator(text, key.end(), part[1])
    return CiteItem(
        key[2] or key[3], key.start(), key.end(), text[part[0] : key.start()].strip(), locator, start
    )


def _locator(text: str, start: int, end: int) -> tuple[str, int]:
    match = LOCATOR.match(text, start, end)
    assert match is not None
    words = LOCATOR_END.match(text, match.start(1), end)
    if words is not None:
        return words[0].strip(), words.start()
    return text[match.start(1) : end].strip(), match.start(1)


def _textual(page: _Page, key: re.Match[str], end: int) -> Citation:
    """`@id`, with a locator in brackets directly after it where there is one."""
    opening = OPENING.match(page.masked, key.end(), end)
    close = page.pairs.get(opening.end() - 1) if opening else None
    if opening is None or close is None or KEY.search(page.masked, opening.end(), close):
        item = CiteItem(key[2] or key[3], key.start(), key.end(), "", "", key.end())
        return Citation(key.start(), key.end(), (item,), textual=True)
    locator, start = _locator(page.text, opening.end(), close)
    item = CiteItem(key[2] or key[3], key.start(), key.end(), "", locator, start)
    return Citation(key.start(), close + 1, (item,), textual=True)
