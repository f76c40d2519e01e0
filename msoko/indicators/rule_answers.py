"""A rule set run for all organisations at once: the answers conditions on organisations ask for.

The same verdicts as `rule_sets.identify` gives one by one, without their explanations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from msoko.indicators.evaluated import Evaluated, exact_value
from msoko.indicators.frame import Bools, Floats, Ints
from msoko.indicators.grain import pack, unpack, with_cell
from msoko.indicators.look_up import LookUp
from msoko.indicators.meeting import within
from msoko.profile.conditions import Bound
from msoko.profile.indicator import Indicator, Persistence, Threshold
from msoko.profile.rule_set import RuleCategory, RuleCriterion, RuleSet

_NOT_MET, _MET, _UNKNOWN, _DISPUTED = range(4)
_YEAR = int(pack(np.array([0]), np.array([1]))[0])
# Products of whole numbers up to it and of borders are exact in floating point.
_LARGEST = 2.0**32


def answers(
    rules: RuleSet, indicators: Mapping[str, Indicator], look: LookUp
) -> Callable[[tuple[str, ...], Ints], Floats]:
    """Answers by organisation and year: in these categories 1, else 0, NaN nothing is known."""
    verdicts = Verdicts(indicators, look)

    def answer(categories: tuple[str, ...], keys: Ints) -> Floats:
        category = np.full(len(keys), -1)
        known = np.zeros(len(keys), dtype=bool)
        for number, wanted in reversed(list(enumerate(rules.categories))):
            falls, judged = _falls(wanted, verdicts, keys)
            category[falls] = number
            known |= judged
        named = [not categories or wanted.id in categories for wanted in rules.categories]
        inside = np.array([*named, False])[category]
        return np.where(known, inside.astype(float), np.nan)

    return answer


def _falls(category: RuleCategory, verdicts: Verdicts, keys: Ints) -> tuple[Bools, Bools]:
    """(enough deciding criteria are met, anything is known of them)."""
    met = np.zeros(len(keys), dtype=np.int64)
    known = np.zeros(len(keys), dtype=bool)
    for criterion in category.criteria:
        if criterion.role == "decides":
            reached, judged = verdicts.of(criterion, keys)
            met += reached
            known |= judged
    return met >= category.needed, known


class Verdicts:
    """Thresholds judged over their windows for arrays of organisations and years."""

    def __init__(self, indicators: Mapping[str, Indicator], look: LookUp) -> None:
        self._indicators, self._look = indicators, look
        self._sorted: dict[tuple[str, str], tuple[Ints, Ints]] = {}

    def of(self, criterion: RuleCriterion, keys: Ints) -> tuple[Bools, Bools]:
        """(the criterion is met, anything is known of it) for organisations in periods."""
        indicator = self._indicators.get(criterion.indicator or "")
        threshold = indicator.thresholds.get(criterion.threshold or "") if indicator else None
        if indicator is None or threshold is None:
            nothing = np.zeros(len(keys), dtype=bool)
            return nothing, nothing
        return self._over_window(indicator, threshold, criterion.persists, keys)

    def _over_window(
        self, indicator: Indicator, threshold: Threshold, persists: Persistence | None, keys: Ints
    ) -> tuple[Bools, Bools]:
        rule = persists or threshold.persists
        first = 1 if rule and rule.window == "before" else 0
        by_work = rule is not None and rule.works is not None
        needed = (rule.works if by_work else rule.years) if rule else 1
        cells = self._look.cells(indicator.id) if by_work else [""]
        met = np.zeros(len(keys), dtype=np.int64)
        known = np.zeros(len(keys), dtype=bool)
        for back in range(first, first + (rule.of_last if rule else 1)):
            for cell in cells:
                verdict = self._verdict(indicator, threshold, cell, keys - back * _YEAR)
                met += verdict == _MET
                known |= verdict != _UNKNOWN
        return met >= (needed or 1), known

    def _verdict(self, indicator: Indicator, threshold: Threshold, cell: str, keys: Ints) -> Ints:
        """One year (or one work of it): the value and all numbers beside it against borders."""
        parts = [self._against_border(indicator, threshold, cell, keys)]
        for extra in threshold.with_:
            parts.append(self._compared(indicator.id, extra.line, cell, keys, extra.bounds))
        decisive = _NOT_MET if threshold.logic == "and" else _MET
        verdict = np.full(len(keys), _MET + _NOT_MET - decisive)
        for outcome in (_UNKNOWN, decisive, _DISPUTED):  # the last one wins
            verdict[np.any([part == outcome for part in parts], axis=0)] = outcome
        return verdict

    def _against_border(
        self, indicator: Indicator, threshold: Threshold, cell: str, keys: Ints
    ) -> Ints:
        """Compared with the border in force on the last day of each year."""
        found = np.full(len(keys), _UNKNOWN)
        _, years, _ = unpack(keys)
        for year in np.unique(years).tolist():
            border = threshold.on(date(year + 1, 8, 31))
            bounds = () if border is None else (Bound(threshold.operator, border),)
            here = years == year
            found[here] = self._compared(indicator.id, threshold.line, cell, keys[here], bounds)
        return found

    def _compared(
        self, indicator: str, line: str | None, cell: str, keys: Ints, bounds: tuple[Bound, ...]
    ) -> Ints:
        label = f"line={line}" if line else ""
        evaluated = self._look.evaluated.get((indicator, label))
        number = self._look.context.cells.index.get(";".join(filter(None, (label, cell))))
        found = np.full(len(keys), _UNKNOWN)
        if evaluated is None or number is None:
            return found
        place = self._places(evaluated, with_cell(keys, number))
        there = np.flatnonzero(place >= 0)
        place = place[there]
        disputed = np.zeros(len(place), dtype=bool)
        if evaluated.disputed is not None:
            disputed = evaluated.disputed[place]
        found[there[disputed]] = _DISPUTED
        there, place = there[~disputed], place[~disputed]
        if bounds:
            found[there] = _judged(evaluated, place, bounds)
        return found

    def _places(self, evaluated: Evaluated, keys: Ints) -> Ints:
        """Where keys stand in the organisations' series; −1 for those that are not there."""
        name = (evaluated.part.indicator.id, evaluated.part.label)
        if name not in self._sorted:
            series = evaluated.levels["organisation"].keys
            order = np.argsort(series, kind="stable")
            self._sorted[name] = (series[order], order)
        series, order = self._sorted[name]
        if not len(series):
            return np.full(len(keys), -1)
        place = np.minimum(np.searchsorted(series, keys), len(series) - 1)
        return np.where(series[place] == keys, order[place], -1)


def _judged(evaluated: Evaluated, place: Ints, bounds: tuple[Bound, ...]) -> Ints:
    """Values against bounds, exactly: whole numbers without division, others as fractions."""
    series, unit = evaluated.levels["organisation"], evaluated.part.unit
    top, bottom = series.numerator[place], series.denominator[place]
    if unit == "boolean":
        top, bottom = (top > 0).astype(float), np.ones(len(place))
    whole = np.where(np.isnan(bottom) | (unit == "count"), 1.0, bottom)
    met = within(top, whole, bounds, 100 if unit == "percent" else 1)
    plain = (np.mod(top, 1) == 0) & (np.mod(whole, 1) == 0) & (np.abs(top) + whole < _LARGEST)
    exact = evaluated.exact.get("organisation")
    for number in range(len(place)) if exact else np.flatnonzero(~plain).tolist():
        at = place[number]
        value: Fraction | None = (
            exact[at]
            if exact
            else exact_value(float(series.numerator[at]), float(series.denominator[at]), unit)
        )
        met[number] = value is not None and all(bound.holds(value) for bound in bounds)
    return np.where((whole == 0) & (not exact), _UNKNOWN, met.astype(np.int64))
