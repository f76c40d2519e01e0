"""Standard errors of a calibration from the observed information."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.expect import Expected, expect
from msoko.analysis.methods.irt.lost import lost_information
from msoko.analysis.methods.irt.maximise import curvature
from msoko.analysis.methods.irt.places import Places, places
from msoko.analysis.methods.irt.rows import Rows
from msoko.analysis.methods.irt.state import Free, State

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Errors:
    """Standard errors: `slope` (A,), `difficulty` (J, C-1), `mean` and `sd` (G,); NaN = none."""

    slope: Array
    difficulty: Array
    mean: Array
    sd: Array

    @staticmethod
    def unknown(state: State) -> Errors:
        """No standard error at all."""
        items, columns = state.intercept.shape
        return Errors(
            np.full(len(state.slope), np.nan),
            np.full((items, columns - 1), np.nan),
            np.full(len(state.mean), np.nan),
            np.full(len(state.mean), np.nan),
        )


def observed_errors(rows: Rows, state: State, free: Free) -> Errors:
    """Complete information minus the lost (Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x).

    Exact for the model, no numerical differentiation. NaN everywhere when the matrix is not
    positive definite: the solution is then not a proper maximum.
    """
    where = places(state, free)
    expected = expect(rows, state, free.nodes)
    matrix = _complete(rows, state, free, where, expected)
    matrix -= lost_information(rows, state, free, where, expected)
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return Errors.unknown(state)
    cover: Array = np.linalg.inv(matrix).astype(np.float64)
    return _delta(cover, state, free, where)


def _complete(rows: Rows, state: State, free: Free, where: Places, expected: Expected) -> Array:
    curve = curvature(expected.chance, expected.per_item(rows), free.nodes)
    matrix = np.zeros((where.size, where.size))
    for j in range(len(free.intercept)):
        moving = np.flatnonzero(free.intercept[j])
        a, d = where.slope[j if len(where.slope) > 1 else 0], where.intercept[j][moving]
        matrix[np.ix_(d, d)] += curve.intercepts[j][np.ix_(moving, moving)]
        if a >= 0:
            matrix[a, a] += curve.slope_slope[j]
            matrix[a, d] += curve.slope_intercept[j][moving]
            matrix[d, a] += curve.slope_intercept[j][moving]
    pupils = expected.per_group(rows, len(state.mean))
    for g, m, s in zip(where.group, where.mean, where.sd, strict=True):
        away = (free.nodes - state.mean[g]) / state.sd[g]
        matrix[m, m] = pupils[g].sum() / state.sd[g] ** 2
        matrix[m, s] = matrix[s, m] = 2 * pupils[g] @ away / state.sd[g]
        matrix[s, s] = 2 * pupils[g] @ away**2
    return matrix


def _delta(cover: Array, state: State, free: Free, where: Places) -> Errors:
    """Errors of what is reported from the covariance of the unknowns, by the delta method."""
    unknown = Errors.unknown(state)
    slope, mean, sd = unknown.slope.copy(), unknown.mean.copy(), unknown.sd.copy()
    diagonal = np.sqrt(np.diag(cover))
    slope[free.slope] = diagonal[where.slope[free.slope]]
    mean[where.group] = diagonal[where.mean]
    sd[where.group] = diagonal[where.sd] * state.sd[where.group]
    return Errors(slope, _difficulty(cover, state, free, where), mean, sd)


def _difficulty(cover: Array, state: State, free: Free, where: Places) -> Array:
    shared = len(state.slope) == 1
    found = Errors.unknown(state).difficulty.copy()
    moving = np.asarray(free.intercept.any(axis=1))
    defined = np.isfinite(state.items.difficulty) & moving[:, None]
    for j, k in zip(*(place.tolist() for place in np.nonzero(defined)), strict=True):
        gradient = np.zeros(len(cover))
        a = 1.0 if shared else state.slope[j]
        for place, sign in ((k, 1.0), (k + 1, -1.0)):
            if where.intercept[j, place] >= 0:
                gradient[where.intercept[j, place]] = sign / a
        if not shared and where.slope[j] >= 0:
            gradient[where.slope[j]] = (state.intercept[j, k + 1] - state.intercept[j, k]) / a**2
        found[j, k] = np.sqrt(gradient @ cover @ gradient)
    return found
