"""Hyphenation patterns, read from their dictionary once and kept: a twentieth of a second for English.

pyphen reads the fourteen thousand patterns of a dictionary in Python whenever a process first
divides a word. Here they are kept as it has read them, under a digest of the dictionary.
"""

from __future__ import annotations

from typing import Any

from brief.outputs.engine.stored import stored


def install() -> None:
    """Have pyphen read dictionaries so. Once is enough; again does no harm."""
    import pyphen

    if pyphen.HyphDict.__init__ is not _read:
        _Engine.read, pyphen.HyphDict.__init__ = pyphen.HyphDict.__init__, _read


class _Engine:
    """pyphen's own function."""

    read: Any = None


def _read(dictionary: Any, path: Any) -> None:
    """What `HyphDict(path)` begins with."""
    import pyphen

    def patterns() -> tuple[dict[str, Any], int]:
        _Engine.read(dictionary, path)
        return dictionary.patterns, dictionary.maxlen

    source = f"{pyphen.VERSION}\0".encode() + path.read_bytes()
    dictionary.patterns, dictionary.maxlen = stored("hyphenation", source, patterns)
    dictionary.cache = {}
