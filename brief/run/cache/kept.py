"""The cache: what a build read, what it found and what it made, in the workspace's private folder.

`.brief/cache/orders/` holds a record for each order: the SHA-256 of every file that was read,
what was looked for and not there, the findings, the outputs' digests. `objects/` holds the
outputs by their SHA-256. Nothing is taken on trust: a record carries its own digest; every
input and every output is hashed before a brief is called up to date; whatever is not as it
was is built again. Only builds that succeeded are kept, so that what H403 stopped never rests
here; of internal briefs only digests are, and no record in which protected words stand.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brief.files.private import NAME, private_folder
from brief.files.workspace import Workspace, packaged_root
from brief.model.diagnostic import Aside, Diagnostic, Place, Severity
from brief.run.cache.versions import stamp, versions
from brief.run.order import Order, Result

OUTPUTS = "outputs"
PACKAGED = "packaged:"
OLD = 3600
"""Seconds after which a file that nothing names is taken away: no build that runs now may want it."""


@dataclass(frozen=True)
class Made:
    """What a build made: its result, all files it wrote, and what shaped them beside the files it read."""

    result: Result
    outputs: Mapping[str, bytes]
    protected: str
    libraries: Mapping[str, tuple[int, int]]


class Cache:
    """The cache of one workspace, as one command sees it: every file is hashed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / NAME / "cache"
        self._digests: dict[Path, str | None] = {}
        self._protected: str | None = None

    def result_of(self, order: Order) -> Result | None:
        """What is already there, its outputs restored where they were lost; None: it must be built."""
        try:
            record = self._record(order)
            if record is None or not self._holds(record):
                return None
            findings = tuple(_diagnostic(value) for value in record["findings"])
            if order.strict and any(finding.severity is Severity.WARNING for finding in findings):
                return None
            if not self._restored(record["outputs"]):
                return None
            files, sections = tuple(record["files"]), tuple(record["sections"])
            length = record["pages"], record["length"], sections
            return Result(order.spec, findings, files, *length, is_new=False)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _file(self, order: Order) -> Path:
        words = json.dumps([order.spec, order.venue, order.edition])
        return self.folder / "orders" / hashlib.sha256(words.encode()).hexdigest()[:32]

    def _record(self, order: Order) -> Any:
        digest, _, text = self._file(order).read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != digest:
            return None
        record = json.loads(text)
        asked = [order.spec, order.venue, order.edition]
        return record if record["order"] == asked and record["versions"] == versions() else None

    def _holds(self, record: Any) -> bool:
        """Whether a build would read what this one read."""
        workspace = Workspace(self.root)
        return (
            all(self._digest(self._input(name)) == digest for name, digest in record["inputs"].items())
            and not any(workspace.has(name) for name in record["absent"])
            and all(stamp(path) == tuple(was) for path, was in record["libraries"].items())
            and all(_listing(workspace, *key.split("\n")) == was for key, was in record["listings"].items())
            and record["protected"] == self.protected()
        )

    def _input(self, name: str) -> Path:
        if not name.startswith(PACKAGED):
            return Workspace(self.root).path(name)
        layer, _, inside = name.removeprefix(PACKAGED).partition("/")
        return packaged_root(layer) / inside

    def protected(self) -> str:
        """The digest of all that the corpus protects."""
        if self._protected is None:
            from brief.run.cache.protected import protected_digest

            self._protected = protected_digest(self.root)
        return self._protected

    def _digest(self, path: Path) -> str | None:
        if path not in self._digests:
            self._digests[path] = _digest_of(path)
        return self._digests[path]

    def _restored(self, outputs: Mapping[str, str]) -> bool:
        """Whether every output is there as it was made, those lost or altered being put back."""
        folder = Workspace(self.root).path(OUTPUTS)
        lost = {name: digest for name, digest in outputs.items() if self._digest(folder / name) != digest}
        if not lost:
            return True
        data = {name: self._object(digest) for name, digest in lost.items()}
        from brief.files.outputs import write_all

        write_all(folder, data)
        for name, digest in lost.items():
            self._digests[folder / name] = digest
        return True

    def _object(self, digest: str) -> bytes:
        data = (self.folder / "objects" / digest).read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("not what was kept")
        return data

    def keep(
        self,
        order: Order,
        workspace: Workspace,
        made: Made,
        *,
        content: bool,
        may_rest: Callable[[str], bool],
    ) -> bool:
        """Keep what a build made; with `content` false nothing but digests. Whether it was kept.

        `may_rest` says whether a text may lie in the cache.
        """
        result, outputs = made.result, made.outputs
        if private_folder(self.root) is None or (result.diagnostics and not content):
            return False
        digests = {name: _digest(data, again=name.startswith("fonts/")) for name, data in outputs.items()}
        record = {
            "order": [order.spec, order.venue, order.edition],
            "versions": versions(),
            "inputs": workspace.inputs,
            "absent": sorted(workspace.absences),
            "listings": {"\n".join(key): _listing(workspace, *key) for key in sorted(workspace.listings)},
            "protected": made.protected,
            "libraries": made.libraries,
            "findings": [asdict(finding) for finding in result.diagnostics],
            "outputs": digests,
            "files": result.files,
            "pages": result.pages,
            "length": result.length,
            "sections": result.sections,
        }
        words = json.dumps(record, sort_keys=True, ensure_ascii=False)
        text = words.encode()
        try:
            if not may_rest(words):
                self._file(order).unlink(missing_ok=True)
                return False
            if content:
                for name, data in outputs.items():
                    self._keep_object(digests[name], data)
            _put(self._file(order), hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        except OSError:
            return False
        return True

    def _keep_object(self, digest: str, data: bytes) -> None:
        """Keep an output; one that is there as it should be stays."""
        path = self.folder / "objects" / digest
        if self._digest(path) != digest:
            _put(path, data)
            self._digests[path] = digest

    def tidy(self) -> None:
        """Take away records of specs that are gone, and objects that no record names."""
        named: set[str] = set()
        for file in _files(self.folder / "orders"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                record = json.loads(file.read_bytes().partition(b"\n")[2])
                if (self.root / record["order"][0]).is_file():
                    named.update(record["outputs"].values())
                    continue
            _forget(file)
        for file in _files(self.folder / "objects"):
            if file.name not in named:
                _forget(file)


def _digest(data: bytes, *, again: bool) -> str:
    """The digest of an output; one that comes `again`, the same bytes in brief after brief, is remembered."""
    return _remembered(data) if again else hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=64)
def _remembered(font: bytes) -> str:
    return hashlib.sha256(font).hexdigest()


def _listing(workspace: Workspace, folder: str, suffix: str) -> str:
    """What is listed there now, as a digest."""
    return hashlib.sha256("\n".join(workspace.names(folder, suffix)).encode()).hexdigest()


def _digest_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except OSError:
        return None


def _put(path: Path, data: bytes) -> None:
    """Write a file under a temporary name first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _forget(file: Path) -> None:
    with suppress(OSError):
        if time.time() - file.stat().st_mtime > OLD:
            file.unlink()


def _diagnostic(value: Any) -> Diagnostic:
    """A finding as it was before it was written down."""
    asides = tuple(
        Aside(Place(**aside["place"]), aside["title"], tuple(aside["lines"])) for aside in value["asides"]
    )
    place, severity = Place(**value["place"]), Severity(value["severity"])
    return Diagnostic(**{**value, "place": place, "severity": severity, "asides": asides})
