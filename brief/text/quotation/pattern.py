"""The grammar of a quotation, as a pattern that finds it in a source.

`[…]` is an omission: what follows must come later in the cited paragraphs. `[word]` is an
insertion, as editors make them: it may stand for a few words of one sentence (`insertion`
says which). `[t]he` marks a letter whose case was changed, `arrest[ed]` another ending.
Everything else stands for itself, and a quotation begins and ends with whole words and
whole numbers (`edges`). Each stretch between omissions is one segment, searched for from the
end of the one before. Where it has insertions it is a regex, and what follows an insertion is
taken at its first place, in an atomic group: no quotation can make the search slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from brief.text.quotation.edges import closing, opening
from brief.text.quotation.insertion import (
    ENDINGS,
    InsertionError,
    is_denied,
    judge_insertion,
    judge_insertions,
    without_remarks,
    word_instead_of,
)
from brief.text.quotation.normal import normal
from brief.text.quotation.segment import Match, Segment, Words, Woven

OMISSION = re.compile(r"\[\s*(?:…|\.\.\.|\. \. \.)\s*\]")
BRACKET = re.compile(r"\[([^\[\]]*)\]")
ENDING = r"(?!not(?![^\W_]))[^\W_]{0,3}(?![^\W_])(?!'t(?![^\W_]))"
CLAUSE_END = r"(?=[,.;:!?'…)\]]|\Z)"
HYPHENS = tuple("-‐‑")
SUBJECT = re.compile(r"[^.!?…;:,\x1d]*\Z")
FEW = 60
"""How far before a quotation that begins with an insertion a negation is looked for."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled quotation: what stands between its omissions, its words, the insertion it begins with.

    `needle` must stand in any text that holds it: most texts are done with in one look.
    """

    segments: tuple[Segment, ...]
    words: str
    needle: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A literal, an omission, an insertion, a letter of changed case (`case`) or an `ending`."""

    kind: str
    text: str


def compile_quotation(quotation: str) -> Pattern:
    """The pattern of a quotation; `InsertionError` for an insertion that no editor may make."""
    pieces = list(_pieces(without_remarks(quotation)))
    words = normal("".join(p.text for p in pieces if p.kind in ("literal", "case"))).text.strip()
    judge_insertions([p.text for p in pieces if p.kind == "insertion"], words)
    segments = list(_segments(pieces))
    for segment in segments[:-1]:
        while len(segment) > 1 and (segment[-1].kind == "insertion" or not segment[-1].text.strip()):
            segment.pop()  # it stands for a part of what is left out
    made = tuple(map(_segment, segments))
    first = segments[0][0] if segments else None
    needle = max((normal(p.text).text.strip() for p in pieces if p.kind == "literal"), key=len, default="")
    return Pattern(made, words, needle, first.text if first and first.kind == "insertion" else "")


def compile_literally(quotation: str) -> Pattern:
    """The pattern of words whose brackets are the source's own."""
    words = normal(quotation).text.strip()
    return Pattern((Words.of(words),), words, words)


def _pieces(quotation: str) -> Iterator[_Piece]:
    """The pieces of a quotation in order."""
    at = 0
    for match in BRACKET.finditer(quotation):
        if match.start() > at:
            yield _Piece("literal", quotation[at : match.start()])
        yield _bracketed(match, quotation)
        at = match.end()
    if at < len(quotation):
        yield _Piece("literal", quotation[at:])


def _bracketed(match: re.Match[str], quotation: str) -> _Piece:
    inside = match[1].strip()
    if OMISSION.fullmatch(match[0]):
        return _Piece("omission", "")
    before = quotation[: match.start()][-1:]
    following = quotation[match.end() : match.end() + 1]
    if not before.isalnum() and following.isalnum() and len(inside) == 1 and inside.isalpha():
        return _Piece("case", inside)
    if before.isalnum() and not following.isalnum() and inside.lower() in ENDINGS:
        return _Piece("ending", inside)
    glued = before.isalnum() or following.isalnum() or before in HYPHENS or following in HYPHENS
    judge_insertion(inside, glued=glued)
    return _Piece("insertion", inside)


