"""What the whole corpus protects, as one digest: a brief is searched for it, cited or not.

Only the `protect` of each record counts, not its text: a word changed in a source that a
brief does not cite must not build that brief again. The block is cut out of the front matter
as text, since parsing ten thousand records takes longer than a build; where it is not plain
YAML in a block of its own, the whole front matter counts.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

SOURCES = "seeds/sources"
FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?---[^\n]*\n(.*?)^(?:---|\.\.\.)", re.S | re.M)
BLOCK = re.compile(rb"^protect[ \t]*:[^\n]*(?:\n(?:[ \t#-][^\n]*|[ \t\r]*(?=\n)))*", re.M)
UNSURE = re.compile(rb"[&*\\]|[\"'][^\n]*[\[\]{}][^\n]*[\"']")
PAIRS = ((b"[", b"]"), (b"{", b"}"))


def protected_digest(root: Path) -> str:
    """The digest of everything that a source of the workspace protects."""
    digest = hashlib.sha256()
    folder = root / SOURCES
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".md"))
    except OSError:
        names = []
    for name in names:
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        if b"protect" in data and (block := _block(data)):
            digest.update(b"\0".join((name.encode(), hashlib.sha256(block).digest())))
    return digest.hexdigest()


def _block(data: bytes) -> bytes:
    """The part of a source that says what it protects."""
    front = FRONT.match(data)
    if front is None:
        return data
    if b"protect" not in front[1]:
        return b""
    blocks = BLOCK.findall(front[1])
    plain = len(blocks) == front[1].count(b"protect") == 1 and not UNSURE.search(blocks[0])
    closed = plain and all(blocks[0].count(one) == blocks[0].count(other) for one, other in PAIRS)
    return blocks[0] if closed else front[1]
