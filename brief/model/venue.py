"""Venues: what the body that receives a brief asks of it, as data.

A venue is a YAML file, `brief/venues/ID.yaml` or the workspace's own. Each rule is
`Attested`: where it was read, that text's date, and how sure we are. `official` is the
body's own text, `secondary` another's account of it, `unconfirmed` a guess worth a
warning and never a failure. What nobody has seen is left out and listed under
`reconfirm`. Where it is known that a limit holds but not what it counts, two limits say
so: one surely counts the body, an unconfirmed one counts the notes too. No I/O here.
"""

from typing import Literal

from brief.model.fields import Audience, Flag, Id, Language, Line, PositiveFloat, PositiveInt
from brief.model.record import Field, Record
from brief.model.spec import Spec

Confidence = Literal["official", "secondary", "unconfirmed"]
Counted = Literal["body", "notes", "annexes"]
Submission = Literal["general", "special", "roster", "comprehensive", "thematic"]


class Attested(Record):
    """A rule with its provenance: never sounds surer than its source."""

    source: Line = Field(description="Where it was read: an address, or the name of a text.")
    date: Line = Field(description="The date of that text, as it gives it; `n.d.` where it gives none.")
    confidence: Confidence = Field(
        description="official: the body's own text. secondary: another's account of it. "
        "unconfirmed: not verified; it warns and never fails."
    )
    note: Line | None = Field(None, description="What a reader should know about this rule.")

    @property
    def firm(self) -> bool:
        """Whether it may fail a build."""
        return self.confidence != "unconfirmed"


class Publication(Attested):
    """What becomes of a submission: the body makes it public."""

    opt_out: Flag = Field(description="Whether a submitter may ask that it is not posted.")


class Filing(Attested):
    """The file that the body takes; the other is a review copy."""

    format: Literal["docx", "pdf"] = Field(description="The format to file.")


class Limit(Attested):
    """The most words or pages that the body takes."""

    unit: Literal["words", "pages"] = Field(description="What is counted.")
    single: PositiveInt = Field(description="The most for a submission by one organisation.")
    joint: PositiveInt | None = Field(
        None, description="The most for a joint submission; left out: the same as for one organisation."
    )
    counts: tuple[Counted, ...] = Field(
        ("body",), min_length=1, description="The parts of the document that count."
    )
    applies_to: tuple[Submission, ...] = Field(
        (),
        description="The submissions it is for; left out: all. `general`, `special` and `roster` are the "
        "submitter's consultative status with ECOSOC; `comprehensive` and `thematic` are kinds of report.",
    )

    def allows(self, *, joint: bool) -> int:
        """The figure for a joint or a single submission."""
        return self.joint if joint and self.joint is not None else self.single


class Languages(Attested):
    """The languages that the body accepts."""

    accepted: tuple[Language, ...] = Field(min_length=1, description="Language codes (BCP 47).")


class Typography(Attested):
    """The type that the body asks for."""

    font: Line | None = Field(None, description="The font family.")
    size: PositiveFloat | None = Field(None, description="Its size in points.")
    emphasis: Flag = Field(True, description="false: no bold, underlined or italic type.")


class NumberedParagraphs(Attested):
    """Whether paragraphs are numbered."""

    required: Flag = Field(description="true: every paragraph of the text has a number.")


class Corroboration(Attested):
    """How many independent sources the body asks for behind a claim."""

    sources: PositiveInt = Field(2, description="The least number of independent sources.")


class Required(Attested):
    """A key of the spec that the body needs to see answered."""

    field: Line = Field(description="The key, as in the spec.")

    def judge(self) -> None:
        """A key that a spec can have: no brief could answer another one."""
        known = [field.alias for field in Spec.model_fields.values()]
        if self.field not in known:
            raise ValueError(f"asks for `{self.field}`, which is no key of a spec")


class Advice(Attested):
    """What the body says in words: on content, on the deadline. Shown, never checked."""

    text: Line = Field(description="The advice.")


class Venue(Record):
    """A body or a reader that briefs are made for, and its rules."""

    name: Line = Field(description="The name, as `brief venues` prints it.")
    body: Line = Field(description="The receiving body, or whose practice it is.")
    template: Id = Field(description="The page template: templates/NAME.html.")
    style: Line = Field(description="The print style: styles/NAME.css.")
    audience: Audience = Field(description="Who receives it: decides which sources and sections may go in.")
    publication: Publication | None = Field(
        None, description="Whether the body makes it public, and lets us opt out; left out: not known."
    )
    filing: Filing | None = Field(
        None, description="The format to file; left out: not known, or ours to choose."
    )
    limits: tuple[Limit, ...] = Field((), description="Limits of length; left out: none is known.")
    languages: Languages | None = Field(None, description="Languages accepted; left out: not known.")
    typography: Typography | None = Field(None, description="Type asked for; left out: not known.")
    numbered_paragraphs: NumberedParagraphs | None = Field(
        None, description="Whether paragraphs are numbered; left out: not known."
    )
    corroboration: Corroboration | None = Field(
        None, description="Whether claims need more than one independent source; left out: not asked."
    )
    required: tuple[Required, ...] = Field((), description="Keys the spec must have for this venue.")
    contents: tuple[Advice, ...] = Field((), description="What the body says a submission should hold.")
    deadline: Advice | None = Field(None, description="When it is due.")
    reconfirm: tuple[Line, ...] = Field((), description="What to ask the secretariat before filing.")
    citation_style: Line = Field("notes", description="The citation style where the spec names none.")

    def reached(self, *, publish: bool) -> Audience:
        """Who can read it in the end: what a body posts is public, unless a firm opt-out is used."""
        if self.publication is None:
            return self.audience
        kept_back = self.publication.opt_out and self.publication.firm and not publish
        return self.audience if kept_back else "public"
