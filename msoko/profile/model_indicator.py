"""How indicators are written: shared ones, a municipality's own, and groups."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msoko.profile.indicator import Level, Polarity, Unit
from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import ONE_OR_MANY, Id, Model, Name, Number, Text
from msoko.profile.model_condition import BoundWords, ConditionWords, JudgedWords, UnknownWord
from msoko.profile.model_formula import FormulaWords
from msoko.profile.model_method import WrittenMethod


class LineWords(Model):
    """A sub-line: own formula, or a condition added to the indicator's formula.

    In a municipality's file it may also name a line of the shared indicator by `id` and add
    only catalogue entry, label, clause and threshold.
    """

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    id: Name
    label: Text | None = None
    catalogue: Text | None = None
    clause: WrittenClause | None = None
    unit: Unit | None = None
    polarity: Polarity | None = None
    population: ConditionWords | None = None
    numerator: ConditionWords | None = None
    unknown: JudgedWords = Field(default_factory=dict)
    formula: FormulaWords | None = None
    threshold: Name | None = None
    note: Text | None = None

    @property
    def computes(self) -> bool:
        """Whether the line says itself how it is computed."""
        return not (self.population is None and self.numerator is None and self.formula is None)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.formula is not None and (self.population is not None or self.numerator is not None):
            raise PydanticCustomError(
                "line", "у строки либо своя formula, либо population и numerator в дополнение"
            )
        return self


class VariantWords(Model):
    """Another reading computed beside."""

    id: Name
    label: Text
    formula: FormulaWords
    note: Text | None = None


class ExclusionWords(Model):
    """Cells left out because of a review."""

    when: ConditionWords
    unknown: UnknownWord
    because: Text


class LineBoundWords(BoundWords):
    """A line's value beside a threshold."""

    line: Name | None = None


class PersistsWords(Model):
    """`{years: 2, of_last: 3}`: two of three years; `{works: 2, years: 2}`: two works in two."""

    years: Annotated[int, Field(ge=1, le=20)]
    of_last: Annotated[int, Field(ge=1, le=20)] | None = None
    works: Annotated[int, Field(ge=1, le=100)] | None = None
    window: Literal["before", "including"]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.of_last is None) == (self.works is None):
            raise PydanticCustomError("persists", "нужно либо years и of_last, либо works и years")
        return self


Dated = dict[date, Number]


class ThresholdWords(Model):
    """A border with dated numbers; exactly one operator."""

    at_least: Dated | None = None
    above: Dated | None = None
    at_most: Dated | None = None
    below: Dated | None = None
    with_: tuple[LineBoundWords, ...] = Field(default=(), alias="with")
    logic: Literal["and", "or"] = "and"
    persists: PersistsWords | None = None
    severity: Literal["finding", "notice"] = "finding"
    line: Name | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> Self:
        borders = (self.at_least, self.above, self.at_most, self.below)
        if sum(border is not None for border in borders) != 1:
            raise PydanticCustomError(
                "threshold", "у порога нужно одно из: at_least, above, at_most, below"
            )
        return self


Revised = dict[date, Text]


class DefinitionWords(Model):
    """What defines how a value is computed; shared by common and municipal files.

    `revised`: `{2023-09-01: что изменилось}` — years before and after are not compared.
    """

    unit: Unit | None = None
    polarity: Polarity | None = None
    level: tuple[Level, ...] = ()
    formula: FormulaWords | None = None
    exclude: tuple[ExclusionWords, ...] = ()
    lines: tuple[LineWords, ...] = ()
    breakdowns: tuple[Annotated[tuple[Name, ...], ONE_OR_MANY], ...] = ()
    variants: tuple[VariantWords, ...] = ()
    minimum: int | None = Field(default=None, ge=1)
    revised: Revised = Field(default_factory=dict)
    note: Text | None = None


class CommonWords(DefinitionWords):
    """`profiles/common/indicators/<area>/<id>.yaml`."""

    id: Name
    area: Name
    label: Text
    unit: Unit
    polarity: Polarity
    level: tuple[Level, ...] = Field(min_length=1)
    formula: FormulaWords
    auxiliary: bool = False


class IndicatorWords(DefinitionWords):
    """`profiles/<m>/areas/<area>/<indicator>.yaml`: uses a shared one or defines its own."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    id: Name
    uses: Name | None = None
    area: Name | None = None
    catalogue: Text | None = None
    label: Text
    goals: tuple[Id, ...] = Field(min_length=1)
    clause: WrittenClause
    thresholds: dict[str, ThresholdWords] = Field(default_factory=dict)
    readings: tuple[Id, ...] = ()
    method: WrittenMethod | None = None

    @model_validator(mode="after")
    def _uses_or_defines(self) -> Self:
        if (self.uses is None) == (self.formula is None):
            raise PydanticCustomError(
                "uses", "нужно одно из двух: uses (общий показатель) или своя formula"
            )
        return self


class GroupWords(Model):
    """A group of indicators the regulation names without listing them."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    group: Name
    area: Name | None = None
    catalogue: Text | None = None
    label: Text
    goals: tuple[Id, ...] = Field(min_length=1)
    clause: WrittenClause
    uses: tuple[Name, ...] = Field(min_length=1)
    method: WrittenMethod | None = None
    thresholds: dict[str, dict[str, ThresholdWords]] = Field(default_factory=dict)
    labels: dict[str, Text] = Field(default_factory=dict)
    revised: dict[str, Revised] = Field(default_factory=dict)
    readings: tuple[Id, ...] = ()
    minimum: int | None = Field(default=None, ge=1)
    note: Text | None = None
