"""Selections as terms: what to scan, which cells to take, which organisations count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.indicators.plan import (
    EntityScan,
    FirstDate,
    Flag,
    Measured,
    cell_columns,
    rows_where,
)
from msoko.indicators.predicates import (
    TRUE,
    And,
    Predicate,
    both,
    known,
    of_numerator,
    of_population,
    of_possible,
    split,
)
from msoko.profile.conditions import Condition, Unknown, columns_of
from msoko.profile.formula import Distinct, Selection

# Reviews of objectivity speak of works: these columns say which.
WORK = ("procedure", "subject", "grade")
REVIEWED = ("results", "items", "aggregates")


@dataclass(frozen=True)
class Term:
    """One countable thing of one table, at any level and breakdown.

    `cells` picks cells of the sums (empty for distinct values, whose tests are all in the flag);
    `came` are the cells whose presence means that the organisation has reported at all.
    `never` is a flag that takes a distinct value out again.
    """

    table: str
    what: Measured | Flag | FirstDate
    cells: And
    came: And
    entity: str | None = None
    calendar: str | None = None
    organisations: And = TRUE
    never: Flag | None = None

    def entity_scan(self, breakdown: tuple[str, ...], *, by_work: bool = False) -> EntityScan:
        """The scan that answers a term of distinct values by the given breakdown columns.

        `by_work`: also by the columns a review names, so that only the works it speaks of go.
        """
        keys = (*breakdown, *WORK) if by_work else breakdown
        return EntityScan(self.table, self.entity or "", tuple(dict.fromkeys(keys)), self.calendar)


def population_of(selection: Selection) -> And:
    """The rows a selection is about."""
    return both(of_population(selection.population, selection.unknown))


def numerator_of(condition: Condition, unknown: Mapping[str, Unknown]) -> tuple[And, And]:
    """(test of the numerator, what must be known for a row to stay in the denominator)."""
    dropped = [name for name in columns_of(condition, known=False) if unknown.get(name) == "drop"]
    return both(of_numerator(condition)), both(known(dropped))


def in_doubt(condition: Condition, unknown: Mapping[str, Unknown]) -> bool:
    """Whether a numerator or `every` looks at a column whose unknown cells leave a row in doubt."""
    return any(unknown.get(name) == "doubt" for name in columns_of(condition, known=False))


def count_term(
    selection: Selection,
    extra: Predicate = TRUE,
    without: And | None = None,
    *,
    possible: bool = False,
) -> Term:
    """The term that counts a selection: rows, a sum of a column, or distinct values.

    `extra` narrows the rows (a numerator); `without` (distinct only) drops values one of whose
    rows of the population does not meet it. `possible`: as if unknown cells of columns in doubt
    met `every`.
    """
    population = population_of(selection)
    where = both(population, extra)
    came, _ = split(population, cell_columns(selection.table))
    organisations = both(of_population(selection.organisations, selection.unknown))
    if isinstance(selection.count, Distinct):
        if selection.every is not None:
            every, filled = numerator_of(selection.every, selection.unknown)
            if possible:
                every = both(of_possible(selection.every, selection.unknown))
            where = both(where, filled)
            without = every if without is None else both(every, without)
        return Term(
            selection.table,
            Flag(where),
            TRUE,
            came,
            selection.count.column,
            selection.calendar_year_of,
            organisations,
            None if without is None else Flag(where, without),
        )
    cells, inside = split(where, cell_columns(selection.table))
    what = (
        Measured("sum", selection.sum, both(inside, known([selection.sum])))
        if selection.sum
        else rows_where(inside)
    )
    return Term(selection.table, what, cells, came, None, selection.calendar_year_of, organisations)


def measured_term(selection: Selection, what: str, column: str) -> Term:
    """A sum, a sum of squares or a count over rows where the column is known."""
    population = both(population_of(selection), known([column]))
    cells, inside = split(population, cell_columns(selection.table))
    came, _ = split(population_of(selection), cell_columns(selection.table))
    measured = (
        rows_where(inside)
        if what == "rows"
        else Measured("squares" if what == "squares" else "sum", column, inside)
    )
    organisations = both(of_population(selection.organisations, selection.unknown))
    return Term(
        selection.table, measured, cells, came, None, selection.calendar_year_of, organisations
    )
