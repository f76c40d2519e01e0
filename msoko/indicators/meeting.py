"""Organisations judged by a condition: meets, does not, or nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from msoko.indicators.context import Context
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import Grain, unpack
from msoko.indicators.parts import came_where
from msoko.indicators.predicates import both, of_population
from msoko.indicators.recipes import attribute_terms
from msoko.indicators.series import Series
from msoko.indicators.terms import count_term
from msoko.profile.conditions import (
    Bound,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    MeetsUnit,
    UnitCondition,
)
from msoko.profile.formula import ChangeFormula, UnitsFormula

if TYPE_CHECKING:
    from msoko.indicators.evaluated import Evaluated

_FACTOR = {"percent": 100}


@dataclass(frozen=True)
class Judged:
    """Organisations in periods and their answers: 1 meets, 0 does not, NaN nothing is known."""

    keys: Ints
    answers: Floats

    @property
    def unknown(self) -> Ints:
        """Organisations nothing is known of."""
        return self.keys[np.isnan(self.answers)]

    def series(self, *, counted: bool, keep: bool) -> Series:
        """One for each that meets, over one for each that is judged.

        With `keep` also over those nothing is known of, in periods in which anybody is known.
        """
        known = ~np.isnan(self.answers)
        if keep:
            periods = unpack(self.keys)[1]
            known = np.isin(periods, periods[known])
        answers = np.nan_to_num(self.answers[known])
        whole = np.full(len(answers), np.nan) if counted else np.ones(len(answers))
        return Series(self.keys[known], answers, whole)


def judge(
    context: Context,
    formula: UnitsFormula,
    before: Mapping[tuple[str, str], Evaluated],
    years: list[int],
) -> Judged:
    """Every organisation of the formula's kinds in every year."""
    where = both(of_population(formula.units.where, formula.units.unknown))
    keys = context.universe(formula.units.kinds, years)
    if where.parts:
        codes = context.names["organisation"].list
        units, periods, _ = unpack(keys)
        pairs = zip(units.tolist(), periods.tolist(), strict=True)
        inside = [context.units.meets(codes[unit], year, where) for unit, year in pairs]
        keys = keys[np.array(inside, dtype=bool)]
    return Judged(keys, _answers(context, formula.meets, keys, before))


def _answers(
    context: Context,
    condition: UnitCondition,
    keys: Ints,
    before: Mapping[tuple[str, str], Evaluated],
) -> Floats:
    if isinstance(condition, MeetsAll | MeetsAny):
        parts = [_answers(context, part, keys, before) for part in condition.parts]
        return _all(parts) if isinstance(condition, MeetsAll) else 1 - _all([1 - p for p in parts])
    if isinstance(condition, MeetsNot):
        return 1 - _answers(context, condition.part, keys, before)
    if isinstance(condition, MeetsIndicator):
        return _indicator(context, condition, keys, before)
    if isinstance(condition, MeetsAttribute):
        return _attribute(context, condition, keys)
    if isinstance(condition, MeetsRows):
        return _rows(context, condition, keys)
    if isinstance(condition, MeetsRuleSet):
        return context.rule_set(condition, keys)
    return _unit(context, condition, keys)


def _all(parts: list[Floats]) -> Floats:
    """Three-valued «and»: a known no decides, else anything unknown leaves it unknown."""
    stacked = np.stack(parts)
    return np.where(
        (stacked == 0).any(axis=0), 0.0, np.where(np.isnan(stacked).any(axis=0), np.nan, 1.0)
    )


def _unit(context: Context, condition: MeetsUnit, keys: Ints) -> Floats:
    test = both(of_population(condition.condition, {}))
    codes = context.names["organisation"].list
    units, periods, _ = unpack(keys)
    answers = [
        context.units.known_meets(codes[unit], int(year), test)
        for unit, year in zip(units, periods, strict=True)
    ]
    return np.array([np.nan if a is None else float(a) for a in answers], dtype=float)


