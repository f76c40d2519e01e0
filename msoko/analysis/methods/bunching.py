"""Are there too many results at the score that gives the next mark, and too few just below it?

Counts of pupils per score follow a smooth log-linear Poisson curve (Legendre polynomial); the test
asks whether a share of those at c − 1 was moved to c. It is a score test: only the smooth curve is
fitted, so a class of fifteen can be tested. Idea of the counterfactual curve: Chetty et al. (2011),
doi:10.1093/qje/qjr013; Dee et al. (2019), doi:10.1257/app.20170520. A test is never proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, normal_cdf
from msoko.analysis.methods.refusal import TooLittle

LEAST_PUPILS = 15  # under it the test does not keep its error rate
_DEGREES = ((3000, 8), (600, 6), (0, 4))  # pupils from which a curve of this degree is taken
_RIDGE = 0.02  # keeps the curve finite where only a few scores occur


@dataclass(frozen=True)
class Bunching:
    """Test of each row of counts; all arrays (J,), NaN under LEAST_PUPILS.

    `z` and one-sided `p`; `score` and `information` sum over works (`summed`); `moved` is the
    estimated number of pupils moved from c − 1 to c, `share_moved` its share of those who would
    have had c − 1; `at` and `below` are the counts at c and c − 1; `degree` is of the curve.
    """

    z: Array
    p: Array
    score: Array
    information: Array
    moved: Array
    share_moved: Array
    at: Array
    below: Array
    pupils: Array
    degree: Array


@dataclass(frozen=True)
class PooledBunching:
    """Several works of one school together: `stouffer` of z, `summed` of scores, total `moved`."""

    works: int
    stouffer: float
    summed: float
    p: float
    moved: float


def degree_for(pupils: int) -> int:
    """Degree of the smooth curve: 4 for a school, 6 and 8 for the region's thousands."""
    return next(degree for least, degree in _DEGREES if pupils >= least)


def bunching(counts: ArrayLike, cutoff: int, degree: int | None = None) -> Bunching | TooLittle:
    """Test counts (J, S + 1) or (S + 1,) of pupils per score 0…S at the score `cutoff`.

    The degree follows the number of pupils unless given. Refuses when no row has LEAST_PUPILS,
    when c − 1 or c lies outside the scores, and when there are too few scores for the curve.
    """
    table = np.atleast_2d(np.asarray(counts, dtype=float))
    pupils = table.sum(axis=1)
    scores = table.shape[1]
    if not 1 <= cutoff < scores:
        return TooLittle(1, 0, "Граница отметки лежит вне шкалы баллов.")
    if pupils.max(initial=0) < LEAST_PUPILS:
        why = "Участников слишком мало для проверки распределения баллов."
        return TooLittle(LEAST_PUPILS, int(pupils.max(initial=0)), why)
    wanted = [degree_for(int(n)) if degree is None else degree for n in pupils]
    chosen = np.array(wanted)
    if scores < chosen.max() + 4:
        why = "Разных баллов слишком мало для проверки распределения."
        return TooLittle(int(chosen.max()) + 4, scores, why)
    columns = np.full((5, len(table)), np.nan)
    for one in np.unique(chosen):
        rows = (chosen == one) & (pupils >= LEAST_PUPILS)
        columns[:, rows] = _tested(table[rows], cutoff, int(one))
    score, information, moved, share, z = columns
    at, below = table[:, cutoff], table[:, cutoff - 1]
    p = normal_cdf(-z)
    return Bunching(z, p, score, information, moved, share, at, below, pupils, chosen)


def pooled(
    z: ArrayLike, score: ArrayLike, information: ArrayLike, moved: ArrayLike
) -> PooledBunching | TooLittle:
    """One school over its works; all (works,), NaN left out; p belongs to the summed score.

    Stouffer weighs works alike; the sum weighs them by what they can show.
    """
    columns = np.array([z, score, information, moved], dtype=float)
    known = columns[:, np.isfinite(columns[0])]
    works = known.shape[1]
    if works == 0:
        return TooLittle(1, 0, "Ни в одной работе участников не хватило для проверки.")
    summed = float(known[1].sum() / np.sqrt(known[2].sum()))
    stouffer = float(known[0].sum() / np.sqrt(works))
    p = float(normal_cdf(-summed))
    return PooledBunching(works, stouffer, summed, p, float(known[3].sum()))


