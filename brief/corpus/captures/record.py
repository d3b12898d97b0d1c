"""Fields for a record from what a file or a library says: each as it may stand in a source.

What the record cannot hold (a language that is no tag, a date that is no date) is left out and
told, field by field; the rest stands. Nothing is mended by a guess.
"""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import ValidationError

from brief.corpus.captures.lines import named, visible
from brief.model.partial_date import PartialDate
from brief.model.source import CSL_TYPES, SourceRecord

OURS = frozenset(("draft", "kind", "capture", "handling", "protect", "voices", "facts"))
OTHER_NAMES = {"shortTitle": "title-short", "event": "event-title", "event-date": "original-date"}
KEYS = {field.alias or name for name, field in SourceRecord.model_fields.items()} - OURS
NAMES, DATES = frozenset(("author", "editor")), frozenset(("issued", "accessed", "original-date"))
TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span|nocase)\b[^>]*>", re.I)
LONGEST_TITLE = 400
LONGEST_TOLD = 120


class Remarks:
    """What staff must be told of a draft, in order; the hidden characters left out of its record."""

    def __init__(self) -> None:
        self.facts: list[str] = []
        self.refused = ""

    def text(self, value: Any) -> str:
        """A value as one line of text that can be seen, a library's markup dropped."""
        words, refused = visible(TAG.sub("", str(value)))
        self.refused += refused
        return words

    def left_out(self, key: str, value: Any, reason: str) -> None:
        """Tell of a field that was left out."""
        shown = self.text(value).replace("`", "'")[:LONGEST_TOLD]
        self.facts.append(f"`{key}` was left out, {reason}: `{shown}`.")

    def hidden(self, where: str, characters: str) -> None:
        """Tell of hidden characters."""
        if characters:
            self.facts.append(f"Hidden characters were left out {where}: {named(characters)}.")


def csl_record(item: dict[str, Any], remarks: Remarks) -> dict[str, Any]:
    """The fields of a CSL-JSON item that a record has, in the record's order."""
    found: dict[str, Any] = {}
    for key, value in item.items():
        name = OTHER_NAMES.get(key, key)
        if name == "type":
            found[name] = _type(value, remarks)
        elif name in NAMES:
            found[name] = tuple(n for n in map(_named(remarks), _list(value)) if n)
        elif name in DATES:
            found[name] = _date(name, value, remarks)
        elif name in KEYS and isinstance(value, str | int | float):
            found[name] = remarks.text(value)
    return in_order(found)


def in_order(found: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something, in the order of the model."""
    order = [field.alias or name for name, field in SourceRecord.model_fields.items()]
    return {key: found[key] for key in order if found.get(key) not in (None, "", (), [])}


def valid(record: dict[str, Any], remarks: Remarks) -> dict[str, Any]:
    """The record without the fields that a source may not hold, each told."""
    kept = dict(record)
    try:
        SourceRecord.model_validate(_plain(kept))
    except ValidationError as error:
        for key in dict.fromkeys(str(detail["loc"][0]) for detail in error.errors() if detail["loc"]):
            if key in kept:
                remarks.left_out(key, kept.pop(key), "for a record cannot hold it")
    return kept


def with_title(record: dict[str, Any], supplied: str, remarks: Remarks) -> dict[str, Any]:
    """The record with a title: its own, or a supplied one in square brackets."""
    title = str(record.get("title", ""))
    if 0 < len(title) <= LONGEST_TITLE:
        return record
    remarks.facts.append(
        "**The title is supplied**: the capture states none, or one too long for a title. Hence the brackets."
    )
    return in_order({**record, "title": f"[{supplied[:LONGEST_TITLE] or 'Untitled'}]"})


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, PartialDate) else value for key, value in record.items()}


def _type(value: Any, remarks: Remarks) -> str:
    if value in get_args(CSL_TYPES):
        return str(value)
    remarks.left_out("type", value, "for it is none of CSL's")
    return "document"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _named(remarks: Remarks) -> Any:
    """A function from a CSL name to a name of a record; particles stay before the family name."""

    def name(value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            return {}
        family = [value.get(k) for k in ("dropping-particle", "non-dropping-particle", "family", "suffix")]
        parts = {
            "literal": value.get("literal"),
            "family": " ".join(str(part) for part in family if part),
            "given": value.get("given"),
        }
        return {key: words for key, part in parts.items() if part and (words := remarks.text(part))}

    return name


def _date(key: str, value: Any, remarks: Remarks) -> PartialDate | None:
    """A CSL date that is one date, as exact as it is given; ranges, seasons and "circa" are told instead."""
    try:
        return PartialDate.parse(_written_date(value))
    except ValueError:
        if value:
            remarks.left_out(key, value, "for it is not one date")
        return None


def _written_date(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if set(value) - {"date-parts", "raw", "literal"} or not value:
        raise ValueError("not one date")
    parts = value.get("date-parts")
    if parts is None:
        return str(value.get("raw") or value.get("literal") or "")
    if not isinstance(parts, list) or len(parts) != 1 or not isinstance(parts[0], list):
        raise ValueError("not one date")
    numbers = [int(part) for part in parts[0] if str(part).isdigit()]
    if len(numbers) != len(parts[0]) or not 1 <= len(numbers) <= 3:
        raise ValueError("not one date")
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:])])
