"""Keeping the index true: what changed in the corpus is read again, and nothing else.

A file whose size, times and inode are as they were is not opened. One that was touched is
read; only when its SHA-256 differs is it indexed again. Guarded sources are not in the index at
all, nor are those that cannot be read: of all these together it keeps one keyed digest, to see
whether anything changed. A public source that holds several words together that another source
protects is set apart: known, and without its words. What was taken out is overwritten.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from brief.corpus.search.captured import File, card, is_guarded, parted, protected_words, record
from brief.corpus.search.index import UNSURE, Index, Known, Stamp
from brief.protect.protection import Protection, first_hits

FRESH = 2.0
"""Seconds. File systems count time in steps of up to two (FAT): a younger file may yet change unseen."""
BATCH = 500

Stamps = Mapping[str, Stamp]
Read = Callable[[str], bytes | None]
Progress = Callable[[int, int], None]


def refresh(
    index: Index, stamps: Stamps, read: Read, progress: Progress = lambda _done, _of: None
) -> set[str]:
    """Bring the index up to the corpus; the ids whose words are in it.

    `stamps` are of all sources by id; `read` gives a source's bytes, None when it cannot be read.
    Raises `sqlite3.Error`.
    """
    known = index.known()
    gone = [it for id_, it in known.items() if id_ not in stamps]
    touched = [id_ for id_, it in known.items() if id_ in stamps and it.stamp != stamps[id_]]
    outside = [id_ for id_ in stamps if id_ not in known]
    salt = index.remembered("salt") or secrets.token_bytes(32)
    seen = _digest_of_files(salt, stamps, outside)
    if not gone and not touched and (not outside or (seen and seen == index.remembered("outside"))):
        return _whole(known)
    index.remember("salt", salt)
    work = _Work(index, stamps, read, Phrases.of([*outside, *touched], read))
    for it in gone:
        work.forget(it)
    work.update([*outside, *touched], known, progress)
    work.recheck(work.phrases.digest(salt), is_new=not known)
    if work.forgot:
        index.wipe()
    known = index.known()
    index.remember("outside", _digest_of_files(salt, stamps, [id_ for id_ in stamps if id_ not in known]))
    index.commit()
    return _whole(known)


def _whole(known: Mapping[str, Known]) -> set[str]:
    return {id_ for id_, it in known.items() if not it.apart}


def _digest_of_files(salt: bytes, stamps: Stamps, ids: Iterable[str]) -> bytes:
    """One digest of these files' stamps; empty when one of them is too fresh to rely on."""
    digest, now = hashlib.blake2b(key=salt), time.time()
    for id_ in sorted(ids):
        if _settled(stamps[id_], now) == UNSURE:
            return b""
        digest.update(f"{id_}\n{stamps[id_]}\n".encode())
    return digest.digest()


def _settled(stamp: Stamp, now: float) -> Stamp:
    """The stamp, unless the file is so fresh that it may change again within the same instant."""
    return UNSURE if max(stamp.modified, stamp.changed) / 1e9 > now - FRESH else stamp


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several words together that some source protects."""

    protected: tuple[Protection, ...]

    @staticmethod
    def of(ids: Iterable[str], read: Read) -> Phrases:
        """Those of all these sources."""
        found: dict[str, Protection] = {}
        for id_ in ids:
            file = parted(read(id_) or b"")
            if file is None or not ("protect" in file.head or "\\" in file.head):
                continue
            for words, instead in protected_words(record(file) or {}):
                protection = Protection(words, instead, id_)
                if not protection.is_single:
                    found.setdefault(words, protection)
        return Phrases(tuple(found[words] for words in sorted(found)))

    def digest(self, salt: bytes) -> bytes:
        """What tells these words from others and does not tell them."""
        return hashlib.blake2b("\n".join(it.words for it in self.protected).encode(), key=salt).digest()

    def found(self, text: str) -> tuple[Protection, ...]:
        """Those that stand in the text, however it is spaced, hyphenated or composed."""
        return tuple(first_hits(text, self.protected)) if self.protected else ()


@dataclass
class _Work:
    """One refreshing of one index."""

    index: Index
    stamps: Stamps
    read: Read
    phrases: Phrases
    forgot: bool = field(default=False)
    """Whether words went that may not come back: what is left of them must be overwritten."""

    def forget(self, source: Known) -> None:
        self.index.forget(source.number)
        self.forgot = True

    def update(self, ids: list[str], known: Mapping[str, Known], progress: Progress) -> None:
        """Read these sources and index what may be indexed."""
        for done, id_ in enumerate(ids, start=1):
            data = self.read(id_) or b""
            if id_ not in known:
                self._index(id_, data)
            elif self.index.digest(id_) == hashlib.sha256(data).digest():
                self.index.restamp(known[id_].number, _settled(self.stamps[id_], time.time()))
            else:
                self.index.forget(known[id_].number)
                self.forgot |= not self._index(id_, data)
            if done % BATCH == 0:
                progress(done, len(ids))
                if not self.forgot:  # else what was forgotten would be committed before it is overwritten
                    self.index.commit()

    def _index(self, id_: str, data: bytes) -> bool:
        """Index a source; whether its words may rest there."""
        file = parted(data)
        values = record(file) if file and not file.is_guarded_at_a_glance else None
        if file is None or values is None or is_guarded(values):
            return False
        stamp, digest = _settled(self.stamps[id_], time.time()), hashlib.sha256(data).digest()
        if self.phrases.found(file.body) or self.phrases.found(file.head):
            self.index.set_apart(id_, stamp, digest)
            return False
        self.index.put(id_, stamp, digest, card(values), _rows(file))
        return True

    def recheck(self, digest: bytes, *, is_new: bool) -> None:
        """Where other words are protected than before: take out, or back in, what that concerns."""
        if digest != self.index.remembered("phrases") and not is_new:
            self.forgot = True  # what a source had before it was edited may be among them
            known = self.index.known()
            concerned = {id_ for id_, it in known.items() if it.apart}
            concerned |= {id_ for id_, text in self.index.texts() if self.phrases.found(text)}
            for id_ in concerned:
                self.forget(known[id_])
                self._index(id_, self.read(id_) or b"")
        self.index.remember("phrases", digest)


def _rows(file: File) -> Iterable[tuple[int, int, str]]:
    return ((it.number, it.line, it.text) for it in file.paragraphs())
