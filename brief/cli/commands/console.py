"""Printing with rich, for every command that shows something: inert, measured, plain when piped.

Nothing that is printed is read as rich's markup, emoji code or something to highlight, and
no control character gets through, whoever wrote it: what came from a file is data. Only the
styles of our own renderables become escape sequences. Colour and width are `terminal`'s.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from brief.cli.commands.terminal import coloured, shown, width
from brief.cli.report.printable import glyphs

THEME = Theme({"markdown.code": "cyan", "markdown.code_block": "cyan"})  # rich's own stand on black


def put(*renderables: RenderableType, columns: int | None = None, asked: bool = False) -> None:
    """Print these below each other, at most `columns` wide; no blanks at the ends of lines.

    They are printed as they may be shown, unless somebody `asked` for just that by its name.
    """
    if not asked:
        renderables = tuple(map(gated, renderables))
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


def gated(renderable: RenderableType) -> RenderableType:
    """What may be shown of it: each text is taken whole, before it is broken into lines."""
    if isinstance(renderable, str):
        return shown(renderable)
    if isinstance(renderable, Text):
        return _text(renderable)
    if isinstance(renderable, Group):
        return Group(*map(gated, renderable.renderables))
    if isinstance(renderable, Padding):
        renderable.renderable = gated(renderable.renderable)
    elif isinstance(renderable, Table):
        for column in renderable.columns:
            column._cells[:] = map(gated, column._cells)
    else:
        raise TypeError(f"{type(renderable).__name__} has no way through the gate")
    return renderable


def _text(text: Text) -> Text:
    """The text with its styles where nothing had to be replaced, else with the style of the whole."""
    plain = shown(text.plain)
    return (
        text if plain == text.plain else Text(plain, text.style, no_wrap=text.no_wrap, overflow=text.overflow)
    )


def _inert(console: Console, renderable: RenderableType) -> Iterator[Segment]:
    for text, style, control in console.render(renderable):
        if not control:
            yield Segment("".join(c if c == "\n" else glyphs(c) for c in text), style)
