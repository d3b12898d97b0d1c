"""What goes to the print engine and what comes back: plain data, fit for a pipe or another machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

BASE = "https://workspace.invalid/outputs/"  # RFC 6761: `.invalid` resolves nowhere; our fetcher answers it
PROFILE = f"{BASE}icc/sRGB.icc"


@dataclass(frozen=True, slots=True)
class Job:
    """A page to print: its HTML, and all that it may load, by URL: bytes and media type.

    Under `PROFILE` stands what its colours mean. `back` names the link from a note to its call.
    """

    html: str
    resources: Mapping[str, tuple[bytes, str]]
    back: str = ""


Break = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A printed page: the PDF, its number of pages, the engine's warnings. No bytes: nested too deep.

    `libraries` are the system's, by path: size and time of change. `breaks` are the elements that the
    engine as it comes would set on another page without this style: tag, number among its like, style.
    """

    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = ()
    libraries: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()


class Pending(Protocol):
    """A job under way."""

    def result(self) -> Sheets:
        """Wait for it. Raises `CannotRunError` where there is no engine."""


class Press(Protocol):
    """Whatever prints: this process, another one, another machine."""

    def get_ready(self) -> None:
        """Load what printing needs, where that is done in this process."""

    def start(self, job: Job) -> Pending:
        """Begin printing."""
