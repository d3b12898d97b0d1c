"""Finding passages: asks the index where to look, and takes the words from the sources' own files.

What is shown was read at that moment. A passage that does not stand in a file as the index has
it, though the file is the one that was indexed, makes the index suspect, and it is made anew.
Sources that are not in the index, guarded ones and all of them where no index can be kept, are
read one by one: whatever is wrong with the index, the answer is the same, only later.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG

from brief.corpus.search.captured import Card, File, card, is_guarded, parted, protected_words, record
from brief.corpus.search.index import UNSURE, Index, Passage, Stamp, opened
from brief.corpus.search.refresh import Phrases, Progress, refresh
from brief.corpus.search.terms import Term, fold, score, tokens
from brief.files.private import NAME, locked, private_folder
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.paragraphs import Paragraph
from brief.protect.protection import Protection

SOURCES = "seeds/sources"
LARGEST_SOURCE = 16 * 1024 * 1024
INDEX, LOCK = "find.sqlite", "find.lock"
CANDIDATES = 5
"""For each passage that is shown, so many of the index's own best are weighed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as it stands in its source's file; `protected`: words of it that may not leave the house."""

    source: str
    number: int
    line: int
    text: str
    card: Card
    score: float
    guarded: bool
    protected: tuple[Protection, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The best passages, best first; how many there are; sources that could not be read."""

    passages: tuple[Found, ...]
    total: int
    unreadable: tuple[str, ...]


@dataclass
class Corpus:
    """The sources as they lie in the workspace."""

    root: Path
    stamps: dict[str, Stamp] = field(default_factory=dict)
    _links: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        try:
            with os.scandir(Workspace(self.root).path(SOURCES)) as entries:
                for entry in entries:
                    if entry.name.endswith(".md") and not entry.name.startswith("."):
                        self._list(entry)
        except (OSError, OutsideWorkspaceError):
            return

    def _list(self, entry: os.DirEntry[str]) -> None:
        id_ = entry.name[: -len(".md")]
        if entry.is_symlink():
            self._links.add(id_)
        try:
            stat = entry.stat()
        except OSError:  # a link that leads nowhere
            stat = None
        if stat is None or not S_ISREG(stat.st_mode) or stat.st_size > LARGEST_SOURCE:
            self.stamps[id_] = UNSURE
        else:
            self.stamps[id_] = Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

    def read(self, id_: str) -> bytes | None:
        """The bytes of a source; None when it cannot be read, is too large, or leads out of the workspace."""
        if self.stamps.get(id_, UNSURE) == UNSURE:
            return None
        name = f"{SOURCES}/{id_}.md"
        try:
            path = Workspace(self.root).path(name) if id_ in self._links else f"{self.root}/{name}"
            with open(path, "rb") as file:  # noqa: PTH123 - a path of many, and nothing is asked of it
                return file.read()
        except (OSError, OutsideWorkspaceError):
            return None


def find(
    root: Path, terms: Sequence[Term], limit: int, progress: Progress = lambda _done, _of: None
) -> Answer:
    """The passages of the workspace at `root` that have all the terms, at most `limit` of them."""
    corpus = Corpus(root)
    total, found, indexed = _from_index(corpus, terms, limit, progress)
    unreadable: list[str] = []
    outside = [id_ for id_ in corpus.stamps if id_ not in indexed]
    scanned = [it for id_ in outside for it in _scanned(corpus, id_, terms, unreadable)]
    best = _best([*found, *scanned], limit, unreadable)
    if any(not it.guarded and it.source not in indexed for it in best):
        phrases = Phrases.of(outside, corpus.read)
        best = [replace(it, protected=(*it.protected, *phrases.found(it.text))) for it in best]
    return Answer(tuple(best), total + len(scanned), tuple(sorted(set(unreadable))))


def _best(found: list[Found | _Scanned], limit: int, unreadable: list[str]) -> list[Found]:
    """The best of them; what has no record that can be read is not shown, for who may see it is not known."""
    best: list[Found] = []
    for it in sorted(found, key=lambda it: (-it.score, it.source, it.number)):
        described = it if isinstance(it, Found) else it.described()
        if described is None:
            unreadable.append(it.source)
        else:
            best.append(described)
        if len(best) == limit:
            break
    return best


