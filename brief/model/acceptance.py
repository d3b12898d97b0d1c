"""Warnings answered where they stand: `accept: [{code: E602, words: "…", reason: "…"}]`.

An acceptance answers one warning: that of its code which marks its words, in the spec, section,
block, ask, key figure or list of recommendations where it is written. The words pin the claim:
the marked ones with three of their sentence on each side, a key figure's value with its label;
fewer, such that stand twice, or that hold a second warning of the code answer nothing, so that
nothing that is written later hides behind an older reason. What
has a place in a text is answered there; at the top level, what is about the summary or the whole
brief, by the words that its judge gives it: a length, a source's id, a picture. An acceptance
that answers nothing is a finding itself (S123). Reasons go into the manifest. Errors cannot be
answered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from brief.check.pinned_words import (
    Mark,
    Sentences,
    mark_of,
    same,
    standing,
    trimmed,
    with_value,
    within_word,
)
from brief.check.rule import RULES
from brief.check.rules.spec import AnswersNothing, acceptance
from brief.files.validate import BLANK
from brief.files.yaml_nodes import PATH
from brief.model.diagnostic import Diagnostic, Place, Severity
from brief.model.fields import Acceptance
from brief.model.manuscript import Accepted, Brief, Manuscript

AFTER_CHECK = {"S118": "build", "V501": "build", "P720": "print"}
"""Codes that are found only by a build, or only by one of the edition for print shops."""
BY_THE_BRIEF = frozenset(("E604", "E605"))
"""Codes that depend on the rest of the brief: in a section that many use, one brief may not have them."""
ITEMS = {
    "asks": "of this ask",
    "key-figures": "of this key figure",
    "recommendations": "of these recommendations",
}
CITED = re.compile(r"@[^\s;\[\]][^;\[\]]*")
MOST_AROUND, FARTHEST = 8, 300
"""So many words, within so many characters, are looked at on each side of the marked ones."""
TYPOGRAPHIC = "“”„‟«»‘’"
LONGEST = 400
"""More characters are not repeated in a message."""
MOST_REMEDIES = 50
"""More warnings of one brief than anybody answers at once: the others are told when these are mended."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """What has an `accept`: the texts it is for are `prefix` or below it; `called` as a person would."""

    prefix: str
    called: str
    accept: tuple[Acceptance, ...]
    places: tuple[Place, ...]
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class _Warning:
    """A finding that can be answered, its mark where it has one, and who answers it, the nearest first."""

    finding: Diagnostic
    mark: Mark | None
    holders: tuple[_Holder, ...]


@dataclass(frozen=True)
class _Group:
    """The warnings of one code that one holder may answer."""

    brief: Brief
    holder: _Holder
    sentences: Sentences
    warnings: list[_Warning] = field(default_factory=list)

    @cached_property
    def texts(self) -> set[str]:
        """The texts they may stand in."""
        own = {it.mark.text for it in self.warnings if it.mark is not None}
        return own | _texts(self.brief, self.holder)

    @cached_property
    def _by_text(self) -> dict[str, list[tuple[int, int, _Warning]]]:
        """Their marks by text, in its order."""
        found: dict[str, list[tuple[int, int, _Warning]]] = {}
        for it in self.warnings:
            if it.mark is not None:
                found.setdefault(it.mark.text, []).append((it.mark.start, it.mark.end, it))
        return {text: sorted(marks, key=itemgetter(0, 1)) for text, marks in found.items()}

    def marked(self, words: Mark) -> list[_Warning]:
        """Those that words cover."""
        marks = self._by_text.get(words.text, [])
        first = bisect_left(marks, words.start, key=itemgetter(0))
        last = bisect_left(marks, words.end, key=itemgetter(0))
        return [warning for _, end, warning in marks[first:last] if end <= words.end]

    def named(self, words: str) -> list[_Warning]:
        """Those that words name: all at one mark, or none."""
        if plain := [it for it in self.warnings if it.mark is None and same(it.finding.words, words)]:
            return plain
        stands = standing(self.texts, words, most=2)
        marked = self.marked(stands[0]) if len(stands) == 1 else []
        marks = {it.mark for it in marked}
        return marked if len(marks) == 1 and all(m and stands[0].holds(self.pinned(m)) for m in marks) else []

    def pinned(self, mark: Mark) -> Mark:
        """What an acceptance of a mark must hold: enough of its sentence, up to the next of these marks."""
        start, end = self.sentences.around(mark)
        others = [(first, last) for first, last, _ in self._by_text.get(mark.text, [])]
        if self.warnings[0].finding.code in BY_THE_BRIEF:  # which of them are marked, the brief decides
            others += [it.span() for it in CITED.finditer(mark.text, start, end)]
        start = max([start, *(last for _, last in others if last <= mark.start)])
        end = min([end, *(first for first, _ in others if first >= mark.end)])
        while start < mark.start and within_word(mark.text, start):
            start += 1
        while end > mark.end and within_word(mark.text, end):
            end -= 1
        return trimmed(mark.text, start, end)


Groups = dict[tuple[str, str], _Group]


def answered(manuscript: Manuscript, findings: Iterable[Diagnostic]) -> tuple[Manuscript, list[Diagnostic]]:
    """The manuscript with the warnings that it answers besides, and the findings that stand.

    Warnings that can be answered say how. All findings of a code about one text come in one call.
    """
    found, brief = list(findings), manuscript.brief
    warnings = _warnings(brief, filter(_can_be_answered, found))
    if not warnings:
        return manuscript, found
    groups: Groups = {}
    sentences = Sentences(manuscript)
    for warning in warnings:
        for holder in warning.holders:
            key = holder.prefix, warning.finding.code
            groups.setdefault(key, _Group(brief, holder, sentences)).warnings.append(warning)
    accepted = _accepted(brief, groups)
    left = [warning for warning in warnings if id(warning.finding) not in accepted]
    remedies = {id(it.finding): _with_remedy(it, groups) for it in left[:MOST_REMEDIES]}
    left_over = [remedies.get(id(it), it) for it in found if id(it) not in accepted]
    return replace(manuscript, accepted=(*manuscript.accepted, *accepted.values())), left_over


def _warnings(brief: Brief, findings: Iterable[Diagnostic]) -> list[_Warning]:
    holders: dict[str, tuple[_Holder, ...]] = {}
    found = []
    for it in findings:
        if it.about not in holders:
            holders[it.about] = tuple(_holders(brief, it.about))
        found.append(_Warning(it, mark_of(brief, it), holders[it.about]))
    return found


def _can_be_answered(finding: Diagnostic) -> bool:
    """Whether it is a warning, and no error that is let through in a draft; what bodies ask for may be."""
    firm = RULES[finding.code].severity is Severity.ERROR and not finding.code.startswith("V")
    return finding.severity is not Severity.ERROR and not firm and bool(finding.words or finding.about)


def _accepted(brief: Brief, groups: Groups) -> dict[int, Accepted]:
    """The warnings that are answered, by their identity; of several acceptances the nearest counts."""
    found: dict[int, Accepted] = {}
    for holder in _all_holders(brief):
        for answer, place in zip(holder.accept, holder.places, strict=True):
            group = groups.get((holder.prefix, answer.code))
            for warning in group.named(answer.words) if group is not None else ():
                found.setdefault(id(warning.finding), Accepted(warning.finding, answer, place))
    return found


def _texts(brief: Brief, holder: _Holder) -> set[str]:
    """The texts that an acceptance may speak of."""
    prefix = holder.prefix or "summary"
    found = {key: text.markdown for key, text in brief.texts.items() if f"{key}.".startswith(f"{prefix}.")}
    for key in found.keys() & {f"{prefix}.label"} if prefix.startswith("key-figures.") else ():
        found[key] = with_value(brief, int(prefix.rpartition(".")[2]))
    return set(found.values())


# Who answers


def _holders(brief: Brief, about: str) -> list[_Holder]:
    """Those whose `accept` is for a text, the nearest first; the top level for what has no other."""
    kind, *rest = about.split(".")
    if kind == "sections" and rest:
        return _of_section(brief, int(rest[0]), rest[1:])
    if kind in ITEMS and rest:
        return [_of_item(brief, kind, int(rest[0]))]
    return [_of_spec(brief, "", "at the top level", brief.spec.accept, ())]


def _of_spec(brief: Brief, prefix: str, called: str, accept: tuple[Acceptance, ...], path: PATH) -> _Holder:
    places = tuple(brief.document.place((*path, "accept", n, "words")) for n in range(len(accept)))
    return _Holder(prefix, called, accept, places)


def _of_item(brief: Brief, kind: str, index: int) -> _Holder:
    items = getattr(brief.spec, kind.replace("-", "_"))
    return _of_spec(brief, f"{kind}.{index}", ITEMS[kind], items[index].accept, (kind, index))


def _of_section(brief: Brief, index: int, rest: list[str]) -> list[_Holder]:
    """A section's block, the file that a section is used from, the spec's own entry: the nearest first."""
    path: PATH = ("sections", index)
    prefix, entry = f"sections.{index}", brief.spec.sections[index]
    found = [_of_spec(brief, prefix, "of this section", entry.accept, path)]
    loaded = brief.loaded.get(index)
    section = loaded.section if loaded is not None else None
    if section is not None and rest == ["text"]:
        shared = _Holder(f"{prefix}.text", "of this section", section.record.accept, section.accepted, True)
        found.insert(0, shared)
    if rest[:1] == ["blocks"]:
        inner, block = (*path, "blocks", int(rest[1])), entry.blocks[int(rest[1])]
        found.insert(0, _of_spec(brief, f"{prefix}.blocks.{rest[1]}", "of this block", block.accept, inner))
    return found


def _all_holders(brief: Brief) -> Iterator[_Holder]:
    """Every `accept` that this audience's brief has, those within others before them."""
    for loaded in brief.sections:
        for position in range(len(loaded.blocks)):
            yield _of_section(brief, loaded.index, ["blocks", str(position)])[0]
        yield from _of_section(brief, loaded.index, ["text"])
    for kind in ITEMS:
        for index in range(len(getattr(brief.spec, kind.replace("-", "_")))):
            yield _of_item(brief, kind, index)
    yield from _holders(brief, "")


