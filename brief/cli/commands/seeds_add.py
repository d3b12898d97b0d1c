"""`brief seeds add`: a page, a PDF, a Word file, a text or a library into the corpus.

The original goes to `seeds/originals/` byte for byte, a drafted source to `seeds/sources/`. What
only a person can say (who speaks, who must be protected, who may see it) is left to one, and
asked for. Here alone brief uses the network, and here alone it looks at a clock: the day of a
capture is part of the record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from brief.check.rules.corpus import AlreadyCaptured, CharactersLeftOut, IdMismatch, NotCaptured, WordsLeftOut
from brief.cli.commands.here import here, no_workspace
from brief.cli.commands.terminal import FAULT, cannot, report, say
from brief.cli.report.printable import printable
from brief.corpus.captures.bibliography import Entry, entries
from brief.corpus.captures.draft import Draft, drafted
from brief.corpus.captures.fetch import LARGEST, fetched, is_url
from brief.corpus.captures.form import SUFFIXES, form_of
from brief.corpus.captures.lines import named
from brief.corpus.captures.proof import ORIGINALS, prove_source
from brief.corpus.captures.source_file import is_id, keep, proposed_id, same_bytes, source_text
from brief.corpus.reading import SOURCES, has_source, read_source, source_ids
from brief.files.document import LARGEST_SOURCE
from brief.files.suggestion import nearest
from brief.files.workspace import Workspace, read_regular
from brief.model.diagnostic import Diagnostic, Place, Severity
from brief.model.fields import Audience, VoiceKind
from brief.model.partial_date import PartialDate

TO_DO = """\
To be filled in by a person before it is cited:
  voices    who speaks, in which paragraphs, wherever it is not the publisher
  protect   words that could point to somebody at risk
  handling  {handling}
  facts     what is doubtful; what was left out and why
{title}  draft     take this line out when you have read it: until then only a draft may cite it
"""


@dataclass(frozen=True, slots=True)
class _Received:
    """What was given: its bytes, the address it was fetched from, the name to speak of it by."""

    data: bytes
    url: str | None
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Ours:
    """What the command line says of the source."""

    id: str | None
    kind: str | None
    handling: str | None

    def fields(self, otherwise: str) -> dict[str, Any]:
        """`kind` and `handling` for a record, the handling `otherwise` where none was given."""
        handling = self.handling or otherwise
        parts = [part.strip() for part in handling.split(",")]
        kind = {"kind": self.kind} if self.kind else {}
        return {**kind, "handling": handling if handling in ("public", "internal") else parts}


def add_source(what: str, id_: str | None, kind: str | None, handling: str | None) -> int:
    """Capture a file or a page; the exit status."""
    ours = _Ours(id_, _known_kind(kind), _known_handling(handling))
    workspace = here()
    if workspace is None:
        return no_workspace()
    if id_ is not None and (problem := _id_problem(workspace, id_)) is not None:
        return report([problem], workspace.root, "full", strict=False)
    place = Place(what)
    try:
        received = _received(what, place)
        form = form_of(received.data)
        if form in SUFFIXES:
            return _add_capture(workspace, received, ours)
        return _add_records(workspace, received, form, ours)
    except ValueError as error:
        return _refused(workspace, place, what, str(error))
    except OSError as error:
        return _refused(workspace, place, what, f"cannot be kept: {error.strerror or error}")


def _known_kind(kind: str | None) -> str | None:
    if kind is not None and kind not in get_args(VoiceKind):
        cannot(f"there is no kind `{kind}`; there is {', '.join(get_args(VoiceKind))}")
    return kind


def _known_handling(handling: str | None) -> str | None:
    if handling in (None, "public", "internal"):
        return handling
    unknown = [part for part in handling.split(",") if part.strip() not in get_args(Audience)]
    if unknown:
        known = ", ".join(get_args(Audience))
        cannot(f"there is no handling `{unknown[0].strip()}`; there is {known}, or several with commas")
    return handling


def _id_problem(workspace: Workspace, id_: str) -> Diagnostic | None:
    place = Place(f"{SOURCES}/{id_}.md")
    if not is_id(id_):
        help_ = "lower-case letters and digits, with hyphens between them"
        return IdMismatch.at(place, f"`{id_}` cannot be an id", help=help_)
    if has_source(workspace, id_):
        return AlreadyCaptured.at(place, f"there is a source `{id_}`", help="nothing is written over it")
    return None


def _refused(workspace: Workspace, place: Place, what: str, reason: str) -> int:
    finding = NotCaptured.at(place, f"`{what}` {reason}", help="nothing was written")
    return report([finding], workspace.root, "full", strict=False)


def _received(what: str, place: Place) -> _Received:
    """The bytes of a page or a file. Raises `ValueError` with what went wrong."""
    if is_url(what):
        found = fetched(what)
        return _Received(found.data, found.url, found.url, place)
    path = Path(what)
    try:
        if path.exists() and path.stat().st_size > LARGEST:
            raise ValueError(f"is larger than {LARGEST // 1024**2} MiB")
        return _Received(read_regular(path), None, path.name, place)
    except IsADirectoryError as error:
        raise ValueError("is not a file") from error
    except FileNotFoundError as error:
        files = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        meant = nearest(path.name, files)
        raise ValueError("is not there" + (f"; did you mean `{meant}`?" if meant else "")) from error
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from error


def _add_capture(workspace: Workspace, received: _Received, ours: _Ours) -> int:
    known = same_bytes(workspace, received.data)
    if known is not None:
        return report([_known_bytes(workspace, received, known)], workspace.root, "full", strict=False)
    today = PartialDate.parse(date.today().isoformat())
    draft = drafted(received.data, name=received.name, url=received.url, today=today)
    id_ = ours.id or _free_id(workspace, draft, received)
    original = f"{id_}{SUFFIXES[draft.form]}"
    capture = {"file": original, "sha256": hashlib.sha256(received.data).hexdigest()}
    # What anybody can fetch is public; a file may have come from anybody, until a person decides.
    fields = ours.fields("public" if received.url else "internal")
    record = {**draft.record, **fields, "capture": capture}
    text = source_text(record, draft.facts, draft.body)
    return _kept(workspace, received, id_, draft, original, text)


def _free_id(workspace: Workspace, draft: Draft, received: _Received) -> str:
    title = "" if str(draft.record["title"]).startswith("[") else str(draft.record["title"])
    stem = Path(received.name.rstrip("/").rpartition("/")[2]).stem
    suffix = SUFFIXES[draft.form]

    def is_taken(id_: str) -> bool:
        return has_source(workspace, id_) or workspace.has(f"{ORIGINALS}/{id_}{suffix}")

    return proposed_id(title, draft.site, stem, is_taken)


def _known_bytes(workspace: Workspace, received: _Received, known: str) -> Diagnostic:
    """The finding for bytes that are there already, with the sources that rest on them."""
    file = known.removeprefix(f"{ORIGINALS}/")
    read = (read_source(workspace, id_, []) for id_ in source_ids(workspace))
    ids = [s.id for s in read if s is not None and s.record.capture and s.record.capture.file == file]
    by = " and ".join(f"`{id_}`" for id_ in ids)
    message = f"the same bytes are already captured{f' as {by}' if by else ''}, in {known}"
    help_ = "cite that source; a second work in the same capture is a record with other `lines`"
    return AlreadyCaptured.at(received.place, message, help=help_)


def _kept(workspace: Workspace, received: _Received, id_: str, draft: Draft, original: str, text: str) -> int:
    name = f"{SOURCES}/{id_}.md"
    if len(text.encode()) > LARGEST_SOURCE:
        raise ValueError(f"holds more text than a source may: {LARGEST_SOURCE // 1024**2} MiB")
    try:
        keep(workspace, {f"{ORIGINALS}/{original}": received.data, name: text.encode()})
    except FileExistsError as error:
        taken = AlreadyCaptured.at(
            Place(f"{ORIGINALS}/{original}"),
            f"`{error.filename and Path(error.filename).name}` is there already",
            help="nothing is written over it; give another id with `--id`",
        )
        return report([taken], workspace.root, "full", strict=False)
    say(f"{name}  {_count(draft)}\n{ORIGINALS}/{original}  {len(received.data):,} bytes\n\n{_to_do(text)}\n")
    return report(_findings(workspace, id_, draft), workspace.root, "full", strict=False)


def _count(draft: Draft) -> str:
    headings = sum(passage.heading for passage in draft.body)
    counts = [(len(draft.body) - headings, "paragraph"), (headings, "heading")]
    words = [f"{n} {what}{'' if n == 1 else 's'}" for n, what in counts if n]
    if draft.dropped:
        lines = "1 line" if len(draft.dropped) == 1 else f"{len(draft.dropped)} lines"
        words.append(f"{lines} left out (see facts)")
    return ", ".join(words)


def _to_do(text: str) -> str:
    handling = next((line for line in text.splitlines() if line.startswith("handling: ")), "handling: ")
    now = printable(handling.removeprefix("handling: "))
    title = "  title     the capture states none: give it one\n" if '\ntitle: "[' in text else ""
    return TO_DO.format(handling=f"now {now}: is that right?", title=title)


def _findings(workspace: Workspace, id_: str, draft: Draft) -> list[Diagnostic]:
    """What the new source's own reading and proof say, and the characters that were left out."""
    fresh = Workspace(workspace.root)
    findings: list[Diagnostic] = []
    source = read_source(fresh, id_, findings)
    if source is not None:
        findings += prove_source(fresh, source)
    if draft.refused:
        message = f"hidden characters were left out: {named(draft.refused)}"
        help_ = "`facts` names the lines; look at the original there"
        findings.append(CharactersLeftOut.at(Place(f"{SOURCES}/{id_}.md"), message, help=help_))
    for message, help_ in draft.warnings:
        findings.append(WordsLeftOut.at(Place(f"{SOURCES}/{id_}.md"), message, help=help_))
    return findings


