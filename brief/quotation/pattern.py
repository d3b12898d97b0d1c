"""The grammar of a quotation, as a pattern that finds it in a source.

`[…]` is an omission: what follows must come later in the cited paragraphs. `[word]` is an
insertion, as editors make them: it may stand for a few words of one sentence, and neither
what it says nor what it replaces may hold a negation, a hedge or a number. `[t]he` marks a
letter whose case was changed. Everything else stands for itself, and a quotation begins and
ends with whole words and whole numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brief.quotation.normal import normal

OMISSION = re.compile(r"\[\s*(?:…|\.\.\.|\. \. \.)\s*\]")
BRACKET = re.compile(r"\[([^\[\]]*)\]")
DELICATE = re.compile(
    r"\b(?:not|never|no|nor|none|nobody|nothing|neither|without|cannot|hardly|barely|scarcely|only|alleged\w*|"
    r"reported(?:ly)?|reportedly|apparent(?:ly)?|possibly|perhaps|maybe|may|might|could|would|should|unless|"
    r"if|but|except|although|claim\w*|suppos\w*|unconfirmed|rumou?r\w*|ne|pas|jamais|non|sans|nunca|sin|ningun\w*)\b"
    r"|n't\b|n’t\b|n't|\d|않|못|아니",
    re.I,
)
NOTHING = {"sic", "sic!", "emphasis added", "our emphasis"}
GAP_INSIDE = r" ?(?P<gap{n}>(?:[^\s.!?…]+ ){{0,6}}?)"
GAP_FIRST = r"(?<![^\W_])(?P<gap{n}>(?:[^\s.!?…]+ ){{0,6}}?)"
GAP_LAST = r" (?P<gap{n}>[^\s.!?…]+(?: [^\s.!?…]+){{0,5}}?)(?=[,.;:!?'…]|\Z)"
SEPARATOR = "\x1d"


class InsertionError(ValueError):
    """An insertion that changes what the source says."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled quotation, and how many insertions it holds."""

    regex: re.Pattern[str]
    insertions: int
    words: str


def compile_quotation(quotation: str) -> Pattern:
    """The pattern of a quotation; `InsertionError` for an insertion that no editor may make."""
    parts: list[str] = []
    insertions = omissions = 0
    pieces = list(_pieces(quotation))
    for index, (kind, text) in enumerate(pieces):
        last = index == len(pieces) - 1
        if kind == "omission":
            omissions += 1
            parts.append(f"(?P<omission{omissions}>.*?)" if index and not last else "")
        elif kind == "case":
            parts.append(f"[{re.escape(text.lower())}{re.escape(text.upper())}]")
        elif kind == "insertion":
            insertions += 1
            parts.append((GAP_LAST if last else GAP_INSIDE if index else GAP_FIRST).format(n=insertions))
        elif kind == "literal":
            parts.append(_literal(text, index, pieces))
    words = "".join(text for kind, text in pieces if kind in ("literal", "case"))
    return Pattern(re.compile("".join(parts), re.S), insertions, normal(words).text.strip())


def _pieces(quotation: str) -> list[tuple[str, str]]:
    """(kind, text) of literals, omissions, insertions and changed letters, in order."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in BRACKET.finditer(quotation):
        if match.start() > at:
            pieces.append(("literal", quotation[at : match.start()]))
        if (piece := _bracketed(match, quotation))[0] != "remark":
            pieces.append(piece)
        at = match.end()
    if at < len(quotation):
        pieces.append(("literal", quotation[at:]))
    return pieces


def _bracketed(match: re.Match[str], quotation: str) -> tuple[str, str]:
    inside = match[1].strip()
    if OMISSION.fullmatch(match[0]):
        return "omission", ""
    following = quotation[match.end() : match.end() + 1]
    starts = match.start() == 0 or not quotation[match.start() - 1].isalnum()
    if len(inside) == 1 and inside.isalpha() and starts and (following.isalpha() or inside.lower() in "ai"):
        return "case", inside
    if inside.lower() in NOTHING:
        return "remark", ""
    if DELICATE.search(inside):
        raise InsertionError(f"`[{inside}]` adds a negation, a hedge or a number to what the source says")
    return "insertion", inside


def _literal(text: str, index: int, pieces: list[tuple[str, str]]) -> str:
    """A literal as a regex; white space beside an omission or insertion is loose."""
    folded = normal(text).text
    before = pieces[index - 1][0] if index else ""
    after = pieces[index + 1][0] if index + 1 < len(pieces) else ""
    start = folded.lstrip() if before in ("omission", "insertion") or not index else folded
    core = start.rstrip() if after in ("omission", "insertion") or not after else start
    opened = _opening(core) if before in ("", "omission") else ""
    closed = _closing(core) if after in ("", "omission") else ""
    return opened + re.escape(core).replace(r"\ ", " ") + closed


def _opening(core: str) -> str:
    """Whole words only: not the end of one, not the end of a number, not what `non-` belongs to."""
    if not core or not core[0].isalnum():
        return ""
    digits = r"(?<![\d][.,])(?<!\d)" if core[0].isdigit() else ""
    return rf"(?<![^\W_])(?<!\w[-‐‑]){digits}"


def _closing(core: str) -> str:
    if not core or not core[-1].isalnum():
        return ""
    digits = r"(?![.,]?\d)(?!\s?%)" if core[-1].isdigit() else ""
    return rf"(?![^\W_])(?![-‐‑]\w)(?!'t\b){digits}"


def omitted(match: re.Match[str]) -> list[tuple[int, int]]:
    """The stretches of the source that the quotation leaves out or replaces."""
    return [match.span(name) for name in match.re.groupindex if match[name]]


def replaced_delicately(match: re.Match[str], pattern: Pattern) -> bool:
    """Whether an insertion stands in the place of a negation, a hedge or a number."""
    gaps = (match[f"gap{n}"] for n in range(1, pattern.insertions + 1) if f"gap{n}" in match.re.groupindex)
    return any(gap and DELICATE.search(gap) for gap in gaps)
