"""A source: a cited work, its captured text in numbered paragraphs, who speaks in it, who may see it.

The record uses CSL 1.0.2's names. The body is data: the only marks in it are blank lines
between paragraphs and `## ` before headings. A record without a body can be cited but
not quoted.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from brief.model.diagnostic import Place
from brief.model.fields import Audience, Flag, Language, Line, VoiceKind, WebAddress
from brief.model.paragraphs import Heading, Paragraph
from brief.model.partial_date import PartialDate
from brief.model.ranges import Ranges
from brief.model.record import Field, Record, Text

TREATIES = {"treaty", "legislation"}
CSL_TYPES = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "collection", "dataset", "document", "entry", "entry-encyclopedia", "event", "figure",
    "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "software", "song",
    "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip


class Name(Record):
    """A person (family, given) or an institution (literal)."""

    family: Line | None = None
    given: Line | None = None
    literal: Line | None = None


class Capture(Record):
    """The file as received, its SHA-256, and the lines the text is from."""

    file: Line = Field(description="A file in seeds/originals/.")
    sha256: Annotated[str, Text(pattern=r"^[0-9a-f]{64}$")] = Field(description="The file's SHA-256.")
    lines: Ranges | None = Field(None, description="The lines (from 1) that hold this work; left out: all.")


class Protected(Record):
    """Words that may not reach a page outside `internal`, and what is printed in their place."""

    text: Line = Field(description="The words.")
    as_: Line = Field(alias="as", description="What is printed in square brackets instead.")


class Voice(Record):
    """Somebody other than the publisher who speaks in some paragraphs."""

    name: Line = Field(description="Who speaks.")
    kind: VoiceKind = Field(description="What kind of voice it is.")
    paragraphs: Ranges = Field(description="Where.")


class SourceRecord(Record):
    """The front matter of a source."""

    never_empty = frozenset(("draft", "handling"))

    type: CSL_TYPES = Field("document", description="The kind of work, by CSL's names.")
    draft: Flag = Field(
        default=False,
        description="true: `brief seeds add` drafted it, and nobody has read it yet; only drafts may cite "
        "it. Who has read it, and completed the record, takes the line out.",
    )
    title: Line = Field(description="The title; a supplied one in square brackets.")
    title_short: Line | None = None
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    container_title: Line | None = Field(None, description="The site, paper or series it stands in.")
    collection_title: Line | None = None
    publisher: Line | None = None
    publisher_place: Line | None = None
    authority: Line | None = None
    event_title: Line | None = None
    issued: PartialDate | None = Field(None, description="The date of publication, as exact as it is known.")
    accessed: PartialDate | None = None
    original_date: PartialDate | None = None
    number: Line | None = Field(None, description="The symbol or number, such as CRC/C/PRK/CO/5.")
    genre: Line | None = None
    version: Line | None = None
    volume: Line | None = None
    issue: Line | None = None
    page: Line | None = None
    section: Line | None = None
    archive: Line | None = None
    references: Line | None = None
    status: Line | None = None
    url: WebAddress | None = Field(None, alias="URL")
    doi: Line | None = Field(None, alias="DOI")
    isbn: Line | None = Field(None, alias="ISBN")
    language: Language | None = None
    note: Line | None = None
    kind: VoiceKind | None = Field(None, description="What kind of voice the publisher itself is.")
    capture: Capture | None = Field(None, description="The capture this text is from.")
    handling: Literal["public", "internal"] | tuple[Audience, ...] = Field(
        "public", description="Who may see it: public, internal, or a list of audiences."
    )
    protect: tuple[Protected, ...] = Field(
        (), description="Words that may not reach a page outside `internal`."
    )
    voices: tuple[Voice, ...] = Field((), description="Who speaks where it is not the publisher.")
    facts: str | None = Field(None, description="What staff should know before citing it; never printed.")


@dataclass(frozen=True, slots=True)
class Named:
    """Protected words in a record itself: where, what to say instead, and the voice that is called so."""

    place: Place
    instead: str
    voice: str = ""


@dataclass(frozen=True, eq=False)
class Source:
    """A source as read: its id, file, record and text. Two readings are two sources.

    `unread` is the line that says that nobody has read it yet.
    """

    id: str
    file: str
    record: SourceRecord
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    named: tuple[Named, ...] = ()
    unread: Place | None = None

    @cached_property
    def _by_number(self) -> dict[int, Paragraph]:
        return {paragraph.number: paragraph for paragraph in self.paragraphs}

    def paragraph(self, number: int) -> Paragraph | None:
        """The paragraph of that number, None where there is none."""
        return self._by_number.get(number)

    def voices_in(self, paragraphs: Ranges) -> tuple[Voice, ...]:
        """Who other than the publisher speaks in these paragraphs."""
        return tuple(v for v in self.record.voices if any(n in v.paragraphs for n in paragraphs))
