"""How far each school stands from the others, pooled over works, with honest uncertainty.

Normal–normal model with a flat mean; the spread between schools τ (and of a school's works around
its own level, ω) is averaged over a grid instead of being replaced by one estimate, which at 5–15
schools is often nought. Half-t prior of τ and ω: Gelman (2006), doi:10.1214/06-BA117A.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, normal_cdf
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import SURE

_SPREADS = 60  # points of the grid of τ
_WORK_SPREADS = 7  # points of each of the nested grids of ω
_PRIOR_DF = 4
_NEGLIGIBLE = 1e-6  # weight under which a point of the grid is left out
_HALVINGS = 32  # ends of intervals to a hundred-millionth of their width


@dataclass(frozen=True)
class SchoolEffects:
    """Posterior of every school's distance from the mean of schools, in units of the estimates.

    `effect`, `low`, `high`, `above` (probability of being over the mean) are (J,), NaN for a school
    without estimates; `mean` is that of schools (after centring each work on its own), `spread` the
    posterior mean of τ, `works` (J,) how many works each school brought.
    """

    effect: Array
    low: Array
    high: Array
    above: Array
    mean: float
    spread: float
    works: Array


@dataclass(frozen=True)
class _Mixture:
    """Normal distributions of the effects, one row a point of the grid; (m, J) and weights (m,)."""

    centre: Array
    width: Array
    weights: Array

    def cdf(self, value: Array) -> Array:
        return np.asarray(self.weights @ normal_cdf((value - self.centre) / self.width))

    def quantile(self, probability: float) -> Array:
        reach = 8 * self.width.max(axis=0)
        low, high = self.centre.min(axis=0) - reach, self.centre.max(axis=0) + reach
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            under = self.cdf(middle) < probability
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2, dtype=float)


def school_effects(
    estimates: ArrayLike,
    se: ArrayLike,
    *,
    shared_pupils: float = 0.0,
    prior_scale: float = 0.5,
    level: float = 0.95,
) -> SchoolEffects | TooLittle:
    """Effects from estimates and standard errors, (J,) or (J, works), NaN where there was no work.

    Works must be in one unit, best the standard deviation of pupils. `shared_pupils` is the
    correlation of a school's errors between works the same pupils wrote (pupils' correlation).
    `prior_scale` is the half-t scale of τ and ω. Refuses under three schools.
    """
    values, errors = _tables(estimates, se)
    have = np.isfinite(values).any(axis=1)
    if have.sum() < 3:
        return TooLittle(3, int(have.sum()), "Для сравнения нужно не менее трёх школ.")
    centred, mean = _centred(values[have], errors[have])
    mixture, spread = _posterior(centred, errors[have], shared_pupils, prior_scale)
    tail = (1 - level) / 2
    effect = mixture.weights @ mixture.centre
    columns = np.full((4, have.size), np.nan)
    ends = mixture.quantile(tail), mixture.quantile(1 - tail)
    columns[:, have] = effect, *ends, 1 - mixture.cdf(np.zeros(effect.size))
    works = np.isfinite(values).sum(axis=1).astype(float)
    return SchoolEffects(columns[0], columns[1], columns[2], columns[3], mean, spread, works)


def stands_out(pooled: SchoolEffects, years: tuple[SchoolEffects, ...]) -> Array:
    """+1, −1 or 0 per school: surely above, surely below, or nothing may be said; (J,).

    Sure is more than 0.95 pooled, and on the same side in each of at least two years (
    one year's list repeats itself for about half of the schools).
    """
    if len(years) < 2:
        return np.zeros(pooled.effect.size)
    each = np.array([year.effect for year in years])
    high = (pooled.above > SURE) & np.all(each > 0, axis=0)
    low = (pooled.above < 1 - SURE) & np.all(each < 0, axis=0)
    return np.asarray(high.astype(float) - low.astype(float))


def _tables(estimates: ArrayLike, se: ArrayLike) -> tuple[Array, Array]:
    values, errors = (np.array(part, dtype=float) for part in (estimates, se))
    if values.ndim == 1:
        values, errors = values[:, None], errors[:, None]
    unknown = ~(np.isfinite(values) & np.isfinite(errors) & (errors > 0))
    values[unknown], errors[unknown] = np.nan, np.nan
    return values, errors


def _centred(values: Array, errors: Array) -> tuple[Array, float]:
    """Works moved so that their means over schools agree: school and work effects side by side."""
    if values.shape[1] == 1:
        return values, float(np.nanmean(values))
    weight = np.where(np.isfinite(values), 1.0, 0.0)
    school, work = np.zeros((len(values), 1)), np.zeros((1, values.shape[1]))
    filled = np.nan_to_num(values)
    for _ in range(50):
        work = np.sum(weight * (filled - school), axis=0, keepdims=True) / _some(weight, 0)
        school = np.sum(weight * (filled - work), axis=1, keepdims=True) / _some(weight, 1)
        school -= school.mean()
    return values - work, float(work[0, weight.sum(axis=0) > 0].mean())


def _some(weight: Array, axis: int) -> Array:
    return np.asarray(np.maximum(weight.sum(axis=axis, keepdims=True), 1.0))


def _posterior(values: Array, errors: Array, shared: float, scale: float) -> tuple[_Mixture, float]:
    work_spreads, pooled = _over_work_spreads(values, errors, shared, scale)
    level, variance = (np.array([one[part] for one in pooled]) for part in (0, 1))
    apart = np.array([one[2] for one in pooled]) + _log_half_t(work_spreads, scale)
    if work_spreads.size > 1:
        apart += np.log(np.gradient(work_spreads))
    reach = 4 * (np.std(level[0]) + np.sqrt(np.min(variance)))
    spreads = reach * np.linspace(0, 1, _SPREADS) ** 2
    total = variance[:, None, :] + spreads[None, :, None] ** 2
    mean, mean_variance, height = _flat_mean(level[:, None, :], total)
    width = np.gradient(spreads)
    log_weight = height + apart[:, None] + _log_half_t(spreads, scale) + np.log(width)
    weights = np.exp(log_weight - log_weight.max()).ravel()
    weights /= weights.sum()
    pull = spreads[None, :, None] ** 2 / total
    centre = pull * (level[:, None, :] - mean[..., None])
    spread_left = pull * variance[:, None, :] + pull**2 * mean_variance[..., None]
    schools, keep = level.shape[1], weights > _NEGLIGIBLE
    mixture = _Mixture(
        centre.reshape(-1, schools)[keep],
        np.sqrt(np.maximum(spread_left.reshape(-1, schools)[keep], 1e-18)),
        weights[keep] / weights[keep].sum(),
    )
    return mixture, float(weights @ np.tile(spreads, work_spreads.size))


def _over_work_spreads(
    values: Array, errors: Array, shared: float, scale: float
) -> tuple[Array, list[tuple[Array, Array, float]]]:
    """The grid of ω, ever finer around its most likely value, and the pooled levels at each."""
    if np.isfinite(values).sum(axis=1).max() == 1:
        return np.zeros(1), [_pooled(values, errors, shared, 0.0)]
    at = {spread: _pooled(values, errors, shared, spread) for spread in _steps(0.0, 4 * scale)}
    for _ in range(3):
        grid = sorted(at)
        best = max(range(len(grid)), key=lambda place: at[grid[place]][2])
        around = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        new = (spread for spread in _steps(*around) if spread not in at)
        at |= {spread: _pooled(values, errors, shared, spread) for spread in new}
    return np.array(sorted(at)), [at[spread] for spread in sorted(at)]


def _steps(low: float, high: float) -> list[float]:
    return [float(step) for step in np.linspace(low, high, _WORK_SPREADS)]


def _flat_mean(level: Array, total: Array) -> tuple[Array, Array, Array]:
    """Mean of schools under a flat prior, its variance, and the log-likelihood without it."""
    precision = 1 / total
    mean_variance = 1 / precision.sum(axis=-1)
    mean = mean_variance * np.sum(precision * level, axis=-1)
    squares = np.sum(precision * (level - mean[..., None]) ** 2, axis=-1)
    return mean, mean_variance, (np.log(mean_variance) - np.log(total).sum(axis=-1) - squares) / 2


def _pooled(
    values: Array, errors: Array, shared: float, work_spread: float
) -> tuple[Array, Array, float]:
    """Each school's level over its works, its variance, and the log-likelihood of the rest."""
    known = np.isfinite(values)
    filled, sd = np.nan_to_num(values), np.nan_to_num(errors)
    both = known[:, :, None] & known[:, None, :]
    covariance = shared * sd[:, :, None] * sd[:, None, :] * both
    own = np.where(known, sd**2 + work_spread**2, 1.0)
    works = np.arange(values.shape[1])
    covariance[:, works, works] = own
    inverse = np.linalg.inv(covariance)
    weight = np.einsum("jab,jb->ja", inverse, known.astype(float)) * known
    variance = 1 / weight.sum(axis=1)
    level = variance * np.sum(weight * filled, axis=1)
    squares = np.einsum("ja,jab,jb->j", filled, inverse, filled) - level**2 / variance
    rest = np.log(variance) - np.linalg.slogdet(covariance)[1] - squares
    return level, variance, float(rest.sum() / 2)


def _log_half_t(spread: Array, scale: float) -> Array:
    return np.asarray(-(_PRIOR_DF + 1) / 2 * np.log1p((spread / scale) ** 2 / _PRIOR_DF))