def _add_records(workspace: Workspace, received: _Received, form: str, ours: _Ours) -> int:
    if ours.id is not None:
        cannot("`--id` is for one source; the entries of a library bring their own")
    found = entries(received.data, form, ours.fields("public"), lambda id_: has_source(workspace, id_))
    fresh = [entry for entry in found if not has_source(workspace, entry.id)]
    keep(workspace, {f"{SOURCES}/{entry.id}.md": entry.text.encode() for entry in fresh})
    for entry in fresh:
        say(f"{SOURCES}/{entry.id}.md\n")
    if fresh:
        what = "record, which" if len(fresh) == 1 else "records, which"
        say(f"\n{len(fresh)} {what} can be cited and not quoted: there is no text. Look through `facts`.\n")
        say("Take the line `draft: true` out of each that you have read: ")
        say("until then only a draft may cite it.\n")
    status = report(_of_records(workspace, found, fresh), workspace.root, "full", strict=False)
    return status if fresh else FAULT


def _of_records(workspace: Workspace, found: list[Entry], fresh: list[Entry]) -> Iterable[Diagnostic]:
    findings: list[Diagnostic] = []
    made = {entry.id for entry in fresh}
    severity = Severity.WARNING if fresh else Severity.ERROR
    for entry in found:
        place = Place(f"{SOURCES}/{entry.id}.md")
        if entry.id not in made:
            message, help_ = f"there is a source `{entry.id}`", "it was left as it is"
            findings.append(AlreadyCaptured.at(place, message, help=help_, severity=severity))
        elif entry.refused:
            message = f"hidden characters were left out: {named(entry.refused)}"
            findings.append(
                CharactersLeftOut.at(place, message, help="they stood in the library’s own fields")
            )
    fresh_workspace = Workspace(workspace.root)
    for entry in fresh:
        read_source(fresh_workspace, entry.id, findings)
    return findings
