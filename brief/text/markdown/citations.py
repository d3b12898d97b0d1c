"""Citations as pandoc writes them, with their places: `[see @id, paras. 4-6; @other]`, `@id [para. 2]`.

The grammar is that of pandoc's `citations` extension, narrowed to the ids a workspace
can have. What looks like a citation and is none is kept as a `Slip`, because pandoc would
print it as plain letters and the sentence would lose its evidence. `tests/test_citations.py`
holds this reading against pandoc's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brief.text.languages import either
from brief.text.markdown.blocks import LABEL
from brief.text.markdown.mask import ADDRESS, FILLER, PROSE, Prose, read_prose
from brief.text.markdown.slips import KEY, ONE_LINE, PARAGRAPH, Slip, doubts

BEGINS = re.compile(rf"\[|{KEY.pattern}")
CALL = re.compile(rf"\[\^({LABEL})\]")
OPENING = re.compile(r"[ \t]*(?:\n[ \t]*)?\[(?!\^)")
UNCLOSED = re.compile(rf"\[[^\[\]]*?{KEY.pattern}[^\n\[]*")
LOCATOR = re.compile(r"\s*,?\s*(.*)", re.S)
NUMBER = r"(?:[a-z]-?)?(?:\d{1,3}(?:[,'’ \xa0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[.:]\d+)*)"
PART = r"(?:\s?\(?(?:[a-z0-9]|[ivx]+)\)|[a-z]\b)*(?:\s(?:bis|ter|quater)\b)?"
BETWEEN = rf"(?:\s*(?:[-‐‑–—−~～,]|{either('and')}|&)\s*|\s+(?:{either('through')})\s+)"
# A locator's end: pandoc reads numbers, ranges and single letters after the term; the rest is suffix.
LOCATOR_END = re.compile(
    rf"(?:[^\W\d]+\.?|¶+|§+)\s*(?:{NUMBER}{PART}(?:{BETWEEN}{NUMBER}{PART})*"
    rf"|[ivxlc]+\b{PART}(?:{BETWEEN}[ivxlc]+\b{PART})*)",
    re.I,
)
LOOSE = re.compile(rf"(?:,\s*|[ \xa0])\(?(?:[^\W\d_]+[ \xa0])?{PARAGRAPH}(?![^\[\]\n]*\])")
EMPHASIS = re.compile(r"(\*+|(?<!\w)_+)(?=[^\s*_])[^*_]*(?<=[^\s*_])\1(?![*_])")
STARRED = re.compile(r"\*|(?<!\w)_")
RAISED = re.compile(r"(?<!\^)\^[^\s^\[]+\^\Z")
CALLED_WRONG = "a note is called `[^1]` and written `^[like this]`"
SEMICOLON = "write `;` between works"


@dataclass(frozen=True, slots=True)
class CiteItem:
    """One work in a citation: offsets of `@id`, its locator as written, and the words after that."""

    id: str
    start: int
    end: int
    prefix: str
    locator: str
    locator_start: int
    after: str = ""

    @property
    def after_start(self) -> int:
        """Where the words after the locator begin."""
        return self.locator_start + len(self.locator)


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation; `textual` when it stands in the sentence rather than in brackets."""

    start: int
    end: int
    items: tuple[CiteItem, ...]
    textual: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a note that is written elsewhere: `[^1]`."""

    start: int
    end: int
    note: str


Found = Citation | Slip | Call


def read_citations(text: str) -> tuple[tuple[Citation, ...], tuple[Slip, ...]]:
    """Every citation of a Markdown text, those of a note where it is called, and every slip."""
    page = _Page(text, read_prose(text))
    found: dict[str, list[Found]] = {"": []}
    for block in page.prose.blocks:
        if block.kind in PROSE:
            found.setdefault(block.note, []).extend(page.read(block.start, block.end))
    ordered = list(_as_met(found))
    slips = {each for each in (*doubts(text, page.prose), *ordered) if isinstance(each, Slip)}
    for inside in found.values():
        slips.update(each for each in inside if isinstance(each, Slip))
    citations = tuple(each for each in ordered if isinstance(each, Citation))
    return citations, tuple(sorted(slips, key=lambda slip: (slip.start, slip.end)))


def _as_met(found: dict[str, list[Found]]) -> Iterator[Found]:
    """What the text holds in the order in which a reader meets it: a note at its call."""
    called: set[str] = set()
    for each in found[""]:
        if isinstance(each, Call) and each.note in found:
            if each.note in called and any(isinstance(inner, Citation) for inner in found[each.note]):
                yield Slip(each.start, each.end, "this note is called twice", "write a second note")
            else:
                yield from found[each.note]
            called.add(each.note)
        elif not isinstance(each, Call):
            yield each


class _Page:
    """A text, and what of it is prose, bare addresses blanked."""

    def __init__(self, text: str, prose: Prose) -> None:
        self.text, self.prose, self.pairs = text, prose, prose.pairs
        self.masked = ADDRESS.sub(lambda match: FILLER * len(match[0]), prose.masked)

    def read(self, at: int, end: int) -> Iterator[Found]:
        """What stands in a stretch, in order."""
        while (match := BEGINS.search(self.masked, at, end)) is not None:
            at, close = match.end(), self.pairs.get(match.start())
            if call := CALL.match(self.masked, match.start(), end):
                yield Call(*call.span(), call[1])
                at = call.end()
            elif match[0] != "[":
                yield from (found := list(self.textual(match, end)))
                at = found[0].end
            elif close is None:
                if unclosed := UNCLOSED.match(self.masked, match.start(), end):
                    yield self.unclosed(*unclosed.span())
                    at = unclosed.end()
            else:
                yield from self.bracket(match.start(), close)
                at = close + 1

    def unclosed(self, start: int, end: int) -> Slip:
        """A citation without its closing bracket; in a table, it may go on in the next line of its cell."""
        line = self.masked.rfind("\n", 0, start) + 1
        bar = self.masked.find("|", start, end)
        if bar < 0 or not self.masked[line:start].lstrip().startswith("|"):
            return Slip(start, end, "this citation is not closed", "add the closing `]`")
        words = len(self.masked[start:bar].rstrip())
        return Slip(
            start, start + words, "this citation is not closed in its line", f"{ONE_LINE}, with its `]`"
        )

    def bracket(self, at: int, close: int) -> Iterator[Found]:
        """What a pair of brackets holds: a citation, or what is read as if they were not there."""
        parts = list(_parts(self.masked, at + 1, close))
        keys = [KEY.search(self.masked, *part) for part in parts]
        is_link = self.masked.startswith(FILLER, close + 1) and self.text[close + 1] in "({"
        if is_link and self.text[close + 1] == "(" and (key := KEY.search(self.masked, at + 1, close)):
            what = "the words of a picture" if self.masked[max(0, at - 1) : at] == "!" else "a link"
            yield Slip(*key.span(), f"a citation inside {what}", "write it behind the closing `)`")
            return
        is_note = self.masked[max(0, at - 1) : at] == "^" and not RAISED.search(
            self.masked, max(0, at - 40), at
        )
        if is_link or is_note or not any(keys) or self.nested(at, keys):
            yield from self.read(at + 1, close)
            return
        yield from self.slips(close, parts, keys)
        items = tuple(self.item(key, part) for part, key in zip(parts, keys, strict=True) if key)
        yield Citation(at, close + 1, items)
        if items[-1].locator == "" and (loose := LOOSE.match(self.masked, close + 1)):
            reason = "not in square brackets, so what follows the citation is printed as words"
            yield Slip(at, loose.end(), reason, f"write `[@{items[-1].id}, para. 4]`")

    def nested(self, at: int, keys: list[re.Match[str] | None]) -> bool:
        """Whether the first key stands in a bracket of its own inside this one."""
        first = next(key.start() for key in keys if key is not None)
        return self.masked.count("[", at + 1, first) > self.masked.count("]", at + 1, first)

    def slips(
        self, close: int, parts: list[tuple[int, int]], keys: list[re.Match[str] | None]
    ) -> Iterator[Slip]:
        """What keeps brackets with a key from being the citation they look like."""
        for part, key in zip(parts, keys, strict=True):
            around = [(part[0], key.start()), (key.end(), part[1])] if key else [part]
            if any(STARRED.search(EMPHASIS.sub("", self.masked[slice(*span)])) for span in around):
                yield Slip(
                    *part, "a `*` or `_` in a citation without its partner", "write `\\*` for the letter"
                )
            if key is None and not self.masked[slice(*part)].strip():
                yield Slip(part[0] - 1, part[0], "a `;` with nothing after it", "remove it")
            elif key is None:
                help_ = "write an `@` before each id, and `;` only between works"
                yield Slip(*part, "one work of this citation has no `@`", help_)
            elif (second := KEY.search(self.masked, key.end(), part[1])) or self.masked[key.end()] == "@":
                where = second.span() if second else (key.end(), part[1])
                yield Slip(*where, "a second work begins here", SEMICOLON)
        if self.masked[parts[0][0]] == "^":
            yield Slip(parts[0][0] - 1, close + 1, "a bracket that begins with `^`", CALLED_WRONG)
        if self.masked[max(0, parts[0][0] - 3) : parts[0][0] - 1] == "[]":
            yield Slip(parts[0][0] - 3, close + 1, "empty brackets before a citation", "remove them")
        if self.masked.startswith("[", close + 1) and not self.masked.startswith("[^", close + 1):
            yield Slip(close, close + 2, "two pairs of brackets in a row", f"one pair for both: {SEMICOLON}")

    def item(self, key: re.Match[str], part: tuple[int, int]) -> CiteItem:
        """One work of a citation in brackets."""
        prefix = self.text[part[0] : key.start()].strip()
        place = _locator(self.prose.words, key.end(), part[1])
        return CiteItem(key[2], key.start(), key.end(), prefix, *place)

    def textual(self, key: re.Match[str], end: int) -> Iterator[Citation | Slip]:
        """`@id`, with a locator in brackets directly after it where there is one."""
        bare = CiteItem(key[2], key.start(), key.end(), "", "", key.end())
        in_words = not key[1] or self.masked[max(0, key.start() - 1) : key.start()] == "-"
        opening = OPENING.match(self.masked, key.end(), end)
        close = self.pairs.get(opening.end() - 1) if opening else None
        if opening is None or close is None or self.text[close + 1 : close + 2] in ("(", "["):
            yield Citation(key.start(), key.end(), (bare,), textual=in_words)
            if loose := LOOSE.match(self.masked, key.end(), end):
                reason = "not in square brackets, so what follows the id is printed as words"
                yield Slip(key.start(), loose.end(), reason, f"write `[@{key[2]}, para. 4]`")
        elif (second := KEY.search(self.masked, opening.end(), close)) or ";" in self.text[
            opening.end() : close
        ]:
            yield Citation(key.start(), key.end(), (bare,), textual=in_words)
            where = second.span() if second else (opening.end(), close)
            yield Slip(
                *where, "a second citation directly after the first", "one pair for both: `[@id; @other]`"
            )
        else:
            place = _locator(self.prose.words, opening.end(), close)
            item = CiteItem(key[2], key.start(), key.end(), "", *place)
            yield Citation(key.start(), close + 1, (item,), textual=in_words)


def _parts(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The works between semicolons that are not in inner brackets."""
    depth, first = 0, start
    for index in range(start, end):
        depth += {"[": 1, "]": -1}.get(masked[index], 0)
        if masked[index] == ";" and depth == 0:
            yield first, index
            first = index + 1
    yield first, end


def _locator(text: str, start: int, end: int) -> tuple[str, int, str]:
    """A work's locator, where it begins, and the words after it."""
    match = LOCATOR.match(text, start, end)
    assert match is not None
    words = LOCATOR_END.match(text, match.start(1), end)
    if words is not None:
        return words[0].strip(), words.start(), text[words.start() + len(words[0].strip()) : end]
    return text[match.start(1) : end].strip(), match.start(1), ""
