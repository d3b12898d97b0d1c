"""Venues for the terminal: all in one table, or one with every rule and where it comes from.

The listing shows a limit that is not confirmed with `?`, and the page shows for each
rule its source, that source's date and its confidence, since a figure without them says
more than we know. Gives rich renderables; `cli` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from brief.model.venue import Attested, Limit, Typography, Venue

STYLES = {"official": "green", "secondary": "yellow", "unconfirmed": "magenta"}
FILES = {"docx": "Word", "pdf": "PDF"}
PUBLICATION = {
    True: "posted, unless the submitter asks that it is not",
    False: "public; no way to opt out is known",
}
NUMBERING = {True: "numbered", False: "need not be numbered"}
UNKNOWN = "–"
COLUMNS = ("id", "body", "limit", "files", "languages", "audience")


def listing(venues: Mapping[str, Venue], *, narrow: bool = False) -> RenderableType:
    """A table of the venues, one row each, in the order given; `narrow` puts the body below the id."""
    columns = ("id, body", *COLUMNS[2:]) if narrow else COLUMNS
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    table.columns[0].overflow = "fold"  # an id cut short could not be typed
    if narrow:
        table.columns[0].width = max(map(len, venues), default=0)
        for column in table.columns[2:]:
            column.no_wrap = True
    table.caption, table.caption_justify = "? not confirmed    – not known, or not set", "left"
    for id, venue in venues.items():
        name, (body, *cells) = Text(id, "bold", overflow="fold"), _cells(venue)
        first = [Group(name, Padding(Text(body, "dim"), (0, 0, 0, 2)))] if narrow else [name, Text(body)]
        table.add_row(*first, *map(Text, cells))
    return table


def page(id: str, venue: Venue) -> RenderableType:
    """Everything that is known of one venue, rule by rule."""
    rules = Table.grid(padding=(0, 2))
    rules.add_column(no_wrap=True)
    rules.add_column(overflow="fold")  # an address cut short could not be followed
    before = ""
    for title, what, attested in _rules(venue):
        rules.add_row(Text(title if title != before else "", "bold"), _attested(what, attested))
        before = title
    return Group(_head(id, venue), rules, *_to_reconfirm(venue))


def _cells(venue: Venue) -> tuple[str, ...]:
    return (
        venue.body,
        "\n".join(_shown_limits(venue)) or UNKNOWN,
        FILES[venue.filing.format] if venue.filing else UNKNOWN,
        " ".join(venue.languages.accepted) if venue.languages else UNKNOWN,
        venue.audience,
    )


def _shown_limits(venue: Venue) -> Iterator[str]:
    """Each figure once, surest first; unconfirmed ones only where there is no other."""
    firm = [limit for limit in venue.limits if limit.firm]
    mark = "" if firm else "?"
    yield from dict.fromkeys(_figure(limit) + mark for limit in firm or venue.limits)


def _figure(limit: Limit) -> str:
    joint = f" ({limit.joint:,} joint)" if limit.joint is not None else ""
    kinds = f" {', '.join(limit.applies_to)}" if limit.applies_to else ""
    unit = limit.unit if limit.single != 1 else limit.unit.removesuffix("s")
    return f"{limit.single:,} {unit}{joint}{kinds}"


def _head(id: str, venue: Venue) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    lines = {
        "body": venue.body,
        "audience": venue.audience,
        "template": venue.template,
        "style": venue.style,
        "citations": venue.citation_style,
    }
    for key, value in lines.items():
        table.add_row(Text(key, "dim"), Text(value))
    return Group(Text.assemble((id, "bold"), f"  {venue.name}"), table, Text())


def _rules(venue: Venue) -> Iterator[tuple[str, str, Attested]]:
    """(title, what it says, the rule itself) for every rule of the venue."""
    for limit in venue.limits:
        yield "limit", f"{_figure(limit)}, counting {' and '.join(limit.counts)}", limit
    yield from _single_rules(venue)
    for required in venue.required:
        yield "required", f"`{required.field}` in the spec", required
    for advice in venue.contents:
        yield "contents", advice.text, advice
    if venue.deadline:
        yield "deadline", venue.deadline.text, venue.deadline


def _single_rules(venue: Venue) -> Iterator[tuple[str, str, Attested]]:
    """The rules that a venue has once or not at all."""
    if venue.filing:
        yield "file", FILES[venue.filing.format], venue.filing
    if venue.publication:
        yield "publication", PUBLICATION[venue.publication.opt_out], venue.publication
    if venue.languages:
        yield "languages", " ".join(venue.languages.accepted), venue.languages
    if venue.typography:
        yield "type", _type(venue.typography), venue.typography
    if venue.numbered_paragraphs:
        yield "paragraphs", NUMBERING[venue.numbered_paragraphs.required], venue.numbered_paragraphs


def _type(asked: Typography) -> str:
    size = f"{asked.size:g} pt" if asked.size else ""
    plain = "" if asked.emphasis else "no bold, underline or italics"
    return ", ".join(filter(None, (asked.font, size, plain)))


def _attested(what: str, rule: Attested) -> Text:
    """The rule, what to know about it, and how sure we are from where."""
    lines = [Text(what)] + ([Text(rule.note, "dim")] if rule.note else [])
    sure = Text.assemble((rule.confidence, STYLES[rule.confidence]), (f": {rule.source}, {rule.date}", "dim"))
    return Text("\n").join([*lines, sure])


def _to_reconfirm(venue: Venue) -> Iterator[RenderableType]:
    if venue.reconfirm:
        questions = Table.grid(padding=(0, 1))
        for question in venue.reconfirm:
            questions.add_row(Text("  •"), Text(question))
        yield Group(Text("\nBefore filing, ask the secretariat:", "bold"), questions)
