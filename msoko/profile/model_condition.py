"""How conditions are written: on rows (free mappings) and on organisations (closed forms)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from msoko.profile.lined import Lined
from msoko.profile.model_base import ONE_OR_MANY, Model, Name, Number, Text

UnknownWord = Literal["keep", "drop"]
UnknownWords = dict[str, UnknownWord]
# In rows whose outcome is judged: of a column that a numerator (or `every`) looks at also doubt.
JudgedWords = dict[str, Literal["keep", "drop", "doubt"]]


def _mapping(value: object) -> object:
    if not isinstance(value, Lined):
        raise PydanticCustomError("dict_type", "нужно условие вида {столбец: значение}")
    return value


# Which columns and values are legal depends on the table, so conditions are read later.
ConditionWords = Annotated[
    Any, BeforeValidator(_mapping), WithJsonSchema({"x-defined": "Condition"})
]


class BoundWords(Model):
    """Borders for a number; several together = all of them."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None
    is_: Number | None = Field(default=None, alias="is")


class Distinct(Model):
    """Count different values of a column."""

    distinct: Name


def _way(value: object) -> str:
    return "distinct" if isinstance(value, dict) else "rows"


CountWay = Annotated[
    Annotated[Literal["rows"], Tag("rows")] | Annotated[Distinct, Tag("distinct")],
    Discriminator(_way),
]


class RowsWords(Model):
    """Rows of one table; `organisations` narrows them by the organisation's row of `units`."""

    table: Name
    population: ConditionWords | None = None
    organisations: ConditionWords | None = None
    calendar_year_of: Name | None = None
    unknown: JudgedWords = Field(default_factory=dict)


class SelectionWords(RowsWords):
    """Rows and how to count them."""

    count: CountWay = "rows"
    sum: Name | None = None
    every: ConditionWords | None = None


class IndicatorMet(BoundWords):
    """`{indicator: …, at_least: N}`."""

    indicator: Text
    line: Name | None = None
    every_cell: bool = False


class AttributeMet(Model):
    """`{attribute: …, yes: true | number: {…} | text: …}`; exactly one of the three."""

    attribute: Name
    yes: bool | None = None
    number: BoundWords | None = None
    text: Annotated[tuple[Text, ...], ONE_OR_MANY] | None = None
    every_group: bool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.yes, self.number, self.text)) != 1:
            raise PydanticCustomError("attribute", "у признака нужно одно из: yes, number, text")
        return self


class RowsMet(BoundWords):
    """`{rows: SELECTION, at_least: 1}`."""

    rows: SelectionWords


class UnitMet(Model):
    """`{unit: CONDITION}` on the organisation's own row."""

    unit: ConditionWords


class RuleSetMet(Model):
    """`{rule_set: …, category: […]}`."""

    rule_set: Name
    category: Annotated[tuple[Name, ...], ONE_OR_MANY] = ()


class AllMet(Model):
    """`{all: […]}`."""

    all: tuple[UnitConditionWords, ...] = Field(min_length=1)


class AnyMet(Model):
    """`{any: […]}`."""

    any: tuple[UnitConditionWords, ...] = Field(min_length=1)


class NotMet(Model):
    """`{not: …}`."""

    not_: UnitConditionWords = Field(alias="not")


FORMS = ("indicator", "attribute", "rows", "unit", "rule_set", "all", "any", "not")


def _form(value: object) -> str | None:
    """The key that tells the form of a condition on organisations."""
    keys = value if isinstance(value, dict) else {}
    return next((form for form in FORMS if form in keys), None)


UnitConditionWords = Annotated[
    Annotated[IndicatorMet, Tag("indicator")]
    | Annotated[AttributeMet, Tag("attribute")]
    | Annotated[RowsMet, Tag("rows")]
    | Annotated[UnitMet, Tag("unit")]
    | Annotated[RuleSetMet, Tag("rule_set")]
    | Annotated[AllMet, Tag("all")]
    | Annotated[AnyMet, Tag("any")]
    | Annotated[NotMet, Tag("not")],
    Discriminator(
        _form,
        custom_error_type="unit_condition",
        custom_error_message="не понять, что за условие на организацию",
    ),
]

for _model in (AllMet, AnyMet, NotMet):
    _model.model_rebuild()
