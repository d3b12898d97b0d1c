"""The conductor: calls the stages in order and stops where going on would mislead.

A stage's errors end the build after that stage, so that everything it could find is said
at once and nothing after it works on what is wrong. Only a build without errors writes,
and it writes everything at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brief.check.judges.receiving_body import by_section, over_limits, summary
from brief.check.rules.handling import ProtectedInOutput, ProtectionUnclear
from brief.check.rules.printed import NotWritten
from brief.compose.composed import Composed
from brief.files.private import private_folder
from brief.files.workspace import Workspace
from brief.model.acceptance import answered, unanswering
from brief.model.diagnostic import Diagnostic, Place, has_errors, in_order
from brief.model.manuscript import Manuscript
from brief.outputs.engine.job import Press
from brief.outputs.engine.press import InProcess
from brief.protect.protection import Protection, first_hits, longest_first, protections
from brief.run.cache.kept import Cache, Made
from brief.run.checking import judged
from brief.run.interruption import held, settle
from brief.run.order import Order, Result
from brief.run.shelf import Shelf
from brief.run.stages.compose import compose
from brief.text.word_count import WordCount, count_words

if TYPE_CHECKING:
    from brief.run.stages.print import Printed

OUTPUTS = "outputs"
Progress = Callable[[str], None]


class Onlooker(Protocol):
    """Somebody who wants to see what is made before it is finished, such as a preview."""

    def composed(self, name: str, page: Composed) -> None:
        """The page as HTML, before it is printed."""

    def printed(self, name: str, pdf: bytes) -> None:
        """The pages as PDF, before they are read back and sealed."""


def build_spec(
    root: Path,
    name: str,
    *,
    venue: str | None = None,
    edition: str = "",
    strict: bool = False,
    progress: Progress = lambda _stage: None,
    press: Press | None = None,
    cache: Cache | None = None,
    onlooker: Onlooker | None = None,
    workspace: Workspace | None = None,
    shelf: Shelf | None = None,
    is_last: bool = False,
) -> Result:
    """Build one spec; writes its outputs when there is no error, and keeps them in the `cache`.

    For another venue they are `NAME.VENUE.*`; for an edition (of `composed.EDITIONS`) `NAME.EDITION.*`.
    A fresh `workspace` of this root, where one is given, holds afterwards what was read; what many
    specs of a run rest on is taken from their `shelf`.
    Once the last one is written nothing can be stopped any more.
    """
    order = Order(name, venue, edition, strict)
    workspace = workspace or Workspace(root)
    return _Build(workspace, order, progress, press or InProcess(), cache, onlooker, shelf, is_last).result()


def load_all(*, engine: bool) -> None:
    """Import all that a build imports on its way, so that it is there, or is forked with the process."""
    with held():  # a native module that is cut off while it is made takes the process down
        import pikepdf  # noqa: F401
        import pypdfium2  # noqa: F401

    if engine:
        InProcess().get_ready()


@dataclass
class _Build:
    """One brief on its way: after each stage that found an error it ends."""

    workspace: Workspace
    order: Order
    progress: Progress
    press: Press
    cache: Cache | None
    onlooker: Onlooker | None
    shelf: Shelf | None
    is_last: bool
    findings: list[Diagnostic] = field(default_factory=list)

    def result(self) -> Result:
        """The findings, and what was written."""
        made = self._made()
        return Result(self.order.spec, in_order(self.findings), *made)

    def _fails(self, *more: Diagnostic) -> bool:
        self.findings += more
        return has_errors(self.findings, strict=self.order.strict)

    def _made(self) -> tuple[tuple[str, ...], int, str, tuple[str, ...]]:
        """Files, pages, length, lengths of sections; nothing where an error was found."""
        nothing: tuple[tuple[str, ...], int, str, tuple[str, ...]] = (), 0, "", ()
        self.progress("check")
        manuscript, found = judged(self.workspace, self.order.spec, self.order.venue, shelf=self.shelf)
        if self._fails(*found) or manuscript is None:
            return nothing
        self.progress("compose")
        composed, found = compose(manuscript, self.workspace, meanwhile=self._get_ready)
        if composed is not None:
            from brief.outputs.table import PDFS

            composed, more = PDFS[self.order.edition].page(composed, manuscript, self.workspace)
            found = found + more
        manuscript, found = answered(manuscript, found)
        if self._fails(*found) or composed is None:
            return nothing
        if self.onlooker is not None:
            page = {f"{manuscript.brief.name}.html": composed.html.encode()}
            if self._fails(*_leaks(manuscript, page, self._protected(manuscript)[0], ())):
                return nothing
            self.onlooker.composed(manuscript.brief.name, composed)
        printed, words, files, seen = self._printed(manuscript, composed)
        if printed is None or self._fails():
            return nothing
        protected, digest, found = self._protected(manuscript)
        self.progress("search")
        if self._fails(*found, *_leaks(manuscript, files, protected, seen)):
            return nothing
        self.progress("write")
        fonts = {} if self.order.edition else {f"fonts/{name}": data for name, data in printed.fonts.items()}
        outputs = {**fonts, **files}
        made = (
            tuple(f"{OUTPUTS}/{file}" for file in files),
            printed.pages,
            summary(manuscript.brief, words, printed.pages),
            by_section(manuscript.brief, words),
        )
        if self.cache is not None:  # first, so that nothing is left to do once the outputs are written
            result = Result(self.order.spec, in_order(self.findings), *made)
            self.cache.keep(
                self.order,
                self.workspace,
                Made(result, outputs, digest, printed.libraries),
                content=manuscript.brief.venue.audience != "internal",
                may_rest=lambda text: not any(first_hits(text, protected)),
            )
        with held():
            if self._fails(*_write(self.workspace, outputs)):
                return nothing
            if self.is_last:
                settle()
        return made

    def _get_ready(self) -> None:
        """Load what comes after pandoc, while pandoc runs."""
        load_all(engine=False)
        self.press.get_ready()

    def _printed(
        self, manuscript: Manuscript, composed: Composed
    ) -> tuple[Printed | None, WordCount, dict[str, bytes], tuple[str, ...]]:
        """The printed page, its words, all files (most are made while the press runs), the PDF's text."""
        from brief.outputs.output import Source
        from brief.outputs.table import PDFS
        from brief.run.finish import finished, rendered_meanwhile
        from brief.run.stages.print import start_printing

        self.progress("print")
        words = count_words(composed.html)
        printing, found = start_printing(composed, manuscript, self.workspace, self.press, self.shelf)
        if self._fails(*found) or printing is None:
            return None, words, {}, ()
        pdf, source = PDFS[self.order.edition], Source(self.workspace, manuscript, composed)
        meanwhile = rendered_meanwhile(pdf, source)
        printed, found = printing.result()
        if self._fails(*found) or printed is None:
            return None, words, {}, ()
        if self.onlooker is not None:
            self.onlooker.printed(manuscript.brief.name, printed.pdf)
        manuscript, found = answered(manuscript, over_limits(manuscript.brief, words, printed.pages))
        if not (self.order.venue or self.order.edition):  # for others it may be longer, and was not accepted
            found += unanswering(manuscript, found, after="build")
        self.findings += found
        self.progress("prove")
        files, proof, found = finished(pdf, source.with_(printed, manuscript), meanwhile)
        self.findings += found
        return printed, words, files, proof.seen

    def _protected(self, manuscript: Manuscript) -> tuple[tuple[Protection, ...], str, list[Diagnostic]]:
        """All that the corpus protects, and its digest, taken first: what changes meanwhile is seen later.

        And the sources of which nobody can tell what they protect.
        """
        from brief.protect.guarded import file_of, guarded

        digest = self.cache.protected() if self.cache else ""
        everywhere = guarded(self.workspace.root)
        cited = protections(manuscript.brief.sources.values())
        unclear = [] if manuscript.brief.venue.audience == "internal" else everywhere.unclear
        found = [ProtectionUnclear.of(Place(file_of(id_)), id_) for id_ in unclear]
        return longest_first([*cited, *everywhere.protections]), digest, found


