"""What must be asked of the facts: additive columns per cell, and flags per person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from msoko.indicators.bits import Bits
from msoko.indicators.predicates import And, both

Aggregate = Literal["rows", "sum", "squares"]
WORD = 60  # flags of a distinct value kept as bits of one whole number

# The columns by which sums of a table are kept: a condition on them picks cells,
# any other condition is counted inside the scan.
CELL_COLUMNS: dict[str, tuple[str, ...]] = {
    "results": ("procedure", "subject", "grade"),
    "items": ("procedure", "subject", "grade"),
    "aggregates": ("procedure", "subject", "grade", "unit_kind", "category"),
    "enrolment": ("grade",),
    "graduates": ("grade",),
    "participation": ("event_kind",),
    "coverage": ("form", "recipient"),
    "prevention": ("case_kind",),
    "staff": ("role",),
    "staff_events": ("kind",),
    "attributes": ("attribute",),
    "reported": ("field",),
    "activities": ("kind",),
    "procedures": ("procedure",),
    "reviews": ("status",),
    "ratings": ("criterion",),
}


@dataclass(frozen=True)
class Measured:
    """One additive column of a scan: rows, a sum or a sum of squares over rows meeting `where`."""

    aggregate: Aggregate
    column: str | None
    where: And

    @property
    def name(self) -> str:
        """A short stable name for the column of sums."""
        return f"{self.aggregate}({self.column or ''}){self.where!r}"


@dataclass(frozen=True)
class Flag:
    """One thing known of a person (or any distinct value): some row meets `where`.

    With `but_not`: some row meets `where` and does not meet `but_not` (an unknown cell does not).
    """

    where: And
    but_not: And | None = None


@dataclass(frozen=True)
class FirstDate:
    """The earliest date in a column among rows meeting `where`."""

    column: str
    where: And


@dataclass(frozen=True)
class CellScan:
    """A scan to sums: one group per organisation, period and cell."""

    table: str
    extra_keys: tuple[str, ...] = ()
    calendar: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Cell columns and breakdown columns, each once."""
        return tuple(dict.fromkeys((*CELL_COLUMNS.get(self.table, ()), *self.extra_keys)))


@dataclass(frozen=True)
class EntityScan:
    """A scan to flags: one group per organisation, period, breakdown and distinct value."""

    table: str
    entity: str
    keys: tuple[str, ...] = ()
    calendar: str | None = None


def bits_of(asked: Sequence[Flag | FirstDate]) -> Bits:
    """Bits of all tests that flags and first dates are made of."""
    never = [one.but_not for one in asked if isinstance(one, Flag) and one.but_not is not None]
    return Bits([*(one.where for one in asked), *never])


def cell_columns(table: str) -> frozenset[str]:
    """Columns on which conditions are answered from the sums."""
    return frozenset(CELL_COLUMNS.get(table, ()))


def rows_where(where: And) -> Measured:
    """Number of rows meeting a test."""
    return Measured("rows", None, both(where))
