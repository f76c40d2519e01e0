"""An action that starts in different years in different schools: effects by start and year.

Callaway & Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, without covariates, never-treated
schools as comparison: each ATT(g, t) is a difference of two mean long differences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle


@dataclass(frozen=True)
class StartYearEffect:
    """Schools that started in `start`, seen in `year`: difference to never-treated, its error.

    Before the start the difference is that of the last year's change and shows an earlier trend.
    """

    start: int
    year: int
    difference: float
    se: float
    treated: int

    @property
    def before(self) -> bool:
        """True for a year before the start."""
        return self.year < self.start


@dataclass(frozen=True)
class Staggered:
    """All differences by start and year, and their mean over treated schools after the start."""

    by_start: tuple[StartYearEffect, ...]
    overall: float


def staggered(values: ArrayLike, years: ArrayLike, start: ArrayLike) -> Staggered | TooLittle:
    """Effects from a full table: values (G, T), consecutive years (T,), start (G,), 0 for never.

    Refuses without two schools never treated, without two that started after the first year, and
    with gaps in the table. Long differences are taken to the year before the start.
    """
    table, at, began = np.asarray(values, float), np.asarray(years, int), np.asarray(start, int)
    if not np.isfinite(table).all():
        why = "В таблице есть пропуски: оставьте школы, у которых известны все годы."
        return TooLittle(table.size, int(np.isfinite(table).sum()), why)
    never = began == 0
    if never.sum() < 2:
        return TooLittle(2, int(never.sum()), "Нужны не менее двух школ, где мера не вводилась.")
    starts = [int(g) for g in np.unique(began[~never]) if g > at[0] and (began == g).sum() >= 2]
    found = [
        _difference(table, at, began == g, never, (g, place))
        for g in starts
        for place in range(1, at.size)
    ]
    after = [one for one in found if not one.before]
    if not after:
        return TooLittle(2, 0, "Нужны не менее двух школ, начавших после первого года наблюдений.")
    weights = [float(one.treated) for one in after]
    return Staggered(
        tuple(found), float(np.average([one.difference for one in after], weights=weights))
    )


def _difference(
    table: Array, years: Array, treated: Array, never: Array, cell: tuple[int, int]
) -> StartYearEffect:
    start, place = cell
    year = int(years[place])
    reference = place - 1 if year < start else int(np.flatnonzero(years == start - 1)[0])
    change = table[:, place] - table[:, reference]
    one, other = change[treated], change[never]
    se = np.sqrt(one.var() / one.size + other.var() / other.size)
    return StartYearEffect(start, year, float(one.mean() - other.mean()), float(se), one.size)