# What to write


def _with_remedy(warning: _Warning, groups: Groups) -> Diagnostic:
    """The finding with what to write to answer it."""
    finding, holder = warning.finding, warning.holders[0]
    if finding.severity is not Severity.WARNING:
        return finding
    group = groups[holder.prefix, finding.code]
    words = finding.words if warning.mark is None else _telling(group, warning.mark)
    if not words:
        return finding
    item = acceptance(finding.code, words if len(words) <= LONGEST else "the words that are marked", "…")
    return replace(finding, answer=f"write under `accept:` {holder.called}: {item}")


def _telling(group: _Group, mark: Mark) -> str:
    """The words that pin the marked ones, with as many more as tell them from others; empty where none do."""
    for start, end in _widened(group.pinned(mark)):
        words = " ".join(mark.text[start:end].split())
        if words and {it.mark for it in group.named(words)} == {mark}:
            return words
    return ""


def _widened(mark: Mark) -> Iterator[tuple[int, int]]:
    """A mark, and with ever more words before it, after it, around it."""
    near = slice(max(0, mark.start - FARTHEST), mark.start), slice(mark.end, mark.end + FARTHEST)
    before = [it.start() + near[0].start for it in re.finditer(r"\S+", mark.text[near[0]])]
    after = [it.end() + mark.end for it in re.finditer(r"\S+", mark.text[near[1]])]
    starts, ends = [mark.start, *reversed(before)], [mark.end, *after]
    for count in range(MOST_AROUND):
        for left, right in dict.fromkeys(((count, 0), (0, count), (count, count))):
            if left < len(starts) and right < len(ends):
                yield starts[left], ends[right]


