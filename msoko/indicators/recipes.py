"""Formulas compiled: which terms to ask for, and how their amounts make a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from msoko.indicators.plan import FirstDate, rows_where
from msoko.indicators.predicates import And, Leaf, Or, Predicate, both, known, of_possible
from msoko.indicators.terms import Term, count_term, in_doubt, measured_term, numerator_of
from msoko.profile.conditions import All, Bound, Compare, MeetsAttribute
from msoko.profile.formula import (
    Band,
    ChangeFormula,
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
    Selection,
    ShareFormula,
    UnitsFormula,
)


@dataclass(frozen=True)
class Doubt:
    """What is not in a numerator and may yet belong to it: amounts of `possible` less `certain`.

    Any such amount makes a value incomplete. `decisive`: the amounts are of the denominator's
    kind, and where they are more than half of it nothing can be told.
    """

    possible: tuple[Term, ...]
    certain: tuple[Term, ...] = ()
    decisive: bool = True


@dataclass(frozen=True)
class Quotient:
    """Numerators over denominators, each added up; without denominators a plain number.

    `joint`: numerator and denominator are counted by themselves and may disagree on groups.
    """

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] | None
    interval: Literal["share", "mean"] | None = None
    squares: Term | None = None
    doubtful: Doubt | None = None
    joint: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term it needs."""
        squares = (self.squares,) if self.squares else ()
        possible = self.doubtful.possible if self.doubtful else ()
        return (*self.numerator, *(self.denominator or ()), *squares, *possible)


@dataclass(frozen=True)
class Bands:
    """One amount per band of a scale; `whole` are all with a known number.

    `covered` are those that fall into any band at all: bands may overlap, or leave a gap.
    """

    bands: tuple[tuple[str, Term], ...]
    whole: Term
    covered: Term
    as_share: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term it needs."""
        return (self.whole, self.covered, *(term for _, term in self.bands))


@dataclass(frozen=True)
class Running:
    """Different people to date: all of the year, and by the end of each step."""

    whole: Term
    dated: Term
    steps: Literal["quarter", "month"]

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term it needs."""
        return (self.whole, self.dated)