def _from_index(
    corpus: Corpus, terms: Sequence[Term], limit: int, progress: Progress
) -> tuple[int, list[Found], set[str]]:
    """(how many, the best, the ids that were looked through); nothing where there is no index."""
    folder = private_folder(corpus.root)
    if folder is None:
        return _from_kept_index(corpus, terms, limit)
    try:
        with locked(folder / LOCK):
            for _attempt in range(2):
                try:
                    with opened(folder / INDEX) as index:
                        indexed = refresh(index, corpus.stamps, corpus.read, progress)
                        return _asked(index, corpus, terms, limit, indexed)
                except (sqlite3.Error, ValueError, TypeError):
                    _remove(folder)
    except OSError:
        pass
    return 0, [], set()


def _from_kept_index(corpus: Corpus, terms: Sequence[Term], limit: int) -> tuple[int, list[Found], set[str]]:
    """As `_from_index`, where nothing can be written: of an earlier index, what is still true."""
    try:
        with opened(corpus.root / NAME / INDEX, read_only=True) as index:
            known = index.known().items()
            indexed = {id_ for id_, it in known if not it.apart and corpus.stamps.get(id_) == it.stamp}
            return _asked(index, corpus, terms, limit, indexed)
    except (sqlite3.Error, ValueError, TypeError):
        return 0, [], set()


def _asked(
    index: Index, corpus: Corpus, terms: Sequence[Term], limit: int, indexed: set[str]
) -> tuple[int, list[Found], set[str]]:
    total, passages = index.search(terms, limit * CANDIDATES)
    files: dict[str, tuple[bytes, dict[int, Paragraph]]] = {}
    found = []
    for passage in passages:
        if passage.source in indexed and (it := _still(index, corpus, passage, terms, files)):
            found.append(it)
    return total, found, indexed


def _still(
    index: Index,
    corpus: Corpus,
    passage: Passage,
    terms: Sequence[Term],
    files: dict[str, tuple[bytes, dict[int, Paragraph]]],
) -> Found | None:
    """The passage as its file has it now; `ValueError` when the index has the same file otherwise."""
    id_ = passage.source
    if id_ not in files:
        data = corpus.read(id_) or b""
        file = parted(data)
        paragraphs = {it.number: it for it in file.paragraphs()} if file else {}
        files[id_] = hashlib.sha256(data).digest(), paragraphs
    digest, by_number = files[id_]
    paragraph = by_number.get(passage.number)
    if paragraph is None or paragraph.text != passage.text:
        if index.digest(id_) == digest:
            raise ValueError("the index does not hold what the file holds")
        return None
    value = score(terms, tokens(paragraph.text))
    return Found(id_, passage.number, paragraph.line, paragraph.text, passage.card, value, guarded=False)


def _remove(folder: Path) -> None:
    for name in (f"{INDEX}-journal", f"{INDEX}-wal", f"{INDEX}-shm", INDEX):
        (folder / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A passage of a source that is not in the index; its record is read only when it is shown."""

    source: str
    number: int
    score: float
    paragraph: Paragraph
    file: File

    def described(self) -> Found | None:
        """The same with what its record says; None when that cannot be read."""
        values = record(self.file)
        if values is None:
            return None
        protected = tuple(Protection(words, as_, self.source) for words, as_ in protected_words(values))
        it, about, guarded = self.paragraph, card(values), is_guarded(values)
        return Found(self.source, it.number, it.line, it.text, about, self.score, guarded, protected)


def _scanned(corpus: Corpus, id_: str, terms: Sequence[Term], unreadable: list[str]) -> Iterator[_Scanned]:
    """The passages of one source, read from its file."""
    file = parted(corpus.read(id_) or b"")
    if file is None:
        unreadable.append(id_)
    elif _may_have(terms, file.body):
        for it in file.paragraphs():
            if _may_have(terms, it.text) and (value := score(terms, tokens(it.text))):
                yield _Scanned(id_, it.number, value, it, file)


def _may_have(terms: Sequence[Term], text: str) -> bool:
    """Whether it is worth cutting the text into tokens."""
    folded = fold(text)
    return all(token in folded for term in terms for token in term.tokens)
