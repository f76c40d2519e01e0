"""The closed kinds of formula as frozen values; nothing here knows how they are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from msoko.profile.conditions import (
    ALWAYS,
    Condition,
    MeetsAttribute,
    MeetsRows,
    UnitCondition,
    Unknown,
)


@dataclass(frozen=True)
class Rows:
    """Count matching rows."""


@dataclass(frozen=True)
class Distinct:
    """Count different values of a column among matching rows."""

    column: str


@dataclass(frozen=True)
class Selection:
    """Rows of one table and how they are counted.

    `sum` names a numeric column to add up instead of counting. `every` (with Distinct): only those
    all of whose population rows meet it. `unknown` says for each column whose cells may be empty
    whether such a row is dropped or kept: in a population keep = the row is in; in a numerator or
    `every` keep = it stays in the denominator as not meeting, drop = it leaves both, doubt = as
    keep, and the value is incomplete; where such are more than half of the denominator there is
    no value. `organisations`: only rows of organisations whose row of `units` meets it.
    `calendar_year_of` names a date column whose calendar year is the period instead of the
    academic year.
    """

    table: str
    population: Condition = ALWAYS
    count: Rows | Distinct = Rows()
    sum: str | None = None
    every: Condition | None = None
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    organisations: Condition = ALWAYS
    calendar_year_of: str | None = None


@dataclass(frozen=True)
class ShareFormula:
    """Share of the selection that meets `numerator`.

    Distinct: a value counts when at least one of its rows meets it, or all when `every_row`.
    """

    selection: Selection
    numerator: Condition
    every_row: bool = False
    kind: Literal["share"] = "share"


@dataclass(frozen=True)
class CountFormula:
    """Number of rows or different values, or the sum of a column."""

    selection: Selection
    kind: Literal["count"] = "count"


@dataclass(frozen=True)
class RatioFormula:
    """Sum of counts over sum of counts; tables may differ."""

    numerator: tuple[Selection, ...]
    denominator: tuple[Selection, ...]
    kind: Literal["ratio"] = "ratio"


@dataclass(frozen=True)
class MeanFormula:
    """Mean of a numeric column over rows where it is known."""

    selection: Selection
    column: str
    kind: Literal["mean"] = "mean"


@dataclass(frozen=True)
class UnitsScope:
    """Which organisations are looked at: kinds and a condition on their row of `units`.

    `unknown` names columns of `where`; those it does not name follow the formula's `unknown`.
    """

    kinds: tuple[str, ...]
    where: Condition = ALWAYS
    unknown: Mapping[str, Unknown] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitsFormula:
    """Organisations that meet a condition, as a share or a count.

    `unknown` for a unit without data: drop = out of the denominator and the value is partial,
    keep = counted as not meeting.
    """

    kind: Literal["share_of_units", "count_of_units"]
    units: UnitsScope
    meets: UnitCondition
    unknown: Unknown


@dataclass(frozen=True)
class ExistsFormula:
    """Whether the unit has such rows or such an attribute."""

    condition: MeetsRows | MeetsAttribute
    kind: Literal["exists"] = "exists"


@dataclass(frozen=True)
class ChangeFormula:
    """Another indicator (or its line) against `back` years earlier.

    difference = now − then, decrease = then − now.
    """

    of: str
    line: str | None
    back: int
    as_: Literal["difference", "decrease"]
    kind: Literal["change"] = "change"


@dataclass(frozen=True)
class CumulativeFormula:
    """Running count inside the academic year, each person at their first date."""

    selection: Selection
    date: str
    steps: Literal["quarter", "month"]
    kind: Literal["cumulative"] = "cumulative"


@dataclass(frozen=True)
class Band:
    """A stretch of a scale; each end is inclusive, exclusive, or open (both None)."""

    id: str
    label: str
    at_least: Fraction | None = None
    above: Fraction | None = None
    at_most: Fraction | None = None
    below: Fraction | None = None


@dataclass(frozen=True)
class LevelsFormula:
    """How many fall into each band of a numeric column; what falls in none is `uncovered`."""

    selection: Selection
    column: str
    bands: tuple[Band, ...]
    as_: Literal["count", "share"]
    kind: Literal["levels"] = "levels"


@dataclass(frozen=True)
class RatingFormula:
    """Sum of scores over sum of maximum scores of the criteria whose links were checked."""

    criteria: tuple[str, ...]
    kind: Literal["rating"] = "rating"


@dataclass(frozen=True)
class ReportedFormula:
    """Typed into a form: one field, or one field over another."""

    field: str | None = None
    numerator_field: str | None = None
    denominator_field: str | None = None
    by_breakdown: bool = False
    kind: Literal["reported"] = "reported"


Formula = (
    ShareFormula
    | CountFormula
    | RatioFormula
    | MeanFormula
    | UnitsFormula
    | ExistsFormula
    | ChangeFormula
    | CumulativeFormula
    | LevelsFormula
    | RatingFormula
    | ReportedFormula
)


def selections_of(formula: Formula) -> tuple[Selection, ...]:
    """Row selections a formula counts itself (not those inside conditions on units)."""
    if isinstance(formula, RatioFormula):
        return (*formula.numerator, *formula.denominator)
    if isinstance(formula, ExistsFormula) and isinstance(formula.condition, MeetsRows):
        return (formula.condition.rows,)
    selection = getattr(formula, "selection", None)
    return (selection,) if selection is not None else ()