@dataclass(frozen=True)
class Presence:
    """Which organisations have it: the attribute, or as many rows as `bounds` ask."""

    met: AttributeTerms | Term
    bounds: tuple[Bound, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term it needs."""
        return self.met.terms if isinstance(self.met, AttributeTerms) else (self.met,)


@dataclass(frozen=True)
class AttributeTerms:
    """Rows of an attribute that meet the condition, and rows that are known not to."""

    met: Term
    unmet: Term
    every_group: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term it needs."""
        return (self.met, self.unmet)


Recipe = Quotient | Bands | Running | Presence | UnitsFormula | ChangeFormula


def compile_formula(formula: Formula) -> Recipe:
    """The recipe of a formula; conditions on organisations and changes are answered later."""
    return _COMPILED[formula.kind](formula)


def _count(formula: CountFormula) -> Quotient:
    return Quotient(
        (count_term(formula.selection),), None, doubtful=_doubt_of_every((formula.selection,))
    )


def _doubt_of_every(selections: tuple[Selection, ...]) -> Doubt | None:
    """Values whose rows would all meet `every`, were the unknown cells in doubt in its favour."""
    open_ = [
        one for one in selections if one.every is not None and in_doubt(one.every, one.unknown)
    ]
    if not open_:
        return None
    return Doubt(
        tuple(count_term(one, possible=True) for one in open_),
        tuple(count_term(one) for one in open_),
    )


def _exists(formula: ExistsFormula) -> Presence:
    condition = formula.condition
    if isinstance(condition, MeetsAttribute):
        return Presence(attribute_terms(condition))
    return Presence(count_term(condition.rows), condition.bounds)


def _share(formula: ShareFormula) -> Quotient:
    met, filled = numerator_of(formula.numerator, formula.selection.unknown)
    whole = count_term(formula.selection, filled)

    def part(met: And) -> Term:
        if isinstance(formula.selection.count, Distinct) and formula.every_row:
            return count_term(formula.selection, filled, without=met)
        return count_term(formula.selection, both(filled, met))

    doubt = None
    if in_doubt(formula.numerator, formula.selection.unknown):
        possible = both(of_possible(formula.numerator, formula.selection.unknown))
        doubt = Doubt((part(possible),), (part(met),))
    return Quotient((part(met),), (whole,), "share", doubtful=doubt)


def _ratio(formula: RatioFormula) -> Quotient:
    sums = any(selection.sum for selection in (*formula.numerator, *formula.denominator))
    return Quotient(
        tuple(count_term(selection) for selection in formula.numerator),
        tuple(count_term(selection) for selection in formula.denominator),
        None if sums or len(formula.numerator) > 1 else "share",
        doubtful=_doubt_of_every(formula.numerator),
        joint=True,
    )


def _mean(formula: MeanFormula) -> Quotient:
    total, rows, squares = (
        measured_term(formula.selection, what, formula.column)
        for what in ("sum", "rows", "squares")
    )
    return Quotient((total,), (rows,), "mean", squares)


def _bands(formula: LevelsFormula) -> Bands:
    whole = count_term(formula.selection, known([formula.column]))
    bands = tuple(
        (band.id, count_term(formula.selection, _within(formula.column, band)))
        for band in formula.bands
    )
    any_band = Or(tuple(_within(formula.column, band) for band in formula.bands))
    return Bands(bands, whole, count_term(formula.selection, any_band), formula.as_ == "share")


def _within(column: str, band: Band) -> And:
    ends = ("at_least", "above", "at_most", "below")
    borders = [
        Leaf(column, end, float(border))  # type: ignore[arg-type]
        for end in ends
        if (border := getattr(band, end)) is not None
    ]
    return both(known([column]), *borders)


def _running(formula: CumulativeFormula) -> Running:
    whole = count_term(formula.selection)
    if whole.entity is None:
        raise ValueError("a running total counts different people: count: {distinct: …}")
    dated = FirstDate(formula.date, both(whole.what.where, known([formula.date])))
    return Running(whole, replace(whole, what=dated), formula.steps)


def _rating(formula: RatingFormula) -> Quotient:
    named = Compare("criterion", "one_of", formula.criteria)
    alive = All((named, Compare("link_alive", "is", True)))
    checked = Selection("ratings", alive, unknown={"link_alive": "drop"})
    unchecked = count_term(Selection("ratings", named), _not_alive())
    return Quotient(
        (measured_term(checked, "sum", "score"),),
        (measured_term(checked, "sum", "max_score"),),
        doubtful=Doubt((unchecked,), decisive=False),
    )


def _not_alive() -> And:
    return both(Leaf("link_alive", "is", False, null_is=True))


def _reported(formula: ReportedFormula) -> Quotient:
    def term(field: str) -> Term:
        return measured_term(Selection("reported", Compare("field", "is", field)), "sum", "value")

    if formula.field:
        return Quotient((term(formula.field),), None)
    return Quotient(
        (term(str(formula.numerator_field)),), (term(str(formula.denominator_field)),), "share"
    )


def attribute_terms(condition: MeetsAttribute) -> AttributeTerms:
    """Rows of `attributes` that meet a condition, and those known not to meet it."""
    named = both(Leaf("attribute", "is", condition.attribute))
    if condition.number:
        column = "number"
        met: Predicate = both(*(_bound(column, bound) for bound in condition.number))
        miss: Predicate = _outside(column, condition.number)
    elif condition.text:
        column = "text"
        met = Leaf(column, "one_of", condition.text)
        miss = Leaf(column, "not", condition.text)
    else:
        column = "yes"
        wanted = True if condition.yes is None else condition.yes
        met, miss = Leaf(column, "is", wanted), Leaf(column, "is", not wanted)
    return AttributeTerms(
        _attribute_term(named, met), _attribute_term(named, miss), condition.every_group
    )


def _bound(column: str, bound: Bound) -> Leaf:
    return Leaf(column, bound.operator, float(bound.number))


def _outside(column: str, bounds: tuple[Bound, ...]) -> Predicate:
    opposite = {
        "at_least": "below",
        "above": "at_most",
        "at_most": "above",
        "below": "at_least",
        "is": "not",
    }
    return Or(tuple(Leaf(column, opposite[b.operator], float(b.number)) for b in bounds))  # type: ignore[arg-type]


def _attribute_term(named: And, met: Predicate) -> Term:
    return Term("attributes", rows_where(both(met)), named, named)


_COMPILED: Mapping[str, Callable[[Any], Recipe]] = {
    "share": _share,
    "count": _count,
    "ratio": _ratio,
    "mean": _mean,
    "levels": _bands,
    "cumulative": _running,
    "exists": _exists,
    "rating": _rating,
    "reported": _reported,
    "change": lambda formula: formula,
    "share_of_units": lambda formula: formula,
    "count_of_units": lambda formula: formula,
}
