"""The spec: what one brief says, to whom and under which rules.

These models are the reference: their descriptions become `brief.schema.json`, which
editors show while staff type. Field order is the order in which the parts are printed
by a template that does not decide otherwise.
"""

from typing import Annotated, Any, Literal

from brief.model.fields import (
    ANSWERED,
    Accept,
    Audience,
    Flag,
    Id,
    Language,
    Line,
    MaybeProse,
    Prose,
    ProseMark,
)
from brief.model.partial_date import PartialDate
from brief.model.ranges import Ranges
from brief.model.record import Field, Record, Schema


class Ask(Record):
    """What the addressee is asked to do."""

    to: Line = Field(description="Who is asked, as printed.")
    ask: Prose = Field(description="What is asked. Markdown, citations allowed.")
    accept: Accept = Field((), description=ANSWERED)


class KeyFigure(Record):
    """A figure set large, with the words that say what it counts and where it is from."""

    value: Annotated[Line, Schema({"type": ["string", "number"]})] = Field(
        description='The figure as printed, such as "0.07%".'
    )
    label: Prose = Field(description="What the figure counts. Markdown.")
    cite: Prose = Field(description='Where it stands, such as "[@id, para. 3]".')
    accept: Accept = Field((), description=ANSWERED)


class Quote(Record):
    """Words of a source, set off from the text, held against it character for character."""

    source: Id = Field(description="The source's id.")
    paragraph: Ranges = Field(description="The paragraph in which the words stand.")
    text: Line = Field(
        description="The words, without quotation marks; […] for an omission, [word] for an insertion."
    )
    by: Line | None = Field(None, description="Who says it, as printed below the quotation.")


class Excerpt(Record):
    """Whole paragraphs of a source, printed as they stand."""

    source: Id = Field(description="The source's id.")
    section: Id | None = Field(None, description="The heading they stand under, in lower case with hyphens.")
    paragraphs: Ranges = Field(description="Their numbers, such as 13-14.")


class LawRow(Record):
    """What the law says, and what the sources say happens."""

    law: Prose = Field(description="The norm, cited. Markdown.")
    reality: Prose = Field(description="The practice, cited. Markdown.")


class LawAndReality(Record):
    """A table that sets law beside practice."""

    caption: MaybeProse = Field(None, description="A caption. Markdown.")
    rows: tuple[LawRow, ...] = Field(min_length=1, description="The rows.")

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """The rows alone are a table too."""
        return {"rows": data} if isinstance(data, list) else data


class Table(Record):
    """A table from `seeds/data/`."""

    file: Line = Field(description="A CSV file in seeds/data/; its first row is the head.")
    caption: Prose = Field(description="What the table shows. Markdown.")
    cite: MaybeProse = Field(None, description='Where the data are from, such as "[@id, para. 3]".')


class Figure(Record):
    """A picture in the workspace."""

    file: Line = Field(description="An SVG, PNG or JPEG file in the workspace.")
    alt: Line = Field(description="What the picture shows, for those who cannot see it.")
    caption: MaybeProse = Field(None, description="A caption. Markdown.")
    cite: MaybeProse = Field(None, description='Where it is from, such as "[@id, para. 3]".')


BLOCK_KINDS = ("text", "quote", "excerpt", "law-and-reality", "table", "figure")


class Block(Record):
    """One thing in a section, after its text: exactly one of the kinds."""

    text: MaybeProse = Field(None, description="More text between blocks. Markdown.")
    quote: Quote | None = Field(None, description="Words of a source, set off.")
    excerpt: Excerpt | None = Field(None, description="Whole paragraphs of a source.")
    law_and_reality: LawAndReality | None = Field(None, description="A table of law beside practice.")
    table: Table | None = Field(None, description="A table from a CSV file.")
    figure: Figure | None = Field(None, description="A picture.")
    accept: Accept = Field((), description=ANSWERED)

    def judge(self) -> None:
        """Exactly one of the kinds."""
        if sum(getattr(self, kind.replace("-", "_")) is not None for kind in BLOCK_KINDS) != 1:
            raise ValueError(f"must be one of: {', '.join(BLOCK_KINDS)}")

    @property
    def kind(self) -> str:
        """Which of the kinds it is."""
        return next(kind for kind in BLOCK_KINDS if getattr(self, kind.replace("-", "_")) is not None)


