"""`brief seeds`: the corpus for the people who cite from it.

The list has one row for each source; on a narrow terminal the title stands below. A source
is shown with what staff must know before they cite: the notes under `facts`, who speaks in
each paragraph, and the words that may not leave the building, set in colour or, without
colour, between ⟦ and ⟧; in CI, where others read along, they give way. Captured text is evidence
and may be hostile: it is spelt out by `printable`, and is never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from brief.check.rules.references import UnknownSource
from brief.cli.commands.console import put
from brief.cli.commands.here import here, no_workspace
from brief.cli.commands.terminal import cannot, coloured, is_ci, is_terminal, report, shown, width
from brief.cli.report.printable import printable
from brief.corpus.reading import SOURCES, read_source, source_ids
from brief.model.diagnostic import Diagnostic, Place
from brief.model.names import meant
from brief.model.paragraphs import Heading, Paragraph
from brief.model.ranges import Ranges
from brief.model.source import Name, Protected, Source, SourceRecord

HEAD = ("id", "kind", "date", "paras", "handling", "title")
STYLES = ("bold", "cyan", "", "", "yellow", "")
UNKNOWN = "–"
UNREAD = "not read yet"
GAP = "  "
WIDE, READABLE = 110, 96
TO_READ = (
    "nobody has read it yet. Read it against its capture, complete its record, then take out the line that "
    "says so. Until then only a brief with `status: draft` may cite it."
)
ABOUT_APART = ("draft", "title", "handling", "protect", "voices", "facts", "capture")
PROTECTED = "bold reverse red"
NOT_IN_LOGS = "(not public)"


@dataclass(frozen=True)
class Row:
    """A source in the list; a field of `Row` is a column."""

    id: str
    kind: str
    date: str
    paragraphs: str
    handling: str
    title: str

    def cells(self) -> tuple[str, ...]:
        """The cells, safe to print."""
        cells = (self.id, self.kind, self.date, self.paragraphs, self.handling, self.title)
        return tuple(printable(shown(cell)) or UNKNOWN for cell in cells)


def list_sources() -> int:
    """Print the sources of the corpus; the exit status."""
    workspace = here()
    if workspace is None:
        return no_workspace()
    findings: list[Diagnostic] = []
    rows = [_row(id_, read_source(workspace, id_, findings)) for id_ in sorted(source_ids(workspace))]
    if rows:
        put(*_list(rows), columns=None if is_terminal() else _unlimited(rows))
    else:
        put(Text(f"There is no source yet. A source is a file {SOURCES}/ID.md."))
    return report(findings, workspace.root, "full", strict=False)


def _row(id_: str, source: Source | None) -> Row:
    if source is None:
        return Row(id_, "", "", "", "", "cannot be read: see below")
    record, count = source.record, len(source.paragraphs)
    date = str(record.issued) if record.issued else ""
    kind = record.kind or record.type
    handling = f"{_handling(record)}, {UNREAD}" if source.unread else _handling(record)
    title = NOT_IN_LOGS if is_ci() and record.handling != "public" else record.title
    return Row(id_, kind, date, str(count) if count else "", handling, title)


def _handling(record: SourceRecord) -> str:
    return record.handling if isinstance(record.handling, str) else ", ".join(record.handling)


def _unlimited(rows: Sequence[Row]) -> int:
    """Columns enough for one line a source, so that a pipe sees each whole."""
    return sum(_widths(rows)) + len(HEAD) * len(GAP)


def _widths(rows: Sequence[Row]) -> list[int]:
    return [max(map(cell_len, column)) for column in zip(HEAD, *(row.cells() for row in rows), strict=True)]


def _list(rows: Sequence[Row]) -> Iterator[Text]:
    widths, below = _widths(rows), is_terminal() and width() < WIDE
    yield _line(HEAD, widths, ("bold dim",) * len(HEAD), below=below)
    for row in rows:
        yield _line(row.cells(), widths, STYLES, below=below)


def _line(cells: Sequence[str], widths: Sequence[int], styles: Sequence[str], *, below: bool) -> Text:
    """One row; `below` puts the title on a line of its own."""
    line = Text(no_wrap=True, overflow="ellipsis")
    for cell, cells_wide, style in list(zip(cells, widths, styles, strict=True))[:-1]:
        line.append(set_cell_size(cell, cells_wide), style).append(GAP)
    if not below:
        return line.append(cells[-1], styles[-1])
    return line if cells is HEAD else line.append(f"\n{GAP}{cells[-1]}", "dim")


def show_source(id_: str) -> int:
    """Print one source with numbered paragraphs; the exit status."""
    workspace = here()
    if workspace is None:
        return no_workspace()
    findings: list[Diagnostic] = []
    known = source_ids(workspace)
    source = read_source(workspace, id_, findings) if id_ in known else None
    if id_ not in known:
        place = Place(f"{SOURCES}/{id_}.md")
        findings.append(
            UnknownSource.at(place, f"unknown source `{id_}`", help=meant(workspace, "source", id_))
        )
    if source is not None and is_ci() and source.record.handling != "public":
        cannot(f"`{id_}` is not public, and others read this log: look at it on your own machine")
    if source is not None:
        put(*_page(source), columns=min(width(), READABLE), asked=not is_ci())
    return report(findings, workspace.root, "full", strict=False)


def _page(source: Source) -> Iterator[RenderableType]:
    yield Text(printable(source.record.title), "bold")
    yield Text()
    yield _about(source)
    if source.unread:
        yield Text(f"\nA draft: {TO_READ}", "bold yellow")
    if source.record.facts:
        yield _section("Before you cite it")
        yield _facts(source.record.facts)
    if source.paragraphs:
        yield _section("Text")
        yield Text()
        yield from _paragraphs(source)
    yield _section("To cite it")
    yield Text()
    yield _how_to_cite(source)


def _section(title: str) -> Text:
    return Text.assemble("\n", (title, "bold cyan"))


def _about(source: Source) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    before = ""
    for label, value in _record_lines(source):
        table.add_row("" if label == before else label, value)
        before = label
    return table


def _record_lines(source: Source) -> Iterator[tuple[str, Text]]:
    """(key, value) of everything in the record but title and facts."""
    for label, value in (("id", source.id), *_plain_lines(source.record)):
        yield label, Text(printable(value))
    for voice in source.record.voices:
        who = f"{_paras(voice.paragraphs)}: {voice.name} ({_spaced(voice.kind)})"
        yield "voices", Text(printable(who))
    for protected in source.record.protect:
        yield "protect", _in_place_of(protected)


def _plain_lines(record: SourceRecord) -> Iterator[tuple[str, str]]:
    for name, field in SourceRecord.model_fields.items():
        value = getattr(record, name)
        if value and name not in ABOUT_APART:
            yield field.alias or name, _value(value)
    if record.capture is not None:
        lines = f", lines {record.capture.lines}" if record.capture.lines else ""
        yield "capture", f"{record.capture.file}{lines}"
    yield "handling", _handling(record)


def _value(value: object) -> str:
    return ", ".join(map(_value, value)) if isinstance(value, tuple) else _name(value)


def _name(value: object) -> str:
    if not isinstance(value, Name):
        return str(value)
    return value.literal or " ".join(filter(None, (value.given, value.family)))


def _in_place_of(protected: Protected) -> Text:
    return Text.assemble(_hidden(protected.text), f" → [{printable(protected.as_)}]")


def _hidden(words: str) -> tuple[str, str]:
    """Protected words with their style; between brackets where there is no colour."""
    return (printable(words) if coloured() else f"⟦{printable(words)}⟧"), PROTECTED


def _spaced(kind: str) -> str:
    return kind.replace("-", " ")


def _facts(facts: str) -> RenderableType:
    safe = "\n".join(f"{_indent(line)}{printable(line.strip())}" for line in facts.strip().split("\n"))
    text = Markdown(safe, hyperlinks=False) if is_terminal() and not is_ci() else Text(safe)
    return Padding(text, (0, 0, 0, 2))


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def _paragraphs(source: Source) -> Iterator[RenderableType]:
    """Paragraphs and headings in the order of the file, each paragraph with its number and voice."""
    digits = len(str(len(source.paragraphs)))
    pieces: list[Heading | Paragraph] = [*source.headings, *source.paragraphs]
    pieces.sort(key=lambda piece: piece.offset)
    for position, piece in enumerate(pieces):
        if position:
            yield Text()
        if isinstance(piece, Paragraph):
            yield _paragraph(source, piece, digits)
        else:
            yield Padding(_heading(piece), (0, 0, 0, digits + len(GAP)))


def _heading(heading: Heading) -> Text:
    name = (printable(heading.text), "bold underline")
    return Text.assemble(name, (f"{GAP}section: {printable(heading.slug)}", "dim"))


def _paragraph(source: Source, paragraph: Paragraph, digits: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold cyan", width=digits, no_wrap=True)
    table.add_column(overflow="fold")
    voices = source.voices_in(Ranges(((paragraph.number, paragraph.number),)))
    spoken = (Text(f"— {printable(v.name)} ({_spaced(v.kind)})", "italic magenta") for v in voices)
    table.add_row(Text(str(paragraph.number)), Group(_marked(paragraph.text, source.record.protect), *spoken))
    return table


def _marked(text: str, protect: Sequence[Protected]) -> Text:
    """The words of a paragraph, protected ones marked: the longest first, whatever their case."""
    words = re.sub(r"[ \t\n]+", " ", text)
    alternatives = sorted((re.sub(r"[ \t\n]+", " ", p.text) for p in protect), key=len, reverse=True)
    if not alternatives:
        return Text(printable(words))
    marked, at = Text(), 0
    for match in re.finditer("|".join(map(re.escape, alternatives)), words, re.I):
        marked.append(printable(words[at : match.start()]))
        marked.append(*_hidden(match[0]))
        at = match.end()
    return marked.append(printable(words[at:]))


def _how_to_cite(source: Source) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    ways = _ways(source) if source.paragraphs else _ways_without_text(source)
    for code, meaning in ways:
        table.add_row(Text(f"{GAP}{code}"), Text(meaning))
    return table


def _ways(source: Source) -> Iterator[tuple[str, str]]:
    yield f"[@{source.id}, para. 1]", "one paragraph, after the sentence that rests on it"
    if len(source.paragraphs) > 1:
        yield f"[@{source.id}, paras. 1-2]", "several paragraphs"
    yield f"“…” [@{source.id}, para. 1]", "words quoted, as they stand above, character for character"
    if source.headings:
        section = next((p.heading for p in source.paragraphs if p.heading), source.headings[0].slug)
        yield f"section: {printable(section)}", "in an `excerpt`: paragraphs under this heading"


def _ways_without_text(source: Source) -> Iterator[tuple[str, str]]:
    yield f"[@{source.id}]", "the whole work; its text was not captured, so it cannot be quoted"
    yield f"[@{source.id}, art. 28]", "an article"
    yield f"[@{source.id}, para. 4]", "a paragraph, as the work itself numbers them"


def _paras(paragraphs: Ranges) -> str:
    return f"{'paras.' if sum(1 for _ in paragraphs) > 1 else 'para.'} {paragraphs}"
