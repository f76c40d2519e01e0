"""Worked examples: small tables and the values they must give."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from msoko.profile.model_base import Model, Name, Number, Text


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise PydanticCustomError("cell", "нужно слово или целое число")


Cell = Annotated[
    str,
    BeforeValidator(_cell),
    WithJsonSchema({"type": ["string", "integer", "boolean"]}),
]
Status = Literal[
    "ok", "no_data", "partial", "zero_denominator", "not_applicable", "too_small", "disputed"
]


class Expected(Model):
    """One value to be found; what is not named is not compared."""

    unit: Text
    line: Name | None = None
    breakdown: dict[str, Cell] = Field(default_factory=dict)
    year: Text | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    value: Number | None = None
    status: Status | None = None


class Example(Model):
    """Rows as tables drawn with `|`; `year` holds for rows without their own."""

    name: Text
    year: Text
    tables: dict[str, Text]
    expect: tuple[Expected, ...] = Field(min_length=1)
    note: Text | None = None


class ExampleFile(Model):
    """`examples/<area>/<id>.yaml`."""

    indicator: Text
    examples: tuple[Example, ...] = Field(min_length=1)
    note: Text | None = None
