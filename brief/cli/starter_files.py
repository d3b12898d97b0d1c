"""The files that init and new write, and the example from the corpus in them.

Those that end in `.jinja` are filled in, all others go out byte for byte, since a capture's
SHA-256 stands in its record. Names that tools would obey inside our own repository are kept
without their dot.

What `brief new` writes must build, and must not be what staff would be sorry to find in a
draft: only sources that the venue's readers may see, only paragraphs in which the publisher
itself speaks, and no protected words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brief.corpus.reading import read_source, source_ids
from brief.files.workspace import Workspace, packaged_root
from brief.model.diagnostic import Diagnostic
from brief.model.fields import Audience
from brief.model.paragraphs import Paragraph
from brief.model.ranges import Ranges
from brief.model.source import Source

SENTENCE_END = re.compile(r"(?<=[.!?。])\s+")
# Words without marks that YAML, Markdown or a quotation would read as something else.
PLAIN_WORDS = re.compile(r"[^\W\d_][^\W\d_][\w ,;’()–—-]{16,138}[\w)]")
FIGURE = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?%)(?![\d%])")


@dataclass(frozen=True)
class Example:
    """A source to cite; paragraphs are 0, words and figure empty, where there are none."""

    id: str
    paragraph: int = 0
    words: str = ""
    figure: str = ""
    figure_paragraph: int = 0

    @property
    def citation(self) -> str:
        """The citation in Markdown."""
        return f"[@{self.id}, para. {self.paragraph}]" if self.paragraph else f"[@{self.id}]"


def example_for(workspace: Workspace, audience: Audience) -> Example | None:
    """The richest example that this audience may see; None when there is no source."""
    found = [_example(source) for source in _sources(workspace) if _may_see(source, audience)]
    return max(found, key=_richness, default=None)


def _richness(example: Example) -> tuple[bool, bool, bool]:
    return bool(example.words), bool(example.figure), bool(example.paragraph)


def _sources(workspace: Workspace) -> Iterator[Source]:
    """The sources without a mistake that somebody has read."""
    for id_ in sorted(source_ids(workspace)):
        findings: list[Diagnostic] = []
        source = read_source(workspace, id_, findings)
        if source is not None and source.unread is None and not findings:
            yield source


def _may_see(source: Source, audience: Audience) -> bool:
    handling = source.record.handling
    if isinstance(handling, str):
        return handling == "public" or audience == "internal"
    return audience in handling


def _example(source: Source) -> Example:
    words = [(p.number, w) for p in _publishers_own(source) for w in _quotable(p, source)]
    figures = [(p.number, f) for p in _publishers_own(source) for f in FIGURE.findall(p.text)]
    number, quoted = next(iter(words), (1 if source.paragraphs else 0, ""))
    figure_paragraph, figure = next(iter(figures), (0, ""))
    return Example(source.id, number, quoted, figure, figure_paragraph)


def _publishers_own(source: Source) -> Iterator[Paragraph]:
    for paragraph in source.paragraphs:
        if not source.voices_in(Ranges(((paragraph.number, paragraph.number),))):
            yield paragraph


def _quotable(paragraph: Paragraph, source: Source) -> Iterator[str]:
    for sentence in SENTENCE_END.split(" ".join(paragraph.text.split())):
        words = sentence.rstrip(".。")
        if PLAIN_WORDS.fullmatch(words) and not _protected(words, source):
            yield words


def _protected(words: str, source: Source) -> bool:
    """Whether the words hold protected ones, or stand within them."""
    plain = words.casefold()
    texts = (" ".join(it.text.split()).casefold() for it in source.record.protect)
    return any(text in plain or plain in text for text in texts)


FILLED = ".jinja"
DOTTED = {"gitattributes": ".gitattributes", "gitignore": ".gitignore", "gitkeep": ".gitkeep"}
# A plain scalar that no YAML reader takes for anything but these words.
PLAIN = re.compile(r"(?!(?:true|false|yes|no|on|off|null|y|n)\Z)[^\W\d_][\w .,;()/’@+-]*[\w.)]", re.I)


def workspace_files() -> dict[str, bytes]:
    """All files of a new workspace, by name."""
    root = packaged_root("starter") / "workspace"
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return dict(_file(path, path.relative_to(root).as_posix()) for path in found)


def _file(path: Path, name: str) -> tuple[str, bytes]:
    folder, slash, last = name.rpartition("/")
    name = f"{folder}{slash}{DOTTED.get(last, last)}"
    if not name.endswith(FILLED):
        return name, path.read_bytes()
    return name.removesuffix(FILLED), fill(f"workspace/{name}", {}).encode()


def fill(template: str, values: Mapping[str, Any]) -> str:
    """A starter template with `values` and today's date."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(packaged_root("starter")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(yaml=as_yaml, one_line=one_line)
    return environment.get_template(template).render(date=date.today().isoformat(), **values)


def as_yaml(text: str) -> str:
    """A text as a YAML value: plain where that is safe, else between double quotation marks."""
    return text if PLAIN.fullmatch(text) and ": " not in text else json.dumps(text, ensure_ascii=False)


def one_line(text: str) -> str:
    """A text for a remark, which ends with its line."""
    return " ".join(text.split())
