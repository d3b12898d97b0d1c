"""Records: what is read from YAML, declared once, read at once, explained by pydantic.

A record is declared as a pydantic model would be. What is written as it should be is read by
`record_reading`, without pydantic, whose loading alone takes longer than checking a brief.
That reader knows only how to take what is plainly right; whatever it does not take goes to the
pydantic model made from the same declaration (`record_model`), which gives the value or says
what is wrong with it, and the JSON Schema. `tests/test_records.py` holds that the two agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import get_annotations
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NoReturn,
    Self,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

REQUIRED: Any = type("Required", (), {"__repr__": lambda _self: "REQUIRED"})()

HINTS: dict[type[Any], dict[str, Any]] = {}


@dataclass(frozen=True)
class Text:
    """A text: white space at its ends dropped, the fewest and most characters, a regex."""

    strip: bool = False
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Converted:
    """What is written goes through `function` first, which raises `ValueError` for what it does not take."""

    function: Callable[[Any], Any]


@dataclass(frozen=True)
class Positive:
    """A number above zero."""


@dataclass(frozen=True)
class Schema:
    """The JSON Schema of a type, where it is another than its own."""

    schema: dict[str, Any]


class FieldInfo:
    """One field of a record: its key, what it is when left out, what is said of it."""

    def __init__(self, default: Any, default_factory: Callable[[], Any] | None, **more: Any) -> None:
        self.default, self.default_factory = default, default_factory
        self.description: str | None = more.get("description")
        self.min_length: int | None = more.get("min_length")
        self.max_length: int | None = more.get("max_length")
        self.alias: str = more.get("alias") or ""
        self.owner: type[Record] = Record
        self.name = ""

    @property
    def hint(self) -> Any:
        """Its type with everything that is marked on it."""
        return _hints(self.owner)[self.name]

    @property
    def annotation(self) -> Any:
        """Its type alone."""
        return get_args(self.hint)[0] if get_origin(self.hint) is Annotated else self.hint

    @property
    def metadata(self) -> tuple[Any, ...]:
        """What is marked on its type."""
        return get_args(self.hint)[1:] if get_origin(self.hint) is Annotated else ()

    def is_required(self) -> bool:
        """Whether it must be written."""
        return self.default is REQUIRED and self.default_factory is None

    def left_out(self) -> Any:
        """Its value when it is not written; `REQUIRED` when it must be."""
        return self.default if self.default_factory is None else self.default_factory()


def Field(  # noqa: N802 - pydantic's name for it
    default: Any = REQUIRED,
    *,
    default_factory: Callable[[], Any] | None = None,
    alias: str | None = None,
    description: str | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
) -> Any:
    """What a record says of one of its fields."""
    more = {"alias": alias, "description": description, "min_length": min_length, "max_length": max_length}
    return FieldInfo(default, default_factory, **more)


def _hints(record: type[Record]) -> dict[str, Any]:
    if record not in HINTS:
        HINTS[record] = get_type_hints(record, include_extras=True)
    return HINTS[record]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """The base of everything that is read from YAML: frozen and closed, keys written with hyphens."""

    model_fields: ClassVar[dict[str, FieldInfo]] = {}

    def __init_subclass__(cls) -> None:
        fields = dict(cls.model_fields)
        for name in get_annotations(cls):
            given = cls.__dict__.get(name, REQUIRED)
            field = given if isinstance(given, FieldInfo) else FieldInfo(given, None)
            field.owner, field.name = cls, name
            field.alias = field.alias or name.replace("_", "-")
            if name in cls.__dict__:
                delattr(cls, name)
            fields[name] = field
        cls.model_fields = fields

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(self.model_validate(values).__dict__)

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """What is written, as it is read; a record may allow for another form."""
        return data

    def judge(self) -> None:
        """Raise `ValueError` where fields that are right by themselves do not go together."""

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """The record in `data`; pydantic's `ValidationError` where it is none."""
        from brief.record_reading import read

        try:
            return read(cls, data)
        except ValueError:
            from brief.record_model import validated

            return validated(cls, data)

    @classmethod
    def model_json_schema(cls, *, by_alias: bool = True) -> dict[str, Any]:
        """The JSON Schema (2020-12) of what is written."""
        from brief.record_model import model

        return model(cls).model_json_schema(by_alias=by_alias)

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        """The same record with these values, which are not checked."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__ | update)
        return copy

    def model_dump(
        self,
        *,
        by_alias: bool = False,
        exclude_none: bool = False,
        mode: Literal["python", "json"] = "python",
    ) -> dict[str, Any]:
        """The values by field, or by key; `json` writes what is parsed and lists as they are written."""
        values = ((field, getattr(self, name)) for name, field in self.model_fields.items())
        return {
            field.alias if by_alias else field.name: _dumped(value, by_alias, exclude_none, mode)
            for field, value in values
            if not (exclude_none and value is None)
        }

    def __setattr__(self, name: str, _value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: `{name}` cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: `{name}` cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__[name] for name in self.model_fields))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.model_fields)
        return f"{type(self).__name__}({values})"


def _dumped(value: Any, by_alias: bool, exclude_none: bool, mode: Literal["python", "json"]) -> Any:
    if isinstance(value, Record):
        return value.model_dump(by_alias=by_alias, exclude_none=exclude_none, mode=mode)
    if isinstance(value, tuple):
        items = [_dumped(item, by_alias, exclude_none, mode) for item in value]
        return items if mode == "json" else tuple(items)
    if isinstance(value, dict):
        return {key: _dumped(item, by_alias, exclude_none, mode) for key, item in value.items()}
    if mode == "json" and not isinstance(value, str | int | float | None):
        return str(value)
    return value
