"""The words a template prints, by language: labels, months, names of voices.

A catalogue is `languages/ID.yaml`, the workspace's own before ours. A tag such as `en-GB`
falls back to its language. Dates are printed as exact as they are known.
"""

from typing import Annotated, Any

from brief.fields import Line
from brief.partial_date import PartialDate
from brief.record import Field, Record, Text

Mark = Annotated[str, Text(min_length=1, max_length=10)]


class Catalogue(Record):
    """One language's words."""

    name: Line
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


def candidates(tag: str) -> list[str]:
    """The catalogue ids to try for a language tag, the nearest first."""
    return list(dict.fromkeys((tag, tag.lower(), tag.partition("-")[0].lower())))
