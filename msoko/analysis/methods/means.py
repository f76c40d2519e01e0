"""Intervals of means: of pupils, of pupils inside schools, of differences and of paired values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, t_quantile, two_sided_t
from msoko.analysis.methods.refusal import TooLittle


@dataclass(frozen=True)
class MeanInterval:
    """A mean (or difference of means) with standard error, Student interval and two-sided p."""

    mean: float
    se: float
    df: float
    low: float
    high: float
    p: float


def mean_of(values: ArrayLike, level: float = 0.95) -> MeanInterval | TooLittle:
    """Student interval of a mean; `values` (n,), NaN left out. Refuses n < 2 and equal values."""
    known = _known(values)
    if (refusal := _refusal(known)) is not None:
        return refusal
    se = float(known.std(ddof=1) / np.sqrt(known.size))
    return _interval(float(known.mean()), se, known.size - 1, level)


def clustered_mean(
    values: ArrayLike, school: ArrayLike, level: float = 0.95
) -> MeanInterval | TooLittle:
    """Mean over pupils whose schools are the sampled units; both (n,), NaN left out.

    Linearised variance of a ratio with J − 1 degrees of freedom: Cochran, Sampling Techniques
    (1977), 11.7 without the finite-population factor. Refuses under two schools.
    """
    scores = np.asarray(values, dtype=float)
    keep = np.isfinite(scores)
    scores, units = scores[keep], np.asarray(school)[keep]
    names, index = np.unique(units, return_inverse=True)
    schools = names.size
    if schools < 2:
        return TooLittle(2, schools, "Нужны данные не менее чем двух школ.")
    mean = float(scores.mean())
    totals = np.bincount(index, scores - mean, minlength=schools)
    se = float(np.sqrt(schools / (schools - 1) * np.sum(totals**2)) / scores.size)
    if not se > 0:
        return TooLittle(2, 1, "Средние всех школ одинаковы: разброс оценить нельзя.")
    return _interval(mean, se, schools - 1, level)


def mean_difference(
    first: ArrayLike, second: ArrayLike, level: float = 0.95
) -> MeanInterval | TooLittle:
    """First mean minus second, unequal variances; (n1,), (n2,). Refuses n < 2 or no variation.

    Welch (1947), doi:10.1093/biomet/34.1-2.28.
    """
    a, b = _known(first), _known(second)
    for group in (a, b):
        if group.size < 2:
            return TooLittle(2, group.size, "В каждой группе нужно не менее двух значений.")
    va, vb = a.var(ddof=1) / a.size, b.var(ddof=1) / b.size
    if not va + vb > 0:
        return TooLittle(2, 1, "Внутри групп все значения одинаковы: разброс оценить нельзя.")
    df = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
    return _interval(float(a.mean() - b.mean()), float(np.sqrt(va + vb)), float(df), level)


def paired_difference(
    first: ArrayLike, second: ArrayLike, level: float = 0.95
) -> MeanInterval | TooLittle:
    """Mean of first − second of the same units; both (n,), a pair with NaN left out."""
    return mean_of(np.asarray(first, dtype=float) - np.asarray(second, dtype=float), level)


def _known(values: ArrayLike) -> Array:
    array = np.asarray(values, dtype=float)
    return np.asarray(array[np.isfinite(array)])


def _refusal(known: Array) -> TooLittle | None:
    if known.size < 2:
        return TooLittle(2, known.size, "Нужно не менее двух значений.")
    if np.ptp(known) == 0:
        return TooLittle(2, 1, "Все значения одинаковы: разброс оценить нельзя.")
    return None


def _interval(mean: float, se: float, df: float, level: float) -> MeanInterval:
    half = float(t_quantile((1 + level) / 2, df)) * se
    return MeanInterval(mean, se, df, mean - half, mean + half, two_sided_t(mean / se, df))


@dataclass(frozen=True)
class Summary:
    """A mean told by how many values, their mean and their sum of squared deviations."""

    count: int
    mean: float
    squares: float

    @classmethod
    def of_interval(
        cls, mean: float, low: float, high: float, count: float, level: float = 0.95
    ) -> Summary | None:
        """From a Student interval (shapes: single numbers); one value alone has no deviation."""
        if not count >= 1 or not np.isfinite(mean):
            return None
        if count < 2 or not np.isfinite(high - low):
            return cls(1, mean, 0.0) if count == 1 else None
        se = (high - low) / 2 / float(t_quantile((1 + level) / 2, count - 1))
        return cls(int(count), mean, se**2 * count * (count - 1))


def difference_of(
    first: Sequence[Summary], second: Sequence[Summary], level: float = 0.95
) -> MeanInterval | TooLittle:
    """First mean minus second, each over one group of pupils or over several schools.

    One group: Welch over its values. Several schools are the units: linearised variance of the
    ratio with J − 1 degrees of freedom, as in `clustered_mean`.
    """
    sides = [_variance(side) for side in (first, second)]
    told = [side for side in sides if not isinstance(side, TooLittle)]
    if len(told) < 2:
        return next(side for side in sides if isinstance(side, TooLittle))
    (a, va, fa), (b, vb, fb) = told
    if not va + vb > 0:
        return TooLittle(2, 1, "Внутри групп все значения одинаковы: разброс оценить нельзя.")
    df = (va + vb) ** 2 / (va**2 / fa + vb**2 / fb)
    return _interval(a - b, float(np.sqrt(va + vb)), float(df), level)


def mean_of_groups(groups: Sequence[Summary], level: float = 0.95) -> MeanInterval | TooLittle:
    """Mean over one group of pupils (Student) or over several schools (as `clustered_mean`)."""
    side = _variance(groups)
    if isinstance(side, TooLittle):
        return side
    mean, variance, df = side
    if not variance > 0:
        return TooLittle(2, 1, "Все значения одинаковы: разброс оценить нельзя.")
    return _interval(mean, float(np.sqrt(variance)), df, level)


def together(parts: Sequence[Summary]) -> list[Summary]:
    """Several groups of people as one; nothing of none."""
    if not parts:
        return []
    sizes = np.array([one.count for one in parts], dtype=float)
    means = np.array([one.mean for one in parts])
    mean = float(sizes @ means / sizes.sum())
    squares = sum(one.squares for one in parts) + float(sizes @ (means - mean) ** 2)
    return [Summary(int(sizes.sum()), mean, squares)]


def _variance(side: Sequence[Summary]) -> tuple[float, float, float] | TooLittle:
    """Mean, its variance and degrees of freedom."""
    if len(side) == 1:
        one = side[0]
        if one.count < 2:
            return TooLittle(2, one.count, "В каждой группе нужно не менее двух значений.")
        return one.mean, one.squares / one.count / (one.count - 1), one.count - 1
    if not side:
        return TooLittle(2, 0, "В каждой группе нужно не менее двух значений.")
    sizes = np.array([one.count for one in side], dtype=float)
    means = np.array([one.mean for one in side])
    mean = float(sizes @ means / sizes.sum())
    schools = len(side)
    spread = float(np.sum((sizes * (means - mean)) ** 2))
    return mean, schools / (schools - 1) * spread / sizes.sum() ** 2, schools - 1
