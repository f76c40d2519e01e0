"""How two marks of the same pupils agree: shift, equal marks, weighted kappa, correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array, normal_quantile
from msoko.analysis.methods.means import MeanInterval, clustered_mean, mean_of
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import jeffreys
from msoko.analysis.policy import for_pupils, for_schools

MARKS = (2, 3, 4, 5)
_STRAIGHT = 1 - 1e-9


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreed:
    """Two marks of `pupils`: mean of first − second, share of equal, kappa, correlation.

    A part is None where it cannot be told: marks all alike, too few pupils for it, or scores in
    place of marks, which are never equal.
    """

    pupils: int
    schools: int
    shift: MeanInterval | None
    equal: int | None
    equal_share: Estimate | None
    kappa: Estimate | None
    correlation: Estimate | None


def agreed(first: Array, second: Array, school: NDArray[np.intp]) -> Agreed:
    """Measures over pupils with both marks (n,); schools are the sampled units where five or more.

    Kappa and correlation only where an interval needs no caution (policy: thirty pupils).
    """
    apart = first - second
    schools = len(np.unique(school))
    many = for_schools(schools).comparison != "listing"
    shift = clustered_mean(apart, school) if many else mean_of(apart)
    equal = int((apart == 0).sum())
    low, high = jeffreys(equal, apart.size)
    share = Estimate(equal / apart.size, float(low), float(high))
    plain = for_pupils(apart.size).interval == "plain"
    return Agreed(
        apart.size, schools, None if isinstance(shift, TooLittle) else shift, equal, share,
        kappa(first, second) if plain else None, correlation(first, second) if plain else None,
    )  # fmt: skip


def scored(first: Array, second: Array, school: NDArray[np.intp]) -> Agreed | None:
    """The same where one of the two has scores and no marks: correlation alone; None without it."""
    enough = for_pupils(first.size).interval == "plain"
    tie = correlation(first, second) if enough else None
    if tie is None:
        return None
    return Agreed(first.size, len(np.unique(school)), None, None, None, None, tie)


def kappa(first: ArrayLike, second: ArrayLike) -> Estimate | None:
    """Cohen's kappa with linear weights; None where one of the two gave everybody the same mark.

    None also where every mark is equal: what never scatters gives no interval.
    Variance for large samples: Fleiss, Cohen & Everitt (1969), doi:10.1037/h0028106.
    """
    a, b = (np.asarray(part, dtype=int) - MARKS[0] for part in (first, second))
    size = len(MARKS)
    table = np.bincount(a * size + b, minlength=size**2).reshape(size, size) / a.size
    weight = 1 - np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if (rows == 1).any() or (columns == 1).any() or np.array_equal(a, b):
        return None
    observed = float((weight * table).sum())
    chance = float((weight * np.outer(rows, columns)).sum())
    value = (observed - chance) / (1 - chance)
    usual = np.add.outer(weight @ columns, rows @ weight)
    spread = float((table * (weight - usual * (1 - value)) ** 2).sum())
    variance = (spread - (value - chance * (1 - value)) ** 2) / (a.size * (1 - chance) ** 2)
    half = float(normal_quantile(0.975)) * np.sqrt(max(variance, 0.0))
    return Estimate(value, max(value - half, -1.0), min(value + half, 1.0))


def correlation(first: ArrayLike, second: ArrayLike) -> Estimate | None:
    """Pearson's coefficient with Fisher's interval; None without variation or under five pairs,
    and on one straight line: an interval of nought width would pretend to be sure."""
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.size < 5 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    value = float(np.corrcoef(a, b)[0, 1])
    if abs(value) > _STRAIGHT:
        return None
    middle = np.arctanh(value)
    half = float(normal_quantile(0.975)) / np.sqrt(a.size - 3)
    return Estimate(value, float(np.tanh(middle - half)), float(np.tanh(middle + half)))
