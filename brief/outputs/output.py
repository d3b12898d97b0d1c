"""An output: a file that is made of a composed page, and read back where there is a proof for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from brief.compose.composed import Composed
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript

if TYPE_CHECKING:
    from brief.prove.reading import Reading
    from brief.run.stages.print import Printed


@dataclass(frozen=True)
class Source:
    """What outputs are made of; `printed` once the page is."""

    workspace: Workspace
    manuscript: Manuscript
    composed: Composed
    printed: Printed | None = None

    def with_(self, printed: Printed, manuscript: Manuscript) -> Self:
        """The same, printed."""
        return replace(self, printed=printed, manuscript=manuscript)


@dataclass(frozen=True)
class Output:
    """A file beside the PDF: `NAME.suffix`.

    `render` gives its bytes, while the page is printed or (`of_printed`) afterwards; `read_back` says where
    they differ from what is promised; `is_asked` whether a brief has it at all.
    """

    suffix: str
    render: Callable[[Source], bytes]
    read_back: Callable[[Reading, bytes, Source], Iterable[Diagnostic]] = lambda _reading, _data, _source: ()
    is_asked: Callable[[Manuscript], bool] = lambda _manuscript: True
    of_printed: bool = False
