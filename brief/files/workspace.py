"""The one door to files: a `Workspace` reads, remembers what it read, and keeps paths inside.

A workspace is the nearest folder at or above the spec that holds `brief.yaml`. Two
layers answer a read: the workspace itself and, for templates, styles and venues, what
is packaged with brief; the workspace's own file wins. Every read is recorded with its
SHA-256 under a workspace-relative name (`packaged:` for ours): these records are the
manifest's inputs. What was looked for and is not there, and the folders that were listed, are
remembered too: a change there may change what is built. No path, linked or dotted, leads out
of the workspace.
"""

from __future__ import annotations

import errno
import hashlib
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

MARKER = "brief.yaml"
PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = {"languages": "text/languages", "starter": "cli/starter"}  # layers that lie deeper in the package
LARGEST = 64 * 1024 * 1024


class OutsideWorkspaceError(ValueError):
    """A path that leads out of the workspace."""


def packaged_root(layer: str) -> Path:
    """The folder of a packaged layer (`templates`, `styles`, `venues`, …), in a wheel or a checkout."""
    inside = PACKAGE / ROOMS.get(layer, layer)
    if inside.is_dir():
        return inside
    in_wheel = PACKAGE / "packaged" / layer
    return in_wheel if in_wheel.is_dir() else PACKAGE.parent / layer


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `brief.yaml`, or None."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)


def is_circle(path: Path) -> bool:
    """Whether a link leads to itself; since Python 3.13 `Path.resolve` says nothing of it."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


@lru_cache(maxsize=1024)
def relative_name(name: str) -> PurePosixPath:
    """`name` as a path inside the workspace; `OutsideWorkspaceError` when it leads out."""
    path = PurePosixPath(name.replace("\\", "/"))
    drive = len(name) > 1 and name[1] == ":"
    if path.is_absolute() or drive or ".." in path.parts or "\0" in name:
        raise OutsideWorkspaceError(f"`{name}` leads out of the workspace")
    return path


@dataclass
class Workspace:
    """Reads files below `root` (bytes or UTF-8 text) and records their SHA-256."""

    root: Path
    inputs: dict[str, str] = field(default_factory=dict)
    absences: set[str] = field(default_factory=set)
    listings: set[tuple[str, str]] = field(default_factory=set)
    _bytes: dict[str, bytes] = field(default_factory=dict, repr=False)
    _folders: dict[PurePosixPath, bool] = field(default_factory=dict, repr=False)

    @cached_property
    def _resolved(self) -> Path:
        return self.root.resolve()

    def again(self) -> Workspace:
        """The same workspace, with nothing read yet."""
        return Workspace(self.root, _folders=self._folders)

    def record(self) -> Workspace:
        """The same workspace with what it recorded, without the files themselves."""
        return Workspace(self.root, self.inputs, self.absences, self.listings)

    def add(self, other: Workspace) -> None:
        """Record what another reading of the same workspace recorded."""
        self.inputs |= other.inputs
        self.absences |= other.absences
        self.listings |= other.listings

    def _is_inside(self, folder: PurePosixPath) -> bool:
        """Whether a folder, links included, lies in the workspace; looked up once."""
        if folder not in self._folders:
            self._folders[folder] = (self.root / folder).resolve().is_relative_to(self._resolved)
        return self._folders[folder]

    def path(self, name: str) -> Path:
        """The absolute path of a workspace file; `OutsideWorkspaceError` if it leads out, links included."""
        relative = relative_name(name)
        path = self.root / relative
        try:
            if self._is_inside(relative.parent) and not path.is_symlink():
                return path
            inside = path.resolve().is_relative_to(self._resolved)
            if is_circle(path):
                raise OSError(errno.ELOOP, "links in a circle")
        except (RuntimeError, OSError) as error:
            raise OutsideWorkspaceError(f"`{name}` is a link that leads in a circle") from error
        if not inside:
            raise OutsideWorkspaceError(f"`{name}` leads out of the workspace")
        return path

    def has(self, name: str) -> bool:
        """Whether something of that name is there, be it readable or not."""
        path = self.root / relative_name(name)
        try:
            if path.is_symlink() or path.exists():
                return True
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:  # no file can have such a name
                raise
        self.absences.add(relative_name(name).as_posix())
        return False

    def name_of(self, path: Path) -> str:
        """The workspace-relative POSIX name of `path`."""
        try:
            return path.resolve().relative_to(self._resolved).as_posix()
        except ValueError as error:
            raise OutsideWorkspaceError(f"`{path.name}` lies outside the workspace") from error

    def read(self, name: str) -> bytes:
        """The bytes of a workspace file, recorded. Raises `OSError` or `OutsideWorkspaceError`."""
        key = relative_name(name).as_posix()
        if key not in self._bytes:
            try:
                self._record(key, read_regular(self.path(name)))
            except OSError:
                self.absences.add(key)
                raise
        return self._bytes[key]

    def lines(self, name: str) -> list[str]:
        """The lines of a recorded input, packaged or not; none for what is not text."""
        data = self._bytes.get(name)
        if data is None and name in self.inputs:  # recorded by another reading
            layer, _, inside = name.removeprefix("packaged:").partition("/")
            with suppress(OSError, ValueError):
                packaged = name.startswith("packaged:")
                data = read_regular(packaged_root(layer) / inside if packaged else self.path(name))
        return (data or b"").decode("utf-8-sig", errors="ignore").splitlines()

    def read_layered(self, layer: str, name: str) -> tuple[str, bytes]:
        """(recorded name, bytes) of `layer/name`, the workspace's own before the packaged one."""
        inside = relative_name(f"{layer}/{name}").as_posix()
        if self.has(inside):
            return inside, self.read(inside)
        key = f"packaged:{inside}"
        if key not in self._bytes:
            self._record(key, read_regular(packaged_root(layer) / relative_name(name)))
        return key, self._bytes[key]

    def names(self, folder: str, suffix: str) -> list[str]:
        """Sorted workspace-relative names of the files in `folder` that end in `suffix`."""
        try:
            base = self.path(folder)
        except OutsideWorkspaceError:
            return []
        self.listings.add((folder, suffix))
        if not base.is_dir():
            return []
        found = (p.name for p in base.iterdir() if p.name.endswith(suffix) and not p.name.startswith("."))
        return [f"{folder}/{name}" for name in sorted(found)]

    def layered_ids(self, layer: str, suffix: str) -> list[str]:
        """Sorted ids (file names without `suffix`) of a layer, packaged and own."""
        own = (Path(name).name for name in self.names(layer, suffix))
        ours = (p.name for p in packaged_root(layer).glob(f"*{suffix}"))
        return sorted({name.removesuffix(suffix) for name in (*own, *ours)})

    def _record(self, key: str, data: bytes) -> None:
        self._bytes[key] = data
        self.inputs[key] = hashlib.sha256(data).hexdigest()


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file of at most 64 MiB; anything else (a pipe, a device) is an `OSError`."""
    try:
        found = path.stat()
    except OSError:
        return path.read_bytes()  # says why
    if not stat.S_ISREG(found.st_mode):
        raise IsADirectoryError(f"`{path.name}` is not a file")
    if found.st_size > LARGEST:
        raise OSError(f"`{path.name}` is larger than 64 MiB")
    return path.read_bytes()
