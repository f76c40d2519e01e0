"""An indicator of a regulation, whole: what it is, how it is computed, where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from msoko.profile.clause import ClauseRef
from msoko.profile.conditions import Bound, Condition, Unknown
from msoko.profile.formula import Formula
from msoko.profile.method import Method

Unit = Literal["percent", "count", "boolean", "share", "ratio", "score", "mean"]
Polarity = Literal["higher_is_better", "lower_is_better", "context"]
Level = Literal["school", "preschool", "organisation", "municipality"]


@dataclass(frozen=True)
class Line:
    """A sub-line of an indicator; `formula` is always whole, additions already joined in."""

    id: str
    label: str
    formula: Formula
    unit: Unit
    polarity: Polarity
    catalogue: str | None = None
    clause: ClauseRef | None = None
    threshold: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Variant:
    """Another reading of the same words, computed beside; shown as breakdown `reading=<id>`."""

    id: str
    label: str
    formula: Formula


@dataclass(frozen=True)
class Exclusion:
    """Leave out cells with such a row in `reviews`.

    A cell is (organisation, year, procedure, subject, grade); `unknown`: cells without a review.
    """

    when: Condition
    unknown: Unknown
    because: str


@dataclass(frozen=True)
class LineBound:
    """A condition beside a threshold: the line's value (main value when None) within bounds."""

    line: str | None
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class Persistence:
    """The threshold must be met in `years` of the `of_last` academic years, or in `works` of them.

    Exactly one of `years` and `works` is filled; a work is a cell of its own (procedure, subject,
    grade, year). `before`: years preceding the identification year; `including`: ending with it.
    """

    years: int | None
    of_last: int
    window: Literal["before", "including"]
    works: int | None = None


@dataclass(frozen=True)
class Threshold:
    """A border from the act: dated numbers, oldest first, and what must hold with it.

    `operator` compares the value with the number in force; `line` = whose value (None = the main).
    """

    name: str
    operator: Literal["at_least", "above", "at_most", "below"]
    dated: tuple[tuple[date, Fraction], ...]
    with_: tuple[LineBound, ...] = ()
    logic: Literal["and", "or"] = "and"
    persists: Persistence | None = None
    severity: Literal["finding", "notice"] = "finding"
    line: str | None = None

    def on(self, day: date) -> Fraction | None:
        """The number in force on a day; None before the first."""
        numbers = [number for since, number in self.dated if since <= day]
        return numbers[-1] if numbers else None


@dataclass(frozen=True)
class Indicator:
    """One indicator; from a municipality's file, or shared (then without clause and goals).

    `id` of a group member is `group.member`. `uses` = id of the common indicator it was made from.
    A breakdown is one column or several crossed. `auxiliary`: exists for other indicators only.
    `revised`: days from which it is defined otherwise, and what changed; years on both sides of
    such a day are not compared.
    `path` is the file as shown to people, `line` where its definition starts.
    """

    id: str
    area: str
    label: str
    unit: Unit
    polarity: Polarity
    level: tuple[Level, ...]
    formula: Formula
    lines: tuple[Line, ...] = ()
    breakdowns: tuple[tuple[str, ...], ...] = ()
    variants: tuple[Variant, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    minimum: int | None = None
    clause: ClauseRef | None = None
    catalogue: str | None = None
    goals: tuple[str, ...] = ()
    group: str | None = None
    uses: str | None = None
    readings: tuple[str, ...] = ()
    method: Method | None = None
    note: str | None = None
    auxiliary: bool = False
    revised: Mapping[date, str] = field(default_factory=dict)
    path: str = ""
    line: int = 0

    def line_of(self, line_id: str) -> Line | None:
        """The sub-line with this id, or None."""
        return next((line for line in self.lines if line.id == line_id), None)

    def formula_of(self, line_id: str | None) -> Formula:
        """The formula of a sub-line; its own where none is named, or none has the id."""
        line = self.line_of(line_id) if line_id else None
        return line.formula if line else self.formula
