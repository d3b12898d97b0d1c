"""Progress on long work: which brief, which stage, how long – on a terminal; nothing when piped.

Drawn by rich. Where worker processes are forked no thread may run, so the picture is drawn
again when something happens and whenever `tick` is called.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from brief.cli.commands.terminal import is_terminal, shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STAGES = {
    "check": "checking",
    "compose": "setting notes",
    "print": "printing",
    "prove": "reading the files back",
    "search": "searching for protected words",
    "write": "writing",
}


class Watched:
    """What is told how the work goes on. This one does not show it."""

    def stage(self, name: str, stage: str) -> None:
        """A brief entered a stage."""

    def finished(self, name: str) -> None:
        """A brief is done, or failed."""

    def tick(self) -> None:
        """Time has passed."""


class _Shown(Watched):
    def __init__(self, progress: Progress, total: int) -> None:
        self.progress = progress
        self.active: dict[str, TaskID] = {}
        self.all = progress.add_task("", total=total, stage=f"0 of {total}") if total > 1 else None
        self.done, self.total = 0, total

    def stage(self, name: str, stage: str) -> None:
        words = STAGES.get(stage, stage)
        if name not in self.active:
            self.active[name] = self.progress.add_task(shown(name), total=None, stage=words)
        self.progress.update(self.active[name], stage=words, refresh=True)

    def finished(self, name: str) -> None:
        if (task := self.active.pop(name, None)) is not None:
            self.progress.remove_task(task)
        self.done += 1
        if self.all is not None:
            self.progress.update(
                self.all, completed=self.done, stage=f"{self.done} of {self.total}", refresh=True
            )

    def tick(self) -> None:
        self.progress.refresh()


@contextmanager
def watched(total: int, *, threads: bool) -> Iterator[Watched]:
    """While the block runs, whoever looks at the terminal sees how `total` briefs go on."""
    if not is_terminal(sys.stderr):
        yield Watched()
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[stage]}", markup=False, style="dim"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, auto_refresh=threads) as progress:
        yield _Shown(progress, total)
