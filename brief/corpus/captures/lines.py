"""The lines of a capture, as plain values: what every extractor gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapturedLine:
    """A line, the hidden characters left out of it, whether it is a heading, the page it stands on.

    `broken` says that the line ends in a hyphen that may be the word's own or the printer's;
    `furniture` that it is a page number or a running head, over which sentences run on.
    """

    text: str
    refused: str = ""
    heading: bool = False
    page: int = 0
    broken: bool = False
    furniture: bool = False


@dataclass(frozen=True)
class CapturedText:
    """A capture's form, its lines, and what it says it is called.

    `told` are remarks for staff on what the lines leave out or could not say; `warnings` say
    (what, what to do) of words that a reader does not see.
    """

    form: str
    lines: tuple[CapturedLine, ...]
    title: str = ""
    told: tuple[str, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
