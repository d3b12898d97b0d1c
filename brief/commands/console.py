"""Printing with rich, for every command that shows something: inert, measured, plain when piped.

Nothing that is printed is read as rich's markup, emoji code or something to highlight, and
no control character gets through, whoever wrote it: what came from a file is data. Only the
styles of our own renderables become escape sequences. Colour and width are `terminal`'s.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, Segments
from rich.theme import Theme

from brief.commands.terminal import coloured, width
from brief.report.printable import glyphs

THEME = Theme({"markdown.code": "cyan", "markdown.code_block": "cyan"})  # rich's own stand on black


def put(*renderables: RenderableType, columns: int | None = None) -> None:
    """Print these below each other, at most `columns` wide; no blanks at the ends of lines."""
    console = Console(
        width=columns or width(),
        force_terminal=coloured(),
        no_color=not coloured(),
        highlight=False,
        markup=False,
        emoji=False,
        theme=THEME,
    )
    with console.capture() as capture:
        console.print(Segments(_inert(console, Group(*renderables))), end="")
    lines = capture.get().removesuffix("\n").split("\n")
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))


def _inert(console: Console, renderable: RenderableType) -> Iterator[Segment]:
    for text, style, control in console.render(renderable):
        if not control:
            yield Segment("".join(c if c == "\n" else glyphs(c) for c in text), style)
