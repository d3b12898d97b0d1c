"""From a tree of nodes to a frozen record, with every mistake at its own place.

Pydantic collects all errors of a value at once; each is turned into plain words by a
table and placed by its path. So that one slip does not hide the mistakes behind it, the
slips are taken out of a copy (an unknown key dropped, a missing text left blank) and what
remains is read as well: the caller gets a record to go on checking with, and the findings
already say that it must not be printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from brief.check.rules.spec import AcceptsAll, UnknownKey, WrongValue
from brief.files.document import Document, decoded, yaml_document
from brief.files.suggestion import did_you_mean, nearest
from brief.files.yaml_nodes import PATH, Mapping, Node, Scalar, Sequence, descend, is_null, plain
from brief.model.diagnostic import Diagnostic
from brief.model.record import Record
from brief.model.record_reading import read

if TYPE_CHECKING:  # pydantic is asked only about what is wrong
    from pydantic_core import ErrorDetails

R = TypeVar("R", bound=Record)
ROUNDS = 8
MEANT_TO_HOLD_KEYS = {"model_type", "model_attributes_type", "value_error", "missing"}
Meant = Callable[[str, str], str]
BLANK = "left-blank"
PLACEHOLDERS = (BLANK, "1")  # words, and where words do not fit, a number
EXPECTED = {
    "string_type": "must be a text",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must hold keys and values",
    "model_type": "must hold keys and values",
    "model_attributes_type": "must hold keys and values",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "too_short": "must have at least one item",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than anything that is printed here",
}
LISTS = ("tuple_type", "list_type")
IDS = re.compile(r"[a-z0-9.-]+(?:, *[a-z0-9.-]+)*")
A_COMMA = "a comma ends the text before it: put that text between quotation marks"
A_REMARK = "a `#` after a space begins a remark: put the text between quotation marks"
COMMON = ("webpage", "report", "article-newspaper", "legislation")
HELPS = {
    "string_type": "write text after the colon; between quotation marks if it starts with `[`, `{` or `@`",
    "tuple_type": "begin each item with `- ` on a line of its own",
    "list_type": "begin each item with `- ` on a line of its own",
    "model_type": "write keys below it, indented by two spaces: `key: value`",
    "model_attributes_type": "write keys below it, indented by two spaces: `key: value`",
    "dict_type": "write keys below it, indented by two spaces: `key: value`",
}
AN_ID = r"^[a-z0-9][a-z0-9._-]*$"
PATTERN_WORDS = {
    AN_ID: "must be an id: lower-case letters, digits and hyphens",
    r"^https?://[^\s<>\"]+$": "must be a web address that begins with https://",
    r"^[A-Z]\d{3}$": "must be a code such as E602",
    r"[^\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f]": "must say why, in words",
    r"^[0-9a-f]{64}$": "must be a SHA-256: 64 hexadecimal digits",
    r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "must be a language tag such as en, fr, es, de or ko",
}


def nobody_knows(_key: str, _written: str) -> str:
    """No suggestion."""
    return ""


def validate(
    model: type[R],
    document: Document,
    findings: list[Diagnostic],
    defaults: dict[str, Any] | None = None,
    meant: Meant = nobody_knows,
) -> R | None:
    """The record in `document`, with `defaults` for keys it lacks; None when nothing can be made of it.

    `meant` is asked which id somebody means who wrote something else where a key asks for one.
    """
    data = plain(document.root)
    empty = {key for key, value in data.items() if value is None}
    left_out = empty.intersection(keys_at(model, ())) - model.never_empty if empty else empty
    given = {key: value for key, value in data.items() if key not in left_out}
    data = {**(defaults or {}), **given}
    for round_ in range(ROUNDS):
        try:
            return read(model, data)
        except ValueError:
            from brief.model.record_model import mistakes

            details = mistakes(model, data)
        if not details:
            return model.model_validate(data)
        if round_ == 0:
            findings.extend(_findings(model, document, _distinct(details), meant))
        for detail in details:
            _take_out(data, detail, PLACEHOLDERS[round_ % 2])
    return None


def validated(model: type[R], name: str, data: bytes, findings: list[Diagnostic]) -> R | None:
    """The record in a YAML file's bytes, such as a venue's; None with findings."""
    source = decoded(name, data, findings)
    document = yaml_document(source, findings) if source else None
    return validate(model, document, findings) if document else None


def _distinct(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """One error a path: of a union's alternatives only the first is said."""
    seen: dict[PATH, ErrorDetails] = {}
    for detail in details:
        seen.setdefault(_path(detail), detail)
    return list(seen.values())


