"""The proof of a source: its capture is the one received, and its text stands there, in order.

`capture_unchanged` is cheap (a hash, and the lines of a text file) and fit for every check.
`prove_source` also takes the text out of the capture, by the extractor that `add` used, and
finds each paragraph and heading after the one before it. Typography is folded as it is for
quotations, and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from brief.check.rules.corpus import CaptureChanged, CaptureMissing, CutInSentence, NotInCapture
from brief.check.rules.spec import LeadsOutside
from brief.corpus.captures.lines import CapturedText, Searchable, folded
from brief.corpus.captures.text import captured_text, is_plain_text
from brief.files.document import LARGEST_SOURCE, Document, open_markdown
from brief.files.suggestion import did_you_mean
from brief.files.workspace import OutsideWorkspaceError, Workspace, relative_name
from brief.model.diagnostic import Aside, Diagnostic, Place, without_middle
from brief.model.paragraphs import Heading, Paragraph
from brief.model.source import Capture, Source
from brief.text.quotation.normal import normal

NEAR_ENOUGH = 55
SURE = 20
WIDTH = 96


def nearest(name: str, text: CapturedText, searchable: Searchable, words: str) -> tuple[Aside, ...]:
    """The line where the words begin to differ, or else the most similar one; nothing when none is near."""
    prefix, at = searchable.longest_prefix(words)
    number = searchable.line_at(at + prefix - 1) if prefix >= SURE else _similar(text, searchable, words)
    if number is None:
        return ()
    line = text.lines[number - 1]
    shown = _window(line.text, prefix if prefix >= SURE else 0, words)
    title = f"page {line.page}" if line.page else "nearest" if text.form == "text" else "a line of its text"
    return (Aside(Place(name, number), title, (shown,)),)


def _similar(text: CapturedText, searchable: Searchable, words: str) -> int | None:
    from rapidfuzz import fuzz, process

    least = min(len(words) // 3, 40)
    lines = {n: folded(text.lines[n - 1].text) for n in searchable.numbers}
    choices = {number: line for number, line in lines.items() if len(line) >= least}
    found = process.extractOne(words[:2000], choices, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    found = found or process.extractOne(
        words[:2000], choices, scorer=fuzz.partial_ratio, score_cutoff=NEAR_ENOUGH + 20
    )
    return None if found is None else int(found[2])


def _window(line: str, prefix: int, words: str) -> str:
    """The part of a line around where it begins to differ."""
    if len(line) <= WIDTH:
        return line
    at = folded(line).find(words[max(prefix - SURE, 0) : prefix]) + SURE if prefix else 0
    first = max(0, min(at - WIDTH // 2, len(line) - WIDTH))
    head, tail = "… " if first else "", " …" if first + WIDTH < len(line) else ""
    return head + line[first : first + WIDTH].strip() + tail


ORIGINALS = "seeds/originals"
MOST_SHOWN = 20


def capture_unchanged(
    workspace: Workspace, source: Source, document: Document | None = None
) -> list[Diagnostic]:
    """Whether the capture is there, whole and unchanged (C601, C603); nothing for a record without one."""
    capture = source.record.capture
    if capture is None:
        return []
    return _Capture(workspace, source, capture, document).unchanged()


def prove_source(workspace: Workspace, source: Source, document: Document | None = None) -> list[Diagnostic]:
    """Every finding about a source and its capture (C601, C602, C603, C607)."""
    if source.record.capture is None:
        return [_without_capture(workspace, source, document)] if source.paragraphs else []
    capture = _Capture(workspace, source, source.record.capture, document)
    return capture.unchanged() or list(capture.proved())


def _without_capture(workspace: Workspace, source: Source, document: Document | None) -> Diagnostic:
    document = document or open_markdown(workspace, source.file, [], largest=LARGEST_SOURCE)
    first = source.paragraphs[0]
    place = Place(source.file, first.line)
    if document is not None:
        place = document.source.line_place(first.line)
    return CaptureMissing.at(
        place,
        f"`{source.id}` has text and names no capture, so nothing proves it",
        help=f"keep the capture in {ORIGINALS}/ and name it under `capture`",
    )


@dataclass(frozen=True)
class _Capture:
    """A source beside its capture."""

    workspace: Workspace
    source: Source
    capture: Capture
    given: Document | None

    @property
    def name(self) -> str:
        return f"{ORIGINALS}/{self.capture.file}"

    def unchanged(self) -> list[Diagnostic]:
        try:
            relative_name(self.capture.file)
            data = self.workspace.read(self.name)
        except OutsideWorkspaceError:
            message = f"`{self.capture.file}` leads out of {ORIGINALS}/"
            return [LeadsOutside.at(self.place("file"), message, help=f"a capture lives in {ORIGINALS}/")]
        except OSError as error:
            return [self._missing(error)]
        if hashlib.sha256(data).hexdigest() != self.capture.sha256:
            return [self._changed(data)]
        return self._out_of_range(len(captured_text(data).lines)) if is_plain_text(data) else []

    def proved(self) -> Iterator[Diagnostic]:
        try:
            text = captured_text(self.workspace.read(self.name))
        except ValueError as error:
            yield CaptureMissing.at(self.place("file"), f"`{self.capture.file}` {error}")
            return
        if wrong := self._out_of_range(len(text.lines)):
            yield from wrong
            return
        lines = self.capture.lines
        numbers = sorted(set(lines)) if lines is not None else range(1, len(text.lines) + 1)
        yield from self._held(text, Searchable.of(text.lines, iter(numbers)))

    def _held(self, text: CapturedText, searchable: Searchable) -> Iterator[Diagnostic]:
        at, shown = 0, 0
        for part in self._parts():
            words = folded(part.text)
            found = searchable.find(words, at)
            if isinstance(part, Heading):
                found = _as_line(searchable, words, found)
            if found is None:
                shown += 1
                yield self._absent(text, searchable, part, words, near=shown <= MOST_SHOWN)
                continue
            at = found[1]
            if isinstance(part, Paragraph) and searchable.cuts_sentence(*found):
                yield self._cut(text, searchable, part, found[0])

    def _parts(self) -> list[Paragraph | Heading]:
        """Paragraphs and headings in the order of the file, supplied headings left out."""
        headings = (h for h in self.source.headings if not (h.text.startswith("[") and h.text.endswith("]")))
        return sorted((*self.source.paragraphs, *headings), key=lambda part: part.offset)

    def _absent(
        self, text: CapturedText, searchable: Searchable, part: Paragraph | Heading, words: str, *, near: bool
    ) -> Diagnostic:
        earlier = searchable.find(words)
        if earlier is not None and isinstance(part, Heading) and not searchable.is_line(*earlier):
            return NotInCapture.at(
                self._place_of(part),
                f"{_name(part)} is no heading in the capture: it stands within a line",
                help="a heading that we supply stands in square brackets: `## [Heading]`",
            )
        if earlier is not None:
            line = searchable.line_at(earlier[0])
            message = f"{_name(part)} stands in the capture, but out of order: {self._line_named(text, line)}"
            help_ = "keep the order of the capture; what it says once stands in the source once"
            return NotInCapture.at(self._place_of(part), message, help=help_)
        prefix, _ = searchable.longest_prefix(words)
        asides = nearest(self.name, text, searchable, words) if near else ()
        return NotInCapture.at(
            self._diverging(part, prefix),
            f"{_name(part)} is not in the capture",
            label="from here on" if prefix >= 15 else "",
            help="copy it from the capture again, word for word",
            asides=asides,
        )

    def _cut(self, text: CapturedText, searchable: Searchable, part: Paragraph, at: int) -> Diagnostic:
        line = self._line_named(text, searchable.line_at(at))
        message = f"{_name(part)} leaves out part of a sentence: {line}"
        words = f"{self.source.id}, {_name(part)}"
        return CutInSentence.at(self._place_of(part), message, help="take the whole sentence", words=words)

    def _line_named(self, text: CapturedText, line: int) -> str:
        page = text.lines[line - 1].page
        return f"line {line}" + (f", page {page}" if page else "")

    def _missing(self, error: OSError) -> Diagnostic:
        known = [name.removeprefix(f"{ORIGINALS}/") for name in self.workspace.names(ORIGINALS, "")]
        missing = isinstance(error, FileNotFoundError)
        reason = "is not there" if missing else f"cannot be read: {error.strerror or error}"
        meant = did_you_mean(self.capture.file, known) or "put the file back, or correct `capture`"
        return CaptureMissing.at(self.place("file"), f"`{self.name}` {reason}", help=meant)

    def _changed(self, data: bytes) -> Diagnostic:
        now = hashlib.sha256(data).hexdigest()
        return CaptureChanged.at(
            self.place("sha256"),
            f"`{self.name}` is not the file that was captured",
            label=f"now {now[:12]}…",
            help="bring the original back; a page captured again is another source",
        )

    def _out_of_range(self, last: int) -> list[Diagnostic]:
        lines = self.capture.lines
        if lines is None or lines.last <= last:
            return []
        message = f"line {lines.last} of a capture that has {last}"
        return [CaptureMissing.at(self.place("lines"), message, help="correct `lines`")]

    @cached_property
    def document(self) -> Document | None:
        return self.given or open_markdown(self.workspace, self.source.file, [], largest=LARGEST_SOURCE)

    def place(self, key: str) -> Place:
        document = self.document
        return document.place(("capture", key)) if document else Place(self.source.file)

    def _place_of(self, part: Paragraph | Heading) -> Place:
        document = self.document
        if document is None:
            return Place(self.source.file)
        end = document.source.text.find("\n", part.offset)
        return document.source.place(part.offset, end if end >= 0 else len(document.source.text))

    def _diverging(self, part: Paragraph | Heading, prefix: int) -> Place:
        """The words from which on a part differs, or its first line where it does from the start."""
        document = self.document
        if document is None or prefix < 15:
            return self._place_of(part)
        text, start = document.source.text, part.offset
        start += max(text[start : start + len(part.text) + 12].find(part.text), 0)
        words = normal(part.text)
        at = start + words.offsets[min(prefix, len(words.text) - 1)]
        end = text.find("\n", at)
        return document.source.place(at, end if end >= 0 else len(text))


def _as_line(searchable: Searchable, words: str, found: tuple[int, int] | None) -> tuple[int, int] | None:
    """The first place of a heading that is a line of its own."""
    while found is not None and not searchable.is_line(*found):
        found = searchable.find(words, found[0] + 1)
    return found


def _name(part: Paragraph | Heading) -> str:
    return (
        f"paragraph {part.number}"
        if isinstance(part, Paragraph)
        else f"the heading `{without_middle(part.text, 60)}`"
    )
