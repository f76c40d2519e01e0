"""Rows of a selection, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from msoko.profile.conditions import ALWAYS, Condition
from msoko.profile.formula import Distinct, Selection
from msoko.profile.indicator import Exclusion
from tests.oracle.naive_register import Register
from tests.oracle.naive_tests import meets, told
from tests.oracle.words import EXCLUDABLE, Row, Tables


@dataclass(frozen=True)
class World:
    """Facts with canonical codes, and the register."""

    tables: Tables
    register: Register

    @classmethod
    def of(cls, tables: Mapping[str, list[Row]]) -> World:
        """Facts as they were sent."""
        register = Register(tables.get("units", []))
        facts = {
            name: [{**row, "organisation": register.canonical(row["organisation"])} for row in rows]
            for name, rows in tables.items()
            if name != "units"
        }
        return cls(facts, register)

    def period(self, row: Row, calendar: str | None) -> str | None:
        """«2024-25», or «2024» when a calendar year is meant."""
        if calendar is None:
            return f"{row['year']}-{(row['year'] + 1) % 100:02d}"
        return None if row[calendar] is None else str(row[calendar].year)

    def year_of(self, row: Row, calendar: str | None) -> int:
        """The year the register is asked about."""
        return int(row["year"] if calendar is None else row[calendar].year)

    def belongs(self, row: Row, calendar: str | None, kinds: tuple[str, ...]) -> bool:
        """Whether the row's organisation is of these kinds or not known."""
        kind = self.register.get(row["organisation"], self.year_of(row, calendar), "kind")
        return not kinds or kind is None or kind in kinds


def population(
    world: World, selection: Selection, kinds: tuple[str, ...], excluded: tuple[Exclusion, ...] = ()
) -> list[Row]:
    """Rows a selection is about."""
    calendar, keep = selection.calendar_year_of, selection.unknown
    return [
        row
        for row in world.tables.get(selection.table, [])
        if world.period(row, calendar) is not None
        and world.belongs(row, calendar, kinds)
        and meets(row, selection.population, keep)
        and _organisation_meets(world, row, selection)
        and not (selection.table in EXCLUDABLE and _excluded(world, row, excluded))
    ]


def _organisation_meets(world: World, row: Row, selection: Selection) -> bool:
    if selection.organisations == ALWAYS:
        return True
    year = world.year_of(row, selection.calendar_year_of)
    known = world.register.row(row["organisation"], year)
    return known is not None and meets(known, selection.organisations, selection.unknown)


def _excluded(world: World, row: Row, excluded: tuple[Exclusion, ...]) -> bool:
    return any(
        review["organisation"] == row["organisation"]
        and review["year"] == row["year"]
        and all(
            review.get(name) is None or review[name] == row.get(name)
            for name in ("procedure", "subject", "grade")
        )
        and any(meets(review, exclusion.when, {}) for exclusion in excluded)
        for review in world.tables.get("reviews", [])
    )


def amount(selection: Selection, rows: Iterable[Row]) -> Fraction:
    """Rows, a sum, or different values of a selection among rows of its population."""
    rows = list(rows)
    if isinstance(selection.count, Distinct):
        return Fraction(len(_different(selection, rows)))
    if selection.sum:
        return sum((number(row[selection.sum]) for row in rows), Fraction(0))
    return Fraction(len(rows))


def _different(selection: Selection, rows: list[Row]) -> set[Any]:
    column = selection.count.column  # type: ignore[union-attr]
    if selection.every is None:
        return {row[column] for row in rows if row[column] is not None}
    rows = [row for row in rows if told(row, selection.every, selection.unknown)]
    return {
        value
        for value in {row[column] for row in rows}
        if value is not None
        and all(meets(row, selection.every, {}) for row in rows if row[column] == value)
    }


def part_of(selection: Selection, rows: list[Row], numerator: Condition, every: bool) -> Fraction:
    """The numerator of a share, given rows that are known as far as the numerator asks."""
    good = [row for row in rows if meets(row, numerator, {})]
    if not isinstance(selection.count, Distinct):
        return amount(selection, good)
    column = selection.count.column
    bad = {row[column] for row in rows if not meets(row, numerator, {})} if every else set()
    return Fraction(len((_different(selection, rows) & {r[column] for r in good}) - bad))


def number(cell: Any) -> Fraction:
    """A cell as an exact number; unknown adds nothing."""
    return Fraction(0) if cell is None else Fraction(cell)