def _leaks(
    manuscript: Manuscript, files: dict[str, bytes], protected: tuple[Protection, ...], seen: tuple[str, ...]
) -> list[Diagnostic]:
    """H403: no finished file may hold protected words; a single word counts where its source is cited."""
    if manuscript.brief.venue.audience == "internal":
        return []
    from brief.protect.leaks import leaks

    wanted = [p for p in protected if not p.is_single or p.source in manuscript.brief.sources]
    return [
        ProtectedInOutput.at(
            Place(f"{OUTPUTS}/{file}"),
            f"`{file}` would hold words that `{protection.source}` protects, in {part}",
            help=f"they are printed as “{protection.instead}”; `brief explain H403` says where to look",
        )
        for file, part, protection in leaks(files, wanted, seen)
    ]


def _write(workspace: Workspace, files: dict[str, bytes]) -> list[Diagnostic]:
    from brief.files.outputs import write_all

    try:
        for name in files:
            workspace.path(f"{OUTPUTS}/{name}")
        private = private_folder(workspace.root)
        write_all(workspace.path(OUTPUTS), files, private / "outputs.lock" if private else None)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return [
            NotWritten.at(
                Place(OUTPUTS), f"`{OUTPUTS}/` cannot be written: {reason}", help="nothing was changed"
            )
        ]
    return []
