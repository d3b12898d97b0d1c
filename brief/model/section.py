"""A section that staff wrote once and many briefs use: front matter, then Markdown."""

from dataclasses import dataclass

from brief.files.origin import Origin
from brief.model.diagnostic import Place
from brief.model.fields import ANSWERED, Accept, Audience, Id, Language, Line
from brief.model.record import Field, Record


class SectionRecord(Record):
    """The front matter of a section."""

    title: Line = Field(description="The heading. Plain text.")
    by: Id | None = Field(None, description="The organisation that wrote it.")
    language: Language = Field("en", description="The language it is written in.")
    only_for: tuple[Audience, ...] = Field((), description="The audiences that see it; left out: all.")
    accept: Accept = Field((), description=ANSWERED)


@dataclass(frozen=True)
class Section:
    """A section as read; `body` begins at `offset` in its file, and `title` leads back to its title.

    `accepted` are the places of the words that its `accept` names.
    """

    id: str
    file: str
    record: SectionRecord
    body: str
    offset: int
    title: Origin
    accepted: tuple[Place, ...] = ()
