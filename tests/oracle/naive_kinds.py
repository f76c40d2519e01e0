"""Numbers of one part of an indicator at one level, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from msoko.profile.conditions import MeetsAttribute
from msoko.profile.formula import (
    Band,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    LevelsFormula,
    Selection,
)
from tests.oracle.naive_reporting import Keys
from tests.oracle.naive_rows import World, amount, population
from tests.oracle.naive_sums import Pair, Place, grouped, sums
from tests.oracle.naive_terms import Term
from tests.oracle.naive_tests import within
from tests.oracle.naive_units import attribute
from tests.oracle.words import Row

Found = dict[Place, Pair]


def cumulative(
    world: World, formula: CumulativeFormula, level: str, kinds: tuple[str, ...]
) -> Found:
    """People by the end of each quarter or month, each at their first date."""
    column = formula.selection.count.column  # type: ignore[union-attr]
    counted = Term(formula.selection, lambda rows: amount(formula.selection, rows))
    found: Found = {}
    for (unit, period, _), rows in grouped(world, counted, level, (), kinds).items():
        first: dict[str, date] = {}
        for row in rows:
            day, person = row[formula.date], row[column]
            if day is not None and person is not None:
                first[person] = min(day, first.get(person, day))
        for end in ends(int(period[:4]), formula.steps):
            so_far = Fraction(sum(day <= end for day in first.values()))
            found[unit, period, f"to={end}"] = (so_far, None)
    return found


def ends(year: int, steps: str) -> Iterator[date]:
    """Last days of months, or of quarters and of the year itself."""
    day = date(year, 9, 1)
    while day < date(year + 1, 9, 1):
        following = (day.replace(day=28) + timedelta(days=5)).replace(day=1)
        last = following - timedelta(days=1)
        if steps == "month" or last.month in (12, 3, 6, 8, 9):
            yield last
        day = following


def levels(
    world: World,
    formula: LevelsFormula,
    level: str,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Found:
    """How many fall into each band, and how many into none."""

    def inside(band: Band, row: Row) -> bool:
        cell = Fraction(row[formula.column])
        low = band.at_least is None or cell >= band.at_least
        high = band.at_most is None or cell <= band.at_most
        return (
            low
            and high
            and (band.above is None or cell > band.above)
            and (band.below is None or cell < band.below)
        )

    tests: dict[str, Callable[[Row], bool]] = {"": lambda row: True}
    for band in formula.bands:
        tests[f"band={band.id}"] = lambda row, band=band: inside(band, row)  # type: ignore[misc]
    found: Found = {}
    counted = Term(formula.selection, lambda rows: amount(formula.selection, rows))
    for (unit, period, cell), rows in grouped(world, counted, level, names, kinds).items():
        known = [row for row in rows if row[formula.column] is not None]
        whole = counted.count(known)
        if not whole:  # rows without the number: no band is told of them
            continue
        covered = [row for row in known if any(inside(band, row) for band in formula.bands)]
        amounts = {name: counted.count([r for r in known if t(r)]) for name, t in tests.items()}
        amounts["band=uncovered"] = whole - counted.count(covered)
        for name, number in amounts.items():
            place = (unit, period, ";".join(filter(None, (name, cell))))
            found[place] = (number, whole if formula.as_ == "share" else None)
    return found


def exists(
    world: World, formula: ExistsFormula, level: str, kinds: tuple[str, ...], came: Keys
) -> Found:
    """How many organisations have it."""
    condition = formula.condition
    found: dict[Place, Fraction] = defaultdict(Fraction)
    for code, period in came:
        year = int(period[:4])
        if isinstance(condition, MeetsAttribute):
            met = attribute(world, condition, code, year)
        else:
            met = within(_of(world, condition.rows, code, period, kinds), condition.bounds)
        unit = world.register.place(level, code, year)
        found[unit, period, ""] += bool(met)
    return {place: (number, None) for place, number in found.items()}


def _of(
    world: World, selection: Selection, code: str, period: str, kinds: tuple[str, ...]
) -> Fraction:
    rows = population(world, selection, kinds)
    calendar = selection.calendar_year_of
    mine = [
        row for row in rows if row["organisation"] == code and world.period(row, calendar) == period
    ]
    return amount(selection, mine)


def is_distinct(selection: Selection) -> bool:
    """Whether different values are counted."""
    return isinstance(selection.count, Distinct)


__all__ = ["cumulative", "exists", "levels", "sums"]
