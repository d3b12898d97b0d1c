"""What is gathered while one brief is loaded: sources, texts, tables, pictures, findings.

Each thing is read once through the workspace's door and kept; a text is kept with the
citations whose sources are known, so that later stages never meet an unknown one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from brief.check.rules.references import UnknownSource
from brief.check.rules.spec import BadCitation, TooLarge
from brief.compose.pictures.pictures import unusable
from brief.corpus import reading as corpus
from brief.files.document import Document
from brief.files.origin import Origin
from brief.files.workspace import Workspace
from brief.files.yaml_nodes import PATH
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import DataTable, Text
from brief.model.names import meant
from brief.model.source import Source
from brief.run.shelf import Read, Shelf
from brief.text.markdown.citations import read_citations
from brief.text.markdown.slips import too_deep

T = TypeVar("T")


def path_key(path: PATH) -> str:
    """A path as the key of a text: `sections.0.text`."""
    return ".".join(str(step) for step in path)


@dataclass
class Loading:
    """One brief on its way in."""

    workspace: Workspace
    shelf: Shelf | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, Source | None] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    tables: dict[str, DataTable] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)
    knows_organisations: bool = True
    workspace_document: Document | None = None
    venue_asked: bool = False

    def add_text(self, key: str, markdown: str, origin: Origin, language: str) -> None:
        """Keep a Markdown text with its citations; findings for what only looks like one."""
        if (deep := too_deep(markdown)) is not None:
            message = "quotations, lists or brackets are nested deeper than twenty levels"
            self.findings.append(TooLarge.at(origin.place(*deep), message, help="is a bracket not closed?"))
        citations, slips = read_citations(markdown)
        self.texts[key] = Text(key, markdown, origin, language, citations)
        for slip in slips:
            self.findings.append(
                BadCitation.at(origin.place(slip.start, slip.end), slip.reason, help=slip.help)
            )
        self.findings.extend(unusable(self.workspace, markdown, origin))

    def once(self, kind: str, name: str, read: Read[T]) -> T:
        """What `read` gives, read now or, on the shelf of a run, for an earlier brief."""
        if self.shelf is None:
            return read(self.workspace, self.findings)
        return self.shelf.once(kind, name, self.workspace, self.findings, read)

    def source(self, id_: str, place: Callable[[], Place]) -> Source | None:
        """The source of that id, read once; None with a finding at its `place` when there is none."""
        if (known := self.sources.get(id_)) is not None:
            return known
        exists = corpus.has_source(self.workspace, id_)
        if id_ not in self.sources:
            self.sources[id_] = self.once("source", id_, partial(_proved, id_)) if exists else None
        if not exists:
            self._unknown(id_, place())
        return self.sources[id_]

    def _unknown(self, id_: str, place: Place) -> None:
        help_ = meant(self.workspace, "source", id_)
        self.findings.append(UnknownSource.at(place, f"unknown source `{id_}`", help=help_))

    def read_cited_sources(self) -> None:
        """Read every source that a text cites; citations of unknown ones are dropped from their text."""
        for key, text in list(self.texts.items()):
            known = []
            for citation in text.citations:
                found = [
                    self.source(item.id, partial(text.origin.place, item.start, item.end))
                    for item in citation.items
                ]
                if all(found):
                    known.append(citation)
            if len(known) != len(text.citations):
                self.texts[key] = replace(text, citations=tuple(known))

    def findings_once(self) -> list[Diagnostic]:
        """The findings, without those about a value that was already said to be wrong itself."""
        wrong = {finding.place for finding in self.findings if finding.code.startswith("S")}
        return [f for f in self.findings if f.code.startswith("S") or f.place not in wrong]


def _proved(id_: str, workspace: Workspace, findings: list[Diagnostic]) -> Source | None:
    """The source, its text held against its capture: changing it cannot make a quotation true."""
    source = corpus.read_source(workspace, id_, findings)
    if source is not None and source.record.capture is not None:
        from brief.corpus.captures.proof import prove_source

        findings.extend(prove_source(workspace, source))
    return source
