"""What cannot be decided yet: outcomes nobody told, and people whose group nobody told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from msoko.facts.schema import TABLES
from msoko.profile.conditions import ALWAYS, All, Any_, Condition
from msoko.profile.formula import (
    CountFormula,
    Distinct,
    Formula,
    RatingFormula,
    RatioFormula,
    Selection,
    ShareFormula,
)
from msoko.profile.indicator import Exclusion
from tests.oracle.naive_reporting import Keys
from tests.oracle.naive_rows import World
from tests.oracle.naive_sums import Pair, Place, grouped, narrowed
from tests.oracle.naive_terms import Term, named
from tests.oracle.naive_tests import meets, told
from tests.oracle.words import Row


@dataclass
class Known:
    """Numbers by place, where something is missing, and where too much is."""

    numbers: dict[Place, Pair]
    unsure: set[Place] = field(default_factory=set)
    untold: set[Place] = field(default_factory=set)


def answer(row: Row, condition: Condition, selection: Selection) -> bool | None:
    """Yes, no, or None: an unknown cell of a column in doubt decides."""
    if isinstance(condition, All | Any_):
        answers = [answer(row, part, selection) for part in condition.parts]
        decisive = isinstance(condition, Any_)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive
    unknown = condition.op != "known" and row.get(condition.column) is None
    if unknown and selection.unknown.get(condition.column) == "doubt":
        return None
    return meets(row, condition, {})


def _rows_in_doubt(selection: Selection, condition: Condition) -> Callable[[list[Row]], Fraction]:
    def count(rows: list[Row]) -> Fraction:
        left = [row for row in rows if told(row, condition, selection.unknown)]
        return Fraction(sum(answer(row, condition, selection) is None for row in left))

    return count


def _people_in_doubt(
    selection: Selection, condition: Condition, every: bool
) -> Callable[[list[Row]], Fraction]:
    column = selection.count.column  # type: ignore[union-attr]

    def count(rows: list[Row]) -> Fraction:
        answers: dict[object, set[bool | None]] = defaultdict(set)
        for row in rows:
            if row[column] is not None and told(row, condition, selection.unknown):
                answers[row[column]].add(answer(row, condition, selection))
        decided = not every
        return Fraction(sum(None in found and decided not in found for found in answers.values()))

    return count


def _in_doubt(formula: Formula) -> list[Term]:
    """What is counted as undecided, selection by selection."""
    if isinstance(formula, RatingFormula):
        return [
            Term(
                named(formula),
                lambda rows: Fraction(sum(row["link_alive"] is not True for row in rows)),
            )
        ]
    if isinstance(formula, ShareFormula):
        one, numerator = formula.selection, formula.numerator
        if isinstance(one.count, Distinct):
            return [Term(one, _people_in_doubt(one, numerator, formula.every_row))]
        return [Term(one, _rows_in_doubt(one, numerator))]
    several: tuple[Selection, ...] = ()
    if isinstance(formula, RatioFormula):
        several = formula.numerator
    if isinstance(formula, CountFormula):
        several = (formula.selection,)
    return [
        Term(one, _people_in_doubt(one, one.every or ALWAYS, True))
        for one in several
        if one.every is not None
    ]


@dataclass(frozen=True)
class Doubts:
    """Undecided amounts of one level and one breakdown."""

    parts: list[tuple[dict[Place, Fraction], tuple[str, ...]]]
    names: tuple[str, ...]

    def places(self) -> set[Place]:
        """Cells that are told by all the columns and have anybody undecided."""
        full = [amounts for amounts, columns in self.parts if columns == self.names]
        return {place for amounts in full for place, amount in amounts.items() if amount}

    def at(self, place: Place) -> Fraction:
        """How many are undecided in a cell."""
        unit, period, cell = place
        return sum(
            (
                amounts.get((unit, period, narrowed(cell, columns)), Fraction(0))
                for amounts, columns in self.parts
            ),
            Fraction(0),
        )


def doubts(
    world: World,
    formula: Formula,
    level: str,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    excluded: tuple[Exclusion, ...],
    among: Keys | None,
) -> Doubts:
    """Undecided rows and people, each cell by itself."""
    parts = []
    for term in _in_doubt(formula):
        columns = tuple(name for name in names if TABLES[term.selection.table].has(name))
        groups = grouped(world, term, level, columns, kinds, excluded, among)
        parts.append(({place: term.count(rows) for place, rows in groups.items()}, columns))
    return Doubts(parts, names)


def undecided(formula: Formula, numbers: dict[Place, Pair], open_: Doubts) -> Known:
    """Values some of whose things are undecided, and those where more than half are."""
    known = Known(numbers)
    for place, (_, bottom) in numbers.items():
        number = open_.at(place)
        if number:
            known.unsure.add(place)
        if bottom and number > bottom / 2 and not isinstance(formula, RatingFormula):
            known.untold.add(place)
    return known


def lost(formula: Formula, total: Known, cells: Known, open_total: Doubts, open_: Doubts) -> None:
    """Known groups of a ratio from which people of an unknown group may be missing."""
    assert isinstance(formula, RatioFormula)
    tables = [TABLES[selection.table] for selection in formula.denominator]
    if not all(table.has(name) for table in tables for name in open_.names):
        return
    for hopeful in (False, True):
        surplus: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for place, (top, bottom) in cells.numbers.items():
            extra = open_.at(place) if hopeful else 0
            if _nobody_knows(place[2]):
                surplus[place[:2]] += max(top + extra - (bottom or 0), Fraction(0))
        for place, (_, bottom) in cells.numbers.items():
            whole = (*place[:2], "")
            of_all = total.numbers.get(whole, (Fraction(0), None))[0]
            of_all += open_total.at(whole) if hopeful else 0
            if _nobody_knows(place[2]) or not surplus[place[:2]]:
                continue
            cells.unsure.add(place)
            if bottom and surplus[place[:2]] > of_all / 2:
                cells.untold.add(place)


def _nobody_knows(cell: str) -> bool:
    return "unknown" in [pair.split("=")[1] for pair in cell.split(";")]
