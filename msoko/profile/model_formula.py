"""How formulas are written: one model per kind, the key `kind` tells them apart."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, model_validator
from pydantic_core import PydanticCustomError

from msoko.profile.model_base import ONE_OR_MANY, Model, Name, Number, Text
from msoko.profile.model_condition import (
    BoundWords,
    ConditionWords,
    CountWay,
    RowsWords,
    SelectionWords,
    UnitConditionWords,
    UnknownWord,
    UnknownWords,
)


class ShareWords(RowsWords):
    """Share of rows or different values that meet `numerator`."""

    kind: Literal["share"]
    count: CountWay = "rows"
    every: Literal[True] | None = None
    numerator: ConditionWords


class CountWords(SelectionWords):
    """Number of rows or different values, or a sum."""

    kind: Literal["count"]


class RatioWords(Model):
    """Counts over counts."""

    kind: Literal["ratio"]
    numerator: Annotated[tuple[SelectionWords, ...], ONE_OR_MANY]
    denominator: Annotated[tuple[SelectionWords, ...], ONE_OR_MANY]


class MeanWords(RowsWords):
    """Mean of a column."""

    kind: Literal["mean"]
    column: Name


class UnitsScopeWords(Model):
    """Which organisations are looked at."""

    kind: Annotated[tuple[Name, ...], ONE_OR_MANY]
    where: ConditionWords | None = None
    unknown: UnknownWords = Field(default_factory=dict)


class UnitsWords(Model):
    """Organisations that meet a condition."""

    kind: Literal["share_of_units", "count_of_units"]
    units: UnitsScopeWords
    meets: UnitConditionWords
    unknown: UnknownWord


class ExistsWords(BoundWords):
    """Whether such rows exist (`rows:`) or such an attribute (`attribute:` with its keys)."""

    kind: Literal["exists"]
    rows: SelectionWords | None = None
    attribute: Name | None = None
    yes: bool | None = None
    number: BoundWords | None = None
    text: Annotated[tuple[Text, ...], ONE_OR_MANY] | None = None
    every_group: bool = False

    @model_validator(mode="after")
    def _rows_or_attribute(self) -> Self:
        tests = sum(value is not None for value in (self.yes, self.number, self.text))
        if (self.rows is None) == (self.attribute is None) or (self.rows and tests) or tests > 1:
            raise PydanticCustomError(
                "exists",
                "нужно либо rows, либо attribute (и не больше одного из: yes, number, text)",
            )
        return self


class ChangeWords(Model):
    """Another indicator against earlier years."""

    kind: Literal["change"]
    of: Text
    line: Name | None = None
    back: int = Field(default=1, ge=1, le=20)
    as_: Literal["difference", "decrease"] = Field(default="difference", alias="as")


class CumulativeWords(RowsWords):
    """Running count inside the year."""

    kind: Literal["cumulative"]
    count: CountWay = "rows"
    date: Name
    steps: Literal["quarter", "month"]


class BandWords(Model):
    """A stretch of a scale; `from`/`to` are inclusive, `above`/`below` exclusive."""

    id: Name
    label: Text
    from_: Number | None = Field(default=None, alias="from")
    above: Number | None = None
    to: Number | None = None
    below: Number | None = None


class LevelsWords(RowsWords):
    """How many fall into each band."""

    kind: Literal["levels"]
    count: CountWay = "rows"
    column: Name
    bands: tuple[BandWords, ...] = Field(min_length=1)
    as_: Literal["count", "share"] = Field(default="count", alias="as")


class RatingWords(Model):
    """Expert scores over maximum scores."""

    kind: Literal["rating"]
    criterion: Annotated[tuple[Text, ...], ONE_OR_MANY]


class ReportedWords(Model):
    """Typed into a form."""

    kind: Literal["reported"]
    field: Name | None = None
    numerator_field: Name | None = None
    denominator_field: Name | None = None
    by_breakdown: bool = False

    @model_validator(mode="after")
    def _one_or_pair(self) -> Self:
        pair = self.numerator_field is not None and self.denominator_field is not None
        half = (self.numerator_field is None) != (self.denominator_field is None)
        if half or pair == (self.field is not None):
            raise PydanticCustomError(
                "reported", "нужно либо field, либо пара numerator_field и denominator_field"
            )
        return self


FormulaWords = Annotated[
    ShareWords
    | CountWords
    | RatioWords
    | MeanWords
    | UnitsWords
    | ExistsWords
    | ChangeWords
    | CumulativeWords
    | LevelsWords
    | RatingWords
    | ReportedWords,
    Discriminator("kind"),
]
