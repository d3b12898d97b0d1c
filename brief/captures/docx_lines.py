"""The text of a Word file through pandoc: one line for each paragraph, heading, item and cell.

The archive is unpacked here first, against limits, because its own word on its sizes counts
for nothing; document types are refused, since Word writes none and entities can grow without
end. pandoc then reads it in its sandbox with bounded memory and time.
"""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from brief.captures.lines import CapturedLine, CapturedText
from brief.captures.visible import raised, visible
from brief.pandoc_server import executable

LARGEST = 128 * 1024 * 1024
MOST_PARTS = 4096
SECONDS = 60
MEMORY = ["+RTS", "-M768M", "-RTS"]
LINES = frozenset(("Para", "Plain", "Header", "CodeBlock"))
SPACES = frozenset(("Space", "SoftBreak", "LineBreak"))
FRONT = ("title", "subtitle", "author", "date", "abstract")


def extract(data: bytes) -> CapturedText:
    """The lines of a Word file. Raises `ValueError` when it is broken or too large."""
    _inspect(data)
    document = _read(data)
    front = list(_front(document.get("meta", {})))
    notes: list[Any] = []
    lines = [*front, *_blocks(document.get("blocks", []), notes)]
    while notes:
        lines += _blocks(notes.pop(0), notes)
    if not lines:
        raise ValueError("holds no text")
    return CapturedText("docx", tuple(lines), front[0].text if document.get("meta", {}).get("title") else "")


def _inspect(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise ValueError(f"is an archive of {len(parts):,} parts")
            room = LARGEST
            for part in parts:
                room -= _inspect_part(archive, part, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValueError("is a broken or encrypted Word file") from error


def _inspect_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> int:
    """The size of a part, unpacked to count it and never kept."""
    size, last = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(65536):
            size += len(chunk)
            if size > room:
                raise ValueError(f"unpacks to more than {LARGEST // 1024**2} MiB")
            if b"<!DOCTYPE" in last + chunk and part.filename.endswith((".xml", ".rels")):
                raise ValueError("declares a document type, which Word never does")
            last = chunk[-16:]
    return size


def _read(data: bytes) -> dict[str, Any]:
    command = [executable(), *MEMORY, "--sandbox", "--from", "docx", "--to", "json"]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
        document = json.loads(run.stdout)
    except subprocess.TimeoutExpired as error:
        raise ValueError("cannot be read within a minute") from error
    except (subprocess.CalledProcessError, ValueError, RecursionError) as error:
        raise ValueError("is a broken Word file") from error
    return document if isinstance(document, dict) else {}


def _front(meta: dict[str, Any]) -> Iterator[CapturedLine]:
    """The paragraphs that pandoc moved from the top into the metadata, by their styles."""
    for key in FRONT:
        if key in meta:
            words, refused = visible(_words(meta[key], []))
            yield CapturedLine(words, refused, heading=key in ("title", "subtitle"))


def _blocks(blocks: Any, notes: list[Any]) -> Iterator[CapturedLine]:
    """Every line in blocks of any depth, in order; the notes they call are gathered."""
    waiting = [blocks]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and node.get("t") in LINES:
            words, refused = visible(_words(node, notes))
            if words or refused:
                yield CapturedLine(words, refused, heading=node["t"] == "Header")
        elif isinstance(node, dict):
            waiting.append(node.get("c"))
        elif isinstance(node, list):
            waiting += reversed(node)


def _words(node: Any, notes: list[Any]) -> str:
    """The words of inlines of any depth."""
    words: list[str] = []
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            waiting += _inline(node, words, notes)
    return "".join(words)


def _inline(node: dict[str, Any], words: list[str], notes: list[Any]) -> list[Any]:
    """Write the words of a leaf; what is below any other inline."""
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        words.append(str(content))
    elif kind in SPACES:
        words.append(" ")
    elif kind in ("Code", "Math", "CodeBlock") and isinstance(content, list):
        words.append(str(content[-1]))
    elif kind == "Note":
        notes.append(content)
    elif kind == "Superscript":
        words.append(raised(_words(content, notes)))
    elif kind not in ("Image", "RawInline", "Strikeout"):
        return [content]
    return []
