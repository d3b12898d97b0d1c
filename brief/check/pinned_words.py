"""Words in the texts of a brief: where they stand, where a finding stands, how much of a claim pins it.

An acceptance repeats words of a claim. They are looked for however the lines are broken, and not within
others. What pins a claim is the marked words with some of their sentence on each side, or a key figure's
value with its label: a figure or a quotation alone may be in another claim tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from brief.files.origin import Origin
from brief.files.yaml_nodes import scalar_at
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Brief, Manuscript

LEAST_AROUND = 3
"""So many words on each side of the marked ones belong to an acceptance, as far as their sentence goes."""
WORD = re.compile(r"(?:\[[^\[\]]{0,200}\]|\S)+")
"""A word as it is written; a citation is one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a finding marks: the text it stands in, and offsets there."""

    text: str
    start: int
    end: int

    def holds(self, other: Mark) -> bool:
        """Whether it covers another mark."""
        return self.text == other.text and self.start <= other.start and other.end <= self.end


class Sentences:
    """The sentences of a brief's texts, and how much of one an acceptance has to hold."""

    def __init__(self, manuscript: Manuscript) -> None:
        brief = manuscript.brief
        self._whole = {with_value(brief, index) for index in range(len(brief.spec.key_figures))}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for claim in manuscript.claims:
            if (text := brief.texts.get(claim.text_key)) is not None:
                self._spans.setdefault(text.markdown, []).append((claim.start, claim.end))

    def around(self, mark: Mark) -> tuple[int, int]:
        """The marked words and those beside them; of a key figure all, which is short."""
        if mark.text in self._whole:
            return 0, len(mark.text)
        text, start, end = mark.text, mark.start, mark.end
        spans = self._spans.get(text, [])
        around = [(first, last) for first, last in spans if first <= start and end <= last]
        paragraph = text.rfind("\n\n", 0, start) + 1, end + len(text[end:].partition("\n\n")[0])
        begin, stop = max(around, default=paragraph)
        # A sentence may end with a citation, of which its last offset is the first character.
        tokens = map(re.Match.span, WORD.finditer(text, begin))
        words = list(takewhile(lambda word: word[0] < stop, tokens))
        first = sum(last <= start for _, last in words)
        behind = next((n for n, (begins, _) in enumerate(words) if begins >= end), len(words))
        held = words[max(0, first - LEAST_AROUND) : behind + LEAST_AROUND] or [(start, end)]
        return min(start, held[0][0]), max(end, held[-1][1])


def with_value(brief: Brief, index: int) -> str:
    """A key figure's value and its label, which are read together."""
    text = brief.texts.get(f"key-figures.{index}.label")
    return f"{brief.spec.key_figures[index].value} {text.markdown if text is not None else ''}"


def same(words: str, others: str) -> bool:
    return words.split() == others.split()


def standing(texts: Collection[str], words: str, most: int | None = None) -> list[Mark]:
    """Where words stand in these texts, `most` of it; where they are the whole of one, only there."""
    whole = [it for it in texts if len(it) < 2 * len(words) and same(it, words)]
    spans = ((text, span) for text in whole or texts for span in _spans(text, words))
    return [Mark(text, *span) for text, span in islice(spans, most)]


def _spans(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text: not within others, however the lines are broken."""
    first, pattern = words.split()[0], _pattern(words)
    at = text.find(first)
    while at >= 0:
        within = at > 0 and _is_letter(text[at - 1]) and _is_letter(first[0])
        if not within and (match := pattern.match(text, at)) is not None:
            yield match.span()
        at = text.find(first, at + 1)


def within_word(text: str, at: int) -> bool:
    """Whether an offset stands between two letters or digits of a word."""
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    after = r"(?!\w)" if _is_letter(words[-1]) else ""
    return re.compile(r"\s+".join(map(re.escape, words.split())) + after)


def mark_of(brief: Brief, finding: Diagnostic) -> Mark | None:
    """What a finding marks; None for what is about no text of the brief."""
    for text, origin in _near(brief, finding):
        stretch = origin.stretch(finding.place)
        if stretch is not None and stretch[0] < stretch[1] <= len(text):
            mark = trimmed(text, *stretch)
            wider = standing([text], finding.words) if finding.words else []
            found = next(
                (it for it in wider if it.holds(mark)), None if finding.words and not wider else mark
            )
            return found if found is None else _in_key_figure(brief, finding, found)
    return None


def _in_key_figure(brief: Brief, finding: Diagnostic, mark: Mark) -> Mark:
    """A mark in the value or the label of a key figure, in both together; any other as it is."""
    kind, _, rest = finding.about.partition(".")
    index, _, name = rest.partition(".")
    if (kind, name) != ("key-figures", "label"):
        return mark
    both, value = with_value(brief, int(index)), brief.spec.key_figures[int(index)].value
    if mark.text == brief.texts[finding.about].markdown:
        ahead = len(value) + 1
    elif (lead := mark.text.find(value)) >= 0:
        ahead = -lead
    else:
        return mark
    return Mark(both, mark.start + ahead, mark.end + ahead)


def trimmed(text: str, start: int, end: int) -> Mark:
    """A stretch of a text without white space at its ends."""
    words = text[start:end]
    return Mark(text, start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _near(brief: Brief, finding: Diagnostic) -> Iterator[tuple[str, Origin]]:
    """The texts in which a finding may stand, with the way back: its own, a value, a title, a row."""
    if not finding.about:
        return
    if (text := brief.texts.get(finding.about)) is not None:
        yield text.markdown, text.origin
    source = brief.document.source
    if finding.place.file == source.file:
        index = source.offset(finding.place.line - 1) + finding.place.column - 1
        if (scalar := scalar_at(brief.document.root, index)) is not None:
            yield scalar.text, Origin(source, scalar)
    for loaded in brief.sections:
        if loaded.section is not None:
            yield loaded.section.record.title, loaded.section.title
    for table in brief.tables.values():
        yield from ((row.value, row) for row in table.written)
