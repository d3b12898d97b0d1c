"""Records: what is read from YAML, declared once, read at once, explained by pydantic.

A record is declared as a pydantic model would be. What is written as it should be is read by
`record_reading`, without pydantic, whose loading alone takes longer than checking a brief.
That reader knows only how to take what is plainly right; whatever it does not take goes to the
pydantic model made from the same declaration (`record_model`), which gives the value or says
what is wrong with it, and the JSON Schema. `tests/test_records.py` holds that the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NoReturn, Self, dataclass_transform

from brief.model.record_fields import Converted, Declared, Field, FieldInfo, Positive, Schema, Text
from brief.model.record_reading import read

__all__ = ["Converted", "Field", "FieldInfo", "Positive", "Record", "Schema", "Text"]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record(Declared):
    """The base of everything that is read from YAML: frozen and closed, keys written with hyphens."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(self.model_validate(self.by_key(values)).__dict__)

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """The record in `data`; pydantic's `ValidationError` where it is none."""
        try:
            return read(cls, data)
        except ValueError:
            from brief.model.record_model import validated

            return validated(cls, data)

    @classmethod
    def model_json_schema(cls, *, by_alias: bool = True) -> dict[str, Any]:
        """The JSON Schema (2020-12) of what is written."""
        from brief.model.record_model import model

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


def strings_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(path in YAML keys, text) of every text in a record, in the order of its fields."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Record):
        for name, field in type(value).model_fields.items():
            yield from strings_in(getattr(value, name), (*path, field.alias))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings_in(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from strings_in(item, (*path, index))


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
