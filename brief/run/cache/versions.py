"""What shapes an output beside its inputs: brief's own files, the libraries it pins, and Python.

One digest over all of them. An entry made under another one is not looked at: a page must not
depend on which version of something happened to print it first.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from brief.files.workspace import PACKAGE

SHAPING = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pypandoc_binary",
    "pillow", "jinja2", "markupsafe", "pypdfium2", "pikepdf", "pyyaml", "pydantic", "lxml",
    "trafilatura", "rapidfuzz",
)  # fmt: skip
LAYOUT = 1
"""Raised when the meaning of an entry changes."""


@lru_cache(maxsize=1)
def versions() -> str:
    """The digest of all that shapes an output beside its inputs."""
    digest = hashlib.sha256(f"{LAYOUT} {sys.version} {sys.platform}".encode())
    for name in sorted(_distributions()):
        digest.update(f"\n{name}".encode())
    for path in sorted(_own_files(PACKAGE)):
        digest.update(f"\n{path}\0".encode())
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def _own_files(folder: str | Path) -> Iterator[str]:
    """brief's code and data, but for the layers of which every file read is an input."""
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.name not in ("__pycache__", "packaged"):
            yield from _own_files(entry.path)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield entry.path


def _distributions() -> Iterator[str]:
    """The installed versions of what shapes an output, by the names of their records (PEP 376)."""
    for folder in dict.fromkeys(sys.path):
        try:
            names = [entry.name for entry in os.scandir(folder or ".")]
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info") and name.partition("-")[0].lower().replace("-", "_") in SHAPING:
                yield name


@lru_cache(maxsize=1)
def libraries() -> dict[str, tuple[int, int]]:
    """The system's libraries that this process has loaded: size and time of change, by path (Linux only).

    Pango and HarfBuzz set every line; no Python package names their versions.
    """
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    paths = {line.split(maxsplit=5)[-1] for line in maps.splitlines() if line.count("/")}
    wanted = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "glib")
    return {
        path: found
        for path in sorted(paths)
        if any(name in path.rpartition("/")[2] for name in wanted) and (found := stamp(path)) is not None
    }


def stamp(path: str) -> tuple[int, int] | None:
    """Size and time of change of a file, None where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_size, int(found.st_mtime)