def _segments(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """What stands between omissions; white space alone says nothing."""
    segment: list[_Piece] = []
    for piece in [*pieces, _Piece("omission", "")]:
        if piece.kind != "omission":
            segment.append(piece)
            continue
        if any(p.text.strip() for p in segment):
            yield _without_outer_space(segment)
        segment = []


def _without_outer_space(segment: list[_Piece]) -> list[_Piece]:
    start, end = 0, len(segment)
    while not segment[start].text.strip():
        start += 1
    while not segment[end - 1].text.strip():
        end -= 1
    return segment[start:end]


def _segment(pieces: list[_Piece]) -> Segment:
    """Plain words as such, anything else as a regex."""
    if len(pieces) == 1 and pieces[0].kind == "literal" and (core := normal(pieces[0].text).text.strip()):
        return Words.of(core)
    insertions = {f"gap{i}": piece.text for i, piece in enumerate(pieces) if piece.kind == "insertion"}
    return Woven(re.compile(_joined(pieces)), insertions)


def _joined(segment: list[_Piece]) -> str:
    """The regex of a stretch; an insertion and what follows it, up to the next, are one atomic group."""
    groups: list[str] = [""]
    for index, piece in enumerate(segment):
        if piece.kind == "insertion" and index:
            groups.append("")
        groups[-1] += _part(segment, index, str(index))
    return "".join([groups[0], *(f"(?>{group})" for group in groups[1:])])


def _part(segment: list[_Piece], index: int, name: str) -> str:
    piece = segment[index]
    before = segment[index - 1] if index else None
    after = segment[index + 1] if index + 1 < len(segment) else None
    if piece.kind == "case":
        letters = re.escape(piece.text.lower() + piece.text.upper())
        return f"{opening(piece.text) if before is None else ''}[{letters}]"
    if piece.kind == "ending":
        return ENDING
    if piece.kind == "insertion":
        if before is not None and (before.kind == "insertion" or _only_space_since(segment, index)):
            raise InsertionError(f"`[{piece.text}]` stands beside another insertion")
        return _insertion(piece.text, before, after, name)
    return _literal(piece.text, before, after)


def _only_space_since(segment: list[_Piece], index: int) -> bool:
    return index > 1 and not segment[index - 1].text.strip() and segment[index - 2].kind == "insertion"


def _literal(text: str, before: _Piece | None, after: _Piece | None) -> str:
    """A literal as a regex; the white space beside an insertion belongs to the insertion."""
    core = normal(text).text
    attached = before is not None and before.kind == "insertion" and not text[:1].isspace()
    starts = before is None or before.kind == "insertion"
    ends = after is None or after.kind == "insertion"
    core = core.lstrip() if starts else core
    core = core.rstrip() if ends else core
    if not core:
        return ""
    return (
        (opening(core) if starts and not attached else "")
        + re.escape(core).replace(r"\ ", " ")
        + (closing(core) if ends else "")
    )


def _insertion(inside: str, before: _Piece | None, after: _Piece | None, name: str) -> str:
    """Up to six words of the source that an insertion stands in the place of, or none."""
    word = word_instead_of(inside)
    spaced, goes_on = _spaced(before, -1), _spaced(after, 0)
    attached = f"(?P<gap{name}>{word}(?: {word}){{0,5}}?)"
    if before is None:
        return "" if goes_on or after is None else rf"(?<![^\W_]){attached}"
    gap = f"(?P<gap{name}>(?: {word}){{0,6}}?)" if spaced else f"{attached}?"
    if after is None:
        return gap + CLAUSE_END
    return gap + (" " if spaced else " ?") if goes_on else gap


def _spaced(piece: _Piece | None, end: int) -> bool:
    return piece is not None and piece.text[end:][:1].isspace()


def omitted(matches: Sequence[Match]) -> list[tuple[int, int]]:
    """The stretches of the source that the quotation leaves out or replaces."""
    between = [(before.end, after.start) for before, after in pairwise(matches)]
    return [*between, *(gap for match in matches for gap in match.gaps)]


def denies_subject(pattern: Pattern, text: str, start: int) -> bool:
    """Whether an insertion that begins a quotation dropped a negation or another name: `[They] left`."""
    if not pattern.first:
        return False
    before = SUBJECT.search(text[max(0, start - FEW) : start])
    return before is not None and is_denied(pattern.first, before[0])
