"""Conditions of formulas as frozen trees: on the rows of a table and on organisations."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from msoko.profile.formula import Selection

Operator = Literal["is", "one_of", "not", "at_least", "above", "at_most", "below", "known"]
BoundOperator = Literal["at_least", "above", "at_most", "below", "is"]
Unknown = Literal["keep", "drop", "doubt"]
Scalar = bool | int | float | str | date


@dataclass(frozen=True)
class Compare:
    """One column against a value of its own type.

    bool columns carry bool, year and int columns int, number columns int or float, date columns
    date, all others str. `one_of` carries a tuple of at least two values; so may `not`, which is
    then "none of". `known` carries a bool: whether the cell must be filled.
    """

    column: str
    op: Operator
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True)
class All:
    """Every part holds; no parts at all hold always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Any_:  # noqa: N801 - `Any` is taken by typing
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition = Compare | All | Any_
ALWAYS = All()


def columns_of(condition: Condition, *, known: bool = True) -> tuple[str, ...]:
    """Columns a condition looks at, each once, in order; `known=False` leaves out `known:` ones."""
    if isinstance(condition, Compare):
        return (condition.column,) if known or condition.op != "known" else ()
    found = (name for part in condition.parts for name in columns_of(part, known=known))
    return tuple(dict.fromkeys(found))


def both(first: Condition, second: Condition) -> Condition:
    """Both conditions at once, without a needless level when one of them always holds."""
    parts = [*_parts(first), *_parts(second)]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)


@dataclass(frozen=True)
class Bound:
    """A number against an exact border: value `operator` number."""

    operator: BoundOperator
    number: Fraction

    def holds(self, value: Fraction | int) -> bool:
        """Exact comparison, before any rounding."""
        return bool(_COMPARED[self.operator](value, self.number))


_COMPARED: Mapping[BoundOperator, Callable[[Fraction | int, Fraction], object]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
    "is": operator.eq,
}


@dataclass(frozen=True)
class MeetsIndicator:
    """The unit's value of another indicator (or its line) lies within all bounds.

    `every_cell`: in each existing cell of that indicator's breakdowns instead of the total.
    """

    indicator: str
    line: str | None
    bounds: tuple[Bound, ...]
    every_cell: bool = False


@dataclass(frozen=True)
class MeetsAttribute:
    """The unit has the attribute: yes/no equals, number within bounds, or word among `text`.

    Exactly one of `yes`, `number`, `text` is filled. `every_group`: in all groups of the preschool.
    """

    attribute: str
    yes: bool | None = None
    number: tuple[Bound, ...] = ()
    text: tuple[str, ...] = ()
    every_group: bool = False


@dataclass(frozen=True)
class MeetsRows:
    """The unit's count (or sum) over the selection lies within all bounds."""

    rows: Selection
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class MeetsUnit:
    """The unit's own row of `units` meets the condition."""

    condition: Condition


@dataclass(frozen=True)
class MeetsRuleSet:
    """The unit falls into one of the categories of a rule set of the profile; none named = any."""

    rule_set: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetsAll:
    """Every part holds for the unit."""

    parts: tuple[UnitCondition, ...]


@dataclass(frozen=True)
class MeetsAny:
    """At least one part holds for the unit."""

    parts: tuple[UnitCondition, ...]


@dataclass(frozen=True)
class MeetsNot:
    """The part does not hold; unknown stays unknown."""

    part: UnitCondition


UnitCondition = (
    MeetsIndicator
    | MeetsAttribute
    | MeetsRows
    | MeetsUnit
    | MeetsRuleSet
    | MeetsAll
    | MeetsAny
    | MeetsNot
)
