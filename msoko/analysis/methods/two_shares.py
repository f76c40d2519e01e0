"""Tests of many shares at once: against each other, against a border, and of schools together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, beta_cdf, t_quantile, two_sided_t
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.methods.shares import exact_share

_SMALL = 1e-12  # a term that adds less than this part of the sum ends it; a variance that is none


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


def schools_change(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike], level: float = 0.95
) -> GroupDifference | TooLittle:
    """Difference of two shares of the same schools, place by place: two years, boys and girls.

    What a school has in both parts falls out of the difference: linearised variance of the
    difference of two ratios over schools (Cochran 1977, 6.14 and 11.7), J − 1 degrees of freedom.
    Schools without anybody in either part stand aside. Refuses under two schools and without
    anybody in a part, and where schools do not differ at all.
    """
    (h1, n1), (h2, n2) = (
        [np.asarray(column, dtype=float) for column in one] for one in (first, second)
    )
    schools = int(((n1 + n2) > 0).sum())
    if schools < 2 or not (n1.sum() > 0 and n2.sum() > 0):
        return TooLittle(2, schools, "В одной из групп меньше двух школ.")
    one, two = (float(hits.sum() / tried.sum()) for hits, tried in ((h1, n1), (h2, n2)))
    left = (h1 - one * n1) / n1.sum() - (h2 - two * n2) / n2.sum()
    variance = schools / (schools - 1) * float(np.sum(left**2))
    if not variance > _SMALL:
        return TooLittle(2, 1, "Доли во всех школах одинаковы: разброс оценить нельзя.")
    se, gap, df = float(np.sqrt(variance)), one - two, schools - 1
    half = float(t_quantile((1 + level) / 2, df)) * se
    p = two_sided_t(gap / se, df)
    return GroupDifference(gap, max(gap - half, -1.0), min(gap + half, 1.0), p, schools)


def schools_against(
    group: tuple[ArrayLike, ArrayLike], share: float, level: float = 0.95
) -> GroupDifference | TooLittle:
    """Share of a group of schools minus a known one; the schools are what varies.

    As `schools_difference`, with J − 1 degrees of freedom.
    """
    own, variance, schools = _ratio(*(np.asarray(one, dtype=float) for one in group))
    if schools < 2:
        return TooLittle(2, schools, "В одной из групп меньше двух школ.")
    if not variance > _SMALL:
        return TooLittle(2, 1, "Доли во всех школах одинаковы: разброс оценить нельзя.")
    se, gap, df = float(np.sqrt(variance)), own - share, schools - 1
    half = float(t_quantile((1 + level) / 2, df)) * se
    return GroupDifference(gap, gap - half, gap + half, two_sided_t(gap / se, df), schools)


def schools_share(hits: ArrayLike, tried: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Interval of the share of a group of schools, schools sampled; NaN under two schools.

    The exact interval of as many independent people as carry the same knowledge, never more than
    there are: Korn & Graubard, Survey Methodology 24 (1998) 193–201. Without a spread between
    schools (nobody or everybody) it is that of the people themselves.
    """
    share, worth = schools_worth(hits, tried, level)
    low, high = exact_share(share * worth, worth, level)
    return float(low), float(high)


def schools_worth(hits: ArrayLike, tried: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """The share of a group of schools, and how many independent people know as much of it.

    Korn & Graubard (1998), as in `schools_share`; NaN of people under two schools. Schools lie
    along the first axis, (J,) or (J, I) for I shares at once; so many come back, () or (I,).
    """
    share, variance, schools = _ratios(np.asarray(hits, float), np.asarray(tried, float))
    people = np.sum(np.asarray(tried, float), axis=0)
    tail = (1 + level) / 2
    few = t_quantile(tail, np.maximum(people - 1, 1)) / t_quantile(tail, np.maximum(schools - 1, 1))
    spread = variance > _SMALL
    one_person = share - share**2  # variance of a single answer
    fewer = np.minimum(one_person / np.where(spread, variance, 1.0) * few**2, people)
    worth = np.where(schools < 2, np.nan, np.where(spread, fewer, people))
    return np.asarray(share), worth


def _ratio(hits: Array, tried: Array) -> tuple[float, float, int]:
    """Share, its variance over schools, and how many schools have anybody."""
    share, variance, schools = _ratios(hits, tried)
    return float(share), float(variance), int(schools)


def _ratios(hits: Array, tried: Array) -> tuple[Array, Array, Array]:
    """The same of schools along the first axis; NaN of a share nobody has."""
    schools, people = (tried > 0).sum(axis=0), tried.sum(axis=0)
    share = np.where(people > 0, hits.sum(axis=0) / np.maximum(people, 1), np.nan)
    squares = np.sum(np.where(tried > 0, hits - share * tried, 0.0) ** 2, axis=0)
    variance = schools / np.maximum(schools - 1, 1) * squares / np.maximum(people, 1) ** 2
    return share, np.where(schools < 2, 0.0, variance), schools


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
