"""Amounts of terms by unit, period and breakdown cell."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from msoko.facts.schema import TABLES
from msoko.profile.indicator import Exclusion
from tests.oracle.naive_reporting import Keys
from tests.oracle.naive_rows import World, population
from tests.oracle.naive_terms import Fractional, Term
from tests.oracle.words import Row

Place = tuple[str, str, str]  # unit, period, cell
Pair = tuple[Fraction, Fraction | None]  # over nothing: a plain number


def sums(
    world: World,
    fraction: Fractional,
    level: str,
    names: tuple[str, ...],
    *,
    kinds: tuple[str, ...] = (),
    excluded: tuple[Exclusion, ...] = (),
    among: Keys | None = None,
    beside: set[Place] | None = None,
) -> dict[Place, Pair]:
    """Numerators and denominators; a table without a breakdown column stays whole in its cells.

    `beside`: further cells that are told.
    """

    def by_cell(term: Term, columns: tuple[str, ...]) -> dict[Place, Fraction]:
        groups = grouped(world, term, level, columns, kinds, excluded, among)
        return {place: term.count(rows) for place, rows in groups.items()}

    above, below = fraction
    found: list[tuple[dict[Place, Fraction], tuple[str, ...], bool]] = []
    for terms, top in ((above, True), (below or [], False)):
        for term in terms:
            columns = tuple(n for n in names if TABLES[term.selection.table].has(n))
            found.append((by_cell(term, columns), columns, top))
    # A cell is there when something is counted in it, not when only the whole is.
    full = [amounts for amounts, columns, _ in found if columns == names]
    places = {place for amounts in full for place, amount in amounts.items() if amount}
    places |= beside or set()
    result: dict[Place, Pair] = {}
    for unit, period, cell in places:
        totals = {True: Fraction(0), False: Fraction(0)}
        for amounts, columns, top in found:
            totals[top] += amounts.get((unit, period, narrowed(cell, columns)), Fraction(0))
        result[unit, period, cell] = (totals[True], totals[False] if below is not None else None)
    return result


def narrowed(cell: str, columns: tuple[str, ...]) -> str:
    """The part of a cell that speaks of some columns."""
    return ";".join(one for one in cell.split(";") if one.split("=")[0] in columns)


def grouped(
    world: World,
    term: Term,
    level: str,
    columns: tuple[str, ...],
    kinds: tuple[str, ...],
    excluded: tuple[Exclusion, ...] = (),
    among: Keys | None = None,
) -> dict[Place, list[Row]]:
    """Rows of a term by unit, period and cell."""
    calendar = term.selection.calendar_year_of
    groups: dict[Place, list[Row]] = defaultdict(list)
    for row in population(world, term.selection, kinds, excluded):
        period = str(world.period(row, calendar))
        if among is not None and (row["organisation"], period) not in among:
            continue
        unit = world.register.place(level, row["organisation"], world.year_of(row, calendar))
        cell = ";".join(f"{name}={word(row.get(name))}" for name in columns)
        groups[unit, period, cell].append(row)
    return groups


def word(value: Any) -> str:
    """A value as breakdowns show it."""
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)
