"""What a record is declared with: fields, what is marked on their types, and how they go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import get_annotations
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

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
        self.owner: type[Declared] = Declared
        self.name = ""

    @cached_property
    def hint(self) -> Any:
        """Its type with everything that is marked on it."""
        return _hints(self.owner)[self.name]

    @cached_property
    def annotation(self) -> Any:
        """Its type alone."""
        return get_args(self.hint)[0] if get_origin(self.hint) is Annotated else self.hint

    @cached_property
    def metadata(self) -> tuple[Any, ...]:
        """What is marked on its type."""
        return get_args(self.hint)[1:] if get_origin(self.hint) is Annotated else ()

    def is_required(self) -> bool:
        """Whether it must be written."""
        return self.default is REQUIRED and self.default_factory is None


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


class Declared:
    """The base of records, as far as readers and models have to know them."""

    model_fields: ClassVar[dict[str, FieldInfo]] = {}
    never_empty: ClassVar[frozenset[str]] = frozenset()
    """Keys that say something against their default: with nothing behind them nobody knows what."""

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

    @classmethod
    def by_key(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Values by field, as they are written: by key."""
        fields = cls.model_fields
        return {fields[name].alias if name in fields else name: value for name, value in values.items()}

    @classmethod
    def prepared(cls, data: Any) -> Any:
        """What is written, as it is read; a record may allow for another form."""
        return data

    def judge(self) -> None:
        """Raise `ValueError` where fields that are right by themselves do not go together."""


def _hints(record: type[Declared]) -> dict[str, Any]:
    if record not in HINTS:
        written = get_annotations(record)
        as_text = any(isinstance(hint, str) for hint in written.values())
        HINTS[record] = get_type_hints(record, include_extras=True) if as_text else written
    return HINTS[record]
