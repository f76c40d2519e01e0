"""Tests of many shares at once: against each other, against a border, and of schools together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, beta_cdf, t_quantile, two_sided_t
from msoko.analysis.methods.refusal import TooLittle

_SMALL = 1e-12  # a term that adds less than this part of the sum ends it


@dataclass(frozen=True)
class GroupDifference:
    """Share of one group of schools minus that of another; interval and p with schools sampled."""

    difference: float
    low: float
    high: float
    p: float
    schools: int


def fisher(k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike) -> Array:
    """Exact two-sided p of k1/n1 = k2/n2, twice the smaller tail; (m,) counts, NaN without trials.

    Fisher's conditional test; doubling keeps it at or under its nominal level (Agresti, Categorical
    Data Analysis, 3.5).
    """
    columns = (np.atleast_1d(np.asarray(part, dtype=float)) for part in (k1, n1, k2, n2))
    hits, tried, others, rest = columns
    valid = (tried > 0) & (rest > 0)
    marked, total = hits + others, tried + rest
    upper = hits * total >= tried * marked
    # The lower tail of hits is the upper tail of misses.
    seen = np.where(upper, hits, tried - hits)
    marked = np.where(upper, marked, total - marked)
    tail = _upper_tail(np.where(valid, seen, 0), np.where(valid, tried, 1), marked, total)
    return np.where(valid, np.minimum(2 * tail, 1.0), np.nan)


def against_border(hits: ArrayLike, tried: ArrayLike, border: ArrayLike) -> Array:
    """Exact two-sided p of the share being `border`, a fraction: twice the smaller tail."""
    k, n, at = (np.atleast_1d(np.asarray(part, dtype=float)) for part in (hits, tried, border))
    above = np.where(k > 0, beta_cdf(at, np.maximum(k, 0.5), n - k + 1), 1.0)
    below = np.where(k < n, 1 - beta_cdf(at, k + 1, np.maximum(n - k, 0.5)), 1.0)
    return np.where(n > 0, np.minimum(2 * np.minimum(above, below), 1.0), np.nan)


def schools_difference(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike], level: float = 0.95
) -> GroupDifference | TooLittle:
    """Difference of shares of two groups of schools, each (hits, tried) by school.

    Ratio estimators with linearised variance over schools (Cochran 1977, 11.7); degrees of freedom
    by Satterthwaite. Refuses under two schools in a group, and where schools do not differ at all.
    """
    parts = [_ratio(*(np.asarray(one, dtype=float) for one in group)) for group in (first, second)]
    schools = min(part[2] for part in parts)
    if schools < 2:
        return TooLittle(2, schools, "В одной из групп меньше двух школ.")
    (one, v1, j1), (two, v2, j2) = parts
    if not v1 + v2 > 0:
        return TooLittle(2, 1, "Доли во всех школах одинаковы: разброс оценить нельзя.")
    df = (v1 + v2) ** 2 / (v1**2 / (j1 - 1) + v2**2 / (j2 - 1))
    se, gap = float(np.sqrt(v1 + v2)), one - two
    half = float(t_quantile((1 + level) / 2, df)) * se
    return GroupDifference(gap, gap - half, gap + half, two_sided_t(gap / se, df), j1)


def schools_share(hits: ArrayLike, tried: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Interval of the share of a group of schools, schools sampled; NaN under two schools."""
    share, variance, schools = _ratio(np.asarray(hits, float), np.asarray(tried, float))
    if schools < 2:
        return float("nan"), float("nan")
    half = float(t_quantile((1 + level) / 2, schools - 1)) * float(np.sqrt(variance))
    return max(share - half, 0.0), min(share + half, 1.0)


def _ratio(hits: Array, tried: Array) -> tuple[float, float, int]:
    """Share, its variance over schools, and how many schools have anybody."""
    hits, tried = hits[tried > 0], tried[tried > 0]
    schools = tried.size
    if schools < 2:
        return (float(hits.sum() / tried.sum()) if schools else float("nan")), 0.0, schools
    share = float(hits.sum() / tried.sum())
    squares = float(np.sum((hits - share * tried) ** 2))
    return share, schools / (schools - 1) * squares / float(tried.sum()) ** 2, schools


def _upper_tail(seen: Array, drawn: Array, marked: Array, total: Array) -> Array:
    """P(X ≥ seen) of a hypergeometric X, summed upwards from a point at or over the mean."""
    from scipy.special import gammaln

    def choose(n: Array, k: Array) -> Array:
        return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))

    other = total - marked
    term = np.exp(choose(marked, seen) + choose(other, drawn - seen) - choose(total, drawn))
    tail, at = term.copy(), seen.copy()
    live = np.flatnonzero(term > 0)
    while live.size:
        x = at[live]
        up = (drawn[live] - x) * (marked[live] - x)
        down = (x + 1) * (other[live] - drawn[live] + x + 1)
        term[live] *= up / down
        tail[live] += term[live]
        at[live] += 1
        live = live[term[live] > _SMALL * tail[live]]
    return np.minimum(tail, 1.0)
