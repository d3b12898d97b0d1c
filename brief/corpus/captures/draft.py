"""A draft of a source from a capture: its record, its body, and what a person must look at.

The draft says only what the capture says of itself. What is proposed to be dropped is left out
of the body and listed under `facts` with the numbers of its lines; whatever staff put back is
found there by `brief seeds verify`, because add and verify read the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from brief.corpus.captures.lines import CapturedText, folded, named
from brief.corpus.captures.page_metadata import PageMetadata, main_lines, page_metadata
from brief.corpus.captures.passages import passages, proposed_drops
from brief.corpus.captures.pdf_lines import covered_pages
from brief.corpus.captures.record import Remarks, in_order, valid, with_title
from brief.corpus.captures.source_file import Passage
from brief.corpus.captures.text import captured_text
from brief.corpus.captures.told import BLACKED_OUT
from brief.model.partial_date import PartialDate
from brief.model.ranges import Ranges
from brief.run.deadline import OverBudgetError, within

SECONDS = 20
MOST_LISTED = 60
LONGEST_LISTED = 160
TYPES = {"html": "webpage"}


@dataclass(frozen=True)
class Draft:
    """A record without id and capture, its remarks, its body, and what was left out of it."""

    form: str
    record: dict[str, Any]
    facts: tuple[str, ...]
    body: tuple[Passage, ...]
    refused: str = ""
    dropped: tuple[int, ...] = ()
    site: str = ""
    warnings: tuple[tuple[str, str], ...] = ()


def drafted(data: bytes, *, name: str, url: str | None, today: PartialDate) -> Draft:
    """The draft from a capture called `name`, fetched today from `url` where there is one.

    Raises `ValueError` with what is wrong with the capture.
    """
    text = captured_text(data)
    if not any(line.text for line in text.lines):
        raise ValueError("holds no text that can be seen")
    remarks = Remarks()
    page = page_metadata(data) if text.form == "html" else PageMetadata(title=text.title)
    record = in_order(_record(text, page, url, today, remarks))
    record = with_title(valid(record, remarks), name, remarks)
    kept, dropped = _kept(data, text, remarks)
    body = _body(text, kept, record)
    _tell(text, page, url, today, remarks)
    if covered := _covered(data) if text.form == "pdf" else []:
        pages = Ranges.of(covered)
        remarks.facts.append(f"**A bar is painted over words of page {pages}**: they stand in this text.")
    facts = (*remarks.facts, *_pages(text, body), *_left_out(text, dropped, body))
    refused = remarks.refused + "".join(line.refused for line in text.lines)
    warnings = (*text.warnings, BLACKED_OUT) if covered else text.warnings
    left_out, site = tuple(sorted(dropped)), _site(page, url)
    return Draft(text.form, record, facts, tuple(body), refused, left_out, site, warnings)


def _record(
    text: CapturedText, page: PageMetadata, url: str | None, today: PartialDate, remarks: Remarks
) -> dict[str, Any]:
    return {
        "type": TYPES.get(text.form, "document"),
        "title": remarks.text(page.title),
        "author": tuple({"literal": name} for name in page.authors if name != page.site),
        "container-title": page.site,
        "issued": page.issued,
        "accessed": today if url else None,
        "URL": _address(url or page.url),
        "language": page.language,
    }


def _covered(data: bytes) -> list[int]:
    try:
        return within(SECONDS, covered_pages, data)
    except OverBudgetError:
        return []


def _address(url: str) -> str:
    """An address without its fragment, which names a place in the page and not the page."""
    return url.partition("#")[0]


def _site(page: PageMetadata, url: str | None) -> str:
    return page.site or (urlsplit(url or page.url).hostname or "").removeprefix("www.").partition(".")[0]


def _kept(data: bytes, text: CapturedText, remarks: Remarks) -> tuple[set[int], set[int]]:
    """The numbers of the lines to keep, and of those that are proposed to be dropped."""
    there = {number for number, line in enumerate(text.lines, 1) if line.text}
    try:
        main = main_lines(data, text) if text.form == "html" else there
    except OverBudgetError:
        remarks.facts.append("It would take too long to tell this page’s main text: every line was kept.")
        main = there
    dropped = proposed_drops(text) | (there - main)
    return (there - dropped, dropped) if there - dropped else (there, set())


def _body(text: CapturedText, kept: set[int], record: dict[str, Any]) -> list[Passage]:
    """The passages; a title that stands above all of them is in the record, and not said twice."""
    body = passages(text, kept)
    title = folded(str(record["title"]))
    if len(body) > 1 and folded(body[0].text) == title:
        return body[1:]
    return body


def _tell(
    text: CapturedText, page: PageMetadata, url: str | None, today: PartialDate, remarks: Remarks
) -> None:
    """What staff must know of the draft before anybody cites it."""
    told = remarks.facts
    if not url:
        told.append(f"Captured from a file on {today}; when the file was made is not known.")
    if page.issued is None:
        differ = f"the dates it states contradict each other ({', '.join(page.dates)})"
        told.append(f"No date of publication: {differ if page.dates else 'the capture states none'}.")
    if page.authors:
        told.append("The author is as the page’s metadata give it: check it against the page.")
    if text.form == "pdf":
        told.append("A PDF holds no paragraphs and no headings: check where each paragraph ends, add `## `.")
        told.append(
            "**Covered, white and struck words of a page stand in this text too**: compare each line."
        )
        if broken := [str(n) for n, line in enumerate(text.lines, 1) if line.broken]:
            told.append(f"Words broken at a line’s end were joined without the hyphen: {_listed(broken)}.")
    told += text.told
    for number, line in enumerate(text.lines, 1):
        if line.refused and len(told) < MOST_LISTED:
            told.append(f"Hidden characters were left out in line {number}: {named(line.refused)}.")
    remarks.hidden("of the record", remarks.refused)


def _listed(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:MOST_LISTED])
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{' …' if len(numbers) > MOST_LISTED else ''}"


def _pages(text: CapturedText, body: list[Passage]) -> Iterator[str]:
    """Which paragraphs stand on which page."""
    if text.form != "pdf":
        return
    pages: dict[int, list[int]] = {}
    paragraphs = (passage for passage in body if not passage.heading)
    for number, passage in enumerate(paragraphs, 1):
        pages.setdefault(text.lines[passage.first - 1].page, []).append(number)
    shown = [f"page {page}: {_span(numbers[0], numbers[-1])}" for page, numbers in pages.items()]
    yield f"Paragraphs by page: {'; '.join(shown)}."


def _left_out(text: CapturedText, dropped: set[int], body: list[Passage]) -> Iterator[str]:
    """The lines left out, those between the paragraphs before a page's furniture around them."""
    furniture = {number for number in dropped if text.lines[number - 1].furniture}
    if furniture:
        yield f"Page numbers and running heads are no part of the text: {_listed_spans(furniture)}."
    dropped = dropped - furniture
    first = body[0].first if body else 1
    last = body[-1].last if body else len(text.lines)
    around = sorted(n for n in dropped if text.form == "html" and not first <= n <= last)
    inside = sorted(dropped - set(around))
    listed = [*inside, *around][:MOST_LISTED]
    if listed:
        yield "Left out by proposal; put back what belongs to the text, in its place:"
    for number in sorted(listed):
        words = text.lines[number - 1].text.replace("`", "'")
        yield f"Line {number}: `{words[:LONGEST_LISTED]}{'…' if len(words) > LONGEST_LISTED else ''}`"
    if rest := dropped - set(listed):
        yield f"And {_listed_spans(rest)}."


def _listed_spans(numbers: set[int]) -> str:
    return f"line{'s' if len(numbers) > 1 else ''} {Ranges.of(sorted(numbers))}"


def _span(first: int, last: int) -> str:
    return f"para. {first}" if first == last else f"paras. {first}-{last}"
