"""Deviance of a two-level linear model as a function of the relative spread between groups only.

Bates et al. (2015), doi:10.18637/jss.v067.i01, sections 3.4 and 3.5, written with per-group sums:
with D = ΛΛ' and K = (I + Z'Z D)⁻¹, Z'H⁻¹W = K Z'W for any W, and |H| = ∏ 1/|K|.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from msoko.analysis.methods.cross_products import CrossProducts
from msoko.analysis.methods.distributions import Array

_NEAR_ZERO = 1e-3  # a spread this small against the residual counts as the border
_STEP = 1e-4  # of the differences that give the second derivative


@dataclass(frozen=True)
class Profile:
    """The model at one Λ: deviance and its slope in Λ, the estimates that go with it.

    `shrink` (J, q, q) is K; `precision` (p, p) is X'H⁻¹X; `score` (J, q) is Z'H⁻¹(y − Xβ).
    """

    deviance: float
    slope: Array
    effects: Array
    precision: Array
    residual_variance: float
    shrink: Array
    score: Array


def profile(factor: Array, sums: CrossProducts, reml: bool) -> Profile:
    """Profile out β and σ² at the lower triangular relative factor Λ (q, q)."""
    spread = factor @ factor.T
    inner = np.eye(len(factor)) + sums.zz @ spread
    shrink = np.asarray(np.linalg.inv(inner), dtype=float)
    shrunk_x = shrink @ sums.zx
    shrunk_y = np.einsum("jab,jb->ja", shrink, sums.zy)
    spread_x = sums.zx.transpose(0, 2, 1) @ spread
    precision = sums.xx - np.einsum("jpa,jar->pr", spread_x, shrunk_x)
    right = sums.xy - np.einsum("jpa,ja->p", spread_x, shrunk_y)
    effects = np.linalg.solve(precision, right)
    total = sums.yy - float(np.einsum("ja,ab,jb->", sums.zy, spread, shrunk_y))
    df = sums.rows - (sums.fixed if reml else 0)
    residual_variance = (total - float(effects @ right)) / df
    deviance = float(np.linalg.slogdet(inner)[1].sum()) + df * (
        1 + np.log(2 * np.pi * residual_variance)
    )
    score = shrunk_y - shrunk_x @ effects
    weight = np.einsum("jab,jbc->ac", shrink, sums.zz)
    if reml:
        deviance += float(np.linalg.slogdet(precision)[1])
        half = np.linalg.solve(precision, shrunk_x.transpose(0, 2, 1))
        weight = weight - np.einsum("jap,jpb->ab", shrunk_x, half)
    slope = np.tril(2 * (weight - score.T @ score / residual_variance) @ factor)
    beta = np.asarray(effects, dtype=float)
    return Profile(deviance, slope, beta, precision, residual_variance, shrink, score)


def best_factor(sums: CrossProducts, reml: bool) -> Array:
    """The lower triangular relative factor Λ (q, q) with the least deviance."""
    from scipy.optimize import minimize

    q = sums.zz.shape[1]
    rows, columns = np.tril_indices(q)
    length = np.sqrt(np.einsum("jqq->q", sums.zz) / sums.rows)
    scale = 0.5 / np.maximum(length, 1e-12)[rows]

    def factor(theta: Array) -> Array:
        whole = np.zeros((q, q))
        whole[rows, columns] = theta * scale
        return whole

    def deviance(theta: Array) -> tuple[float, Array]:
        at = profile(factor(theta), sums, reml)
        return at.deviance, at.slope[rows, columns] * scale

    # no border at nought: a spread may pass through it, its sign means nothing (Λ and −Λ are one)
    start = (rows == columns).astype(float)
    options = {"ftol": 1e-14, "gtol": 1e-5, "maxiter": 500}
    found = minimize(deviance, start, jac=True, method="L-BFGS-B", options=options)
    theta = np.asarray(found.x, dtype=float)
    if np.min(np.abs(theta[rows == columns])) > _NEAR_ZERO:
        theta = _polished(theta, lambda at: deviance(at)[1])
    best = factor(theta)
    return best * np.where(np.diag(best) < 0, -1.0, 1.0)


def _polished(theta: Array, slope: Callable[[Array], Array]) -> Array:
    """Newton steps on the slope, exact where differences of the deviance drown in rounding."""
    for _ in range(3):
        here, steps = slope(theta), np.eye(theta.size) * _STEP
        bend = np.array([(slope(theta + s) - slope(theta - s)) / (2 * _STEP) for s in steps])
        if np.min(np.linalg.eigvalsh(bend + bend.T)) <= 0:
            return theta
        change = np.linalg.solve((bend + bend.T) / 2, here)
        theta = theta - change
        if np.max(np.abs(change)) < 1e-7:
            break
    return theta