def _rows(context: Context, condition: MeetsRows, keys: Ints) -> Floats:
    term = count_term(condition.rows)
    amounts = context.grain(term).at(keys)
    met = within(amounts, np.ones(len(keys)), condition.bounds, 1)
    came = np.isin(keys, context.presence(term.table, term.calendar, came_where(term), ()))
    if term.table == "reviews":  # official lists name only whom they concern
        _, years, _ = unpack(context.presence(term.table, term.calendar, came_where(term), ()))
        came = np.isin(unpack(keys)[1], years)
    return np.where(came, met.astype(float), np.nan)


def _attribute(context: Context, condition: MeetsAttribute, keys: Ints) -> Floats:
    terms = attribute_terms(condition)
    met, unmet = context.grain(terms.met), context.grain(terms.unmet)
    has, lacks = met.has(keys), unmet.has(keys)
    answers = np.where(has & ~(lacks & condition.every_group), 1.0, 0.0)
    return np.where(has | lacks, answers, np.nan)


def _indicator(
    context: Context,
    condition: MeetsIndicator,
    keys: Ints,
    before: Mapping[tuple[str, str], Evaluated],
) -> Floats:
    label = f"line={condition.line}" if condition.line else ""
    base = before[condition.indicator, label]
    series = base.levels["organisation"]
    usable = np.isnan(series.denominator) | (series.denominator > 0)
    if isinstance(base.part.recipe, ChangeFormula):
        usable = np.ones(len(series), dtype=bool)
    usable &= ~np.isnan(series.numerator)
    if base.disputed is not None:
        usable &= ~base.disputed
    met = _meets_bounds(base, series, condition.bounds)
    cells = _cells(context, series, label)
    if condition.every_cell:
        return _every_cell(series.keys, cells, usable, met, keys)
    chosen = usable & (cells == 0)
    grain = Grain.summed(
        series.keys[chosen] - series.keys[chosen] % _CELL, met[chosen].astype(float)
    )
    return np.where(grain.has(keys), grain.at(keys), np.nan)


_CELL = 1 << 20


def _cells(context: Context, series: Series, label: str) -> Ints:
    """0 for the total, 1 for a breakdown cell, 2 for another line or reading."""
    kinds = []
    for name in context.cells.list:
        rest = name[len(label) + 1 :] if label and name.startswith(f"{label};") else name
        rest = "" if name == label else rest
        other = rest.startswith(("line=", "reading=", "to=", "band="))
        kinds.append(0 if not rest else 2 if other else 1)
    return np.array(kinds, dtype=np.int64)[unpack(series.keys)[2]]


def _every_cell(all_keys: Ints, cells: Ints, usable: Bools, met: Bools, keys: Ints) -> Floats:
    chosen = usable & (cells == 1)
    units = all_keys[chosen] - all_keys[chosen] % _CELL
    held, missed = Grain.summed(units), Grain.summed(units, (~met[chosen]).astype(float))
    return np.where(held.has(keys), (missed.at(keys) == 0).astype(float), np.nan)


def _meets_bounds(base: Evaluated, series: Series, bounds: tuple[Bound, ...]) -> Bools:
    if base.exact:
        changes = base.exact["organisation"]
        return np.array([all(b.holds(one) for b in bounds) for one in changes], dtype=bool)
    unit, ones = base.part.unit, np.ones(len(series))
    if unit == "boolean":
        return within((series.numerator > 0).astype(float), ones, bounds, 1)
    plain = np.isnan(series.denominator) | (unit == "count")
    whole = np.where(plain, 1.0, series.denominator)
    return within(series.numerator, whole, bounds, _FACTOR.get(unit, 1))


def none_is_enough(bounds: tuple[Bound, ...]) -> bool:
    """Whether an organisation that reported and has no such rows meets the bounds."""
    return bool(bounds) and all(bound.holds(0) for bound in bounds)


def within(numerator: Floats, denominator: Floats, bounds: tuple[Bound, ...], factor: int) -> Bools:
    """Whether factor·numerator/denominator lies within all bounds, compared without division."""
    inside = np.ones(len(numerator), dtype=bool)
    compare: dict[str, Any] = {
        "at_least": np.greater_equal,
        "above": np.greater,
        "at_most": np.less_equal,
        "below": np.less,
        "is": np.equal,
    }
    for bound in bounds:
        top, bottom = bound.number.numerator, bound.number.denominator
        inside &= compare[bound.operator](numerator * factor * bottom, denominator * top)
    return inside
