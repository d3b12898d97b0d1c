"""Values that are written as text, parse once and print back as they were meant.

A subclass gives `parse` (raising `ValueError("lowercase phrase")`), `__str__` and a
JSON Schema; pydantic then takes it as a field type. `str(T.parse(s)) == s` for every
canonical `s`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:  # pydantic asks for its schema; who only parses need not wait for it
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import core_schema


class Parsed:
    """The base of parsed values."""

    SCHEMA: ClassVar[dict[str, Any]] = {"type": "string"}

    @classmethod
    def parse(cls, text: str) -> Self:
        """The value that `text` writes; `ValueError` when it writes none."""
        raise NotImplementedError

    @classmethod
    def validate(cls, value: Any) -> Self:
        """Pydantic's door: the value itself, or its text."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str | int):
            return cls.parse(str(value))
        raise ValueError("must be a text")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls.validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(cls.SCHEMA)
