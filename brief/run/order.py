"""What is asked of a build, and what came of it: plain values, for a process, a cache, a face."""

from __future__ import annotations

from dataclasses import dataclass

from brief.model.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Order:
    """One brief to build: its spec, for which venue and in which edition, and whether warnings fail it."""

    spec: str
    venue: str | None = None
    edition: str = ""
    strict: bool = False


@dataclass(frozen=True)
class Result:
    """What came of one spec: its findings, and the files written (empty when it failed).

    `length` and `sections` say how long it is; `is_new` is false where nothing had to be built.
    """

    spec: str
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    pages: int = 0
    length: str = ""
    sections: tuple[str, ...] = ()
    is_new: bool = True
