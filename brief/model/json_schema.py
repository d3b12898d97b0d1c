"""The JSON Schema of a spec, as an editor wants it.

Pydantic's schema of `Spec` is the beginning. Then each record is written out where it is
used, so that its description stands beside the key (draft-07 ignores what stands beside a
`$ref`); a key left empty is no mistake, as in `validate`; and free text may look like a
number, since YAML reads `title: 1984` as one and brief does not. Draft-07 is what
yaml-language-server, behind VS Code's YAML extension, knows best. `Known` puts in the ids
there are: the few that hardly change as `enum`, which an editor holds to, those that are
added daily as `examples`, which it only offers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from brief.model.spec import BLOCK_KINDS, Spec

DIALECT = "http://json-schema.org/draft-07/schema#"
TITLE = "Spec of a brief"
DESCRIPTION = "What one brief says, to whom and under which rules. `brief schema` writes this file."
WRITTEN = "Written by `brief schema`; run it again when venues or organisations change."

Schema = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What there is to name: ids, with words for them where an editor can show them."""

    venues: Mapping[str, str] = field(default_factory=dict)
    organisations: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    citation_styles: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)


def build_schema(known: Known) -> Schema:
    """The schema of a spec, closed and the same for the same `known`."""
    raw = Spec.model_json_schema(by_alias=True)
    records: dict[str, Schema] = {**raw.pop("$defs"), "Spec": raw}
    for (record, key), named in _named(known).items():
        node = records[record]["properties"][key]
        node.get("items", node).update(named)
    records["Spec"]["properties"]["organisations"]["uniqueItems"] = True
    for record, conditions in CONDITIONS.items():
        records[record].update(conditions)
    root = _tidy(raw, records)
    for key in root["properties"].keys() - set(raw["required"]):
        root["properties"][key] = _or_null(root["properties"][key])
    for key, value in known.defaults.items():
        root["properties"][key]["default"] = value
    root["required"] = [key for key in raw["required"] if key not in known.defaults]
    head = {"$schema": DIALECT, "title": TITLE, "description": DESCRIPTION, "$comment": WRITTEN}
    return {**head, **{key: value for key, value in root.items() if key not in head}}


def _given(*keys: str) -> Schema:
    """That these keys are there and not left empty."""
    return {"required": list(keys), "properties": {key: {"not": {"type": "null"}} for key in keys}}


# What pydantic's validators demand and its schema does not say.
CONDITIONS: dict[str, Schema] = {
    "Block": {"oneOf": [_given(kind) for kind in BLOCK_KINDS]},
    "SectionEntry": {"anyOf": [_given("use"), _given("heading")], "not": _given("use", "text")},
}


def _named(known: Known) -> dict[tuple[str, str], Schema]:
    """What is known of a key's values, by record and key."""
    organisation = _enum(known.organisations)
    languages = "|".join(map(re.escape, known.languages))
    tag = {"pattern": f"^({languages})(-[A-Za-z0-9]{{2,8}})*$"} if languages else {}
    return {
        ("Spec", "venue"): _enum(known.venues),
        ("Spec", "organisations"): organisation,
        ("Spec", "language"): tag | _examples(known.languages),
        ("Spec", "citation-style"): _examples(known.citation_styles),
        ("SectionEntry", "by"): organisation,
        ("SectionEntry", "use"): _examples(known.sections),
        ("Quote", "source"): _examples(known.sources),
        ("Excerpt", "source"): _examples(known.sources),
        ("Table", "file"): _examples(known.tables),
    }


def _enum(words: Mapping[str, str]) -> Schema:
    return {"enum": list(words), "enumDescriptions": list(words.values())} if words else {}


def _examples(ids: tuple[str, ...]) -> Schema:
    return {"examples": list(ids)} if ids else {}


def _tidy(node: Schema, records: Mapping[str, Schema]) -> Schema:
    """A node with the records it refers to written out, and each of the rewritings done."""
    if "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        name = node["$ref"].rpartition("/")[2]
        return {**_record(name, records), **beside}
    tidied = {key: _inner(key, value, records) for key, value in node.items()}
    for rewrite in REWRITINGS:
        tidied = rewrite(tidied)
    return tidied


def _inner(key: str, value: Any, records: Mapping[str, Schema]) -> Any:
    if key in ("properties", "patternProperties"):
        return {name: _without_title(_tidy(node, records)) for name, node in value.items()}
    if key == "items":
        return _tidy(value, records)
    return [_tidy(node, records) for node in value] if key in ("anyOf", "oneOf") else value


def _record(name: str, records: Mapping[str, Schema]) -> Schema:
    node = _tidy({**records[name], "title": _words(name)}, records)
    return _or_rows(node) if name == "LawAndReality" else node


def _words(name: str) -> str:
    """`KeyFigure` as `Key figure`."""
    return re.sub(r"(?<!^)[A-Z]", lambda capital: f" {capital[0].lower()}", name)


def _or_rows(node: Schema) -> Schema:
    """A law-and-reality table, or its rows alone (`LawAndReality._rows_alone`)."""
    rows = node["properties"]["rows"]
    alone = {**rows, "description": "The rows alone, without a caption."}
    return {"description": node["description"], "anyOf": [alone, node]}


def _without_title(node: Schema) -> Schema:
    """Pydantic's titles of keys are the keys again."""
    return {key: value for key, value in node.items() if key != "title"}


def _one_or_nothing(node: Schema) -> Schema:
    """`anyOf` something or null, as one type where it can be said so."""
    choices = node.get("anyOf", [])
    if {"type": "null"} not in choices:
        return node
    rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
    one = [choice for choice in choices if choice != {"type": "null"}]
    if len(one) == 1 and "type" in one[0]:
        return _or_null({**one[0], **rest})
    flat = [inner for choice in one for inner in choice.get("anyOf", [choice])]
    return {**rest, "anyOf": [*flat, {"type": "null"}]}


def _or_null(node: Schema) -> Schema:
    """The node, which may be left empty; not where the choice is closed: `null` would be offered."""
    if "enum" in node or "type" not in node:
        return node
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return {**node, "type": list(dict.fromkeys([*types, "null"]))}


def _text_or_number(node: Schema) -> Schema:
    """Free text may look like a number to YAML; an id or a date of ours has a pattern."""
    free = node.get("type") == "string" and not node.keys() & {"pattern", "enum"}
    return {**node, "type": ["string", "number"]} if free else node


def _closed(node: Schema) -> Schema:
    return {**node, "additionalProperties": False} if "patternProperties" in node else node


def _without_defaults(node: Schema) -> Schema:
    """A default that is empty says nothing."""
    empty = "default" in node and node["default"] in (None, [], {}, ())
    return {key: value for key, value in node.items() if key != "default"} if empty else node


REWRITINGS: tuple[Callable[[Schema], Schema], ...] = (
    _text_or_number,
    _one_or_nothing,
    _closed,
    _without_defaults,
)
