"""Warnings answered where they stand: `accept: {E602: "why"}`.

A spec, a section, a block, an ask, a key figure or a list of recommendations can answer a
warning about its own text with a reason; the nearest answer counts. What is about no text of
the spec (a length, a source) is answered at the top level. The reason goes into the manifest,
so that a reader of the file can see what was decided. Errors cannot be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from brief.diagnostic import Diagnostic, Severity
from brief.manuscript import Brief, Manuscript


def answered(manuscript: Manuscript, findings: Iterable[Diagnostic]) -> tuple[Manuscript, list[Diagnostic]]:
    """The manuscript with the warnings that it answers besides, and the findings that stand."""
    standing: list[Diagnostic] = []
    accepted = list(manuscript.accepted)
    for finding in findings:
        reason = _reason(manuscript.brief, finding) if finding.severity is not Severity.ERROR else None
        if reason is None:
            standing.append(finding)
        else:
            accepted.append((finding.code, finding.about, finding.message, reason))
    return replace(manuscript, accepted=tuple(accepted)), standing


def _reason(brief: Brief, finding: Diagnostic) -> str | None:
    answers = _answers(brief, finding.about) if finding.about else (brief.spec.accept,)
    return next((answer[finding.code] for answer in answers if finding.code in answer), None)


def _answers(brief: Brief, key: str) -> Iterator[Mapping[str, str]]:
    """The answers that apply to a text, the nearest first."""
    kind, *rest = key.split(".")
    if kind == "sections":
        yield from _section_answers(brief, int(rest[0]), rest[1:])
    elif rest and rest[0].isdigit():
        yield _item_answers(brief, kind, int(rest[0]))
    yield brief.spec.accept


def _item_answers(brief: Brief, kind: str, index: int) -> Mapping[str, str]:
    spec = brief.spec
    if kind == "asks":
        return spec.asks[index].accept
    return spec.key_figures[index].accept if kind == "key-figures" else spec.recommendations[index].accept


def _section_answers(brief: Brief, index: int, rest: list[str]) -> Iterator[Mapping[str, str]]:
    entry = brief.spec.sections[index]
    if rest and rest[0] == "blocks":
        yield entry.blocks[int(rest[1])].accept
    yield entry.accept
    loaded = next((section for section in brief.sections if section.index == index), None)
    if loaded is not None and loaded.section is not None and rest == ["text"]:
        yield loaded.section.record.accept
