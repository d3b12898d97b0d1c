"""Reading the corpus: sources and sections by id, and brief.yaml, with what is wrong in them.

The id of a source is the name of its file. Voices must speak in paragraphs that exist;
captures are proved by `captures.proof`, not here.

`brief seeds add` writes the line, and the person who has read the source takes it out. Drafts of
earlier versions say so in a sentence under `facts` instead, which counts as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from brief.check.rules.corpus import FileNameAsTitle, IdMismatch, NoText, VoiceOutOfRange
from brief.files.document import LARGEST_SOURCE, Document, open_markdown, open_yaml
from brief.files.validate import Meant, nobody_knows, validate
from brief.files.workspace import MARKER, Workspace
from brief.model.diagnostic import Diagnostic, Place
from brief.model.organisations import WorkspaceFile
from brief.model.paragraphs import split_body
from brief.model.record import strings_in
from brief.model.section import Section, SectionRecord
from brief.model.source import Named, Source, SourceRecord
from brief.protect.protection import hits, protections

SENTENCE = "nobody has read it yet"
"""What earlier versions wrote: “Drafted by `brief seeds add`; nobody has read it yet.”"""


def is_unread(facts: str, *, draft: bool) -> bool:
    """Whether a record with these facts is a draft that nobody has read."""
    return draft or SENTENCE in " ".join(facts.split())


SOURCES = "seeds/sources"
SECTIONS = "seeds/sections"
NOT_PRINTED = ("protect", "facts", "capture")
# What a draft gets for a title where the capture states none: the name of its file, or its address.
FILE_NAME = re.compile(
    r"\[(?:https?://[^\s\]]*|[^\]]*\.(?:txt|text|html?|xhtml|pdf|docx?|odt|rtf|md|eml))\]|\[Untitled\]", re.I
)
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")


def source_ids(workspace: Workspace) -> list[str]:
    """The ids of all sources."""
    return [name.rpartition("/")[2].removesuffix(".md") for name in workspace.names(SOURCES, ".md")]


def section_ids(workspace: Workspace) -> list[str]:
    """The ids of all sections."""
    return [name.rpartition("/")[2].removesuffix(".md") for name in workspace.names(SECTIONS, ".md")]


def has_source(workspace: Workspace, id_: str) -> bool:
    """Whether there is a record for this id."""
    return ID.fullmatch(id_) is not None and workspace.has(f"{SOURCES}/{id_}.md")


def has_section(workspace: Workspace, id_: str) -> bool:
    """Whether there is a section of this id."""
    return ID.fullmatch(id_) is not None and workspace.has(f"{SECTIONS}/{id_}.md")


def read_source(workspace: Workspace, id_: str, findings: list[Diagnostic]) -> Source | None:
    """The source of that id, or None with findings."""
    name = f"{SOURCES}/{id_}.md"
    if ID.fullmatch(id_) is None:
        findings.append(
            IdMismatch.at(Place(name), f"`{id_}` cannot be an id", help="lower-case letters, digits, hyphens")
        )
        return None
    document = open_markdown(workspace, name, findings, largest=LARGEST_SOURCE)
    if document is None:
        return None
    record = validate(SourceRecord, document, findings)
    if record is None:
        return None
    paragraphs, headings = split_body(document.body, document.body_offset, document.body_line)
    source = Source(id_, name, record, paragraphs, headings, unread=_unread(document, record))
    if record.protect:
        source = replace(source, named=tuple(_named(document, source)))
    findings.extend(_judge(document, source))
    return source


def _unread(document: Document, record: SourceRecord) -> Place | None:
    """The line that says that nobody has read the source."""
    if not is_unread(record.facts or "", draft=record.draft):
        return None
    if record.draft:
        return document.place(("draft",))
    line = next((n for n, it in enumerate(document.source.lines, 1) if SENTENCE in it), None)
    return document.source.line_place(line) if line else document.key_place(("facts",))


def _named(document: Document, source: Source) -> Iterator[Named]:
    """The source's own protected words, where its record has them in what a note prints."""
    protected = protections([source])
    for path, words in strings_in(source.record):
        if path[0] not in NOT_PRINTED:
            voice = words if path[0] == "voices" else ""
            for hit in hits(words, protected):
                place = document.origin(path, words).place(hit.start, hit.end)
                yield Named(place, hit.protection.instead, voice)


def _judge(document: Document, source: Source) -> list[Diagnostic]:
    found = []
    last = len(source.paragraphs)
    for index, voice in enumerate(source.record.voices):
        if voice.paragraphs.last > last:
            place = document.place(("voices", index, "paragraphs"))
            message = f"`{voice.name}` speaks in paragraph {voice.paragraphs.last}, and the text has {last}"
            found.append(
                VoiceOutOfRange.at(
                    place, message, help=f"`brief seeds show {source.id}` numbers the paragraphs"
                )
            )
    if source.unread is None and FILE_NAME.fullmatch(source.record.title):
        message = f"the title is what `brief seeds add` put there: {source.record.title}"
        help_ = "give it the title that the work has, or say in square brackets what it is: `[Letter to …]`"
        found.append(FileNameAsTitle.at(document.place(("title",)), message, help=help_, words=source.id))
    if source.record.capture is not None and not source.paragraphs:
        found.append(
            NoText.at(
                document.key_place(("capture",)),
                help="put the captured text below the second `---`",
                words=source.id,
            )
        )
    return found


def read_section(
    workspace: Workspace, id_: str, findings: list[Diagnostic], meant: Meant = nobody_knows
) -> tuple[Section, Document] | None:
    """The section of that id with its document, or None with findings; `meant` as `validate` asks it."""
    name = f"{SECTIONS}/{id_}.md"
    document = open_markdown(workspace, name, findings)
    if document is None:
        return None
    record = validate(SectionRecord, document, findings, meant=meant)
    if record is None:
        return None
    title = document.origin(("title",), record.title)
    accepted = tuple(document.place(("accept", n, "words")) for n in range(len(record.accept)))
    return Section(id_, name, record, document.body, document.body_offset, title, accepted), document


def read_workspace_file(
    workspace: Workspace, findings: list[Diagnostic], meant: Meant = nobody_knows
) -> tuple[WorkspaceFile, Document | None]:
    """`brief.yaml` and its document, findings added; one that is empty gives no organisations yet."""
    found: list[Diagnostic] = []
    document = open_yaml(workspace, MARKER, found)
    findings.extend(finding for finding in found if finding.code != "S108")
    read = validate(WorkspaceFile, document, findings, meant=meant) if document is not None else None
    return read or WorkspaceFile(name=""), document
