"""What a corpus guards, read so that nothing is overlooked: protected words, and files that are not public.

A build reads sources strictly; this reads them leniently, for what must not be shown even while a source
is broken. Of each front matter only `protect`, `handling` and `capture` count, cut out as text, so that a
mistake elsewhere hides nothing; a key that is nearly one of these is taken for it. Where a `protect`
cannot be understood each of its words is withheld; where a file cannot be read at all, nobody knows what
it protects, and nothing is shown but brief's own words.
"""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brief.files.workspace import read_regular
from brief.model.source import Protected, SourceRecord
from brief.protect.protection import Protection
from brief.protect.spellings import bare, caseless
from brief.run.cache.protected import FRONT

SOURCES, ORIGINALS = "seeds/sources", "seeds/originals"
KNOWN = frozenset(declared.alias for declared in SourceRecord.model_fields.values())
OURS = frozenset(declared.alias for declared in Protected.model_fields.values()) | {"protect"}
REGION = re.compile(
    r"^(?P<mark>[\"']?)(?P<key>[^\W\d_][\w-]*)(?P=mark)[ \t]*:"
    r"[^\n]*(?:\n(?:[ \t#\-\]}][^\n]*|(?=\n|\Z)))*",
    re.M,
)
"""A key of the front matter with all that belongs to it."""
ANYWHERE = re.compile(r"(?:^|[{,?])[ \t]*[\"']?(?P<key>protect|handling)[\"']?\s*:", re.M | re.I)
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U00([0-9A-Fa-f]{6}))")
PUBLIC = re.compile(r"[^:]*:[ \t]*([\"']?)public\1(?:[ \t]+#[^\n]*|[ \t]*)(?:\n[ \t]*(?:#[^\n]*)?)*")
"""`handling: public`, with the remarks that follow it up to the next key."""
FILE = re.compile(r"\bfile[\"']?[ \t]*:[ \t]*([\"']?)([^\"',}\n]*[^\"',}\s])\1")
MARKS_OF_GIT = re.compile(rb"^(?:<{7}|\|{7}|={7}|>{7})(?= |\r?$)[^\n]*\n?", re.M)
"""What git writes around two versions of the same lines (`brief.files.conflicts`): both of them count."""
VALUE = r"([^\W\d_][^\n,:#{}\[\]'\"\\&*!|>%@`]*[^\W_])"
ENTRY = re.compile(
    rf"[ ]*-[ ]+(?:\{{[ ]*text:[ ]+{VALUE},[ ]+as:[ ]+{VALUE}[ ]*\}}"
    rf"|text:[ ]+{VALUE}\n[ ]+as:[ ]+{VALUE})[ ]*\n*"
)
PLAIN = re.compile(rf"protect:[ ]*\n(?:{re.sub(r'[(](?![?])', '(?:', ENTRY.pattern)})+")
"""A `protect` that is plain enough to be read without YAML, which takes fifty times as long."""
WORD = re.compile(r"[^\W\d_]+")
OTHERS = ("utf-16", "cp949", "latin-1")
ALIKE = 0.7


