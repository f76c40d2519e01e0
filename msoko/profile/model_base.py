"""What every model of a profile's words shares: closed keys, frozen, remembers its lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from msoko.profile.lined import Lined


def _exact(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise PydanticCustomError("number", "нужно число")
    try:
        return Fraction(value)
    except (ValueError, OverflowError):
        raise PydanticCustomError("number", "нужно конечное число") from None


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=100)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$", max_length=120)]
Number = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]


class _OneOrMany:
    """Written singly or as a list; always a tuple when read."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def listed(value: Any) -> Any:
            return value if isinstance(value, tuple) else (value,)

        return core_schema.no_info_before_validator_function(listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many.get("items", {}), many]}


ONE_OR_MANY = _OneOrMany()


class ReadAs:
    """A plain value that is written as a model: checked by the model, kept as its `value()`."""

    def __init__(self, words: type[Any]) -> None:
        self._words = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def value(words: Any) -> Any:
            return words.value()

        inner = handler.generate_schema(self._words)
        return core_schema.no_info_after_validator_function(value, inner)


class Model(BaseModel):
    """A frozen value read from YAML; `_quoted_by` names the fields a short `clause:` quotes."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        populate_by_name=False,
        protected_namespaces=(),
        defer_build=True,
    )
    _quoted_by: ClassVar[tuple[str, ...]] = ()
    _words: Lined | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_words(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        if not isinstance(data, Lined):
            return handler(data)
        legal = cls._keys()
        stray = [key for key in data if key not in legal]
        words = data
        if stray and info.context:
            # told by whoever gave the context, so that what else is wrong here is told as well
            info.context["stray"].update({(id(data), key): (data, key, legal) for key in stray})
            known = {key: value for key, value in data.items() if key in legal}
            words = Lined(known, data.line, data.lines)
        self = handler(_with_quote(words, cls._quoted_by) if cls._quoted_by else words)
        self._words = words
        return self

    @classmethod
    @cache
    def _keys(cls) -> tuple[str, ...]:
        """The legal keys as they are written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @property
    def at_line(self) -> int:
        """Where its mapping starts, counted from 1; 0 when it was not read from a file."""
        return self._words.line if self._words else 0

    def line_at(self, key: str) -> int:
        """The line of a key; of the mapping itself when the key was not written."""
        return self._words.lines.get(key, self._words.line) if self._words else 0


def _with_quote(data: Lined, quoted_by: tuple[str, ...]) -> Lined:
    """A short `clause:` quotes the text beside it: write the text into the clause."""
    clause = data.get("clause")
    if isinstance(clause, str):
        short = Lined({"at": clause}, data.lines.get("clause", data.line))
    elif isinstance(clause, Lined) and "quote" not in clause:
        short = Lined(clause, clause.line, clause.lines)
    else:
        return data
    quote = next((data[key] for key in quoted_by if isinstance(data.get(key), str)), None)
    if quote is not None:
        short["quote"] = quote
    return Lined({**data, "clause": short}, data.line, data.lines)
