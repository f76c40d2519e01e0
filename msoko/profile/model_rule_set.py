"""A rule set: categories of organisations and the criteria that put one there."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from msoko.profile.model_act import WrittenClause
from msoko.profile.model_base import ONE_OR_MANY, Id, Model, Name, Text
from msoko.profile.model_condition import UnitConditionWords
from msoko.profile.model_indicator import PersistsWords, ThresholdWords


class CriterionWords(Model):
    """One criterion: a named threshold of an indicator, or a condition of its own.

    `role`: decides, or is only shown beside (context; then the threshold may be absent).
    """

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    id: Id
    label: Text | None = None
    catalogue: Text | None = None
    indicator: Text | None = None
    threshold: Name | None = None
    meets: UnitConditionWords | None = None
    persists: PersistsWords | None = None
    role: Literal["decides", "context"] = "decides"
    clause: WrittenClause | None = None
    readings: tuple[Id, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        needs_threshold = self.indicator is not None and self.role == "decides"
        stray = self.threshold is not None and self.indicator is None
        if (
            (self.indicator is None) == (self.meets is None)
            or stray
            or (needs_threshold and self.threshold is None)
        ):
            raise PydanticCustomError(
                "criterion", "у критерия нужно либо indicator и threshold, либо meets"
            )
        return self


class CategoryWords(Model):
    """A category: falls into it who meets at least `needed` deciding criteria."""

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    id: Name
    label: Text
    needed: int = Field(default=1, ge=1)
    clause: WrittenClause | None = None
    criteria: tuple[CriterionWords, ...] = Field(min_length=1)
    note: Text | None = None


class RuleSetWords(Model):
    """`rules/<rule_set>.yaml`; below `common/` a set that profiles take by name (`shared_rules`).

    A shared set has no clause of an act: `source` says where it is from, and `thresholds` gives
    shared indicators the borders it compares with, by id and name.
    """

    _quoted_by: ClassVar[tuple[str, ...]] = ("label",)
    id: Name
    label: Text
    area: Name | None = None
    source: Text | None = None
    thresholds: dict[str, dict[str, ThresholdWords]] = Field(default_factory=dict)
    kind: Annotated[tuple[Name, ...], ONE_OR_MANY] = ("school",)
    clause: WrittenClause | None = None
    categories: tuple[CategoryWords, ...] = Field(min_length=1)
    readings: tuple[Id, ...] = ()
    note: Text | None = None
