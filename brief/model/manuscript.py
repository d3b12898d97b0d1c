"""The manuscript: everything a brief says, with every citation tied to its passage.

`Brief` is what was loaded; `Manuscript` what was resolved. Both are frozen and plain:
stages hand them on and never reach back into files. A `Text` is one stretch of Markdown
(or of quoted corpus words, which are never read as Markdown) with the way back to its
place; its key is its path in the spec, such as `sections.2.blocks.0.quote`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from brief.files.document import Document
from brief.files.origin import Origin
from brief.model.diagnostic import Diagnostic, Place, Severity
from brief.model.fields import Acceptance
from brief.model.organisations import Organisation
from brief.model.ranges import Ranges
from brief.model.section import Section
from brief.model.source import Source, Voice
from brief.model.spec import Block, Spec
from brief.model.venue import Attested, Venue
from brief.text.catalogue import Catalogue
from brief.text.markdown.citations import Citation, CiteItem
from brief.text.quotation.find import Found


@dataclass(frozen=True)
class Text:
    """A stretch of words. `literal` paragraphs are corpus words, printed as they stand."""

    key: str
    markdown: str
    origin: Origin
    language: str
    citations: tuple[Citation, ...] = ()
    literal: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadedSection:
    """A section of the brief, from the corpus or the spec."""

    index: int
    heading: str
    by: str | None
    language: str
    text_key: str | None
    blocks: tuple[Block, ...]
    section: Section | None = None


@dataclass(frozen=True)
class DataTable:
    """A table from `seeds/data/`: head, rows, which columns hold numbers; its rows as `written`."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    written: tuple[Origin, ...]

    def words_at(self, words: str, cell: str) -> Place:
        """Where words of a cell stand; the row where they are written otherwise, as with quotation marks."""
        number = next(number for number, row in enumerate((self.header, *self.rows)) if cell in row)
        row = self.written[number]
        at = row.value.find(words)
        return row.place(at, at + len(words)) if at >= 0 else row.place(0, len(row.value))


@dataclass(frozen=True)
class Brief:
    """A spec and everything it names, as loaded."""

    name: str
    document: Document
    spec: Spec
    venue_id: str
    venue: Venue
    catalogue: Catalogue
    organisations: tuple[tuple[str, Organisation], ...]
    all_organisations: Mapping[str, Organisation]
    sections: tuple[LoadedSection, ...]
    texts: Mapping[str, Text]
    sources: Mapping[str, Source]
    tables: Mapping[str, DataTable] = field(default_factory=dict)
    images: tuple[str, ...] = ()
    workspace_document: Document | None = None

    @cached_property
    def loaded(self) -> Mapping[int, LoadedSection]:
        """The sections by their index in the spec."""
        return {section.index: section for section in self.sections}

    def place(self, key: str) -> Place:
        """Where a value of the spec stands: in the spec, or else among the defaults of brief.yaml."""
        return value_place(self.document, self.workspace_document, key)

    def weight(self, rule: Attested) -> Severity:
        """What breaking a rule of the receiving body weighs: nobody sends a draft back, so it only warns."""
        return Severity.ERROR if rule.firm and self.spec.status != "draft" else Severity.WARNING


def value_place(spec: Document, defaults: Document | None, key: str) -> Place:
    """Where the value of a key stands: in the spec, or else among the defaults of the workspace's file."""
    default = defaults.given(("defaults", key)) if defaults is not None else None
    return spec.given((key,)) or default or spec.place((key,))


@dataclass(frozen=True)
class Reference:
    """One work of one citation, tied to what it cites."""

    text_key: str
    citation: Citation
    item: CiteItem
    source: Source
    paragraphs: Ranges | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, offsets in their text: where they stand in the cited passage, or instead.

    `problem` is what the quotation does that none may; `empty` one that holds no words.
    """

    words: str
    start: int
    end: int
    found: Found | None = None
    elsewhere: Found | None = None
    problem: str = ""
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence: its words as printed, what it cites, what it quotes; offsets in its text.

    `doubtful` are words in single marks, or in a block quotation, that a cited passage does not have: a
    misquotation, or words of our own. `is_block` says that it is a block quotation (`> …`), `in_note` that
    it stands in a note that its author wrote, `printed_at` where `words` begin in its text as printed.
    """

    text_key: str
    start: int
    end: int
    words: str
    references: tuple[Reference, ...]
    quotations: tuple[Quotation, ...]
    set_off: bool = False
    doubtful: tuple[Quotation, ...] = ()
    is_block: bool = False
    in_note: bool = False
    printed_at: int | None = None

    @property
    def is_excerpt(self) -> bool:
        """Whether it is paragraphs of a source, whole."""
        return self.set_off and not self.quotations and not self.doubtful


@dataclass(frozen=True, slots=True)
class Accepted:
    """A warning that the author answered, and the place of the words by which it was."""

    finding: Diagnostic
    answer: Acceptance
    place: Place


@dataclass(frozen=True)
class Manuscript:
    """The brief with its references by text, in the order of citations, and its claims."""

    brief: Brief
    references: Mapping[str, tuple[tuple[Reference, ...], ...]]
    claims: tuple[Claim, ...] = ()
    lonely_marks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()

    def all_references(self) -> tuple[Reference, ...]:
        """Every reference, in order of texts."""
        return tuple(ref for cites in self.references.values() for cite in cites for ref in cite)