@dataclass
class Guarded:
    """What may not be shown.

    `closed` has the ids of the sources that are not for everybody; `open_originals` the captures that
    only public sources name; `words` the bare words of what could not be understood;
    `unclear` names the sources that hold such; `blind` says that one could not be read at all.
    """

    protections: list[Protection] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    open_originals: frozenset[str] = frozenset()
    words: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)
    blind: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything may be shown."""
        return not (self.protections or self.closed or self.words or self.blind)

    def is_closed(self, file: str) -> bool:
        """Whether the text of this workspace file is not for everybody."""
        if file.startswith(f"{ORIGINALS}/"):
            return bool(self.closed) and file not in self.open_originals
        return self.closed_id(file) is not None

    def closed_id(self, file: str) -> str | None:
        """The id of the source in this file, where it is not for everybody."""
        id_ = file.removeprefix(f"{SOURCES}/").removesuffix(".md")
        return id_ if id_ in self.closed and file == file_of(id_) else None


def file_of(id_: str) -> str:
    """The file of a source."""
    return f"{SOURCES}/{id_}.md"


def guarded(root: Path) -> Guarded:
    """What the sources of the workspace guard."""
    found = Guarded()
    captures: dict[bool, set[str]] = {True: set(), False: set()}
    for name in _names(root / SOURCES):
        try:
            data = read_regular(root / SOURCES / name)
        except (FileNotFoundError, IsADirectoryError):
            continue
        except OSError as error:
            if error.errno != errno.ELOOP:
                found.blind = True
                found.unclear.append(name.removesuffix(".md"))
            continue
        id_, before = name.removesuffix(".md"), len(found.words)
        files = _add(found, id_, MARKS_OF_GIT.sub(b"", data) if b"<<<<<<<" in data else data)
        if len(found.words) > before:
            found.unclear.append(id_)
        captures[id_ in found.closed].update(files)
    found.open_originals = frozenset(f"{ORIGINALS}/{file}" for file in captures[False] - captures[True])
    return found


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".md"))
    except OSError:
        return []


def _add(found: Guarded, id_: str, data: bytes) -> list[str]:
    """Add what a source guards; the captures that it names."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    front = FRONT.match(data)
    sure, heads = _decoded(front[1] if front else data)
    captures: list[str] = []
    for head in heads:
        regions = [(_meant(region["key"]), region[0]) for region in REGION.finditer(head)]
        for key, region in regions:
            if key == "protect":
                _protect(found, id_, region, sure=sure)
            elif key == "handling" and not PUBLIC.fullmatch(region):
                found.closed.add(id_)
            elif key == "capture":
                captures += [file for _, file in FILE.findall(region)]
        _elsewhere(found, id_, head, {key for key, _ in regions})
    return captures


def _decoded(data: bytes) -> tuple[bool, list[str]]:
    """Whether a front matter is UTF-8, and its text; where it is not, what it would be in other encodings."""
    texts: list[str] = []
    for encoding in OTHERS if b"\0" in data else ("utf-8-sig", *OTHERS):
        with suppress(ValueError):
            text = data.decode(encoding)
            if "\\" in text:
                text = ESCAPE.sub(lambda it: chr(int(it[1] or it[2] or it[3], 16)), text)
            texts.append(text if text.isascii() else unicodedata.normalize("NFC", text))
        if texts and encoding == "utf-8-sig":
            return True, texts
    return False, texts


def _meant(key: str) -> str:
    """The key that is meant by one that there is not."""
    if key in KNOWN or not 4 <= len(key) <= 16:
        return key
    from difflib import get_close_matches

    return next(iter(get_close_matches(key.lower(), ("protect", "handling", "capture"), 1, ALIKE)), key)


def _elsewhere(found: Guarded, id_: str, head: str, keys: set[str]) -> None:
    """Keys that are not lines of their own: a front matter in braces, or indented."""
    for match in ANYWHERE.finditer(head):
        key = match["key"].lower()
        if key not in keys and key == "protect":
            found.words |= _words(head[match.end() :])
        elif key not in keys:
            found.closed.add(id_)


def _protect(found: Guarded, id_: str, text: str, *, sure: bool) -> None:
    entries = _entries(text) if sure else None
    if entries is None:
        found.words |= _words(text)
    else:
        found.protections += [Protection(words, instead, id_) for words, instead in entries]


def _entries(text: str) -> list[tuple[str, str]] | None:
    """(words, what stands in their place) as a `protect` has them; None where it is not as it should be."""
    if PLAIN.fullmatch(text):
        return [(it[1] or it[3], it[2] or it[4]) for it in ENTRY.finditer(text)]
    import yaml

    from brief.files.yaml_nodes import YamlRefusedError, duplicates, plain, read

    try:
        root = read(text)
    except (yaml.YAMLError, YamlRefusedError):
        return None
    if root is None or next(duplicates(root), None) is not None:
        return None
    values = plain(root)
    entries: Any = values.get("protect") if isinstance(values, dict) else None
    if not isinstance(entries, list):
        return [] if isinstance(values, dict) and entries in (None, "") and "protect" in values else None
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or not set(entry) <= OURS or not _is_text(entry.get("text")):
            return None
        instead = entry.get("as")
        found.append((" ".join(entry["text"].split()), instead if isinstance(instead, str) else ""))
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _words(text: str) -> set[str]:
    """The words of a text, bare; those of ours and single letters left out."""
    words = set(WORD.findall(caseless(bare(unicodedata.normalize("NFC", text)))))
    return {word for word in words if word not in OURS and (len(word) > 1 or not word.isascii())}
