"""What a formula adds up, as plain terms: rows of a table and how they are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from msoko.profile.conditions import (
    All,
    Compare,
    Condition,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsNot,
    MeetsRows,
    UnitCondition,
)
from msoko.profile.formula import (
    CountFormula,
    CumulativeFormula,
    ExistsFormula,
    Formula,
    LevelsFormula,
    MeanFormula,
    RatingFormula,
    RatioFormula,
    ReportedFormula,
    Selection,
    ShareFormula,
    UnitsFormula,
)
from tests.oracle.naive_rows import amount, number, part_of
from tests.oracle.naive_tests import meets, told
from tests.oracle.words import Row


@dataclass(frozen=True)
class Term:
    """A selection and what is made of its rows."""

    selection: Selection
    count: Callable[[list[Row]], Fraction]


Fractional = tuple[list[Term], list[Term] | None]


def fraction_of(formula: Formula) -> Fractional | None:
    """Numerator and denominator terms of formulas that are sums over sums; None for the others."""
    if isinstance(formula, ShareFormula):
        return _share(formula)
    if isinstance(formula, CountFormula | CumulativeFormula):
        return [_counted(formula.selection)], None
    if isinstance(formula, RatioFormula):
        return [_counted(s) for s in formula.numerator], [_counted(s) for s in formula.denominator]
    if isinstance(formula, MeanFormula):
        return _mean(formula.selection, formula.column)
    if isinstance(formula, RatingFormula):
        return _rating(formula)
    return _reported(formula) if isinstance(formula, ReportedFormula) else None


def _counted(selection: Selection) -> Term:
    return Term(selection, lambda rows: amount(selection, rows))


def _share(formula: ShareFormula) -> Fractional:
    selection = formula.selection

    def known(rows: list[Row]) -> list[Row]:
        return [row for row in rows if told(row, formula.numerator, selection.unknown)]

    def part(rows: list[Row]) -> Fraction:
        return part_of(selection, known(rows), formula.numerator, formula.every_row)

    return [Term(selection, part)], [Term(selection, lambda rows: amount(selection, known(rows)))]


def _mean(selection: Selection, column: str) -> Fractional:
    def total(rows: list[Row]) -> Fraction:
        return sum((number(row[column]) for row in rows), Fraction(0))

    def filled(rows: list[Row]) -> Fraction:
        return Fraction(sum(row[column] is not None for row in rows))

    return [Term(selection, total)], [Term(selection, filled)]


def named(formula: RatingFormula) -> Selection:
    """All ratings of the criteria, checked or not."""
    return Selection("ratings", Compare("criterion", "one_of", formula.criteria))


def _rating(formula: RatingFormula) -> Fractional:
    alive = All((named(formula).population, Compare("link_alive", "is", True)))
    selection = Selection("ratings", alive, unknown={"link_alive": "drop"})
    return _mean(selection, "score")[0], _mean(selection, "max_score")[0]


def _reported(formula: ReportedFormula) -> Fractional:
    def field(name: str | None) -> list[Term]:
        return _mean(Selection("reported", Compare("field", "is", str(name))), "value")[0]

    if formula.field:
        return field(formula.field), None
    return field(formula.numerator_field), field(formula.denominator_field)


def told_by(formula: Formula) -> list[Selection]:
    """Selections whose tables must have come before the formula can be told."""
    if isinstance(formula, LevelsFormula):
        return [formula.selection]
    if isinstance(formula, ExistsFormula):
        return condition_rows(formula.condition)
    if isinstance(formula, UnitsFormula):
        return condition_rows(formula.meets)
    fraction = fraction_of(formula)
    return [term.selection for term in [*fraction[0], *(fraction[1] or ())]] if fraction else []


def condition_rows(condition: UnitCondition) -> list[Selection]:
    """Selections a condition on organisations looks at."""
    if isinstance(condition, MeetsRows):
        return [condition.rows]
    if isinstance(condition, MeetsAttribute):
        return [Selection("attributes", Compare("attribute", "is", condition.attribute))]
    if isinstance(condition, MeetsAll | MeetsAny):
        return [one for part in condition.parts for one in condition_rows(part)]
    return condition_rows(condition.part) if isinstance(condition, MeetsNot) else []


def attribute_met(row: Row, condition: MeetsAttribute) -> bool | None:
    """Whether one row of the attribute meets the condition; None when its cell is empty."""
    column = "number" if condition.number else "text" if condition.text else "yes"
    cell = row.get(column)
    if cell is None:
        return None
    if condition.number:
        return all(bound.holds(Fraction(cell)) for bound in condition.number)
    if condition.text:
        return cell in condition.text
    return bool(cell == (True if condition.yes is None else condition.yes))


def only(condition: Condition, row: Row) -> bool:
    """A condition without anything unknown kept."""
    return meets(row, condition, {})
