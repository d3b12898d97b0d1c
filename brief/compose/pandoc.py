"""pandoc: reads Markdown, sets citations by CSL, writes HTML. One request a brief.

The request is pure data (JSON) and so is the answer (HTML). pandoc runs with
`--sandbox`-like care: raw markup is switched off in our reader, nothing is fetched, and only
our own Lua runs.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from brief.compose.pandoc_server import JOINTS, Server, done, server
from brief.model.diagnostic import CannotRunError

MARKER = re.compile(r"<!--brief:([^>]*)-->\n?")
ENTRY = re.compile(
    r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>(?=\s*(?:<div id="ref-|</div>|\Z))', re.S
)


@dataclass(frozen=True)
class Typeset:
    """What came back: HTML by fragment, bibliography entries by source, fragments whose citations differ.

    `nested` hold a note within a note, `tabled` a table; `outlines` say which marks and quotations pandoc
    read, as `brief.compose.outline` reads them.
    """

    fragments: dict[int, str]
    entries: dict[str, str]
    mismatched: tuple[int, ...]
    nested: tuple[int, ...] = ()
    tabled: tuple[int, ...] = ()
    outlines: dict[int, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass
class Asked:
    """A request on its way, and the server that has it."""

    request: bytes
    server: Server


def start(request: dict[str, Any], style: str) -> Asked:
    """Begin typesetting: `request` holds fragments, references and lang; `style`, CSL as text."""
    asked = Asked(json.dumps({**request, **JOINTS, "style": style}).encode(), server())
    asked.server.send(asked.request)
    return asked


def finish(asked: Asked) -> Typeset:
    """Wait for the answer. Raises `CannotRunError` with pandoc's own words when it failed."""
    try:
        is_set, answer, said = _answer(asked)
    except BaseException:
        stop(asked)
        raise
    done(asked.server)
    complaint = said.decode(errors="replace").strip()
    if not is_set:
        raise CannotRunError(f"{complaint}\n{answer.decode(errors='replace')}".strip())
    warnings = tuple(line.removeprefix("[WARNING] ") for line in complaint.splitlines() if line.strip())
    return replace(parse_answer(answer.decode()), warnings=warnings)


def _answer(asked: Asked) -> tuple[bool, bytes, bytes]:
    try:
        return asked.server.answer()
    except EOFError as error:
        status = asked.server.end(patience=1)
        if asked.server.late:
            raise CannotRunError("pandoc did not finish in two minutes") from error
        if asked.server.served or asked.server.is_adopted:  # perhaps it had died before it was asked
            asked.server = Server()
            asked.server.send(asked.request)
            return _answer(asked)
        complaint: bytes = error.args[0]
        raise CannotRunError(
            complaint.decode(errors="replace").strip() or f"pandoc failed with status {status}"
        ) from error


def stop(asked: Asked) -> None:
    """End a pandoc that is no longer wanted."""
    asked.server.end()


def parse_answer(html: str) -> Typeset:
    """Cut pandoc's HTML at our markers."""
    pieces = MARKER.split(html)
    fragments: dict[int, str] = {}
    refused: dict[str, list[int]] = {"mismatch": [], "nested": [], "tabled": []}
    outlines: dict[int, str] = {}
    current, entries = -1, {}
    for marker, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        name, _, said = marker.partition(" ")
        if name == "refs":
            entries = dict(ENTRY.findall(piece))
            continue
        if name in refused:
            refused[name].append(current)
        elif name == "outline":
            outlines[current] = outlines.get(current, "") + said
        else:
            current = int(name)
        fragments[current] = fragments.get(current, "") + piece
    texts = {id_: text.strip() for id_, text in fragments.items()}
    return Typeset(
        texts,
        entries,
        tuple(refused["mismatch"]),
        tuple(refused["nested"]),
        tuple(refused["tabled"]),
        outlines,
    )
