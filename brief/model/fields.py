"""The small types that specs, sections, sources and venues share.

Keys are written with hyphens (CSL's way), fields with underscores. Everything is frozen
and closed: an unknown key is a mistake. `Prose` marks text that is Markdown with
citations; `prose_fields` walks a value and finds all of it, which is how every later
stage sees every sentence and none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from brief.model.record import Converted, Field, Positive, Record, Schema, Text

if TYPE_CHECKING:  # what reads YAML is not there yet where a record is only declared
    from brief.files.yaml_nodes import PATH


class ProseMark:
    """Marks a field as Markdown with citations."""


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError("must be `true` or `false`")


Flag = Annotated[bool, Converted(_flag), Schema({"type": "boolean"})]
Line = Annotated[str, Text(strip=True, min_length=1, max_length=2000)]
Reason = Annotated[
    str,
    Text(strip=True, min_length=1, max_length=2000, pattern=r"[^\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f]"),
]
"""A text that has more than marks in it, in a pattern that JSON Schema reads as Python does."""
Prose = Annotated[str, Text(min_length=1, max_length=500_000), ProseMark()]
MaybeProse = Annotated[Prose | None, ProseMark()]
WebAddress = Annotated[str, Text(strip=True, pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
Id = Annotated[str, Text(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
Language = Annotated[str, Text(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
PositiveInt = Annotated[int, Positive()]
PositiveFloat = Annotated[float, Positive()]
Audience = Literal["public", "un", "embassy", "internal"]
VoiceKind = Literal["state-media", "government", "witness", "inside-source", "expert", "ngo", "un", "press"]


class Acceptance(Record):
    """A warning answered: which, the words that it marks, and why they stand all the same."""

    code: Annotated[str, Text(pattern=r"^[A-Z]\d{3}$")] = Field(
        description="The warning's code, such as Q303."
    )
    words: Line = Field(
        description="The words that the warning says: those that it marks, and enough of their sentence."
    )
    reason: Reason = Field(description="Why they stand; it goes into the manifest.")


Accept = tuple[Acceptance, ...]
ANSWERED = "Warnings answered here, each by its words and with a reason."


def prose_fields(value: Any, path: PATH = ()) -> Iterator[tuple[PATH, str]]:
    """(path in YAML keys, text) of every Markdown text in a record, in the order of its fields."""
    if isinstance(value, Record):
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            step = (*path, field.alias or name)
            if inner is not None and any(isinstance(mark, ProseMark) for mark in field.metadata):
                yield from _marked(inner, step)
            else:
                yield from prose_fields(inner, step)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from prose_fields(item, (*path, index))


def _marked(value: str | tuple[str, ...], path: PATH) -> Iterator[tuple[PATH, str]]:
    if isinstance(value, str):
        yield path, value
    else:
        yield from (((*path, index), item) for index, item in enumerate(value))
