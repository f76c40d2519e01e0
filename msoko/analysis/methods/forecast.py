"""Next year's value of every unit, from a few years of all units together.

On three to five points no unit has a trend of its own worth following; what the units share is
learned over all of them: how much of a unit's distance from the common mean stays (its level and
its last year), and how far the common mean jumps from year to year, which cannot be foreseen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, t_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import TREND_YEARS

_TRANSITIONS = 10  # changes of one unit from year to year that the shared coefficients need
_SERIES = 5  # years from which the value itself is forecast, not only the place among units


@dataclass(frozen=True)
class Forecast:
    """Next year's values (J,), NaN for a unit unknown last year, with the prediction interval.

    `relative` is the expected distance from the mean of units, `relative_low` and `relative_high`
    its interval without the common jump; `unit_sd` (of all units together, root mean square) and
    `jump_sd` are the two sources of error. `place_only` tells that there are too few years to speak
    of the value itself.
    """

    value: Array
    low: Array
    high: Array
    relative: Array
    relative_low: Array
    relative_high: Array
    unit_sd: float
    jump_sd: float
    years: int
    place_only: bool


def forecast(
    values: ArrayLike,
    level: float = 0.9,
    bounds: tuple[float, float] | None = None,
    chance: ArrayLike | None = None,
) -> Forecast | TooLittle:
    """Forecast one year ahead; values (J, T) by year, oldest first, NaN where unknown.

    `bounds` are the ends of the scale. `chance` (J, T) is the variance of each value by chance
    alone: with it a small unit's band is wider than a big one's; without it all bands are alike.
    Refuses under three years, under ten changes of units with two years behind them, and when units
    do not differ.
    """
    table = np.asarray(values, dtype=float)
    years = int(np.isfinite(table).any(axis=0).sum())
    if years < TREND_YEARS or years < table.shape[1]:
        return TooLittle(TREND_YEARS, years, "Для прогноза нужны данные не менее чем за три года.")
    common = np.nanmean(table, axis=0)
    apart = table - common
    # a change with one year behind it knows no level yet and would teach the wrong weights
    rows = [_pairs(apart, year) for year in range(2, table.shape[1])]
    before, after = (np.concatenate(part) for part in zip(*rows, strict=True))
    if len(after) < _TRANSITIONS:
        why = "Изменений от года к году слишком мало, чтобы судить о том, что сохраняется."
        return TooLittle(_TRANSITIONS, len(after), why)
    if np.ptp(after) == 0 or np.ptp(before[:, 0]) == 0:
        return TooLittle(2, 1, "Показатель у всех одинаков: прогнозировать нечего.")
    kept, variance = _kept(before, after)
    own = _own_variances(variance, kept, table, chance)
    relative = _features(apart, table.shape[1]) @ kept
    relative[~np.isfinite(apart[:, -1])] = np.nan
    jump_sd = float(np.sqrt(np.mean(np.diff(common) ** 2)))
    half = _half_widths(own, jump_sd, len(after), years, level)
    centre = _inside(common[-1] + relative, bounds)
    low, high = (_inside(centre + side * half[1], bounds) for side in (-1, 1))
    relative = centre - common[-1]
    # the mean may move before a distance from it meets an end of the scale
    reach = float(t_quantile((1 + level) / 2, years - 1)) * jump_sd
    ends = (-np.inf, np.inf) if bounds is None else (
        bounds[0] - common[-1] - reach, bounds[1] - common[-1] + reach
    )  # fmt: skip
    around = tuple(_inside(relative + side * half[0], ends) for side in (-1, 1))
    return Forecast(
        centre, low, high, relative, around[0], around[1],
        float(np.sqrt(variance)), jump_sd, years, years < _SERIES,
    )  # fmt: skip


def _features(apart: Array, year: int) -> Array:
    """Of each unit before `year`: last year's distance, and the mean of the years before it."""
    last, earlier = apart[:, year - 1], apart[:, : year - 1]
    known = np.isfinite(earlier).sum(axis=1)
    level = np.where(known > 0, np.nansum(earlier, axis=1) / np.maximum(known, 1), last)
    return np.asarray(np.nan_to_num(np.column_stack([last, level])), dtype=float)


def _pairs(apart: Array, year: int) -> tuple[Array, Array]:
    both = np.isfinite(apart[:, year]) & np.isfinite(apart[:, year - 1])
    return _features(apart, year)[both], apart[both, year]


def _kept(before: Array, after: Array) -> tuple[Array, float]:
    """Shares of last year's distance and of the level that stay, and the variance of a unit.

    Least squares with shares of nought at least and one together at most: a distance may last or
    fade, but one school on the rise must not teach that distances grow.
    """
    gram = before.T @ before
    gram = gram + np.eye(2) * 1e-6 * np.trace(gram)
    cross = before.T @ after
    kept = np.asarray(np.linalg.solve(gram, cross))
    if kept.min() < 0 or kept.sum() > 1:
        edges = [_on_edge(gram, cross, *ends) for ends in _EDGES]
        kept = min(edges, key=lambda one: float(one @ gram @ one - 2 * one @ cross))
    left = after - before @ kept
    return kept, float(left @ left / (len(after) - 2))


_EDGES = (
    (np.array([0.0, 0.0]), np.array([1.0, 0.0])),
    (np.array([0.0, 0.0]), np.array([0.0, 1.0])),
    (np.array([1.0, 0.0]), np.array([0.0, 1.0])),
)


def _on_edge(gram: Array, cross: Array, start: Array, end: Array) -> Array:
    """The best shares between two points."""
    way = end - start
    at = float(way @ (cross - gram @ start)) / float(way @ gram @ way)
    return np.asarray(start + min(max(at, 0.0), 1.0) * way)


def _own_variances(variance: float, kept: Array, table: Array, chance: ArrayLike | None) -> Array:
    """Each unit's share of the pooled variance, (J,): what chance leaves to all alike, and chance.

    The error of a forecast holds next year's chance, and that of the years it is made from; what
    the pooled variance has beyond their mean over units is the same for everybody.
    """
    units = len(table)
    if chance is None:
        return np.full(units, variance)
    each = np.where(np.isfinite(table), np.asarray(chance, dtype=float), np.nan)
    carried = 1 + kept[0] ** 2 + kept[1] ** 2 / max(table.shape[1] - 2, 1)
    known = np.isfinite(each).any(axis=1)
    mean = np.nansum(each, axis=1) / np.maximum(np.isfinite(each).sum(axis=1), 1)
    mean = np.where(known, mean, mean[known].mean())
    # a distance from the mean of units holds their chance too
    random = carried * ((1 - 2 / units) * mean + mean.mean() / units)
    common = float(random.mean())
    if not common > 0:
        return np.full(units, variance)
    return np.asarray(max(variance - common, 0.0) + min(variance / common, 1.0) * random)


def _half_widths(
    variances: Array, jump_sd: float, pairs: int, years: int, level: float
) -> tuple[Array, Array]:
    """Half-widths (J,) without and with the common jump; degrees of freedom by Satterthwaite."""
    own, jump = variances * (1 + 2 / pairs), jump_sd**2
    df = (own + jump) ** 2 / (own**2 / (pairs - 2) + jump**2 / (years - 1))
    place, whole = (t_quantile((1 + level) / 2, at) for at in (pairs - 2, df))
    return place * np.sqrt(own), whole * np.sqrt(own + jump)


def _inside(values: Array, bounds: tuple[float, float] | None) -> Array:
    return values if bounds is None else np.clip(values, *bounds)
