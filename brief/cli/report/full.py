"""Findings for people: the message, the place, the source line with the words marked.

The shape is rustc's, as design section 4 shows it: a header, an arrow to the place, a
gutter with line numbers, carets with the label, `:::` for other places that belong to
the finding, `= help:` for how to mend it, `= or:` for how to accept it. A file that
cannot be shown (a PDF, a line that is not there) leaves out the snippet; its label then
follows as `= note:`. Colours are plain ANSI, only where `colour` says so: NO_COLOR and
terminals are the face's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from brief.cli.report import LinesOf
from brief.cli.report.printable import printable, shown_file
from brief.cli.report.snippet import Line, Row, cropped, fitted, rows
from brief.model.diagnostic import Aside, Diagnostic

SGR = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "message": "1",
    "gutter": "1;34",
    "help": "1;32",
    "or": "32",
}
LEAST_ROOM = 24

Paint = Callable[[str, str], str]


def render(diagnostics: Sequence[Diagnostic], lines_of: LinesOf, *, colour: bool, width: int) -> str:
    """The findings, a blank line between them."""
    paint = partial(_painted, colour=colour)
    findings = (_finding(d, lines_of, paint, width) for d in diagnostics)
    return "\n".join("".join(f"{line}\n" for line in finding) for finding in findings)


def _painted(text: str, style: str, *, colour: bool) -> str:
    return f"\x1b[{SGR[style]}m{text}\x1b[0m" if colour and text else text


def _finding(diagnostic: Diagnostic, lines_of: LinesOf, paint: Paint, width: int) -> Iterator[str]:
    lines = lines_of(diagnostic.place.file) or ()
    place = fitted(diagnostic.place, lines)
    margin = len(str((place or diagnostic.place).end_line))
    room = max(width - margin - 3, LEAST_ROOM)
    label = printable(diagnostic.label)
    yield _header(diagnostic, paint)
    yield _arrow(diagnostic, margin, paint)
    if place:
        yield _gutter("", margin, paint)
        for row in rows(place, lines, label, room):
            yield _row(row, margin, diagnostic.severity, paint)
    yield from _foot(diagnostic, lines_of, margin, room, paint, unplaced="" if place else label)


def _header(diagnostic: Diagnostic, paint: Paint) -> str:
    weight = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    return weight + paint(f": {printable(diagnostic.message)}", "message")


def _arrow(diagnostic: Diagnostic, margin: int, paint: Paint) -> str:
    place = diagnostic.place
    return f"{'':{margin}}{paint('-->', 'gutter')} {shown_file(place.file)}:{place.line}:{place.column}"


def _gutter(number: str, margin: int, paint: Paint) -> str:
    return paint(f"{number:>{margin}} |", "gutter")


def _row(row: Row, margin: int, severity: str, paint: Paint) -> str:
    gutter = _gutter("" if row.number is None else str(row.number), margin, paint)
    shown = f"{paint(row.rail, severity)}{row.source}{paint(row.marks, severity)}"
    return f"{gutter} {shown}".rstrip()


def _foot(
    diagnostic: Diagnostic, lines_of: LinesOf, margin: int, room: int, paint: Paint, *, unplaced: str
) -> Iterator[str]:
    """What follows the snippet: other places, the label that had none, the help."""
    if diagnostic.asides or diagnostic.remedy or unplaced:
        yield _gutter("", margin, paint)
    for aside in diagnostic.asides:
        yield from _aside(aside, lines_of, margin, room, paint)
    answer = printable(diagnostic.answer)
    for name, text in (("note", unplaced), ("help", printable(diagnostic.help)), ("or", answer)):
        if text:
            yield f"{'':{margin}} {paint('=', 'gutter')} {paint(f'{name}:', name)} {text}"


def _aside(aside: Aside, lines_of: LinesOf, margin: int, room: int, paint: Paint) -> Iterator[str]:
    title = f" ({printable(aside.title)})" if aside.title else ""
    where = f"{shown_file(aside.place.file)}:{aside.place.line}"
    yield f"{'':{margin}}{paint(':::', 'gutter')} {where}{title}"
    for line in map(printable, aside.lines) if aside.lines else _source(aside, lines_of, room - 2):
        yield f"{_gutter('', margin, paint)}   {line}".rstrip()


def _source(aside: Aside, lines_of: LinesOf, room: int) -> Iterator[str]:
    """The line an aside points at, where it brings no words of its own."""
    lines = lines_of(aside.place.file) or ()
    place = fitted(aside.place, lines)
    if place:
        source = lines[place.line - 1]
        indent = len(source) - len(source.lstrip())
        line = Line.of(source[indent:])
        start = line.cell(place.column - indent)
        end = line.cell(place.end_column - indent) if place.end_line == place.line else start
        yield cropped(line, start, end, room)[0]