def _findings(
    model: type[Record], document: Document, details: list[ErrorDetails], which: Meant
) -> list[Diagnostic]:
    """One finding an error; a key that is missing only because it is misspelt is said once."""
    unknown = [_path(d) for d in details if d["type"] == "extra_forbidden"]
    meant = {(*p[:-1], nearest(str(p[-1]), keys_at(model, p[:-1]))) for p in unknown}
    said = (d for d in details if d["type"] != "missing" or _path(d) not in meant)
    return [_finding(model, document, detail, which) for detail in said]


def _path(detail: ErrorDetails) -> PATH:
    """The path in YAML keys, without pydantic's names of union members."""
    *inner, last = detail["loc"] or ("",)
    kept = tuple(step for step in inner if isinstance(step, int) or "[" not in step)
    if not detail["loc"] or (isinstance(last, str) and "[" in last and detail["type"] != "extra_forbidden"):
        return kept
    return (*kept, last)


def _finding(model: type[Record], document: Document, detail: ErrorDetails, which: Meant) -> Diagnostic:
    path = _path(detail)
    name = _name(path)
    if detail["type"] == "extra_forbidden":
        known = keys_at(model, path[:-1])
        meant = did_you_mean(str(path[-1]), known)
        help_ = A_COMMA if _is_rest(document, path) else meant or _listed(known)
        return UnknownKey.at(document.key_place(path), f"unknown key `{path[-1]}`", help=help_)
    is_due = detail["type"] == "missing" or (len(path) == 1 and path[0] in model.never_empty)
    if is_due and (empty := _empty(document, path)) is not None:
        message = f"`{path[-1]}` is empty: nothing is written after the colon"
        rest = document.source.lines[empty.end.line][empty.end.column :]
        help_ = A_REMARK if re.match(r":\s+#", rest) else "write it after the colon"
        return WrongValue.at(document.node_place(empty), message, help=help_)
    if detail["type"] == "missing":
        where = f" in {_name(path[:-1])}" if path[:-1] else ""
        return WrongValue.at(
            document.key_place(path[:-1]),
            f"`{path[-1]}` is missing{where}",
            help=f"add a line `{path[-1]}: …`",
        )
    if path[-1:] == ("accept",) and isinstance(detail["input"], dict):
        return AcceptsAll.of(document.key_place(path), detail["input"])
    message, remedy = _words(detail, document, path)
    if detail["type"] == "string_pattern_mismatch" and detail["ctx"]["pattern"] == AN_ID:
        remedy = which(next((step for step in reversed(path) if isinstance(step, str)), ""), detail["input"])
    return WrongValue.at(document.place(path), f"{name} {message}" if name else message, help=remedy)


def _empty(document: Document, path: PATH) -> Node | None:
    """The key at `path` when it stands there with nothing after it."""
    key, value, taken = descend(document.root, path)
    return key if taken == len(path) and is_null(value) else None


def _is_rest(document: Document, path: PATH) -> bool:
    """Whether the key at `path` has no colon: between braces, what follows a comma is a key."""
    key = _empty(document, path)
    return key is not None and not document.source.text[key.end.index :].lstrip().startswith(":")


