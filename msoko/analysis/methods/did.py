"""Did an action change something: changes of treated schools against changes of the others.

The school is the unit: pupils of one school share its luck, so tests on pupils find «effects»
three times too often. Student's t on school changes: Donald & Lang (2007),
doi:10.1162/rest.89.2.221.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array, t_quantile, two_sided_t
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import EFFECT_SCHOOLS, EFFECT_TREATED

_LISTED = 200_000  # assignments up to which all are listed
_DRAWN = 19_999  # assignments drawn otherwise, always the same ones
_TOLERANCE = 1e-9  # differences this close count as equal


@dataclass(frozen=True)
class ChangeDifference:
    """Mean change of treated schools minus that of the others, in units of the changes.

    `p_t` and the 95 % interval are of the pooled t; `p_permutation` of all assignments of as many
    schools (`exact`) or of drawn ones; `least_p` is the smallest p these schools could have given.
    """

    difference: float
    se: float
    low: float
    high: float
    p_t: float
    p_permutation: float
    exact: bool
    least_p: float
    treated: int
    untreated: int


@dataclass(frozen=True)
class Placement:
    """Where the change of one treated school lies among untreated ones: a description, no test.

    `rank` 1 is the largest change of all `schools`; `share_below` is of untreated schools.
    """

    change: float
    untreated_mean: float
    rank: int
    schools: int
    share_below: float


def difference_of_changes(
    changes: ArrayLike, treated: ArrayLike, level: float = 0.95
) -> ChangeDifference | TooLittle:
    """Compare school changes (G,) by `treated` (G,) of booleans; NaN changes are left out.

    Refuses under two treated (one is only placed: `placement`), under two untreated, and equal
    changes. The permutation test lists all assignments while there are not too many.
    """
    known = np.isfinite(np.asarray(changes, dtype=float))
    change, mark = np.asarray(changes, float)[known], np.asarray(treated, dtype=bool)[known]
    k, others = int(mark.sum()), int((~mark).sum())
    if min(k, others) < 2:
        why = "Для сравнения нужно не менее двух школ с мерой и двух без неё."
        return TooLittle(2, min(k, others), why)
    difference, se = _pooled(change, mark)
    if not se > 0:
        return TooLittle(2, 1, "Изменения во всех школах одинаковы: разброс оценить нельзя.")
    df = change.size - 2
    half = float(t_quantile((1 + level) / 2, df)) * se
    exact = comb(change.size, k) <= _LISTED
    p, least = _permutation(change, mark, exact)
    ends = difference - half, difference + half
    return ChangeDifference(
        difference, se, *ends, two_sided_t(difference / se, df), p, exact, least, k, others
    )


def placement(changes: ArrayLike, treated: ArrayLike) -> Placement | TooLittle:
    """Place the only treated school among untreated ones; both (G,), NaN left out.

    Refuses another number of treated schools than one, and fewer than three others.
    """
    known = np.isfinite(np.asarray(changes, dtype=float))
    change, mark = np.asarray(changes, float)[known], np.asarray(treated, dtype=bool)[known]
    if mark.sum() != 1:
        return TooLittle(1, int(mark.sum()), "Место среди прочих определяется для одной школы.")
    own, others = float(change[mark][0]), change[~mark]
    if others.size < 3:
        return TooLittle(3, others.size, "Для сравнения нужно не менее трёх школ без меры.")
    rank = 1 + int((others > own).sum())
    below = float((others < own).mean())
    return Placement(own, float(others.mean()), rank, change.size, below)


def proven(found: ChangeDifference, before: ChangeDifference | None) -> bool:
    """Whether the word «эффект» may stand: enough schools, permutation p < .05, no earlier trend.

    `before` is the same comparison of changes in the year before the action: without it, or when
    it already differs, nothing is proven.
    """
    enough = found.treated + found.untreated >= EFFECT_SCHOOLS and found.treated >= EFFECT_TREATED
    parallel = before is not None and before.p_permutation >= 0.05
    return enough and parallel and found.p_permutation < 0.05


def detectable(
    change_sd: float, treated: int, untreated: int, power: float = 0.8, level: float = 0.95
) -> float | TooLittle:
    """Smallest true difference the comparison would find with this power, in units of `change_sd`.

    `change_sd` is the standard deviation of school changes without any action. Two-sided test,
    noncentral t. Refuses under two treated or two untreated.
    """
    from scipy.optimize import brentq
    from scipy.special import nctdtr

    if min(treated, untreated) < 2:
        why = "Для оценки нужны не менее двух школ с мерой и двух без неё."
        return TooLittle(2, min(treated, untreated), why)
    df = treated + untreated - 2
    limit = float(t_quantile((1 + level) / 2, df))

    def lacking(shift: float) -> float:
        return float(1 - nctdtr(df, shift, limit)) - power

    shift = float(brentq(lacking, 1e-9, 3 * limit + 5))
    return shift * change_sd * float(np.sqrt(1 / treated + 1 / untreated))


def expected_change(
    selected_before: float, all_before: float, correlation: float, shift: float = 0.0
) -> float:
    """Change to expect of schools chosen for their result, without any action.

    Regression to the mean: of their distance from all schools only `correlation` (between the two
    occasions) is kept; `shift` is the change of all schools. Measured: r = 0.40 for one work,
    0.75 for several pooled.
    """
    return shift - (1 - correlation) * (selected_before - all_before)


def _pooled(change: Array, mark: NDArray[np.bool_]) -> tuple[float, float]:
    one, other = change[mark], change[~mark]
    squares = np.sum((one - one.mean()) ** 2) + np.sum((other - other.mean()) ** 2)
    variance = squares / (change.size - 2) * (1 / one.size + 1 / other.size)
    return float(one.mean() - other.mean()), float(np.sqrt(variance))


def _permutation(change: Array, mark: NDArray[np.bool_], exact: bool) -> tuple[float, float]:
    """p of the distance of treated sums from the expected one, and the least p possible."""
    centred = change - change.mean()
    own = centred[mark].sum()
    sums = centred[_assignments(change.size, int(mark.sum()), exact)].sum(axis=1)
    sums = sums if exact else np.r_[own, sums]
    distance = np.abs(sums) + _TOLERANCE * max(1.0, float(np.abs(change).max()))
    p, least = (float((distance >= far).mean()) for far in (abs(own), np.abs(sums).max()))
    return p, least


@lru_cache(maxsize=4)
def _assignments(size: int, chosen: int, exact: bool) -> NDArray[np.intp]:
    """Rows of `chosen` schools out of `size`: all of them, or drawn ones, always the same."""
    if exact:
        return np.array(list(combinations(range(size), chosen)), dtype=np.intp)
    drawn = np.random.default_rng(0).random((_DRAWN, size))
    return np.argsort(drawn, axis=1)[:, :chosen]
