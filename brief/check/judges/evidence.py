"""E601–E605: whose words a claim rests on, and whether it says so.

The judges read the `voices` of the cited paragraphs. Attribution is recognised by the
voice's own name, by words for its kind, and for testimony by verbs of speaking; the lists
lean towards silence, because a warning that is often wrong is not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from brief.check.judges.quotations import place_of
from brief.check.rule import Rule
from brief.check.rules.evidence import (
    ArticleWithoutEvidence,
    SecondHandUnnamed,
    StateClaimAsOurs,
    TestimonyAsFact,
    Uncorroborated,
)
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Claim, Manuscript, Reference
from brief.model.source import TREATIES, Source, Voice
from brief.text.languages import either, words

SPOKEN = either("speaking")
"""Words that say that somebody speaks."""
STATE = either("state")
OFFICIAL = {"state-media": STATE, "government": f"{STATE}|{either('officials')}"}
"""Who may speak for a State, and acts for it, too: “the government feeds all” is no attribution."""
SPEAKERS = {
    "state-media": either("speakers.state-media"),
    "government": either("speakers.government"),
    "witness": f"{either('speakers.witness')}|{SPOKEN}",
    "inside-source": f"{either('speakers.inside-source')}|{SPOKEN}",
}
"""Words that name a speaker of a kind by themselves."""
GOES_ON = re.compile(rf"(?:{either('goes-on')})\b")
RULES_BY_KIND: dict[str, type[Rule]] = {
    "state-media": StateClaimAsOurs,
    "government": StateClaimAsOurs,
    "witness": TestimonyAsFact,
    "inside-source": TestimonyAsFact,
}
COMMON = frozenset(words("name-particles"))
TOPICS = frozenset(words("topics"))
"""Words of names that a sentence may hold without naming anybody: all of such a name must stand there."""


def claims_attributed(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """E601 and E602: a sentence says whose words it rests on."""
    before: Claim | None = None
    for claim in manuscript.claims:
        said = _with_subject(claim, before)
        before = claim
        if claim.set_off or claim.text_key.endswith(".caption") or not re.search(r"\w", claim.words):
            continue
        for reference in claim.references:
            unnamed = [voice for voice in reference.voices if voice.kind in RULES_BY_KIND]
            if unnamed and not any(_names(said, voice) for voice in reference.voices):
                yield _unattributed(manuscript, claim, reference, unnamed[0])
                break


def _with_subject(claim: Claim, before: Claim | None) -> str:
    """The sentence, with the one before it where it goes on with the same subject ("It also reported …")."""
    if before is None or before.text_key != claim.text_key or not GOES_ON.match(claim.words):
        return claim.words
    return f"{before.words} {claim.words}"


def _names(said: str, voice: Voice) -> bool:
    """Whether a sentence names a voice, by name or by kind."""
    if voice.kind in SPEAKERS and _as_words(SPEAKERS[voice.kind]).search(said):
        return True
    actor = OFFICIAL.get(voice.kind)
    if actor is not None and _as_words(actor).search(said) and _as_words(SPOKEN).search(said):
        return True
    own = [word for word in re.findall(r"\w+", voice.name.lower()) if word not in COMMON]
    named = [word for word in own if _as_words(re.escape(word)).search(said)]
    return bool(set(named) - TOPICS) or (bool(own) and named == own)


@lru_cache(maxsize=1024)
def _as_words(regex: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{regex})\b", re.I)


def _unattributed(manuscript: Manuscript, claim: Claim, reference: Reference, voice: Voice) -> Diagnostic:
    finding = RULES_BY_KIND[voice.kind].at(
        place_of(manuscript, claim, claim.start, claim.end),
        f"para. {reference.paragraphs} of `{reference.source.id}` is what {voice.name} says, "
        "and the sentence does not say so",
        help="name the speaker",
    )
    return replace(finding, about=claim.text_key)


def second_hand_named(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """E603: words of a voice are quoted, and no citation names the paragraph where the voice speaks."""
    for claim in manuscript.claims:
        for quotation in claim.quotations:
            found = quotation.found
            if found is None:
                continue
            source = next(ref.source for ref in claim.references if ref.source.id == found.source)
            voices = [voice for voice in source.record.voices if found.paragraph in voice.paragraphs]
            cited = [ref for ref in claim.references if ref.source.id == found.source and ref.paragraphs]
            if voices and not cited:
                finding = SecondHandUnnamed.at(
                    place_of(manuscript, claim, quotation.start, quotation.end),
                    f"these are words of {voices[0].name}, and the note cannot say so",
                    help=f"cite `[@{found.source}, para. {found.paragraph}]`",
                )
                yield replace(finding, about=claim.text_key)


def claims_corroborated(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """E604, where the venue asks for it."""
    rule = manuscript.brief.venue.corroboration
    if rule is None:
        return
    for claim in manuscript.claims:
        evidence = [ref for ref in claim.references if _is_evidence(ref.source)]
        if claim.set_off or not evidence or len(_origins(evidence)) >= rule.sources:
            continue
        finding = Uncorroborated.at(
            place_of(manuscript, claim, claim.start, claim.end),
            f"this rests on {_what_is_one(evidence)}, and the venue asks for {rule.sources}",
            help="cite an independent source",
        )
        yield replace(finding, about=claim.text_key)


def _is_evidence(source: Source) -> bool:
    return bool(source.paragraphs) and source.record.type not in TREATIES


def _origins(references: list[Reference]) -> set[str]:
    """Independent origins: the voices that speak, else the publisher; the same voice in two papers is one."""
    origins: set[str] = set()
    for ref in references:
        voices = {voice.name for voice in ref.voices}
        origins |= voices or {_publisher(ref.source)}
    return origins


def _publisher(source: Source) -> str:
    record = source.record
    return record.container_title or record.publisher or record.authority or record.title


def _what_is_one(references: list[Reference]) -> str:
    if len({ref.source.id for ref in references}) == 1:
        return "one source"
    return "one publisher" if len({_publisher(ref.source) for ref in references}) == 1 else "one voice"


def articles_supported(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """E605: an article is cited beside evidence in some section; asks and recommendations allege nothing."""
    together: dict[str, list[Reference]] = defaultdict(list)
    for reference in manuscript.all_references():
        if reference.text_key.startswith(("asks", "recommendations")):
            continue
        together[_unit(reference.text_key)].append(reference)
    first: dict[tuple[str, str], Reference] = {}
    supported: set[tuple[str, str]] = set()
    for references in together.values():
        evidence = any(_is_evidence(ref.source) for ref in references)
        for ref in references:
            if ref.source.record.type == "treaty" and ref.item.locator:
                for article in re.findall(r"\d+", ref.item.locator.partition("(")[0]):
                    key = (ref.source.id, article)
                    first.setdefault(key, ref)
                    supported |= {key} if evidence else set()
    for key, reference in first.items():
        if key not in supported:
            yield _without_evidence(manuscript, key, reference)


def _unit(text_key: str) -> str:
    """What belongs together: a section with its blocks, the key figures, the summary."""
    kind, *rest = text_key.split(".")
    return f"{kind}.{rest[0]}" if kind == "sections" else kind


def _without_evidence(manuscript: Manuscript, key: tuple[str, str], reference: Reference) -> Diagnostic:
    text, item = manuscript.brief.texts[reference.text_key], reference.item
    finding = ArticleWithoutEvidence.at(
        text.origin.place(item.start, item.end),
        f"article {key[1]} of `{key[0]}` is cited, and no evidence is cited beside it",
        help="cite the evidence there, or say that there is none",
        words=text.markdown[item.start : max(item.end, item.locator_start + len(item.locator))],
    )
    return replace(finding, about=reference.text_key)
