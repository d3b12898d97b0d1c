"""A section that staff wrote once and many briefs use: front matter, then Markdown."""

from dataclasses import dataclass

from brief.fields import Accept, Audience, Id, Language, Line
from brief.origin import Origin
from brief.record import Field, Record


class SectionRecord(Record):
    """The front matter of a section."""

    title: Line = Field(description="The heading. Plain text.")
    by: Id | None = Field(None, description="The organisation that wrote it.")
    language: Language = Field("en", description="The language it is written in.")
    only_for: tuple[Audience, ...] = Field((), description="The audiences that see it; left out: all.")
    accept: Accept = Field(default_factory=dict, description="Warnings answered here, each with a reason.")


@dataclass(frozen=True)
class Section:
    """A section as read; `body` begins at `offset` in its file, and `title` leads back to its title."""

    id: str
    file: str
    record: SectionRecord
    body: str
    offset: int
    title: Origin
