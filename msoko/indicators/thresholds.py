"""Thresholds: which values cross the number in force, and for how many years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from msoko.indicators.compute import Computed
from msoko.indicators.evaluate import Evaluated
from msoko.indicators.grain import pack
from msoko.profile.conditions import Bound
from msoko.profile.indicator import Indicator, Threshold

Verdict = Literal["met", "not_met", "unknown", "disputed"]
RU = {
    "met": "выполнен",
    "not_met": "не выполнен",
    "unknown": "нет данных",
    "disputed": "не засчитан (результат признан необъективным)",
}


@dataclass(frozen=True)
class Number:
    """One value as exact whole numbers, with the state that allows or forbids to judge it."""

    numerator: float | None
    denominator: float | None
    verdict_if_silent: Verdict = "unknown"

    def exact(self, unit: str) -> Fraction | None:
        """The value as an exact fraction of its unit; None when it cannot be judged."""
        if self.numerator is None:
            return None
        top = Fraction(self.numerator)
        if self.denominator is None:
            return Fraction(int(top > 0)) if unit == "boolean" else top
        if self.denominator == 0:
            return None
        return top / Fraction(self.denominator) * (100 if unit == "percent" else 1)


@dataclass(frozen=True)
class YearVerdict:
    """One year of one organisation: the numbers and what they say against the border in force."""

    year: int
    verdict: Verdict
    numerator: float | None
    denominator: float | None
    border: Fraction | None
    beside: tuple[tuple[str, float | None, Verdict], ...] = ()


@dataclass(frozen=True)
class Raised:
    """A threshold looked at over its window: raised, not raised, or too little data to say.

    `raised` is None when years without data could still change the answer.
    """

    indicator: str
    threshold: str
    unit: str
    identification_year: int
    raised: bool | None
    met_years: int
    needed_years: int
    years: tuple[YearVerdict, ...]


Look = Callable[[str, str, int], Number]


def number_at(computed: Computed, level: str = "organisation") -> Look:
    """A function (indicator+line label, unit, year) → Number over computed values."""

    def look(key: str, unit: str, year: int) -> Number:
        indicator, _, label = key.partition("#")
        evaluated = computed.evaluated.get((indicator, label))
        return (
            _number(computed, evaluated, label, level, unit, year)
            if evaluated
            else Number(None, None)
        )

    return look


def _number(
    computed: Computed, evaluated: Evaluated, label: str, level: str, unit: str, year: int
) -> Number:
    context = computed.context
    code = context.names[level].index.get(unit)
    cell = context.cells.index.get(label)
    if code is None or cell is None:
        return Number(None, None)
    key = int(pack(np.array([code]), np.array([year]), cell)[0])
    series = evaluated.levels[level]
    places = np.nonzero(series.keys == key)[0]
    if not len(places):
        return Number(None, None)
    place = places[0]
    if level == "organisation" and evaluated.disputed is not None and evaluated.disputed[place]:
        return Number(None, None, "disputed")
    bottom = series.denominator[place]
    return Number(float(series.numerator[place]), None if np.isnan(bottom) else float(bottom))


def raised(indicator: Indicator, threshold: Threshold, unit: str, year: int, look: Look) -> Raised:
    """Judge one threshold of one unit for one identification year (its first calendar year).

    The window is the years before the identification year, or up to and including it; each year
    is compared with the border in force on its last day, on exact fractions. A year without data
    neither counts nor shortens the window (catalogue, ambiguities of the criteria).
    """
    persists = threshold.persists
    span, needed = (persists.of_last, persists.years) if persists else (1, 1)
    last = year - 1 if persists and persists.window == "before" else year
    years = tuple(
        _judged(indicator, threshold, unit, looked, look)
        for looked in range(last - span + 1, last + 1)
    )
    met = sum(found.verdict == "met" for found in years)
    open_ = sum(found.verdict == "unknown" for found in years)
    answer = True if met >= needed else False if met + open_ < needed else None
    return Raised(indicator.id, threshold.name, unit, year, answer, met, needed, years)


def _judged(
    indicator: Indicator, threshold: Threshold, unit: str, year: int, look: Look
) -> YearVerdict:
    border = threshold.on(date(year + 1, 8, 31))
    name = f"line={threshold.line}" if threshold.line else ""
    number = look(f"{indicator.id}#{name}", unit, year)
    value = number.exact(_unit_of(indicator, threshold.line))
    own = _compare(value, border, threshold.operator, number)
    beside = []
    for extra in threshold.with_:
        label = f"line={extra.line}" if extra.line else ""
        other = look(f"{indicator.id}#{label}", unit, year)
        exact = other.exact(_unit_of(indicator, extra.line))
        if exact is None and number.denominator:
            exact = Fraction(0) if other.verdict_if_silent == "unknown" else None
        verdict: Verdict = (
            other.verdict_if_silent
            if exact is None
            else "met"
            if all(bound.holds(exact) for bound in extra.bounds)
            else "not_met"
        )
        beside.append((extra.line or "", None if exact is None else float(exact), verdict))
    verdict = _joined([own, *(v for _, _, v in beside)], threshold.logic)
    return YearVerdict(year, verdict, number.numerator, number.denominator, border, tuple(beside))


def _unit_of(indicator: Indicator, line: str | None) -> str:
    found = indicator.line_of(line) if line else None
    return found.unit if found else indicator.unit


def _compare(
    value: Fraction | None, border: Fraction | None, operator: str, number: Number
) -> Verdict:
    if value is None or border is None:
        return number.verdict_if_silent
    return "met" if Bound(operator, border).holds(value) else "not_met"  # type: ignore[arg-type]


def _joined(verdicts: Sequence[Verdict], logic: str) -> Verdict:
    if "disputed" in verdicts:
        return "disputed"
    decisive: Verdict = "not_met" if logic == "and" else "met"
    if decisive in verdicts:
        return decisive
    if "unknown" in verdicts:
        return "unknown"
    return "met" if logic == "and" else "not_met"


def all_raised(
    computed: Computed, indicators: Iterable[Indicator], year: int, *, level: str = "organisation"
) -> list[Raised]:
    """Every threshold of every indicator for every unit of a level, one identification year."""
    look = number_at(computed, level)
    found = []
    for indicator in indicators:
        for threshold in indicator.thresholds.values():
            for unit in computed.context.names[level].list:
                found.append(raised(indicator, threshold, unit, year, look))
    return [one for one in found if any(y.verdict != "unknown" for y in one.years)]
