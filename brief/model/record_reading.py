"""Reading what is plainly right into records, without pydantic.

From a record's declaration a reader is made for each field, once. A reader gives the value
or raises `ValueError` without a reason: pydantic is asked then. It may leave to pydantic what
pydantic takes (a number with an underscore, say), and never takes what pydantic does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from brief.model.parsed import Parsed
from brief.model.record_fields import REQUIRED, Converted, Declared, FieldInfo, Positive, Text

R = TypeVar("R", bound=Declared)
Reader = Callable[[Any], Any]


class Readers(NamedTuple):
    """How a record is read: by key, a field's name and reader."""

    by_key: Mapping[str, tuple[str, Reader]]
    left_out: Mapping[str, Any]
    factories: tuple[tuple[str, Callable[[], Any]], ...]
    required: frozenset[str]


READERS: dict[type[Any], Readers] = {}
SURROGATE = re.compile("[\ud800-\udfff]")
# Unicode's White_Space, as Rust trims it; Python's own `strip` takes U+001C to U+001F as well.
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
WHOLE = re.compile(r"[1-9][0-9]{0,8}")
DECIMAL = re.compile(r"(?:[1-9][0-9]{0,8}(?:\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9])")


class UnreadError(ValueError):
    """Something that is left to pydantic."""

    def __init__(self) -> None:
        super().__init__("left to pydantic")


def read(record: type[R], data: Any) -> R:
    """The record that `data` writes; `ValueError` for what pydantic has to look at."""
    if isinstance(data, record):
        return data
    data = record.prepared(data)
    if not isinstance(data, dict):
        raise UnreadError
    by_key, left_out, factories, required = _readers(record)
    values: dict[str, Any] = {}
    for key, value in data.items():
        found = by_key.get(key)
        if found is None:
            raise UnreadError
        values[found[0]] = found[1](value)
    if not required <= values.keys():
        raise UnreadError
    made = object.__new__(record)
    made.__dict__.update(left_out)
    made.__dict__.update((name, factory()) for name, factory in factories if name not in values)
    made.__dict__.update(values)
    made.judge()
    return made


def _readers(record: type[Declared]) -> Readers:
    if record not in READERS:
        fields = record.model_fields.items()
        READERS[record] = Readers(
            {field.alias: (name, _sized(_reader(field.hint), field)) for name, field in fields},
            {name: field.default for name, field in fields if field.default is not REQUIRED},
            tuple((name, field.default_factory) for name, field in fields if field.default_factory),
            frozenset(name for name, field in fields if field.is_required()),
        )
    return READERS[record]


def _sized(reader: Reader, field: FieldInfo) -> Reader:
    least, most = field.min_length or 0, field.max_length
    if not least and most is None:
        return reader

    def sized(value: Any) -> Any:
        found = reader(value)
        if len(found) < least or (most is not None and len(found) > most):
            raise UnreadError
        return found

    return sized


def _reader(hint: Any, marks: tuple[Any, ...] = ()) -> Reader:
    """The reader of a type."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *more = get_args(hint)
        return _reader(inner, (*more, *marks))
    if (convert := _first(marks, Converted)) is not None:
        function: Reader = convert.function
        return function
    if hint is str:
        return _text(_first(marks, Text) or Text())
    if isinstance(hint, type) and issubclass(hint, Declared):
        return lambda value: read(hint, value)
    if isinstance(hint, type) and issubclass(hint, Parsed):
        return hint.validate
    made = BY_ORIGIN.get(origin) or BY_TYPE.get(hint)
    return _unread if made is None else made(get_args(hint), marks)


def _first(marks: tuple[Any, ...], kind: type[Any]) -> Any:
    return next((mark for mark in marks if isinstance(mark, kind)), None)


def _unread(_value: Any) -> Any:
    raise UnreadError


def _text(kind: Text) -> Reader:
    least, most = kind.min_length or 0, kind.max_length
    # Rust's `$` is the very end, Python's may stand before a line feed.
    pattern = re.compile(re.sub(r"\$\Z", r"\\Z", kind.pattern)) if kind.pattern else None

    def text(value: Any) -> Any:
        if type(value) is not str or not (value.isascii() or SURROGATE.search(value) is None):
            raise UnreadError
        if kind.strip:
            value = value.strip(SPACE)
        if len(value) < least or (most is not None and len(value) > most):
            raise UnreadError
        if pattern is not None and pattern.search(value) is None:
            raise UnreadError
        return value

    return text


def _choice(choices: tuple[Any, ...], _marks: tuple[Any, ...]) -> Reader:
    known = frozenset(choices)

    def choice(value: Any) -> Any:
        if type(value) is not str or value not in known:
            raise UnreadError
        return value

    return choice


def _union(members: tuple[Any, ...], marks: tuple[Any, ...]) -> Reader:
    readers = [_reader(member, marks) for member in members if member is not type(None)]
    empty = type(None) in members

    def union(value: Any) -> Any:
        if value is None and empty:
            return None
        for reader in readers:
            try:
                return reader(value)
            except ValueError:
                continue
        raise UnreadError

    return readers[0] if len(readers) == 1 and not empty else union


def _tuple(members: tuple[Any, ...], _marks: tuple[Any, ...]) -> Reader:
    if members[-1] is Ellipsis:
        every = _reader(members[0])

        def items(value: Any) -> tuple[Any, ...]:
            if type(value) not in (list, tuple):
                raise UnreadError
            return tuple([every(item) for item in value])

        return items
    readers = [_reader(member) for member in members]

    def each(value: Any) -> tuple[Any, ...]:
        if type(value) not in (list, tuple) or len(value) != len(readers):
            raise UnreadError
        return tuple([reader(item) for reader, item in zip(readers, value, strict=True)])

    return each


def _dict(members: tuple[Any, ...], _marks: tuple[Any, ...]) -> Reader:
    key_of, value_of = map(_reader, members)

    def values(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise UnreadError
        return {key_of(key): value_of(item) for key, item in value.items()}

    return values


def _number(form: re.Pattern[str], kind: type[int] | type[float]) -> Callable[..., Reader]:
    def made(_members: tuple[Any, ...], marks: tuple[Any, ...]) -> Reader:
        if _first(marks, Positive) is None:
            return _unread

        def number(value: Any) -> int | float:
            if type(value) is not str or form.fullmatch(value) is None:
                raise UnreadError
            return kind(value)

        return number

    return made


BY_ORIGIN: dict[Any, Callable[..., Reader]] = {
    Literal: _choice,
    Union: _union,
    UnionType: _union,
    tuple: _tuple,
    dict: _dict,
}
BY_TYPE: dict[Any, Callable[..., Reader]] = {
    int: _number(WHOLE, int),
    float: _number(DECIMAL, float),
}
