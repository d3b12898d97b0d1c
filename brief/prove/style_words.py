"""What a style sheet adds to a page's words and what it hides, read from its text.

Words made by `content` and by list markers (CSS Generated Content 3, CSS Lists 3) are not
in the HTML, and elements with `display: none` are in it but not on paper. Each `content`
becomes a pattern in which a counter is a number; the proof accepts nothing else between
the words of the page. Rules for the screen are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brief.prove.words import folded

NUMBER = r"(?P<number>\d{1,6}|[ivxlcdm]{1,12}|[IVXLCDM]{1,12})"
LETTER = r"(?P<number>[a-zA-Z])"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SCREEN = re.compile(r"@media\s+[^{]*\bscreen\b[^{]*\{")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
CONTENT = re.compile(r"(?<![\w-])(content|list-style(?:-type)?)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;}\"'])*)")
TOKEN = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|([\w-]+)\((?:[^()]|\([^()]*\))*\)|([\w-]+)")
COUNTERS = {"counter", "counters", "target-counter", "target-counters"}
ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)", re.S)
MARKS = ("•", "◦", "▪", "‣", "-", "–")
RESET = re.compile(r"counter-(?:reset|set)\s*:[^;}]*?(-?\d+)")
SIMPLE = re.compile(r"([.#]?)([\w-]+)")


@dataclass(frozen=True)
class StyleWords:
    """What a style adds (`forms`, patterns of whole pieces) and hides, and where its counters begin.

    `page_forms` are those that name the page an entry of the contents leads to.
    """

    forms: tuple[re.Pattern[str], ...] = ()
    page_forms: tuple[re.Pattern[str], ...] = ()
    literals: frozenset[str] = frozenset()
    hidden: tuple[tuple[frozenset[str], ...], ...] = ()
    starts: frozenset[int] = frozenset((1,))
    folds_case: bool = False
    leaders: tuple[str, ...] = ()
    own_pages: bool = False


@lru_cache(maxsize=8)
def style_words(css: str) -> StyleWords:
    """What the style sheet adds and hides on paper."""
    css = on_paper(css)
    forms: dict[str, None] = dict.fromkeys((rf"{NUMBER}[.)]", rf"{LETTER}[.)]", *map(re.escape, MARKS)))
    pages: dict[str, None] = {}
    literals: set[str] = set()
    hidden: list[tuple[frozenset[str], ...]] = []
    leaders: list[str] = []
    for selector, body in RULE.findall(css):
        if re.search(r"(?<![\w-])display\s*:\s*none", body):
            hidden += [found for part in selector.split(",") if (found := _compounds(part))]
        if "::footnote-" in selector:
            continue
        for _, value in CONTENT.findall(body):
            made = dict.fromkeys(_forms(value, leaders))
            forms.update(made)
            pages.update({form: None for form in made if "target-counter" in value and "<number>" in form})
            literals.update(folded(text).strip() for text in _texts(value))
    starts = frozenset((1, *(int(number) + 1 for number in RESET.findall(css))))
    cased = re.search(r"text-transform\s*:\s*(?:upper|lower|capital)", css) is not None
    own = re.search(r"break-(?:before|after)\s*:\s*(?:left|right|recto|verso)", css) is not None
    return StyleWords(
        tuple(map(re.compile, forms)),
        tuple(map(re.compile, pages)),
        frozenset(literals),
        tuple(hidden),
        starts,
        cased,
        tuple(leaders),
        own,
    )


def added_key(text: str) -> str:
    """A piece as it is held against the forms: one kind of space and hyphen, narrow spaces kept."""
    return re.sub(r"[ \u00a0\u2002\u2003\t\n]+", " ", text.replace("\u2010", "-")).strip(" ")


def on_paper(css: str) -> str:
    """The style sheet without its comments and its rules for the screen."""
    css = COMMENT.sub(" ", css)
    kept, at = [], 0
    while (match := SCREEN.search(css, at)) is not None:
        kept.append(css[at : match.start()])
        depth, at = 1, match.end()
        while depth and at < len(css):
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
    return "".join((*kept, css[at:]))


def _compounds(selector: str) -> tuple[frozenset[str], ...]:
    """`.summary h2` as what must be open, outermost first; nothing for what is not understood."""
    selector = selector.strip()
    if not selector or re.search(r"[:\[*@]", selector):
        return ()
    parts = re.split(r"[\s>]+", selector)
    return tuple(frozenset(f"{sign}{name}" for sign, name in SIMPLE.findall(part)) for part in parts)


def _texts(value: str) -> Iterator[str]:
    for double, single, _, _ in TOKEN.findall(value):
        if double or single:
            yield _unescaped(double or single)


def _forms(value: str, leaders: list[str]) -> Iterator[str]:
    """The patterns of the pieces that one `content` makes; a leader parts what stands around it."""
    pattern: list[str] = []
    for match in TOKEN.finditer(value):
        name = match[3] or ""
        if name == "leader":
            leaders.extend(map(_unescaped, re.findall(r"[\"']([^\"']*)[\"']", match[0])))
            yield from _form(pattern)
            pattern = []
        elif name in COUNTERS:
            pattern.append(LETTER if re.search("alpha|latin", match[0]) else NUMBER)
        elif match[1] is not None or match[2] is not None:
            pattern.append(re.escape(added_inner(_unescaped(match[1] or match[2] or ""))))
        elif name or match[4] not in ("normal", "none"):
            return
    yield from _form(pattern)


def _form(pattern: list[str]) -> Iterator[str]:
    """A pattern of one piece; a second counter in it is any number."""
    counters = [at for at, part in enumerate(pattern) if part in (NUMBER, LETTER)]
    for at in counters[1:]:
        pattern[at] = r"(?:\w{1,12})"
    form = "".join(pattern).removeprefix("\\ ").removesuffix("\\ ")
    # Words may only name what is counted ("Annex 2"): alone they would speak in the text.
    if form.strip() and (counters or not re.search(r"[^\W_]", re.sub(r"\\.", "", form))):
        yield form


def added_inner(text: str) -> str:
    """Like `added_key`, but white space at the ends is kept."""
    return re.sub(r"[ \u00a0\u2002\u2003\t\n]+", " ", text.replace("\u2010", "-"))


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], text)
