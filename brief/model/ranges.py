"""Numbers of paragraphs: `4`, `4-6`, `4, 6-8`; a list in YAML means the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from brief.model.parsed import Parsed

PART = re.compile(r"([0-9]{1,6})(?:\s*[-–—]+\s*([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class Ranges(Parsed):
    """Ranges of numbers, first and last included, as written."""

    spans: tuple[tuple[int, int], ...]

    SCHEMA: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "pattern": r"^\s*\d+(\s*[-–—]\s*\d+)?(\s*,\s*\d+(\s*[-–—]\s*\d+)?)*\s*$"},
            {"type": "array", "items": {"type": ["integer", "string"]}, "minItems": 1},
        ]
    }

    @classmethod
    def parse(cls, text: str) -> Self:
        """The ranges in `text`; `ValueError` for another form or a range that runs backwards."""
        spans = []
        for part in text.split(","):
            match = PART.fullmatch(part.strip())
            if match is None:
                raise ValueError("must be numbers such as 4, 4-6 or 4, 6-8")
            first, last = int(match[1]), int(match[2] or match[1])
            if first < 1 or last < first:
                raise ValueError("must count from 1, and a range must not run backwards")
            spans.append((first, last))
        return cls(tuple(spans))

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Self:
        """The ranges of numbers that rise."""
        spans: list[tuple[int, int]] = []
        for number in numbers:
            if spans and number == spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], number)
            else:
                spans.append((number, number))
        return cls(tuple(spans))

    @classmethod
    def validate(cls, value: Any) -> Self:
        """As `Parsed.validate`; a list is joined by commas."""
        if isinstance(value, list):
            return cls.parse(", ".join(str(item) for item in value))
        return super(Ranges, cls).validate(value)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.spans:
            yield from range(first, last + 1)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and any(first <= number <= last for first, last in self.spans)

    def __str__(self) -> str:
        return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in self.spans)

    @property
    def last(self) -> int:
        """The highest number."""
        return max(last for _, last in self.spans)
