"""What the receiving body asks for: language, fields, length.

Where several limits apply (notes counted or not, with different certainty) the surest one
that is exceeded is said. Within five per cent of a limit warns. A limit that is not
confirmed warns and never fails, and so does every limit of a draft: who shortens it must see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brief.check.rules.venue import FieldMissing, LanguageNotAccepted, NotConfirmed, OverLimit
from brief.model.diagnostic import Diagnostic, Severity
from brief.model.manuscript import Brief, Manuscript
from brief.model.venue import Attested, Limit
from brief.text.word_count import WordCount


def _read_in(rule: Attested) -> str:
    return f"{rule.source} ({rule.date}; {rule.confidence})"


def language_accepted(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """V502: the language of the brief must be one that the body accepts."""
    brief = manuscript.brief
    rule = brief.venue.languages
    if rule is None or brief.spec.language.partition("-")[0] in rule.accepted:
        return
    accepted = ", ".join(f"`{language}`" for language in rule.accepted)
    yield LanguageNotAccepted.at(
        brief.place("language"),
        f"`{brief.venue_id}` does not accept `{brief.spec.language}`",
        help=f"it accepts {accepted}: {_read_in(rule)}",
        severity=brief.weight(rule),
        words=brief.spec.language,
    )


def required_fields(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """V503: what the body asks to be told must be there."""
    brief = manuscript.brief
    for rule in brief.venue.required:
        if getattr(brief.spec, rule.field.replace("-", "_")) not in (None, ()):
            continue
        yield FieldMissing.at(
            brief.place("venue"),
            f"`{brief.venue_id}` needs `{rule.field}`, which is missing",
            help=f"add a line `{rule.field}: …`; {_read_in(rule)}",
            severity=brief.weight(rule),
            words=rule.field,
        )


def unconfirmed_rules(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """V504: one note when something about this venue has to be confirmed before filing."""
    brief = manuscript.brief
    count = len(brief.venue.reconfirm)
    if count and brief.spec.status == "final":
        what = "one thing is" if count == 1 else f"{count} things are"
        yield NotConfirmed.at(
            brief.place("venue"),
            f"{what} to be confirmed with the body before filing",
            help=f"`brief venues {brief.venue_id}` lists them",
            words=f"{count} to be confirmed",
        )


NEAR = 0.95
SURENESS = ("official", "secondary", "unconfirmed")
STATUSES = {"general", "special", "roster"}


@dataclass(frozen=True, slots=True)
class Length:
    """How much there is of what a limit counts, and how much it allows."""

    limit: Limit
    found: int
    allowed: int

    def __str__(self) -> str:
        over = f": cut {self.found - self.allowed:,}" if self.found > self.allowed else ""
        return f"{self.found:,} of {self.allowed:,} {self.limit.unit}{_counted(self.limit)}{over}"

    @property
    def record(self) -> dict[str, object]:
        """For the manifest."""
        return {
            "unit": self.limit.unit,
            "counts": list(self.limit.counts) if self.limit.unit == "words" else None,
            "found": self.found,
            "allowed": self.allowed,
            "source": self.limit.source,
            "date": self.limit.date,
            "confidence": self.limit.confidence,
        }


def applicable(brief: Brief) -> list[Limit]:
    """The limits that hold for these submitters, the surest first."""
    statuses = {organisation.ecosoc for _, organisation in brief.organisations}
    held = [
        limit
        for limit in brief.venue.limits
        if not STATUSES & set(limit.applies_to) or statuses & set(limit.applies_to)
    ]
    return sorted(held, key=lambda limit: SURENESS.index(limit.confidence))


def measured(limit: Limit, words: WordCount, pages: int) -> int:
    """How much of what the limit counts there is."""
    return words.of(limit.counts) if limit.unit == "words" else pages


def over_limits(brief: Brief, words: WordCount, pages: int) -> Iterator[Diagnostic]:
    """At most one finding: the surest limit that is exceeded, or else the surest that is near."""
    held = lengths(brief, words, pages)
    over = [length for length in held if length.found > length.allowed]
    near = [
        length for length in held if length.limit.unit == "words" and length.found > length.allowed * NEAR
    ]
    if over:
        yield _over(brief, over[0], words)
    elif near:
        yield _near(brief, near[0])


def _over(brief: Brief, length: Length, words: WordCount) -> Diagnostic:
    limit, found, allowed = length.limit, length.found, length.allowed
    longest = sorted(words.sections.items(), key=lambda item: -item[1])[:3]
    where = "; longest: " + ", ".join(f"{name} ({count:,})" for name, count in longest) if longest else ""
    return OverLimit.at(
        brief.place("venue"),
        f"{found:,} {limit.unit}{_counted(limit)}, and `{brief.venue_id}` takes {allowed:,}: "
        f"cut {found - allowed:,}",
        help=f"{limit.source} ({limit.date}; {limit.confidence}){where if limit.unit == 'words' else ''}",
        severity=brief.weight(limit),
        words=f"{found:,} {limit.unit}",
    )


def _near(brief: Brief, length: Length) -> Diagnostic:
    return OverLimit.at(
        brief.place("venue"),
        f"{length.found:,} words{_counted(length.limit)}: near the {length.allowed:,} that "
        f"`{brief.venue_id}` takes",
        help="ways of counting differ by a few words: leave a margin",
        severity=Severity.WARNING,
        words=f"{length.found:,} words",
    )


def _counted(limit: Limit) -> str:
    sure = "" if limit.firm else "; unconfirmed"
    return f" ({', '.join(limit.counts)}{sure})" if limit.unit == "words" else sure and " (unconfirmed)"


def lengths(brief: Brief, words: WordCount, pages: int) -> tuple[Length, ...]:
    """What there is against each limit that holds, the surest first."""
    joint = len(brief.organisations) > 1
    return tuple(
        Length(limit, measured(limit, words, pages), limit.allows(joint=joint)) for limit in applicable(brief)
    )


def summary(brief: Brief, words: WordCount, pages: int) -> str:
    """One line for each build: its words, and what there is against each limit."""
    against = (str(length) for length in lengths(brief, words, pages))
    return "; ".join((f"{words.body:,} words, {words.notes:,} in notes", *against))


def by_section(brief: Brief, words: WordCount) -> tuple[str, ...]:
    """A line for each section with its words, where a limit counts words."""
    if not any(limit.unit == "words" for limit in applicable(brief)):
        return ()
    shown = {name: f"{count:,}" for name, count in words.sections.items() if count}
    width = max(map(len, shown.values()), default=0)
    return tuple(f"  {count:>{width}}  {name}" for name, count in shown.items())
