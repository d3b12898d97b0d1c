"""The words a template prints, by language: labels, months, names of voices.

A catalogue is `languages/ID.yaml`, the workspace's own before ours, whose file also says how
texts in the language are read (`brief.text.languages`). A tag such as `en-GB` falls back to its
language. Dates are printed as exact as they are known.
"""

from functools import cache
from typing import Annotated, Any

from brief.files.workspace import Workspace
from brief.model.fields import Line
from brief.model.partial_date import PartialDate
from brief.model.record import Field, Record, Text
from brief.text.languages import language

NOT_PRINTED = {"reading", "faces"}
Mark = Annotated[str, Text(min_length=1, max_length=10)]


class Catalogue(Record):
    """One language's words."""

    name: Line
    culture: Line | None = Field(None, description="The language with a country, for Word: `fr-FR`.")
    date: Line = Field(description="The form of a full date: {day}, {month}, {month_number}, {year}.")
    first_day: Line | None = Field(None, description="The first day of a month, where it is not written 1.")
    month_year: Line
    months: tuple[Line, ...] = Field(min_length=12, max_length=12)
    quotes: tuple[Mark, Mark] = Field(description="The marks around a quotation, with their spaces.")
    quoted_in: Line
    list_and: Line = "{0} and {1}"
    before_numbers: tuple[Line, ...] = Field(
        default=(), description="Words that stay on a line with the number after them."
    )
    after_numbers: tuple[Line, ...] = Field(
        default=(), description="Words that stay on a line with the number before them."
    )
    voices: dict[str, Line]
    source_groups: dict[str, Line]
    venues: dict[str, Line] = Field(
        default_factory=dict, description="What a document calls a venue, by the venue's own name."
    )
    labels: dict[str, Line]

    def spoken_date(self, date: PartialDate) -> str:
        """The date in words, no more exact than it is known."""
        if date.month is None:
            return str(date.year)
        parts: dict[str, Any] = {
            "year": date.year,
            "month": self.months[date.month - 1],
            "month_number": date.month,
            "day": self.first_day if date.day == 1 and self.first_day else date.day,
        }
        return (self.date if date.day else self.month_year).format(**parts)


@cache
def packaged_catalogue(id_: str) -> Catalogue | None:
    """Our own catalogue of a language; None for one that is only read."""
    printed = {key: value for key, value in language(id_).items() if key not in NOT_PRINTED}
    return Catalogue.model_validate(printed) if "labels" in printed else None


def english() -> Catalogue:
    """Our own English, to go on checking with."""
    catalogue = packaged_catalogue("en")
    assert catalogue is not None
    return catalogue


def printed_languages(workspace: Workspace) -> tuple[str, ...]:
    """The ids of all languages that a document can be in, ours and the workspace's own."""
    ids = workspace.layered_ids("languages", ".yaml")
    return tuple(id_ for id_ in ids if not language(id_) or packaged_catalogue(id_) is not None)


def candidates(tag: str) -> list[str]:
    """The catalogue ids to try for a language tag, the nearest first."""
    return list(dict.fromkeys((tag, tag.lower(), tag.partition("-")[0].lower())))
