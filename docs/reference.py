#!/usr/bin/env python3
"""Write the parts of docs/reference.md that the code knows best: the tables of keys and of codes.

    .venv/bin/python docs/reference.py

Each stands between `<!-- keys: MODEL -->` or `<!-- codes -->` and `<!-- end -->`. The words
are the descriptions of the pydantic models, which editors show too, and the titles of the
rules, which `brief explain` shows. `tests/test_docs.py` holds that nothing is stale.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args

import brief.check.rules
from brief.check.rule import RULES
from brief.model.fields import ProseMark
from brief.model.organisations import Defaults, WorkspaceFile
from brief.model.ranges import Ranges
from brief.model.record import FieldInfo, Record
from brief.model.section import SectionRecord
from brief.model.source import SourceRecord
from brief.model.spec import Spec
from brief.model.venue import Venue

PAGE = Path(__file__).resolve().with_suffix(".md")
ROOTS: tuple[type[Record], ...] = (Spec, SectionRecord, SourceRecord, WorkspaceFile, Venue)
SLOT = re.compile(r"(<!-- (keys: (\w+)|codes) -->\n).*?(<!-- end -->)", re.S)
HEAD = ("| key | value | |", "|---|---|---|")
FAMILIES = {
    "S": "specs and other files, as they are written",
    "R": "references",
    "Q": "quotations and figures",
    "H": "handling",
    "E": "evidence",
    "V": "venues",
    "C": "the corpus",
    "T": "templates and styles",
    "P": "the printed result",
}
PATTERNS = {
    r"^[a-z0-9][a-z0-9._-]*$": "id",
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "date",
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "language",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits",
}


def records() -> dict[str, type[Record]]:
    """Every record that staff write in YAML, by name."""
    found: dict[str, type[Record]] = {}
    for root in ROOTS:
        _gather(root, found)
    return found


def _gather(record: type[Record], found: dict[str, type[Record]]) -> None:
    if record is not Record and record.__name__ not in found:
        found[record.__name__] = record
        for parent in record.__bases__:
            _gather(parent, found)
        for field in record.model_fields.values():
            for inner in records_in(field.annotation):
                _gather(inner, found)


def records_in(annotation: Any) -> Iterator[type[Record]]:
    """The records that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from records_in(argument)


def keys_table(record: type[Record]) -> str:
    """The keys of a record: name, kind of value, what it says."""
    properties = record.model_json_schema(by_alias=True)["properties"]
    rows, plain = [], []
    parent = next(
        (base for base in record.__bases__ if base is not Record and issubclass(base, Record)), None
    )
    for name, field in record.model_fields.items():
        if parent is not None and name in parent.model_fields:
            continue
        key = field.alias or name
        described = _description(record, name, field)
        if not described:
            plain.append(f"`{key}`")
            continue
        value = _value(field, properties[key])
        rows.append(f"| `{key}` | {value}{_need(field)} | {described.replace('|', chr(92) + '|')} |")
    lines = [*HEAD, *rows]
    if parent is not None:
        lines += [
            "",
            f"And the keys of an [{_spoken(parent.__name__)} rule](#{anchor(parent.__name__)}-rule).",
        ]
    if plain:
        lines += ["", f"And, as CSL 1.0.2 defines them: {', '.join(plain)}."]
    return "\n".join(lines)


def _value(field: FieldInfo, schema: dict[str, Any]) -> str:
    if any(isinstance(mark, ProseMark) for mark in field.metadata):
        return "list of Markdown" if schema.get("type") == "array" else "Markdown"
    if Ranges in (field.annotation, *get_args(field.annotation)):
        return "`4`, `4-6` or `[4-6, 9]`"
    return value_words(schema)


def _description(record: type[Record], name: str, field: FieldInfo) -> str:
    if field.description:
        return field.description
    return (Spec.model_fields[name].description or "") if record is Defaults else ""


def _need(field: FieldInfo) -> str:
    if field.is_required():
        return ", **required**"
    if isinstance(field.default, bool):
        return f", default `{str(field.default).lower()}`"
    return f", default `{field.default}`" if isinstance(field.default, str) and field.default else ""


def value_words(schema: dict[str, Any]) -> str:
    """The kind of a value, from its JSON Schema."""
    if "anyOf" in schema:
        return _any_of(schema["anyOf"])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{_spoken(name)}](#{anchor(name)})"
    if "enum" in schema:
        values = [f"`{value}`" for value in schema["enum"]]
        return _alternatives(values) if len(values) <= 10 else "a CSL type"
    if "pattern" in schema:
        return PATTERNS.get(schema["pattern"], "text")
    if schema.get("type") == "array":
        return f"list of {value_words(schema['items'])}"
    if "patternProperties" in schema:
        (inner,) = schema["patternProperties"].values()
        return f"{value_words(inner)} by id"
    return {"string": "text", "boolean": "`true` or `false`", "integer": "number", "number": "number"}.get(
        _one_type(schema), "text"
    )


def _any_of(schemas: list[dict[str, Any]]) -> str:
    kinds = [value_words(it) for it in schemas if it.get("type") != "null"]
    if "date" in kinds:
        return "date"
    return _alternatives(list(dict.fromkeys(kinds)))


def _alternatives(words: list[str]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _one_type(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "")
    return kind if isinstance(kind, str) else str(kind[0])


def _spoken(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def anchor(name: str) -> str:
    """The page's heading for a record: its name in words."""
    return _spoken(name).replace(" ", "-")


def codes_table() -> str:
    """Every code that brief can say."""
    for module in iter_modules(brief.check.rules.__path__, "brief.check.rules."):
        import_module(module.name)
    lines = ["| code | | weight |", "|---|---|---|"]
    for family, about in FAMILIES.items():
        codes = [rule for code, rule in sorted(RULES.items()) if code.startswith(family)]
        if codes:
            lines.append(f"| **{family}** | **{about}** | |")
            lines += [f"| `{rule.code}` | {rule.title} | {rule.severity} |" for rule in codes]
    return "\n".join(lines)


def refreshed(page: str) -> str:
    """The page with its tables as the code has them."""
    known = records()

    def table(match: re.Match[str]) -> str:
        make: Callable[[], str] = (lambda: keys_table(known[match[3]])) if match[3] else codes_table
        return f"{match[1]}\n{make()}\n\n{match[4]}"

    return SLOT.sub(table, page)


def main() -> None:
    """Rewrite docs/reference.md."""
    before = PAGE.read_text(encoding="utf-8")
    after = refreshed(before)
    PAGE.write_text(after, encoding="utf-8")
    print(f"{PAGE.name}: {'nothing to change' if before == after else 'tables rewritten'}", file=sys.stderr)


if __name__ == "__main__":
    main()
