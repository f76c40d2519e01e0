"""Random formulas of every kind over the made-up tables."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from msoko.facts.schema import TABLES
from msoko.profile.conditions import (
    ALWAYS,
    All,
    Any_,
    Bound,
    Compare,
    Condition,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsUnit,
    UnitCondition,
    columns_of,
)
from msoko.profile.formula import (
    Band,
    CountFormula,
    CumulativeFormula,
    Distinct,
    ExistsFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatingFormula,
    RatioFormula,
    ReportedFormula,
    Rows,
    Selection,
    ShareFormula,
    UnitsFormula,
    UnitsScope,
)
from tests.oracle.generated_tables import CELLS

PEOPLE = {"results": "pupil", "enrolment": "pupil", "coverage": "pupil", "prevention": "person"}
DATES = {"coverage": "date", "prevention": "removed_on"}
NUMBERS = {"results": ["mark", "scaled_score"], "enrolment": ["age"], "coverage": ["age"]}
COUNTED = ["results", "enrolment", "coverage", "prevention"]
UNITS = {"rural": [True, False, None], "municipality": ["М", "Н"], "kind": ["school", "preschool"]}
ORDERED = ["is", "at_least", "above", "at_most", "below"]


@st.composite
def compared(draw: st.DrawFn, cells: dict[str, list[Any]]) -> Compare:
    """One column against values of its own."""
    column = draw(st.sampled_from(sorted(cells)))
    values = [value for value in cells[column] if value is not None]
    if None in cells[column] and draw(st.integers(0, 4)) == 0:
        return Compare(column, "known", draw(st.booleans()))
    first = values[0]
    if isinstance(first, bool):
        return Compare(column, draw(st.sampled_from(["is", "not"])), draw(st.booleans()))
    if len(values) > 1 and draw(st.booleans()):
        some = draw(st.lists(st.sampled_from(values), min_size=2, max_size=2, unique=True))
        return Compare(column, draw(st.sampled_from(["one_of", "not"])), tuple(some))
    ordered = isinstance(first, int | float | date)
    operator = draw(st.sampled_from(ORDERED if ordered else ["is", "not"]))
    return Compare(column, operator, draw(st.sampled_from(values)))


def conditions(cells: dict[str, list[Any]]) -> st.SearchStrategy[Condition]:
    """Nothing, one comparison, all of several, any of several, one within another."""
    leaf = compared(cells)
    either = st.lists(leaf, min_size=1, max_size=2).map(lambda parts: Any_(tuple(parts)))
    several = st.lists(leaf | either, min_size=2, max_size=3).map(lambda ps: All(tuple(ps)))
    nested = st.tuples(leaf, several).map(lambda pair: Any_(pair))
    return st.just(ALWAYS) | leaf | leaf | either | several | nested


@st.composite
def spoken(
    draw: st.DrawFn, cells: dict[str, list[Any]], judged: set[str] | None = None
) -> dict[str, str]:
    """Keep or drop for every column that may be unknown; for those `judged` also doubt."""
    may = {name for name, values in cells.items() if None in values}
    said = {name: draw(st.sampled_from(["keep", "drop"])) for name in sorted(may)}
    for name in sorted(may & (judged or set())):
        said[name] = draw(st.sampled_from(["keep", "drop", "doubt", "doubt"]))
    return said


@st.composite
def selections(
    draw: st.DrawFn,
    tables: tuple[str, ...] = tuple(COUNTED),
    *,
    plain: bool = False,
    doubt: bool = False,
) -> Selection:
    """Rows, different people or sums of one table; `plain` counts without `every` and `sum`.

    `doubt`: columns only an outcome looks at may leave a row in doubt.
    """
    table = draw(st.sampled_from(tables))
    cells = CELLS[table]
    way = draw(st.sampled_from(["rows", "distinct", "distinct", "every", "sum"]))
    numbers = NUMBERS.get(table)
    distinct = way in ("distinct", "every")
    calendar = DATES.get(table) if draw(st.integers(0, 5)) == 0 else None
    where = draw(conditions(UNITS) if draw(st.integers(0, 4)) == 0 else st.just(ALWAYS))
    population = draw(conditions(cells))
    judged = set(cells) - {*columns_of(population), *columns_of(where)} if doubt else set()
    return Selection(
        table,
        population,
        Distinct(PEOPLE[table]) if distinct else Rows(),
        draw(st.sampled_from(numbers)) if way == "sum" and numbers and not plain else None,
        draw(compared(cells)) if way == "every" and not plain else None,
        draw(spoken({**cells, "rural": UNITS["rural"]}, judged)),
        where,
        calendar,
    )


@st.composite
def shares(draw: st.DrawFn, *tables: str) -> Formula:
    selection = draw(selections(tables or tuple(COUNTED), plain=True, doubt=True))
    numerator = draw(conditions(CELLS[selection.table]))
    every = isinstance(selection.count, Distinct) and draw(st.booleans())
    return ShareFormula(selection, numerator, every)


def counts(*tables: str) -> st.SearchStrategy[Formula]:
    return selections(tables or tuple(COUNTED), doubt=True).map(CountFormula)


@st.composite
def ratios(draw: st.DrawFn, *tables: str) -> Formula:
    def academic(*, doubt: bool) -> st.SearchStrategy[Selection]:
        drawn = selections(tables or tuple(COUNTED), doubt=doubt)
        return drawn.filter(lambda one: one.calendar_year_of is None)

    above = draw(st.lists(academic(doubt=True), min_size=1, max_size=2))
    return RatioFormula(tuple(above), (draw(academic(doubt=False)),))


@st.composite
def grouped(draw: st.DrawFn, *_tables: str) -> Formula:
    """Ratios of people whose groups (by sex) one side may know and the other not."""
    every = draw(st.sampled_from([None, Compare("passed", "is", True)]))
    above = Selection("results", count=Distinct("pupil"), every=every, unknown={"passed": "doubt"})
    return RatioFormula((above,), (Selection("enrolment", count=Distinct("pupil")),))


@st.composite
def means(draw: st.DrawFn, *tables: str) -> Formula:
    table = draw(st.sampled_from(tables or sorted(NUMBERS)))
    cells = CELLS[table]
    selection = Selection(table, draw(conditions(cells)), unknown=draw(spoken(cells)))
    return MeanFormula(selection, draw(st.sampled_from(NUMBERS[table])))


@st.composite
def running(draw: st.DrawFn, *_tables: str) -> Formula:
    cells = CELLS["coverage"]
    selection = Selection(
        "coverage", draw(conditions(cells)), Distinct("pupil"), unknown=draw(spoken(cells))
    )
    return CumulativeFormula(selection, "date", draw(st.sampled_from(["quarter", "month"])))


@st.composite
def levels(draw: st.DrawFn, *tables: str) -> Formula:
    table = draw(st.sampled_from(tables or sorted(NUMBERS)))
    column = draw(st.sampled_from(NUMBERS[table]))
    borders = sorted(value for value in CELLS[table][column] if value is not None)
    low, high = Fraction(borders[0]), Fraction(borders[-1])
    bands = (Band("low", "низкий", at_most=low), Band("high", "высокий", above=low, below=high))
    touching = (*bands, Band("top", "высший", at_least=low))
    selection = draw(selections((table,), plain=True))
    return LevelsFormula(
        selection,
        column,
        draw(st.sampled_from([bands, bands[1:], touching])),
        draw(st.sampled_from(["count", "share"])),
    )


def ratings(*_tables: str) -> st.SearchStrategy[Formula]:
    criteria = st.lists(st.sampled_from(["c1", "c2", "c3"]), min_size=1, max_size=3, unique=True)
    return criteria.map(lambda names: RatingFormula(tuple(names)))


def reported(*_tables: str) -> st.SearchStrategy[Formula]:
    one = st.builds(lambda b: ReportedFormula("f1", by_breakdown=b), st.booleans())
    pair = st.builds(lambda b: ReportedFormula(None, "f1", "f2", by_breakdown=b), st.booleans())
    return one | pair


@st.composite
def bounds(draw: st.DrawFn, numbers: tuple[str, ...]) -> tuple[Bound, ...]:
    """One border, or two."""
    one = st.builds(Bound, st.sampled_from(ORDERED), st.sampled_from(numbers).map(Fraction))
    return tuple(draw(st.lists(one, min_size=1, max_size=2)))


@st.composite
def attributes(draw: st.DrawFn) -> MeetsAttribute:
    every = draw(st.booleans())
    name = draw(st.sampled_from(["x", "y"]))
    ways = [
        MeetsAttribute(name, yes=draw(st.booleans()), every_group=every),
        MeetsAttribute(name, number=draw(bounds(("0", "2.5", "5"))), every_group=every),
        MeetsAttribute(name, text=draw(st.sampled_from([("low",), ("low", "high")]))),
    ]
    return draw(st.sampled_from(ways))


@st.composite
def counted(draw: st.DrawFn, *tables: str) -> MeetsRows:
    some = selections(tables or ("results", "enrolment", "coverage"))
    academic = some.filter(lambda one: one.calendar_year_of is None)
    return MeetsRows(draw(academic), draw(bounds(("0", "1", "2"))))


def exists(*tables: str) -> st.SearchStrategy[Formula]:
    return attributes().map(ExistsFormula) | counted(*tables).map(ExistsFormula)


def unit_conditions(base: str, table: str) -> st.SearchStrategy[UnitCondition]:
    """Conditions on organisations; `base` is another indicator that they may look at."""
    of = st.builds(MeetsIndicator, st.just(base), st.none(), bounds(("0", "50", "100", "1")))
    of_cells = st.builds(
        MeetsIndicator, st.just(base), st.none(), bounds(("0", "50", "1")), st.just(True)
    )
    known = compared(UNITS).map(MeetsUnit)
    leaf = of | of_cells | attributes() | counted(table) | known
    several = st.lists(leaf, min_size=1, max_size=3).map(tuple)
    joined = several.map(MeetsAll) | several.map(MeetsAny)
    return leaf | joined | (leaf | joined).map(MeetsNot)


@st.composite
def of_units(draw: st.DrawFn, base: str, table: str) -> Formula:
    kinds = draw(st.sampled_from([("school",), ("preschool",), ("school", "preschool")]))
    where = draw(st.just(ALWAYS) | conditions(UNITS))
    scope = UnitsScope(kinds, where, draw(spoken(UNITS)))
    kind = draw(st.sampled_from(["share_of_units", "count_of_units"]))
    unknown = draw(st.sampled_from(["keep", "drop"]))
    return UnitsFormula(kind, scope, draw(unit_conditions(base, table)), unknown)


def dimensions(tables: set[str]) -> list[tuple[str, ...]]:
    """Breakdowns that one of the tables has: one column, or two crossed."""
    found: set[tuple[str, ...]] = set()
    for name in tables & set(CELLS):
        names = sorted(c for c in CELLS[name] if TABLES[name].column(c).dimension)
        found |= {(one,) for one in names} | set(pairwise(names))
    return sorted(found)
