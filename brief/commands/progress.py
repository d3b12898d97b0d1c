"""Progress on long work: a line that changes, on a terminal; nothing when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from brief.commands.terminal import is_terminal

STAGES = {
    "check": "checking",
    "compose": "setting notes",
    "print": "printing",
    "prove": "reading the files back",
    "search": "searching for protected words",
    "write": "writing",
}


@contextmanager
def shown(name: str) -> Iterator[Callable[[str], None]]:
    """A function that takes a stage's name and shows it beside `name`."""
    if not is_terminal(sys.stderr):
        yield lambda _stage: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"{name}") as status:
        yield lambda stage: status.update(f"{name}: {STAGES.get(stage, stage)}")
