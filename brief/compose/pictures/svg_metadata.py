"""An SVG drawing without what an editor wrote beside what is drawn.

Comments, `metadata`, processing instructions, and what Inkscape remembers of its window and its
files (SVG 2, 5.7; XML 1.0). A parser says where each begins and ends; all else stays byte for byte.
"""

from __future__ import annotations

import re
from xml.parsers import expat

BESIDE = ("metadata", "namedview")
"""Elements that are taken out, by their names without a prefix."""
ITS_OWN = ("style", "script")
"""Elements whose comments may be what they say, as old programs wrote them."""
EDITORS = (b"inkscape:", b"sodipodi:")
ATTRIBUTE = re.compile(rb"(?<!\s)\s++([^\s=]++)\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')")


def without_svg_metadata(data: bytes) -> bytes:
    """The same drawing; `data` itself where it cannot be read as XML."""
    found = _Beside(data)
    left = found.left()
    return left if found.is_read and _Beside(left).is_read else data


class _Beside:
    """What stands beside the drawing: cuts and start tags as (from, to), in bytes and in order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.cuts: list[tuple[int, int]] = []
        self.tags: list[tuple[int, int]] = []
        self._cut: int | None = None
        self._tag: int | None = None
        self._depth = 0
        self._own = 0
        self._begun = 0
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.DefaultHandler = self._anything
        try:
            parser.Parse(data, True)
            self.is_read = True
        except (expat.ExpatError, ValueError, LookupError):
            self.is_read = False
        self._close(len(data))

    def left(self) -> bytes:
        """What is left."""
        parts, at = [], 0
        both = [(start, end, True) for start, end in self.cuts] + [(*tag, False) for tag in self.tags]
        for start, end, is_cut in sorted(both):
            parts.append(self.data[at:start])
            if not is_cut:
                parts.append(ATTRIBUTE.sub(_kept, self.data[start:end]))
            at = end
        return b"".join((*parts, self.data[at:]))

    def _arrive(self) -> int:
        """Where the parser is, which is where the thing before this one ended."""
        at = self._parser.CurrentByteIndex
        self._close(at)
        return at

    def _close(self, at: int) -> None:
        if self._cut is not None:
            self.cuts.append((self._cut, at))
        if self._tag is not None:
            self.tags.append((self._tag, at))
        self._cut = self._tag = None

    def _start(self, name: str, _attributes: object) -> None:
        at = self._arrive()
        local = name.rpartition(":")[2]
        if self._depth or local in BESIDE:
            self._begun = self._begun if self._depth else at
            self._depth += 1
            return
        self._own += local in ITS_OWN
        self._tag = at

    def _end(self, name: str) -> None:
        self._arrive()
        if self._depth:
            self._depth -= 1
            self._cut = None if self._depth else self._begun
        else:
            self._own -= name.rpartition(":")[2] in ITS_OWN

    def _comment(self, _words: str) -> None:
        at = self._arrive()
        if not self._depth and not self._own:
            self._cut = at

    def _instruction(self, target: str, _words: str) -> None:
        at = self._arrive()
        if not self._depth and target != "xml-stylesheet":
            self._cut = at

    def _anything(self, _words: str) -> None:
        self._arrive()


def _kept(attribute: re.Match[bytes]) -> bytes:
    return b"" if attribute[1].startswith(EDITORS) else attribute[0]
