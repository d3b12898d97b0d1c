"""The index: paragraphs of sources that are for everybody, in SQLite with FTS5.

It says of each file what it was like when it was read (size, times, inode, SHA-256), so that
only what changed is read again. The full-text table is contentless: it holds the tokens that
`terms` cuts, gathers 16 MiB of them before it writes, and merges late, so that twice the sources
take twice the time. The file says whose it is (`application_id`) and in which form
(`user_version`); one of another form, or one that cannot be read, is made anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from brief.corpus.search.captured import Card, Speaker
from brief.corpus.search.terms import Term, tokens

APPLICATION = 0x62726630  # "brf0"
FORM = 3
"""Raise it whenever the tables, or what `terms` makes of a text, change."""

SCHEMA = """
CREATE TABLE sources(
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, size INTEGER, modified INTEGER, changed INTEGER,
    inode INTEGER, sha256 BLOB NOT NULL, apart INTEGER NOT NULL);
CREATE TABLE cards(source INTEGER PRIMARY KEY, card TEXT NOT NULL);
CREATE TABLE passages(
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL,
    text TEXT NOT NULL);
CREATE INDEX passages_of_source ON passages(source);
CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize='ascii');
INSERT INTO words(words, rank) VALUES('hashsize', 16777216);
INSERT INTO words(words, rank) VALUES('automerge', 0);
CREATE TABLE remembered(key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


class Stamp(NamedTuple):
    """What the system says of a file: if nothing of it differs, nor do the bytes. Times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


UNSURE = Stamp(-1, -1, -1, -1)
"""Of a file so fresh that a second change might leave the same times: it is read again."""


class Known(NamedTuple):
    """A source as the index knows it; `apart`: its words may not rest in the index."""

    number: int
    apart: int
    stamp: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a source."""

    source: str
    number: int
    line: int
    text: str
    card: Card


class Index:
    """The tables of one file. Every method may raise `sqlite3.Error`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def known(self) -> dict[str, Known]:
        """All sources by id."""
        rows = self._db.execute("SELECT id, number, apart, size, modified, changed, inode FROM sources")
        return {row[0]: Known(row[1], row[2], row[3:]) for row in rows}

    def digest(self, id_: str) -> bytes:
        """The SHA-256 of a source's file when it was read."""
        row = self._db.execute("SELECT sha256 FROM sources WHERE id = ?", (id_,)).fetchone()
        return bytes(row[0])

    def restamp(self, number: int, stamp: Stamp) -> None:
        """Note that a file has new times and the same bytes."""
        self._db.execute(
            "UPDATE sources SET size = ?, modified = ?, changed = ?, inode = ? WHERE number = ?",
            (*stamp, number),
        )

    def put(
        self, id_: str, stamp: Stamp, sha256: bytes, card: Card, paragraphs: Iterable[tuple[int, int, str]]
    ) -> None:
        """Add a source with its (number, line, text)."""
        source = self._add(id_, stamp, sha256, apart=False)
        self._db.execute(
            "INSERT INTO cards VALUES(?, ?)", (source, json.dumps(astuple(card), ensure_ascii=False))
        )
        for number, line, text in paragraphs:
            row = self._db.execute(
                "INSERT INTO passages(source, number, line, text) VALUES(?, ?, ?, ?)",
                (source, number, line, text),
            )
            self._db.execute(
                "INSERT INTO words(rowid, tokens) VALUES(?, ?)", (row.lastrowid, " ".join(tokens(text)))
            )

    def set_apart(self, id_: str, stamp: Stamp, sha256: bytes) -> None:
        """Remember of a source that its words may not rest here."""
        self._add(id_, stamp, sha256, apart=True)

    def _add(self, id_: str, stamp: Stamp, sha256: bytes, *, apart: bool) -> int:
        row = self._db.execute(
            "INSERT INTO sources(id, size, modified, changed, inode, sha256, apart) "
            "VALUES(?, ?, ?, ?, ?, ?, ?)",
            (id_, *stamp, sha256, apart),
        )
        return int(row.lastrowid or 0)

    def forget(self, number: int) -> None:
        """Take a source out."""
        for id_, text in self._db.execute(
            "SELECT id, text FROM passages WHERE source = ?", (number,)
        ).fetchall():
            self._db.execute(
                "INSERT INTO words(words, rowid, tokens) VALUES('delete', ?, ?)",
                (id_, " ".join(tokens(text))),
            )
        self._db.execute("DELETE FROM passages WHERE source = ?", (number,))
        self._db.execute("DELETE FROM cards WHERE source = ?", (number,))
        self._db.execute("DELETE FROM sources WHERE number = ?", (number,))

    def texts(self) -> Iterator[tuple[str, str]]:
        """(source id, text) of every paragraph, and of everything kept of a record."""
        yield from self._db.execute(
            "SELECT sources.id, text FROM passages JOIN sources ON sources.number = source "
            "UNION ALL SELECT id, card FROM cards JOIN sources ON sources.number = source"
        ).fetchall()

    def remembered(self, key: str) -> bytes:
        """A value kept from an earlier run, empty when there is none."""
        row = self._db.execute("SELECT value FROM remembered WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else b""

    def remember(self, key: str, value: bytes) -> None:
        """Keep a value for later runs."""
        self._db.execute("INSERT OR REPLACE INTO remembered VALUES(?, ?)", (key, value))

    def commit(self) -> None:
        """Make what was put and forgotten last."""
        self._db.commit()

    def wipe(self) -> None:
        """Overwrite what forgotten words left behind in the full-text table."""
        self._db.execute("INSERT INTO words(words) VALUES('optimize')")

    def search(self, terms: Sequence[Term], limit: int) -> tuple[int, list[Passage]]:
        """(how many passages have all the terms, the best of them)."""
        match = " AND ".join(map(str, terms))
        (total,) = self._db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?", (match, limit)
        ).fetchall()
        return total, [self._passage(row[0]) for row in rows]

    def _passage(self, id_: int) -> Passage:
        source, number, line, text, values = self._db.execute(
            "SELECT sources.id, passages.number, line, text, card FROM passages "
            "JOIN sources ON sources.number = passages.source JOIN cards ON cards.source = passages.source "
            "WHERE passages.id = ?",
            (id_,),
        ).fetchone()
        return Passage(source, number, line, text, _card(json.loads(values)))


def _card(values: list[Any]) -> Card:
    title, date, publisher, kind, handling, speakers, unread = values
    return Card(title, date, publisher, kind, handling, tuple(Speaker(*it) for it in speakers), unread)


@contextmanager
def opened(file: Path, *, read_only: bool = False) -> Iterator[Index]:
    """The index in `file`, made if need be. Raises `sqlite3.Error`, and `ValueError` if it is another's.

    Who opens it to write holds the lock; an index that is only read may not be locked at all.
    """
    uri = f"{file.absolute().as_uri()}?{'mode=ro&immutable=1' if read_only else 'mode=rwc'}"
    if not read_only:
        file.touch(mode=0o600)
    connection = sqlite3.connect(uri, uri=True, timeout=30)
    try:
        if not read_only:
            connection.execute("PRAGMA secure_delete=ON")
        _own(connection, read_only=read_only)
        yield Index(connection)
    finally:
        connection.close()


def _own(connection: sqlite3.Connection, *, read_only: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, form) == (APPLICATION, FORM):
        return
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if read_only or application or form or tables:
        raise ValueError("an index of another form")
    connection.executescript(
        f"BEGIN; {SCHEMA} PRAGMA application_id={APPLICATION}; PRAGMA user_version={FORM}; COMMIT;"
    )
