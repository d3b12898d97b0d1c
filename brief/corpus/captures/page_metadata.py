"""What a page says of itself: title, authors, site, language, and dates no more exact than stated.

trafilatura reads titles, authors and sites from the many places where pages keep them, and picks
the main text out of the rest. Dates it guesses, so only those are taken that the page states in
its own metadata (Open Graph, Dublin Core, schema.org); two that differ are none. Listed
articles' dates in the text are other articles' dates.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brief.corpus.captures.html_lines import parsed
from brief.corpus.captures.lines import CapturedText, folded, visible
from brief.model.partial_date import PartialDate
from brief.run.deadline import OverBudgetError, within

DATE = re.compile(r"\s*(\d{4})(?:[-/](\d{2})(?:[-/](\d{2}))?)?(?!\d)")
DATE_NAMES = frozenset({
    "article:published_time", "og:published_time", "dc.date", "dc.date.issued", "dc.date.created",
    "dcterms.date", "dcterms.issued", "dcterms.created", "citation_publication_date", "citation_date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date",
    "datepublished",
})  # fmt: skip
LOUD = ("trafilatura", "htmldate", "courlan", "justext")
LONG = 40
SECONDS = 6  # of the processor; a page of a megabyte takes two
Tree = Any


@dataclass(frozen=True)
class PageMetadata:
    """A page's own statements; `dates` holds all that were stated when they contradict each other."""

    title: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    url: str = ""
    language: str = ""
    issued: PartialDate | None = None
    dates: tuple[str, ...] = ()


def page_metadata(data: bytes) -> PageMetadata:
    """The metadata of a page."""
    tree = parsed(data)
    try:
        found = _asked("extract_metadata", data) or {}
    except OverBudgetError:
        found = {}
    stated = _stated_dates(tree)
    return PageMetadata(
        title=_one_line(found.get("title")),
        authors=_authors(found.get("author")),
        site=_one_line(found.get("sitename")),
        url=_one_line(found.get("url")),
        language=_one_line(tree.get("lang")),
        issued=_agreed(stated),
        dates=tuple(dict.fromkeys(map(str, stated))),
    )


def _asked(function: str, data: bytes, **options: Any) -> Any:
    """What trafilatura makes of a page; None where it fails, for what it gives is only a proposal.

    Raises `OverBudgetError`: on some pages its time grows with the square of their length, or worse.
    """
    try:
        return within(SECONDS, _taken, function, data, options)
    except OverBudgetError:
        raise
    except Exception:
        return None


def _taken(function: str, data: bytes, options: dict[str, Any]) -> Any:
    import trafilatura

    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    take = _blocks if function == "bare_extraction" else _named_fields
    return take(getattr(trafilatura, function)(parsed(data), **options))


def _named_fields(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name, None) for name in ("title", "author", "sitename", "url")}


def _one_line(value: Any) -> str:
    return visible(str(value))[0] if value else ""


def _authors(value: Any) -> tuple[str, ...]:
    names = (_one_line(name) for name in str(value or "").split(";"))
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name))[:20]


def _agreed(dates: list[PartialDate]) -> PartialDate | None:
    """The most exact of dates that say the same, None when they do not."""
    best = max(dates, key=lambda date: len(str(date)), default=None)
    return best if best and all(str(best).startswith(str(date)) for date in dates) else None


def _stated_dates(tree: Tree) -> list[PartialDate]:
    found = (_date(value) for value in (*_meta_dates(tree), *_linked_dates(tree)))
    return [date for date in found if date is not None]


def _date(value: Any) -> PartialDate | None:
    match = DATE.match(str(value))
    try:
        return PartialDate.parse("-".join(part for part in match.groups() if part)) if match else None
    except ValueError:
        return None


def _meta_dates(tree: Tree) -> Iterator[str]:
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name.lower() in DATE_NAMES:
            yield element.get("content") or ""
    for element in tree.iter("time", "span"):
        marked = element.tag == "time" and "pubdate" in element.attrib
        if marked or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or element.get("content") or ""


def _linked_dates(tree: Tree) -> Iterator[str]:
    """`datePublished` at the top of each JSON-LD block; articles listed deeper are other articles."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            value = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        graph = value.get("@graph", value) if isinstance(value, dict) else value
        for item in graph if isinstance(graph, list) else [graph]:
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                yield item["datePublished"]


def main_lines(data: bytes, text: CapturedText) -> set[int]:
    """The numbers of the lines that belong to the page's main text; all when none can be told.

    Raises `OverBudgetError` when that takes too long.
    """
    blocks = _asked("bare_extraction", data, favor_recall=True, include_comments=False) or []
    chosen = _chosen(text, set(blocks), " ".join(blocks))
    return chosen or {number for number, line in enumerate(text.lines, 1) if line.text}


def _blocks(document: Any) -> list[str]:
    body = getattr(document, "body", None)
    elements = body.iter() if body is not None else ()
    words = (folded(visible("".join(element.itertext()))[0]) for element in elements)
    return [block for block in words if block]


def _chosen(text: CapturedText, blocks: set[str], whole: str) -> set[int]:
    """Lines that stand in the main text: long ones, and short ones next to others that do."""
    lines = {number: folded(line.text) for number, line in enumerate(text.lines, 1)}
    inside = {n for n, line in lines.items() if line in blocks or (len(line) >= LONG and line in whole)}
    long = [number for number in inside if len(lines[number]) >= LONG]
    if not long:
        return inside
    first, last = min(long), max(long)
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    return {number for number in inside if first <= number <= last}
