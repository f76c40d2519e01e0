"""Thresholds: which values cross the number in force, and for how many years or works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from msoko.indicators.look_up import LookUp, Number
from msoko.profile.conditions import Bound
from msoko.profile.indicator import Indicator, Persistence, Threshold

Verdict = Literal["met", "not_met", "unknown", "disputed"]
VERDICT_RU = {
    "met": "выполнен",
    "not_met": "не выполнен",
    "unknown": "нет данных",
    "disputed": "не засчитан: результат признан необъективным",
}


@dataclass(frozen=True)
class Judged:
    """One year (or one work of a year): the numbers, the border in force, and the verdict."""

    year: int
    cell: str
    verdict: Verdict
    number: Number
    border: Fraction | None
    beside: tuple[tuple[str, Number], ...] = ()


@dataclass(frozen=True)
class Raised:
    """A threshold looked at over its window.

    `raised` is None («слишком мало данных») when what is missing could still change the answer.
    """

    indicator: str
    threshold: str
    unit: str
    identification_year: int
    raised: bool | None
    met: int
    needed: int
    judged: tuple[Judged, ...]


def raised(
    indicator: Indicator,
    threshold: Threshold,
    unit: str,
    year: int,
    look: LookUp,
    persists: Persistence | None = None,
) -> Raised:
    """Judge one threshold of one unit for one identification year (its first calendar year).

    The window is the years before the identification year, or up to and including it. Each year
    (each work, where the text counts works) is compared with the border in force on its last day,
    on exact fractions: 19.96 % does not reach 20. A year without data, or with a result declared
    unreliable, does not count and does not shorten the window.
    """
    rule = persists or threshold.persists
    span = rule.of_last if rule else 1
    last = year - 1 if rule and rule.window == "before" else year
    by_work = rule is not None and rule.works is not None
    needed = (rule.works if by_work else rule.years) if rule else 1
    cells = look.cells(indicator.id) if by_work else [""]
    judged = tuple(
        _judge(indicator, threshold, unit, looked, cell, look)
        for looked in range(last - span + 1, last + 1)
        for cell in cells
    )
    met = sum(one.verdict == "met" for one in judged)
    open_ = sum(one.verdict == "unknown" for one in judged)
    wanted = needed or 1
    answer = True if met >= wanted else None if met + open_ >= wanted else False
    return Raised(indicator.id, threshold.name, unit, year, answer, met, wanted, judged)


def all_raised(look: LookUp, indicators: Iterable[Indicator], years: Sequence[int]) -> list[Raised]:
    """Every threshold of every indicator for every unit of a level that has any data for it."""
    found = [
        raised(indicator, threshold, unit, year, look)
        for indicator in indicators
        for threshold in indicator.thresholds.values()
        for unit in look.units()
        for year in years
    ]
    return [one for one in found if any(j.verdict != "unknown" for j in one.judged)]


def _judge(
    indicator: Indicator, threshold: Threshold, unit: str, year: int, cell: str, look: LookUp
) -> Judged:
    border = threshold.on(date(year + 1, 8, 31))
    main = look.number(indicator.id, threshold.line, unit, year, cell)
    beside = tuple(
        (extra.line or "", look.number(indicator.id, extra.line, unit, year, cell))
        for extra in threshold.with_
    )
    verdicts = [_compared(main, () if border is None else (Bound(threshold.operator, border),))]
    for (_, number), extra in zip(beside, threshold.with_, strict=True):
        verdicts.append(_compared(number, extra.bounds))
    return Judged(year, cell, _joined(verdicts, threshold.logic), main, border, beside)


def _compared(number: Number, bounds: tuple[Bound, ...]) -> Verdict:
    if number.value is None or not bounds:
        return "disputed" if number.silent == "disputed" else "unknown"
    return "met" if all(bound.holds(number.value) for bound in bounds) else "not_met"


def _joined(verdicts: Sequence[Verdict], logic: str) -> Verdict:
    if "disputed" in verdicts:
        return "disputed"
    decisive: Verdict = "not_met" if logic == "and" else "met"
    if decisive in verdicts:
        return decisive
    if "unknown" in verdicts:
        return "unknown"
    return "met" if logic == "and" else "not_met"
