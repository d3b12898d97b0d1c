"""What the things are called that a spec names by id: for suggestions to who writes a name instead.

Names are looked up by their line in the file, without reading the file as a whole: a name that
runs over several lines is only half known, and nobody is misled by that. Nothing that is looked
at here counts as an input of a brief.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from brief.corpus import reading as corpus
from brief.files.suggestion import did_you_mean
from brief.files.workspace import Workspace, packaged_root

Names = dict[str, tuple[str, ...]]
NAME = re.compile(r"^(?:title|title-short|name|body):[ \t]+(.*\S)", re.M)
REMARK = re.compile(r"[ \t]+#.*$")
HEAD = 8192


def meant(workspace: Workspace | None, key: str, written: str) -> str:
    """What somebody means who writes this where `key` asks for an id, or where the ids are found."""
    if key not in KINDS:
        return ""
    known, otherwise = KINDS[key]
    names = known(workspace)
    return did_you_mean(written, names, names) or otherwise


def _sources(workspace: Workspace | None) -> Names:
    return _in_folder(workspace, corpus.SOURCES, ".md")


def _sections(workspace: Workspace | None) -> Names:
    return _in_folder(workspace, corpus.SECTIONS, ".md")


def _organisations(workspace: Workspace | None) -> Names:
    if workspace is None:
        return {}
    file, _ = corpus.read_workspace_file(workspace.again(), [])
    return {id_: (organisation.name,) for id_, organisation in file.organisations.items()}


def _venues(workspace: Workspace | None) -> Names:
    ours = _named(sorted(packaged_root("venues").glob("*.yaml")))
    return {**ours, **_in_folder(workspace, "venues", ".yaml")}


KINDS: dict[str, tuple[Callable[[Workspace | None], Names], str]] = {
    "source": (_sources, "`brief seeds list` shows the sources"),
    "use": (_sections, ""),
    "venue": (_venues, "`brief venues` lists them"),
    "organisations": (_organisations, "add it to `organisations` in brief.yaml"),
    "by": (_organisations, "add it to `organisations` in brief.yaml"),
}
"""By the key that asks for an id: what there is, and what to say where nothing comes near."""


def _in_folder(workspace: Workspace | None, folder: str, suffix: str) -> Names:
    if workspace is None:
        return {}
    return _named(workspace.root / name for name in workspace.again().names(folder, suffix))


def _named(paths: Iterable[Path]) -> Names:
    """What each file says that it is called; a link may lead out of the workspace, and is not read."""
    found: Names = {}
    for path in paths:
        if corpus.ID.fullmatch(path.stem):
            try:
                state = path.lstat()
                regular = stat.S_ISREG(state.st_mode)
                found[path.stem] = _names_in(path, state.st_mtime_ns, state.st_size) if regular else ()
            except OSError:
                found[path.stem] = ()
    return found


@lru_cache(maxsize=32768)
def _names_in(path: Path, _changed: int, _size: int) -> tuple[str, ...]:
    """The names on their own lines of a record, kept until the file is written anew."""
    with path.open("rb") as file:
        head = file.read(HEAD).decode("utf-8", "replace")
    record = head.partition("\n---")[0]
    return tuple(REMARK.sub("", match[1]).strip("\"' ") for match in NAME.finditer(record))
