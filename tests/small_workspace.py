"""A workspace of three files that builds without a word: what tests change one thing in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

BRIEF = """\
name: A test
organisations:
  first: {name: First Organisation, url: "https://example.org"}
"""

SOURCE = """\
---
type: webpage
title: A page about schools
container-title: A Site
issued: 2024
URL: https://example.org/a
language: en
kind: press
voices:
  - {name: Rodong Sinmun, kind: state-media, paragraphs: 2}
---
Schools opened in the first year of the plan.

Officials said the mines were full.

## A heading

Three children were sent home.
"""

SPEC = """\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
summary: |
  Words that say something [@a, para. 1].
sections:
  - heading: First heading
    text: |
      Rodong Sinmun wrote of it [@a, para. 2].
"""

BLOCKS = SPEC + "    blocks:\n"

Files = Mapping[str, str | bytes | None]

FILES: Files = {"brief.yaml": BRIEF, "seeds/sources/a.md": SOURCE, "specs/b.yaml": SPEC}

# What an earlier build left: a build that fails must not touch it.
EARLIER = {
    "b.pdf": b"%PDF earlier",
    "b.docx": b"PK earlier",
    "b.html": b"<p>earlier",
    "b.json": b'{"earlier": true}',
}


def write(folder: Path, changes: Files | None = None, *, earlier: bool = False) -> Path:
    """Write the workspace into `folder`, files replaced, added or (None) left out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    if earlier:
        (folder / "outputs").mkdir(parents=True)
        for name, data in EARLIER.items():
            (folder / "outputs" / name).write_bytes(data)
    return folder


def spec(old: str, new: str) -> dict[str, str | bytes | None]:
    """The change of one piece of the spec."""
    return {"specs/b.yaml": edited(SPEC, old, new)}


def summary(text: str) -> dict[str, str | bytes | None]:
    """The spec with another summary, from line 7."""
    lines = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return spec("  Words that say something [@a, para. 1].\n", lines)


def source(old: str, new: str) -> dict[str, str | bytes | None]:
    """The change of one piece of the source."""
    return {"seeds/sources/a.md": edited(SOURCE, old, new)}


def brief(old: str, new: str) -> dict[str, str | bytes | None]:
    """The change of one piece of brief.yaml."""
    return {"brief.yaml": edited(BRIEF, old, new)}


def blocks(yaml: str) -> dict[str, str | bytes | None]:
    """The spec with blocks in its section, from line 13."""
    return {"specs/b.yaml": BLOCKS + yaml}


def edited(text: str, old: str, new: str) -> str:
    """`text` with its one `old` replaced."""
    assert text.count(old) == 1, f"{text.count(old)} times: {old}"
    return text.replace(old, new)
