"""A source as a search reads it: its paragraphs, and of its record what is shown beside a passage.

The search is lenient where a build is strict: what it cannot use of a record it leaves out,
and `brief seeds list` says what is wrong. With `protect`, with a `handling` other than
`public`, or as long as nobody has read it, a source is *guarded*, and its words rest in no
index. Whatever cannot be understood there counts as guarded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from brief.corpus.reading import is_unread
from brief.model.paragraphs import FENCE, FENCE_END, Paragraph, split_body
from brief.model.ranges import Ranges

# Keys that show at a glance, without reading the record as YAML, that a source is guarded.
AT_A_GLANCE = re.compile(r"^(?:protect[ \t]*:|handling[ \t]*:(?![ \t]*public[ \t]*$))", re.M)
PUBLISHERS = ("container-title", "publisher", "authority")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in some paragraphs."""

    name: str
    kind: str
    paragraphs: str

    def speaks_in(self, number: int) -> bool:
        """Whether it speaks in this paragraph."""
        try:
            return number in Ranges.parse(self.paragraphs)
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a source beside a passage."""

    title: str
    date: str
    publisher: str
    kind: str
    handling: str
    speakers: tuple[Speaker, ...]
    unread: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A source's file in two parts: front matter, and text from `line` on."""

    head: str
    body: str
    line: int

    @property
    def is_guarded_at_a_glance(self) -> bool:
        """Whether its record guards it for certain; the record itself may say so even if this does not."""
        return AT_A_GLANCE.search(self.head) is not None

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The numbered paragraphs, their lines counted from the file's first."""
        return split_body(self.body, 0, self.line)[0]


def parted(data: bytes) -> File | None:
    """A source's file in two parts, composed (NFC); None when it is no text with a front matter."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if text.isascii() else unicodedata.normalize("NFC", text)
    opening = FENCE.match(text)
    closing = FENCE_END.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    head = text[opening.end() : closing.start()]
    return File(head, text[closing.end() :], text.count("\n", 0, closing.end()) + 1)


def record(file: File) -> dict[str, Any] | None:
    """The front matter as plain values; None when it is not a mapping that YAML and brief allow."""
    import yaml

    from brief.files.yaml_nodes import YamlRefusedError, duplicates, plain, read

    try:
        root = read(file.head)
    except (yaml.YAMLError, YamlRefusedError):
        return None
    if root is None or next(duplicates(root), None) is not None:
        return None
    values = plain(root)
    return values if isinstance(values, dict) else None


def is_guarded(values: dict[str, Any]) -> bool:
    """Whether a record protects words, is not for everybody, or was read by nobody who could say so."""
    return (
        _unread(values) or values.get("protect") is not None or values.get("handling", "public") != "public"
    )


def _unread(values: dict[str, Any]) -> bool:
    return is_unread(_text(values.get("facts")), draft=values.get("draft", "false") != "false")


def protected_words(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(words, what stands in their place) of a record."""
    entries = values.get("protect")
    pairs = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [(text, _text(entry.get("as"))) for entry in pairs if (text := _text(entry.get("text")))]


def card(values: dict[str, Any]) -> Card:
    """What is shown of a record."""
    handling = values.get("handling", "public")
    voices = values.get("voices")
    return Card(
        title=_text(values.get("title")),
        date=_text(values.get("issued")),
        publisher=next((name for key in PUBLISHERS if (name := _text(values.get(key)))), ""),
        kind=_text(values.get("kind")),
        handling=", ".join(map(_text, handling)) if isinstance(handling, list) else _text(handling),
        speakers=tuple(
            Speaker(_text(voice.get("name")), _text(voice.get("kind")), _listed(voice.get("paragraphs")))
            for voice in (voices if isinstance(voices, list) else ())
            if isinstance(voice, dict)
        ),
        unread=_unread(values),
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else _text(value)
