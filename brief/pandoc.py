"""pandoc: reads Markdown, sets citations by CSL, writes HTML. One call a brief.

The request is pure data (JSON on standard input) and so is the answer (HTML). pandoc
runs with `--sandbox`-like care: raw markup is switched off in our reader, nothing is
fetched, and only our own Lua runs.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brief.failure import CannotRunError

FILTERS = Path(__file__).resolve().parent / "pandoc_filters"
MARKER = re.compile(r"<!--brief:([^>]*)-->\n?")
ENTRY = re.compile(
    r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>\s*(.*?)\s*</div>(?=\s*(?:<div id="ref-|</div>|\Z))', re.S
)
SECONDS = 120


@dataclass(frozen=True)
class Typeset:
    """What came back: HTML by fragment, bibliography entries by source, fragments whose citations differ."""

    fragments: dict[int, str]
    entries: dict[str, str]
    mismatched: tuple[int, ...]
    nested: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def executable() -> str:
    """The path of the pandoc that travels with the `pypandoc_binary` package."""
    from importlib.util import find_spec

    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        raise CannotRunError("the package pypandoc_binary is not installed")
    folder = Path(spec.origin).parent / "files"
    found = next((folder / name for name in ("pandoc", "pandoc.exe") if (folder / name).is_file()), None)
    if found is None:
        raise CannotRunError("the package pypandoc_binary carries no pandoc for this machine")
    return str(found)


def start(request: dict[str, Any], style: Path) -> subprocess.Popen[bytes]:
    """Begin typesetting: `request` holds fragments, references and lang; `style` is a CSL file."""
    command = [
        executable(),
        "--data-dir", str(FILTERS),  # a user's own may hold abbreviations, and Lua that runs by itself
        "--from", str(FILTERS / "fragments.lua"),
        "--to", "html5",
        "--wrap", "none",
        "--citeproc",
        "--csl", str(style),
        "--lua-filter", str(FILTERS / "notes.lua"),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(request).encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    process.stdin = None
    return process


def finish(process: subprocess.Popen[bytes]) -> Typeset:
    """Wait for the answer. Raises `CannotRunError` with pandoc's own words when it failed."""
    try:
        output, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        stop(process)
        raise CannotRunError("pandoc did not finish in two minutes") from error
    except BaseException:
        stop(process)
        raise
    complaint = errors.decode(errors="replace").strip()
    if process.returncode:
        raise CannotRunError(complaint or f"pandoc failed with status {process.returncode}")
    warnings = tuple(line.removeprefix("[WARNING] ") for line in complaint.splitlines() if line.strip())
    return replace(parse_answer(output.decode()), warnings=warnings)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a pandoc that is no longer wanted."""
    process.kill()
    process.communicate()


def parse_answer(html: str) -> Typeset:
    """Cut pandoc's HTML at our markers."""
    pieces = MARKER.split(html)
    fragments: dict[int, str] = {}
    mismatched: list[int] = []
    nested: list[int] = []
    current, entries = -1, {}
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if name in ("mismatch", "nested"):
            (mismatched if name == "mismatch" else nested).append(current)
            fragments[current] = fragments.get(current, "") + piece
        elif name == "refs":
            entries = dict(ENTRY.findall(piece))
        else:
            current = int(name)
            fragments[current] = piece
    return Typeset(
        {id_: text.strip() for id_, text in fragments.items()}, entries, tuple(mismatched), tuple(nested)
    )
