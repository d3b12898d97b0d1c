"""A source as a file: its id, its text, and keeping it beside its capture.

Files are made exclusively (`O_EXCL`), so that whatever else runs, nothing that is there is lost;
if the second cannot be made, the first is taken away again. The same bytes under another id are
looked for by size first.

Values that YAML could take for something else go between double quotation marks, written as
JSON, which YAML contains. A paragraph is one line; one that begins like a heading gets a space
before it, which the reader drops and which keeps it a paragraph.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brief.corpus.captures.proof import ORIGINALS
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.paragraphs import HEADING
from brief.model.partial_date import PartialDate
from brief.model.ranges import Ranges
from brief.run.interruption import held

FORM = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST = 80
ENOUGH = 44
SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "s", "t",
    "the", "to", "with",
})  # fmt: skip


def is_id(text: str) -> bool:
    """Whether a new source may be called so: what pandoc and every file system can read."""
    return len(text) <= LONGEST and FORM.fullmatch(text) is not None


def hyphened(text: str) -> str:
    """Words in lower case with hyphens, accents dropped; letters of other scripts are left out."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))


def proposed_id(title: str, site: str, otherwise: str, is_taken: Callable[[str], bool]) -> str:
    """An id that is not taken: the site's initials or name, then the first words of the title."""
    words = [word for word in hyphened(title).split("-") if word and word not in SMALL]
    parts = [part for part in (_site(site), *words) if part]
    if len(parts) < 2:
        parts = [part for part in (*parts, *hyphened(otherwise).split("-")) if part] or ["source"]
    return free_id(_shortened(parts), is_taken)


def free_id(id_: str, is_taken: Callable[[str], bool]) -> str:
    """The id, or the id with the first number that is not taken."""
    number, free = 2, id_
    while is_taken(free):
        free, number = f"{id_}-{number}", number + 1
    return free


def _site(site: str) -> str:
    """`nki` for NK Insider: a long name by its initials, a short one as it is."""
    words = [word for word in hyphened(site).split("-") if word not in SMALL]
    if len(words) > 1 and len("-".join(words)) > 12:
        return "".join(word[0] for word in words)
    return "-".join(words)[:20].strip("-")


def _shortened(parts: list[str]) -> str:
    found = parts[0][:ENOUGH]
    for part in parts[1:]:
        if len(found) + 1 + len(part) > ENOUGH:
            break
        found += f"-{part}"
    return found


PLAIN = re.compile(r"[^\W\d_][\w’./()-]*(?: [\w’./()&+–—-]+)*")
WORDS_OF_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
TO_DECIDE = """\
draft: true                 # nobody has read it yet; take this line out when you have
# To be filled in by a person:
# protect:                  # words that could point to somebody at risk
#   - {text: …, as: …}
# voices:                   # who speaks wherever it is not the publisher
#   - {name: …, kind: witness, paragraphs: 1-2}
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a heading of a drafted body, with the lines of the capture that it is from."""

    text: str
    heading: bool
    first: int
    last: int


def source_text(record: Mapping[str, Any], facts: Iterable[str], body: Iterable[Passage] = ()) -> str:
    """The file of a source; `record` holds the front matter by its keys, `facts` one remark an item."""
    head = "".join(f"{key}: {_value(value)}\n" for key, value in record.items())
    remarks = "".join(f"  - {' '.join(fact.split())}\n" for fact in facts)
    told = f"facts: |\n{remarks}" if remarks else ""
    words = "\n\n".join(map(_written, body))
    return f"---\n{head}{TO_DECIDE}{told}---\n{words}" + ("\n" if words else "")


def _written(passage: Passage) -> str:
    if passage.heading:
        return f"## {passage.text}"
    return f" {passage.text}" if HEADING.fullmatch(passage.text) else passage.text


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, PartialDate | Ranges):
        return str(value)
    return _line(str(value))


def _line(text: str) -> str:
    """One line of text, plain where YAML cannot take it for anything else."""
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


def same_bytes(workspace: Workspace, data: bytes) -> str | None:
    """The name of an original that holds these very bytes, None when there is none."""
    digest = hashlib.sha256(data).digest()
    for name in workspace.names(ORIGINALS, ""):
        try:
            path = workspace.path(name)
            if path.stat().st_size == len(data) and hashlib.sha256(path.read_bytes()).digest() == digest:
                return name
        except (OSError, OutsideWorkspaceError):
            continue
    return None


def keep(workspace: Workspace, files: Mapping[str, bytes]) -> None:
    """Make these files (names relative to the workspace). Raises `OSError` with none of them made."""
    made: list[Path] = []
    with held():
        try:
            for name, data in files.items():
                path = workspace.path(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                _make(path, data, made)
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise


def _make(path: Path, data: bytes, made: list[Path]) -> None:
    with path.open("xb") as stream:
        made.append(path)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
