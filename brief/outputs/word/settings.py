"""What a Word document needs to be told beside the composed page.

Nearly all of it stands in the page already: title, language, date, marks, numbered
paragraphs, contents. What is left is the paper, and the type that the receiving body
asks for, which the venue knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

from brief.model.venue import Venue

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True)
class WordSettings:
    """Paper and type; `review_copy` is printed where another file is the one to file.

    `font` and `size` (in points) replace the look's own; `emphasis=False` sets no bold,
    italic or underlined type anywhere.
    """

    paper: Paper = "A4"
    font: str | None = None
    size: float | None = None
    emphasis: bool = True
    review_copy: str = ""

    @classmethod
    def of(cls, venue: Venue, paper: Paper = "A4", review_copy: str = "") -> Self:
        """As the venue asks; `review_copy` is the sentence for the case that it files a PDF."""
        asked = venue.typography
        files_pdf = venue.filing is not None and venue.filing.format == "pdf"
        return cls(
            paper=paper,
            font=asked.font if asked else None,
            size=asked.size if asked else None,
            emphasis=asked.emphasis if asked else True,
            review_copy=review_copy if files_pdf else "",
        )


@dataclass(frozen=True)
class Picture:
    """A picture of the page: its bytes, and for an SVG a PNG for programs that draw none."""

    data: bytes
    raster: bytes | None = None
