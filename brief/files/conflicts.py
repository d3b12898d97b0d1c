"""What git leaves in a file where two people changed the same lines: both versions, and marks between them.

A merge that git cannot make writes `<<<<<<<`, the one version, `=======`, the other and
`>>>>>>>` from the first column on; in the style `diff3` also `|||||||` and what stood there
before (git-merge(1), "How conflicts are presented"). The first mark is never anything else. The
last is, in Markdown, a quotation seven deep, which lines of such quotations surround; the middle one
underlines a heading there, and is nothing in YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.check.rules.spec import TwoVersions
from brief.files.origin import SourceText
from brief.model.diagnostic import Diagnostic
from brief.model.paragraphs import FENCE, FENCE_END

OPENS = re.compile(r"^[ \t]*<{7}(?= |\r?$).*", re.M)
CLOSES = re.compile(r"^>{7}(?= |\r?$).*", re.M)
PARTS = re.compile(r"^={7}\r?$", re.M)
WHOLE = "two people changed these lines, and both versions stand here"
LEFT = "git wrote this line where two people had changed the same words"


def conflicts(source: SourceText) -> list[Diagnostic]:
    """A finding for each place of a text that holds two versions, or a mark that was left of them."""
    text = source.text
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "=======" not in text:
        return []
    whole = [match.span() for match in OPENS.finditer(text)]
    return [TwoVersions.of(source.place(*span), WHOLE) for span in whole] or [
        TwoVersions.of(source.place(*span), LEFT) for span in _left(source)
    ]


def _left(source: SourceText) -> Iterator[tuple[int, int]]:
    """Marks that stand without the first one."""
    text, yaml = source.text, _end_of_yaml(source)
    parts = [match.span() for match in PARTS.finditer(text)]
    yield from (span for span in parts if span[1] <= yaml)
    for match in CLOSES.finditer(text):
        follows = bool(parts) and parts[0][0] < match.start()
        is_named = match[0].rstrip() != ">" * 7  # git says whose version it was; a captured line may be bare
        if follows or match.end() <= yaml or (is_named and not _is_quoted(source, match.start())):
            yield match.span()


def _end_of_yaml(source: SourceText) -> int:
    """Where a file's YAML ends: the whole of it, or its front matter."""
    if source.file.endswith((".yaml", ".yml")):
        return len(source.text)
    opening = FENCE.match(source.text)
    closing = FENCE_END.search(source.text, opening.end()) if opening else None
    return closing.start() if closing else 0


def _is_quoted(source: SourceText, at: int) -> bool:
    """Whether a line is one of several that begin with `>`."""
    line = source.position(at)[0] - 1
    around = source.lines[max(0, line - 1) : line] + source.lines[line + 1 : line + 2]
    return any(it.startswith(">") for it in around)
