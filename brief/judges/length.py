"""V501: the limits of the receiving body, in words of the composed page or pages of the printed one.

Where several limits apply (notes counted or not, with different certainty) the surest one
that is exceeded is said. Within five per cent of a limit warns. A limit that is not
confirmed warns and never fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from brief.diagnostic import Diagnostic, Severity
from brief.manuscript import Brief
from brief.rules.venue import OverLimit
from brief.venue import Limit
from brief.word_count import WordCount

NEAR = 0.95
SURENESS = ("official", "secondary", "unconfirmed")
STATUSES = {"general", "special", "roster"}


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
    joint = len(brief.organisations) > 1
    limits = [
        (limit, limit.allows(joint=joint), measured(limit, words, pages)) for limit in applicable(brief)
    ]
    over = [found for found in limits if found[2] > found[1]]
    near = [found for found in limits if found[1] >= found[2] > found[1] * NEAR and found[0].unit == "words"]
    if over:
        yield _over(brief, *over[0], words)
    elif near:
        yield _near(brief, *near[0])


def _over(brief: Brief, limit: Limit, allowed: int, found: int, words: WordCount) -> Diagnostic:
    longest = sorted(words.sections.items(), key=lambda item: -item[1])[:3]
    where = "; longest: " + ", ".join(f"{name} ({count:,})" for name, count in longest) if longest else ""
    return OverLimit.at(
        brief.document.place(("venue",)),
        f"{found:,} {limit.unit}{_counted(limit)}, and `{brief.venue_id}` takes {allowed:,}: "
        f"cut {found - allowed:,}",
        help=f"{limit.source} ({limit.date}; {limit.confidence}){where if limit.unit == 'words' else ''}",
        severity=Severity.ERROR if limit.firm else Severity.WARNING,
    )


def _near(brief: Brief, limit: Limit, allowed: int, found: int) -> Diagnostic:
    return OverLimit.at(
        brief.document.place(("venue",)),
        f"{found:,} words{_counted(limit)}: near the {allowed:,} that `{brief.venue_id}` takes",
        help="ways of counting differ by a few words: leave a margin, or accept this warning with a reason",
        severity=Severity.WARNING,
    )


def _counted(limit: Limit) -> str:
    return "" if limit.unit == "pages" else f" ({', '.join(limit.counts)})"


def summary(brief: Brief, words: WordCount, pages: int) -> str:
    """What is shown for each build: the words or pages against the surest limit."""
    found = next(iter(applicable(brief)), None)
    shown = f"{words.body:,} words, {words.notes:,} in notes"
    if found is None:
        return shown
    allowed = found.allows(joint=len(brief.organisations) > 1)
    return f"{shown}; {measured(found, words, pages):,} of {allowed:,} {found.unit}{_counted(found)}"
