"""The conductor: calls the stages in order and stops where going on would mislead.

A stage's errors end the build after that stage, so that everything it could find is said
at once and nothing after it works on what is wrong. Only a build without errors writes,
and it writes everything at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from brief.checking import judged
from brief.composed import Composed
from brief.corpus import protected_everywhere
from brief.diagnostic import Diagnostic, Place, has_errors, in_order
from brief.editions import edition_page
from brief.engine.job import Press
from brief.engine.press import InProcess
from brief.judges.length import by_section, over_limits, summary
from brief.manuscript import Manuscript
from brief.protection import protections
from brief.rules.handling import ProtectedInOutput
from brief.rules.printed import NotWritten
from brief.stages.compose import compose
from brief.word_count import count_words
from brief.workspace import Workspace

OUTPUTS = "outputs"
Progress = Callable[[str], None]


class Onlooker(Protocol):
    """Somebody who wants to see what is made before it is finished, such as a preview."""

    def composed(self, name: str, page: Composed) -> None:
        """The page as HTML, before it is printed."""

    def printed(self, name: str, pdf: bytes) -> None:
        """The pages as PDF, before they are read back and sealed."""


@dataclass(frozen=True)
class Result:
    """What came of one spec: its findings, and the files written (empty when it failed)."""

    spec: str
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    pages: int = 0
    length: str = ""
    sections: tuple[str, ...] = ()


def build_spec(
    root: Path,
    name: str,
    *,
    venue: str | None = None,
    edition: str = "",
    strict: bool = False,
    progress: Progress = lambda _stage: None,
    press: Press | None = None,
    onlooker: Onlooker | None = None,
    workspace: Workspace | None = None,
) -> Result:
    """Build one spec; writes its outputs when there is no error.

    For another venue they are `NAME.VENUE.*`; for an edition (of `composed.EDITIONS`) `NAME.EDITION.*`.
    A fresh `workspace` of this root, where one is given, holds afterwards what was read.
    """
    workspace, press = workspace or Workspace(root), press or InProcess()
    progress("check")
    manuscript, findings = judged(workspace, name, venue)
    if manuscript is None or has_errors(findings, strict=strict):
        return Result(name, in_order(findings))
    progress("compose")
    composed, more = compose(manuscript, workspace, meanwhile=lambda: _get_ready(press))
    findings += more
    if composed is not None and edition:
        composed, more = edition_page(composed, manuscript, workspace)
        findings += more
    if composed is None or has_errors(findings, strict=strict):
        return Result(name, in_order(findings))
    if onlooker is not None:
        onlooker.composed(manuscript.brief.name, composed)
    return _printed(
        workspace,
        name,
        manuscript,
        composed,
        findings,
        edition,
        press,
        strict=strict,
        progress=progress,
        onlooker=onlooker,
    )


def _get_ready(press: Press) -> None:
    """Load what comes after pandoc, while pandoc runs."""
    import brief.finish
    import brief.leaks
    import brief.stages.print  # noqa: F401

    press.get_ready()


def _printed(
    workspace: Workspace,
    name: str,
    manuscript: Manuscript,
    composed: Composed,
    findings: list[Diagnostic],
    edition: str,
    press: Press,
    *,
    strict: bool,
    progress: Progress,
    onlooker: Onlooker | None,
) -> Result:
    from brief.finish import finished, finished_for_print_shop, word_file
    from brief.stages.print import start_printing

    progress("print")
    printing, more = start_printing(composed, manuscript, workspace, press)
    findings += more
    if printing is None or has_errors(findings, strict=strict):
        return Result(name, in_order(findings))
    word = b"" if edition else word_file(workspace, manuscript, composed)
    words = count_words(composed.html)
    printed, more = printing.result()
    findings += more
    if printed is None or has_errors(findings, strict=strict):
        return Result(name, in_order(findings))
    if onlooker is not None:
        onlooker.printed(manuscript.brief.name, printed.pdf)
    findings += over_limits(manuscript.brief, words, printed.pages)
    progress("prove")
    if edition:
        files, more = finished_for_print_shop(workspace, manuscript, composed, printed.pdf)
    else:
        files, more = finished(workspace, manuscript, composed, printed.pdf, word)
    findings += more
    if not has_errors(findings, strict=strict):
        progress("search")
        findings += _leaks(workspace, manuscript, files)
    if has_errors(findings, strict=strict):
        return Result(name, in_order(findings))
    progress("write")
    fonts = {} if edition else {f"fonts/{font}": data for font, data in printed.fonts.items()}
    findings += _write(workspace, {**fonts, **files})
    written = () if has_errors(findings) else tuple(f"{OUTPUTS}/{file}" for file in files)
    length = summary(manuscript.brief, words, printed.pages)
    sections = by_section(manuscript.brief, words)
    return Result(name, in_order(findings), written, printed.pages, length, sections)


def _leaks(workspace: Workspace, manuscript: Manuscript, files: dict[str, bytes]) -> list[Diagnostic]:
    """H403: no finished file may hold protected words; a single word counts where its source is cited."""
    if manuscript.brief.venue.audience == "internal":
        return []
    from brief.leaks import leaks

    cited = manuscript.brief.sources
    protected = protections([*cited.values(), *protected_everywhere(workspace)])
    wanted = [p for p in protected if not p.is_single or p.source in cited]
    return [
        ProtectedInOutput.at(
            Place(f"{OUTPUTS}/{file}"),
            f"`{file}` would hold words that `{protection.source}` protects, in {part}",
            help=f"they are printed as “{protection.instead}”; `brief explain H403` says where to look",
        )
        for file, part, protection in leaks(files, wanted)
    ]


def _write(workspace: Workspace, files: dict[str, bytes]) -> list[Diagnostic]:
    from brief.outputs import write_all

    try:
        for name in files:
            workspace.path(f"{OUTPUTS}/{name}")
        write_all(workspace.path(OUTPUTS), files)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return [
            NotWritten.at(
                Place(OUTPUTS), f"`{OUTPUTS}/` cannot be written: {reason}", help="nothing was changed"
            )
        ]
    return []
