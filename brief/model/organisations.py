"""`brief.yaml`: the workspace's name, its organisations and its defaults."""

from typing import Literal

from brief.model.fields import Id, Language, Line, WebAddress
from brief.model.record import Field, Record


class Organisation(Record):
    """An organisation that submits briefs."""

    name: Line = Field(description="The name, as printed.")
    url: WebAddress | None = Field(None, description="Its web address.")
    ecosoc: Literal["general", "special", "roster"] | None = Field(
        None, description="Its consultative status with ECOSOC."
    )
    country: Line | None = Field(None, description="Where it is registered.")
    contact: Line | None = Field(None, description="An e-mail address.")
    logo: Line | None = Field(None, description="An SVG or PNG file in the workspace.")


class Defaults(Record):
    """What a spec may leave out."""

    language: Language | None = None
    venue: Id | None = None
    citation_style: Line | None = None
    status: Literal["draft", "sample", "final"] | None = None
    paper: Literal["A4", "Letter"] | None = None
    organisations: tuple[Id, ...] | None = None
    contact: Line | None = None


class WorkspaceFile(Record):
    """The file `brief.yaml`."""

    name: str = Field("", description="What the workspace is about.", max_length=2000)
    organisations: dict[Id, Organisation] = Field(default_factory=dict, description="Organisations by id.")
    defaults: Defaults = Field(default_factory=Defaults, description="What a spec may leave out.")