def log_ratio(at: ArrayLike, below: ArrayLike) -> tuple[Array, Array]:
    """log(n(c) / n(c − 1)) and its standard error, halves added; any shape.

    Free of size; shrink over schools with `school_effects(estimate, se, prior_scale=1)`, which
    is the comparison with the region as well.
    """
    over, under = np.asarray(at, dtype=float) + 0.5, np.asarray(below, dtype=float) + 0.5
    return np.log(over / under), np.sqrt(1 / over + 1 / under)


def _tested(table: Array, cutoff: int, degree: int) -> Array:
    """Score, information, moved, share moved and z of rows; (5, J)."""
    curve = _polynomial(table.shape[1], degree)
    coefficients = _smooth(table, curve)
    expected = np.exp(coefficients @ curve.T)
    pull = np.zeros_like(expected)
    pull[:, cutoff - 1] = -1.0
    pull[:, cutoff] = expected[:, cutoff - 1] / expected[:, cutoff]
    score = np.sum(pull * (table - expected), axis=1)
    cross = (pull * expected) @ curve
    inner = np.linalg.solve(_information(expected, curve), cross[:, :, None])[:, :, 0]
    information = np.sum(pull**2 * expected, axis=1) - np.sum(cross * inner, axis=1)
    z = score / np.sqrt(np.maximum(information, 1e-12))
    share, moved = np.zeros((2, len(table)))
    up = score > 0
    share[up], moved[up] = _moved(table[up], curve, coefficients[up], cutoff)
    return np.array([score, information, moved, share, z])


def _polynomial(scores: int, degree: int) -> Array:
    at = np.linspace(-1, 1, scores)
    return np.asarray(np.polynomial.legendre.legvander(at, degree), dtype=float)


def _information(expected: Array, curve: Array) -> Array:
    """Fisher information of the coefficients, ridge included; (J, d + 1, d + 1)."""
    size = curve.shape[1]
    products = (curve[:, :, None] * curve[:, None, :]).reshape(len(curve), -1)
    ridge = np.diag(np.r_[0.0, np.full(size - 1, _RIDGE)])
    return np.asarray((expected @ products).reshape(-1, size, size) + ridge)


def _smooth(table: Array, curve: Array) -> Array:
    """Coefficients (J, d + 1) of the smooth curves, by scoring with halved steps."""
    ridge = np.r_[0.0, np.full(curve.shape[1] - 1, _RIDGE)]

    def height(at: Array) -> Array:
        logs = np.minimum(at @ curve.T, 50.0)
        return np.asarray(np.sum(table * logs - np.exp(logs), axis=1) - at**2 @ ridge / 2)

    start = np.zeros((len(table), curve.shape[1]))
    start[:, 0] = np.log(table.mean(axis=1))
    return _climb(start, height, lambda at: _step(at, table, curve, ridge))


def _step(at: Array, table: Array, curve: Array, ridge: Array) -> Array:
    expected = np.exp(np.minimum(at @ curve.T, 50.0))
    slope = (table - expected) @ curve - at * ridge
    step = np.linalg.solve(_information(expected, curve), slope[:, :, None])[:, :, 0]
    return np.asarray(step, dtype=float)


def _climb(at: Array, height: Callable[[Array], Array], step: Callable[[Array], Array]) -> Array:
    """Up the likelihood from `at`; a step that leads down is halved."""
    now = height(at)
    for _ in range(60):
        change = step(at)
        part = np.ones(len(at))
        for _ in range(20):
            moved = at + part[:, None] * change
            new = height(moved)
            worse = new < now - 1e-9 * np.abs(now)
            if not worse.any():
                break
            part = np.where(worse, part / 2, part)
        at, now = moved, new
        if np.max(np.abs(change)) < 1e-8:
            break
    return at


def _moved(table: Array, curve: Array, at: Array, cutoff: int) -> tuple[Array, Array]:
    """Most likely share of those at c − 1 moved to c and their number; EM over who was moved."""
    ridge = np.r_[0.0, np.full(curve.shape[1] - 1, _RIDGE)]
    share, arrived = np.full(len(table), 0.3), np.zeros(len(table))
    for _ in range(200):
        expected = np.exp(np.minimum(at @ curve.T, 50.0))
        from_below = share * expected[:, cutoff - 1]
        arrived = table[:, cutoff] * from_below / (expected[:, cutoff] + from_below)
        true = table.copy()
        true[:, cutoff] -= arrived
        true[:, cutoff - 1] += arrived
        before, share = share, arrived / np.maximum(true[:, cutoff - 1], 1e-9)
        at = at + _step(at, true, curve, ridge)
        if np.max(np.abs(share - before), initial=0.0) < 1e-4:
            break
    return share, arrived
