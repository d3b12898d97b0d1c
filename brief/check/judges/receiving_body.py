"""What the receiving body asks for: its languages, the fields it needs, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterator

from brief.check.rules.venue import FieldMissing, LanguageNotAccepted, NotConfirmed
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript
from brief.model.venue import Attested


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