class SectionEntry(Record):
    """A section of the brief: used from the corpus, or written here."""

    use: Id | None = Field(None, description="A section in seeds/sections/.")
    heading: Line | None = Field(
        None, description="The heading; with `use`, in place of the section's own title."
    )
    by: Id | None = Field(None, description="The organisation that wrote it.")
    text: MaybeProse = Field(None, description="The text. Markdown with citations.")
    blocks: tuple[Block, ...] = Field(
        (), description="Quotations, excerpts, tables and pictures after the text."
    )
    only_for: tuple[Audience, ...] = Field(
        (), description="The audiences that see this section; left out: all."
    )
    accept: Accept = Field((), description=ANSWERED)

    def judge(self) -> None:
        """Used or written here, and not both."""
        if self.use is None and self.heading is None:
            raise ValueError("needs `use` (a section of the corpus) or `heading` (a section written here)")
        if self.use is not None and self.text is not None:
            raise ValueError("has both `use` and `text`: put further text into `blocks`")


class Recommendation(Record):
    """Recommendations to one addressee."""

    to: Line = Field(description="To whom, as printed.")
    items: Annotated[tuple[Prose, ...], ProseMark()] = Field(
        min_length=1, description="The recommendations, one item each. Markdown with citations."
    )
    accept: Accept = Field((), description=ANSWERED)


class Annexes(Record):
    """What follows the text."""

    sources: Flag = Field(
        default=False, description="true: a list of all cited sources, grouped by kind of voice."
    )


class Spec(Record):
    """One brief."""

    title: Line = Field(description="The title. Plain text.")
    subtitle: Line | None = Field(None, description="A second line below the title.")
    venue: Id = Field(description="Who receives it: an id of `brief venues`.")
    language: Language = Field("en", description="The language of the brief: en, fr, es, de or ko.")
    date: PartialDate | None = Field(None, description="The date printed on it, such as 2026-11-20.")
    organisations: tuple[Id, ...] = Field(
        (), description="Who submits it: ids from brief.yaml. More than one: a joint submission."
    )
    addressee: Line | None = Field(
        None, description="To whom it is addressed; printed by embassy briefs and submissions."
    )
    publish: Flag = Field(True, description="false: ask the body not to post it, where it allows that.")
    citation_style: Line | None = Field(
        None, description="A CSL style: notes, author-date, or a .csl file in styles/."
    )
    status: Literal["draft", "sample", "final"] = Field(
        "final",
        description="draft or sample is printed on the first page and in running heads. What the receiving "
        "body would send back (its length, language, missing keys) only warns in a draft; what misquotes or "
        "endangers stays an error.",
    )
    session: Line | None = Field(
        None,
        description='The session of the body, such as "97th session"; not printed by briefs and reports.',
    )
    state: Line | None = Field(None, description="The State under review; printed by submissions.")
    call: Line | None = Field(
        None, description="The call for input that this answers; printed by submissions."
    )
    contact: Line | None = Field(None, description="Whom to ask: an e-mail address or a line of text.")
    paper: Literal["A4", "Letter"] = Field("A4", description="The paper.")
    outputs: tuple[Literal["txt"], ...] = Field(
        (),
        description="Made besides PDF, Word file and web page. txt: plain text with notes, for an e-mail.",
    )
    summary: MaybeProse = Field(None, description="The summary. Markdown with citations.")
    asks: tuple[Ask, ...] = Field((), description="What the addressees are asked to do.")
    key_figures: tuple[KeyFigure, ...] = Field((), description="Figures set large.")
    sections: tuple[SectionEntry, ...] = Field((), description="The sections, in order.")
    recommendations: tuple[Recommendation, ...] = Field((), description="Recommendations, by addressee.")
    annexes: Annexes = Field(default=Annexes(), description="What follows the text.")
    accept: Accept = Field(
        (),
        description="Warnings answered that are about the whole brief (its length, a source, a picture) or "
        "the summary, each with a reason.",
    )
