"""Quotations without a citation that come from a source which their audience may not see (H401).

A citation is what handling is held against; without one the same words would go out with a warning. So the
words of each such quotation are looked for in the sources that are not public, read leniently: whole, or
a long run of them. What stands in a source that the audience may see, too, is no secret. Files
are read here unrecorded: an output's manifest is not to name what it does not rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from brief.check.judges.handling import allowed
from brief.check.rules.handling import NotForAudience
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import Brief, Manuscript
from brief.run.shelf import Shelf

QUOTED_WITHOUT_CITATION = "Q304"
SHORTEST, RUN = 5, 8
"""Words of a quotation that somebody would know again, and of a part of one."""
WORD = re.compile(r"[^\W_]+")
BRACKETED = re.compile(r"\[[^\]]*\]")
Held = Mapping[str, str]


def from_closed_sources(
    workspace: Workspace, manuscript: Manuscript, findings: Iterable[Diagnostic], shelf: Shelf | None
) -> list[Diagnostic]:
    """H401 beside each Q304 whose words only sources hold that are not for the brief's audience."""
    brief = manuscript.brief
    reached = brief.venue.reached(publish=brief.spec.publish)
    uncited = [it for it in findings if it.code == QUOTED_WITHOUT_CITATION] if reached != "internal" else []
    if not uncited:
        return []
    closed = (shelf or Shelf()).once("closed", "", workspace, [], lambda apart, _: _closed(apart.root))
    return [it for finding in uncited for it in _judged(workspace, brief, closed, finding, reached)]


def _judged(
    workspace: Workspace, brief: Brief, closed: Held, finding: Diagnostic, reached: str
) -> Iterator[Diagnostic]:
    pieces = list(_pieces(_marked(workspace, finding.place)))
    found = (id_ for id_, words in closed.items() if any(_stand(piece, words) for piece in pieces))
    hidden = [id_ for id_ in found if not _may_see(workspace, id_, reached)]
    if hidden and not _said_openly(workspace, closed, pieces, reached):
        yield replace(
            NotForAudience.at(
                finding.place,
                f"words of `{hidden[0]}` are quoted here, and readers of `{brief.venue_id}` may not see it",
                help="leave the quotation out, or keep its section from this audience with `only-for`",
            ),
            about=finding.about,
        )


def _may_see(workspace: Workspace, id_: str, reached: str) -> bool:
    """Whether an audience may see a source; not where its record cannot be read."""
    from brief.corpus.reading import read_source

    source = read_source(workspace.again(), id_, [])
    return source is not None and allowed(source, reached)


def _said_openly(workspace: Workspace, closed: Held, pieces: Sequence[list[str]], reached: str) -> bool:
    """Whether a source that this audience may see has the words as well."""
    from brief.corpus.reading import source_ids

    for id_ in source_ids(workspace.again()):
        words = closed.get(id_) or _words_of(workspace.root, id_)
        if all(_stand(piece, words) for piece in pieces) and _may_see(workspace, id_, reached):
            return True
    return False


def _closed(root: Path) -> Held:
    """The words of each source that is not public."""
    from brief.protect.guarded import guarded

    return {id_: _words_of(root, id_) for id_ in sorted(guarded(root).closed)}


def _words_of(root: Path, id_: str) -> str:
    from brief.files.workspace import read_regular
    from brief.protect.guarded import file_of

    try:
        text = read_regular(root / file_of(id_)).decode("utf-8", errors="replace")
    except OSError:
        return ""
    record, _, body = text.partition("\n---")
    return f" {' '.join(_words(body or record))} "


def _words(text: str) -> list[str]:
    from brief.protect.spellings import bare, caseless
    from brief.protect.withheld import as_read

    return WORD.findall(caseless(bare(as_read(text).text)))


def _marked(workspace: Workspace, place: Place) -> str:
    """What stands at a place."""
    try:
        lines = workspace.again().read(place.file).decode("utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return ""
    marked = lines[place.line - 1 : place.end_line]
    if marked:
        marked[-1] = marked[-1][: place.end_column - 1]
        marked[0] = marked[0][place.column - 1 :]
    return "\n".join(marked)


def _pieces(marked: str) -> Iterator[list[str]]:
    """The words of what is quoted, between omissions and insertions: those that are long enough."""
    from brief.text.markdown.quoted import quoted_spans

    spans, _ = quoted_spans(marked, 0, len(marked))
    for quoted in [marked[span.start : span.end] for span in spans] or [marked]:
        for piece in BRACKETED.split(quoted):
            words = _words(piece)
            if len(words) >= SHORTEST:
                yield words


def _stand(piece: list[str], words: str) -> bool:
    """Whether a piece stands in a source, or a long run of its words."""
    runs = [piece[at : at + RUN] for at in range(max(1, len(piece) - RUN + 1))]
    return any(f" {' '.join(run)} " in words for run in (piece, *runs))
