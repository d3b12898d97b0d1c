"""Dates as exact as they are known: `2024`, `2024-08` or `2024-08-16`, never guessed (EDTF level 0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from brief.model.parsed import Parsed

FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate(Parsed):
    """A year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    SCHEMA: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
            {"type": "integer", "minimum": 1000, "maximum": 9999},
        ]
    }

    @classmethod
    def parse(cls, text: str) -> Self:
        """The date in `text`; `ValueError` for another form or a day the calendar does not have."""
        match = FORM.fullmatch(text.strip())
        if match is None:
            raise ValueError("must be a date such as 2026, 2026-11 or 2026-11-20")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            date(year or 0, month or 1, day or 1)
        except ValueError as error:
            raise ValueError("is a date that the calendar does not have") from error
        return cls(int(match[1]), month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)
