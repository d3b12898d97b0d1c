"""Records as pydantic models: what is wrong with a value, in pydantic's terms, and the JSON Schema.

A model is made from a record's declaration when it is first asked for. It has the record's
name, description, fields and conditions; the records inside it are models too.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import ErrorDetails

from brief.model.record_fields import REQUIRED, Converted, Declared, FieldInfo, Positive, Schema, Text

R = TypeVar("R", bound=Declared)
MODELS: dict[type[Any], type[BaseModel]] = {}
CONFIG = ConfigDict(frozen=True, extra="forbid")


def validated(record: type[R], data: Any) -> R:
    """The record that `data` writes; `ValidationError` with every mistake in it."""
    return _record(record, model(record).model_validate(_modelled(data)))


def mistakes(record: type[Declared], data: Any) -> list[ErrorDetails]:
    """What is wrong with `data`; nothing when nothing is."""
    try:
        validated(record, data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def model(record: type[Declared]) -> type[BaseModel]:
    """The pydantic model of a record."""
    if record not in MODELS:
        MODELS[record] = _made(record)
    return MODELS[record]


def _made(record: type[Declared]) -> type[BaseModel]:
    conditions: dict[str, Any] = {}
    if record.prepared.__func__ is not Declared.prepared.__func__:  # type: ignore[attr-defined]
        conditions["prepared"] = model_validator(mode="before")(lambda data: record.prepared(data))
    if record.judge is not Declared.judge:
        conditions["judge"] = model_validator(mode="after")(_judge(record))
    fields: dict[str, Any] = {name: _field(field) for name, field in record.model_fields.items()}
    base = create_model("Base", __config__=CONFIG)
    return create_model(
        record.__name__,
        __base__=base,
        __doc__=record.__doc__,
        __module__=record.__module__,
        __validators__=conditions,
        **fields,
    )


def _judge(record: type[Declared]) -> Any:
    def judge(self: Any) -> Any:
        record.judge(self)
        return self

    return judge


def _field(field: FieldInfo) -> tuple[Any, Any]:
    more: dict[str, Any] = {
        "alias": field.alias,
        "description": field.description,
        "min_length": field.min_length,
        "max_length": field.max_length,
    }
    if field.default_factory is not None:
        more["default_factory"] = field.default_factory
    else:
        more["default"] = ... if field.default is REQUIRED else _modelled(field.default)
    return _type(field.hint), Field(**more)


def _type(hint: Any) -> Any:
    """A record's type as pydantic has it."""
    if isinstance(hint, type) and issubclass(hint, Declared):
        return model(hint)
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        kept = [mark for mark in map(_mark, marks) if mark is not None]
        return Annotated[_type(inner), *kept] if kept else _type(inner)
    if not (arguments := get_args(hint)) or not any(map(_is_type, arguments)):
        return hint
    inner_types = tuple(_type(argument) if _is_type(argument) else argument for argument in arguments)
    origin: Any = get_origin(hint)
    if hasattr(hint, "copy_with"):
        return hint.copy_with(inner_types)
    return (
        origin[inner_types] if isinstance(origin, type) and origin in (tuple, dict) else _either(inner_types)
    )


def _is_type(argument: Any) -> bool:
    return isinstance(argument, type) or get_origin(argument) is not None


def _either(members: tuple[Any, ...]) -> Any:
    either = members[0]
    for member in members[1:]:
        either = either | member
    return either


def _mark(mark: Any) -> Any:
    if isinstance(mark, Text):
        return StringConstraints(
            strip_whitespace=mark.strip or None,
            min_length=mark.min_length,
            max_length=mark.max_length,
            pattern=mark.pattern,
        )
    if isinstance(mark, Converted):
        return BeforeValidator(mark.function)
    if isinstance(mark, Schema):
        return WithJsonSchema(mark.schema)
    return Field(gt=0) if isinstance(mark, Positive) else None


def _modelled(value: Any) -> Any:
    """A default, or what is given, as pydantic has it: with models for records."""
    if isinstance(value, dict):
        return {key: _modelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(_modelled, value))
    if isinstance(value, Declared):
        made = model(type(value))
        values = {name: _modelled(getattr(value, name)) for name in value.model_fields}
        return made.model_construct(**value.by_key(values))
    return value


def _record(record: type[R], found: BaseModel) -> R:
    """The record that a model's instance stands for."""
    made = object.__new__(record)
    made.__dict__.update(
        {
            name: _recorded(getattr(found, name), field.annotation)
            for name, field in record.model_fields.items()
        }
    )
    return made


def _recorded(value: Any, annotation: Any) -> Any:
    if isinstance(value, BaseModel):
        return _record(next(r for r in records_in(annotation) if model(r) is type(value)), value)
    if isinstance(value, tuple):
        return tuple(_recorded(item, annotation) for item in value)
    if isinstance(value, dict):
        return {key: _recorded(item, annotation) for key, item in value.items()}
    return value


def records_in(annotation: Any) -> list[type[Declared]]:
    """The records that a type speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        return [annotation]
    return [found for argument in get_args(annotation) for found in records_in(argument)]