def _name(path: PATH) -> str:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{key}`"
    return f"`{key}`" if key else "the file"


def _listed(known: list[str]) -> str:
    return "there is " + ", ".join(f"`{key}`" for key in known) if known else ""


def _words(detail: ErrorDetails, document: Document, path: PATH) -> tuple[str, str]:
    kind = detail["type"]
    if kind == "literal_error":
        return _one_of(detail)
    if kind == "value_error":
        return str(detail["ctx"]["error"]), _flag_help(detail)
    if kind == "string_pattern_mismatch":
        return PATTERN_WORDS.get(detail["ctx"]["pattern"], "is not of the form that is due"), ""
    return EXPECTED.get(kind, detail["msg"].lower()) + _instead(document, path), _help(detail)


def _help(detail: ErrorDetails) -> str:
    """What to write instead; words where a list is due are shown as a list."""
    given = detail["input"]
    if detail["type"] in LISTS and isinstance(given, str) and IDS.fullmatch(given):
        return f"write `[{given}]`, or begin each item with `- ` on a line of its own"
    return HELPS.get(detail["type"], "")


def _one_of(detail: ErrorDetails) -> tuple[str, str]:
    expected = str(detail["ctx"]["expected"]).replace("'", "`").replace(" or ", ", ").split(", ")
    words = [word.strip("`") for word in expected]
    given = str(detail["input"])
    if len(words) > 10:
        return f"is `{given}`, which is not one of the kinds", did_you_mean(
            given, words
        ) or "such as " + ", ".join(f"`{word}`" for word in COMMON if word in words)
    near = nearest(given, words)
    return "must be one of " + ", ".join(
        f"`{word}`" for word in words
    ), f"did you mean `{near}`?" if near else ""


def _flag_help(detail: ErrorDetails) -> str:
    if "`true`" not in str(detail["ctx"]["error"]):
        return ""
    given = str(detail["input"]).lower()
    yes, no = given in ("yes", "on", "y"), given in ("no", "off", "n")
    near = "true" if yes else "false" if no else nearest(given, ("true", "false"))
    return f"did you mean `{near}`?" if near else ""


def _instead(document: Document, path: PATH) -> str:
    _, node, taken = descend(document.root, path)
    if taken < len(path):
        return ""
    kinds = {Sequence: ", not a list", Mapping: ", not keys and values"}
    if isinstance(node, Scalar):
        return "" if node.text else ", and nothing is written here"
    return kinds[type(node)]


def keys_at(model: type[Record], path: PATH) -> list[str]:
    """The keys that are known at `path` of a model."""
    here: Any = model
    names_follow = False
    for step in path:
        if names_follow or not isinstance(step, str):
            names_follow = False
        elif isinstance(here, type) and issubclass(here, Record):
            field = next((f for n, f in here.model_fields.items() if step in (f.alias, n)), None)
            names_follow = field is not None and get_origin(field.annotation) is dict
            here = _record_in(field.annotation) if field is not None else None
    if isinstance(here, type) and issubclass(here, Record):
        return [field.alias or name for name, field in here.model_fields.items()]
    return []


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _record_in(arg)) is not None), None)


def _take_out(data: Any, detail: ErrorDetails, placeholder: str) -> None:
    """Remove what was wrong, or leave a blank where something was missing, so that the rest can be read."""
    path = _path(detail)
    if path and _is_plain_item(path, detail):
        path = path[:-1]
    for step in path[:-1]:
        inner = data.get(step) if isinstance(data, dict) else _item(data, step)
        if isinstance(inner, dict | list):
            data = inner
    last = path[-1] if path else None
    if detail["type"] == "missing" and isinstance(data, dict):
        data[str(last)] = placeholder
    elif isinstance(data, dict):
        data.pop(last, None)
    elif isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = _blank_item(data[last], detail)


def _is_plain_item(path: PATH, detail: ErrorDetails) -> bool:
    """Whether the error is about a word in a list of words: then the whole list goes."""
    return isinstance(path[-1], int) and detail["type"] not in MEANT_TO_HOLD_KEYS


def _blank_item(item: Any, detail: ErrorDetails) -> Any:
    """Something that can stand for a list's item that is wrong as a whole."""
    if not isinstance(item, dict) or detail["type"] != "value_error":
        return BLANK if item is None else {}
    if detail["loc"][:1] == ("sections",) and "blocks" not in detail["loc"]:
        kept = {key: value for key, value in item.items() if key in ("by", "text", "blocks", "only-for")}
        return {**kept, "heading": BLANK}
    return {"text": BLANK}


def _item(data: Any, step: str | int) -> Any:
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None