# What answers nothing


def unanswering(
    manuscript: Manuscript, unanswered: Iterable[Diagnostic], *, after: str = "check", known: bool = True
) -> list[Diagnostic]:
    """S123 for every acceptance that answers nothing, of the codes that are found by a check, a build, a
    build of the edition for print shops; `unanswered` are the findings that were not answered, `known` says
    that nothing kept a warning from being found."""
    used = {answer.place for answer in manuscript.accepted}
    left, brief = list(unanswered), manuscript.brief
    found: list[Diagnostic] = []
    before: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for holder in _all_holders(brief):
        for answer, place in zip(holder.accept, holder.places, strict=True):
            prefixes = before.setdefault((answer.code, tuple(answer.words.split())), [])
            is_there = any(it == holder.prefix or it.startswith(f"{holder.prefix}.") for it in prefixes)
            prefixes.append(holder.prefix)
            if BLANK in (answer.words, answer.reason):  # what was written cannot be read, and that is said
                continue
            if place in used or AFTER_CHECK.get(answer.code, "check") != after:
                continue
            if is_there:
                message = "this acceptance is there twice"
                found.append(AnswersNothing.at(place, message, help="take one of them out"))
            else:
                alike = [it for it in left if it.code == answer.code]
                found += _idle(brief, holder, answer, place, alike, known=known)
    return found


