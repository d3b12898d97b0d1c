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
    italic or underlined type anywhere. `style` names the print style, `reference` is the Word file that
    says how its styles look; none: the look of brief.
    """

    paper: Paper = "A4"
    font: str | None = None
    size: float | None = None
    emphasis: bool = True
    review_copy: str = ""
    style: str = ""
    reference: bytes = b""

    @classmethod
    def of(cls, venue: Venue, paper: Paper = "A4", review_copy: str = "", reference: bytes = b"") -> Self:
        """As the venue asks; `review_copy` is the sentence for the case that it files a PDF."""
        asked = venue.typography
        files_pdf = venue.filing is not None and venue.filing.format == "pdf"
        return cls(
            paper=paper,
            font=asked.font if asked else None,
            size=asked.size if asked else None,
            emphasis=asked.emphasis if asked else True,
            review_copy=review_copy if files_pdf else "",
            style=venue.style,
            reference=reference,
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """What of the type the receiving body asks for."""
        given = {"font": bool(self.font), "size": bool(self.size), "emphasis": not self.emphasis}
        return tuple(what for what, is_asked in given.items() if is_asked)


@dataclass(frozen=True)
class Picture:
    """A picture of the page: its bytes, and for an SVG a PNG for programs that draw none."""

    data: bytes
    raster: bytes | None = None