def _idle(
    brief: Brief, holder: _Holder, answer: Acceptance, place: Place, alike: list[Diagnostic], *, known: bool
) -> Iterator[Diagnostic]:
    """Why an acceptance answers nothing, where findings of its code stand."""
    rule = RULES.get(answer.code)
    if rule is None or (rule.severity is Severity.ERROR and answer.code[0] != "V"):
        what = (
            f"there is no `{answer.code}`" if rule is None else f"`{answer.code}` is an error, not a warning"
        )
        yield AnswersNothing.at(place, f"{what}, and cannot be accepted", help="take the acceptance out")
        return
    stands = standing(_texts(brief, holder), answer.words)
    if any(it.severity is Severity.ERROR and it.words and same(it.words, answer.words) for it in alike):
        return
    if len(stands) > 1:
        message = f"`{answer.words}` stands here {len(stands)} times, and an acceptance is for one of them"
        yield AnswersNothing.at(place, message, help="write more of the sentence: the warning says what")
    elif (more := _more(brief, stands, alike)) is not None:
        message = f"`{answer.words}` is too little of what the {answer.code} there says"
        yield AnswersNothing.at(place, message, help=more.answer or "write more of the sentence")
    elif len(stands) == 1 and holder.is_shared and answer.code in BY_THE_BRIEF:
        return
    elif known:
        message = f"no {answer.code} is found at `{answer.words}`"
        yield AnswersNothing.at(place, message, help=_how(brief, holder, answer))


def _more(brief: Brief, stands: list[Mark], alike: list[Diagnostic]) -> Diagnostic | None:
    """The finding that marks the words of an acceptance, or some of them, and is not answered by it."""
    marks = ((it, mark_of(brief, it)) for it in alike if stands)
    return next((it for it, mark in marks if mark and (mark.holds(stands[0]) or stands[0].holds(mark))), None)


def _how(brief: Brief, holder: _Holder, answer: Acceptance) -> str:
    """What to do with an acceptance that is no longer, or not here, needed."""
    texts = [text.markdown for text in brief.texts.values()]
    if not standing(texts, answer.words) and standing(texts, answer.words.strip(TYPOGRAPHIC) or answer.words):
        return 'put straight quotation marks (`"`) around the words: others are taken for a part of them'
    if not holder.prefix and answer.code not in AFTER_CHECK and standing(texts, answer.words):
        return "write it where the words stand: under `accept:` of the section, block, ask or key figure"
    return "take it out; where a warning stands there still, it says which words to write"
