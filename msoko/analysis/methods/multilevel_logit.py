"""Two-level model of a yes-or-no result: logit with a random intercept, by adaptive quadrature.

Pinheiro & Bates (1995), doi:10.1080/10618600.1995.10474663: Gauss–Hermite nodes are laid around
each school's own mode. The slope of the likelihood is the posterior mean of the scores (Fisher's
identity), so no derivative of the nodes is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle

_WILD = 15.0  # a logit no share between 1 in 3 million and its reverse has: the data are separated
_STEP = 1e-4
_SURELY = 1 - 1e-15  # the logarithm stays finite where a wild step of the climb makes it nought
_SEPARATED = "Фактор полностью отделяет справившихся от несправившихся: оценить его нельзя."


@dataclass(frozen=True)
class LogitFit:
    """A fitted model: fixed `effects` and `se` (p,) in logits, school variance, log-likelihood.

    `predicted` (J,) are the effects of `schools` (J,) at their modes, `conditional` (J,) the
    variances of the normal approximation there.
    """

    effects: Array
    se: Array
    school_variance: float
    log_likelihood: float
    schools: NDArray[np.generic]
    predicted: Array
    conditional: Array


@dataclass(frozen=True)
class _Data:
    """Rows school by school; those of one school begin at its place of `starts` (J,).

    Pupils alike in everything are one row; `pupils` (rows,) says how many they are.
    """

    y: Array
    x: Array
    pupils: Array
    index: NDArray[np.intp]
    starts: NDArray[np.intp]
    schools: NDArray[np.generic]
    nodes: Array
    log_weights: Array

    def sums(self, values: Array) -> Array:
        """Over the rows (n, …) of each school, (J, …)."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=0), dtype=float)


def fit_logit(
    y: ArrayLike, x: ArrayLike, group: ArrayLike, nodes: int = 25
) -> LogitFit | TooLittle:
    """Fit logit Pr(y = 1) = Xβ + b, b ~ N(0, σ²) per group; y (n,) of 0 and 1, x (n, p).

    Refuses unknown values, one group, one outcome only, factors that repeat each other, and
    separation (an estimate that runs away).
    """
    data = _data(y, x, group, nodes)
    if isinstance(data, TooLittle):
        return data
    start = _plain(data)
    if isinstance(start, TooLittle):
        return start
    theta = _climb(np.r_[start, 0.5], data)
    if np.max(np.abs(data.x @ theta[:-1])) > _WILD:
        return TooLittle(1, 0, _SEPARATED)
    covariance = np.linalg.pinv(_information(theta, data))
    mode, curve = _modes(theta, data)
    sigma = abs(float(theta[-1]))
    return LogitFit(
        effects=theta[:-1],
        se=np.sqrt(np.diag(covariance)[:-1]),
        school_variance=sigma**2,
        log_likelihood=_height(theta, data)[0],
        schools=data.schools,
        predicted=mode * theta[-1],
        conditional=sigma**2 / curve,
    )


def _data(y: ArrayLike, x: ArrayLike, group: ArrayLike, nodes: int) -> _Data | TooLittle:
    outcome, design = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    known = int(np.isfinite(outcome).sum())
    if known < outcome.size or not np.isfinite(design).all():
        return TooLittle(outcome.size, known, "Есть строки с пропусками: исключите их заранее.")
    schools, index = np.unique(np.asarray(group), return_inverse=True)
    if schools.size < 2:
        return TooLittle(2, schools.size, "Нужны данные не менее чем двух школ.")
    if outcome.size <= schools.size:
        need = schools.size + 1
        return TooLittle(need, outcome.size, "В каждой школе только по одному участнику.")
    if np.ptp(outcome) == 0:
        return TooLittle(2, 1, "Исход у всех одинаков: объяснять нечего.")
    rank = int(np.linalg.matrix_rank(design))
    if rank < design.shape[1]:
        return TooLittle(design.shape[1], rank, "Факторы повторяют друг друга или постоянны.")
    at, weights = _nodes(nodes)
    alike = np.column_stack([index, outcome, design])
    rows, pupils = np.unique(alike, axis=0, return_counts=True)  # in order of schools
    place = rows[:, 0].astype(np.intp)
    starts = np.searchsorted(place, np.arange(schools.size))
    return _Data(
        rows[:, 1], rows[:, 2:], pupils.astype(float), place, starts, schools,
        np.sqrt(2) * at, np.log(weights) + at**2,
    )  # fmt: skip


@cache
def _nodes(count: int) -> tuple[Array, Array]:
    """Gauss–Hermite nodes and weights, the same for every model."""
    at, weights = np.polynomial.hermite.hermgauss(count)
    return at, weights


def _plain(data: _Data) -> Array | TooLittle:
    """Logit without schools by Newton's steps; refuses when it runs away."""
    effects = np.zeros(data.x.shape[1])
    for _ in range(40):
        share = _logistic(data.x @ effects)
        weighted = data.x * (data.pupils * (share - share**2))[:, None]
        left = data.pupils * (data.y - share)
        try:
            step = np.linalg.solve(weighted.T @ data.x, data.x.T @ left)
        except np.linalg.LinAlgError:
            break
        effects = effects + step
        if np.max(np.abs(data.x @ effects)) > _WILD:
            break
        if np.max(np.abs(step)) < 1e-10:
            return effects
    return TooLittle(1, 0, _SEPARATED)


def _modes(theta: Array, data: _Data) -> tuple[Array, Array]:
    """Mode of each school's standardised effect and the curvature there; both (J,)."""
    fixed, sigma = data.x @ theta[:-1], theta[-1]
    mode = np.zeros(data.schools.size)
    for _ in range(60):
        share = _logistic(fixed + sigma * mode[data.index])
        curve = 1 + sigma**2 * data.sums(data.pupils * (share - share**2))
        step = (sigma * data.sums(data.pupils * (data.y - share)) - mode) / curve
        mode = mode + step
        if np.max(np.abs(step)) < 1e-10:
            break
    return mode, curve


def _height(theta: Array, data: _Data) -> tuple[float, Array]:
    """Log-likelihood and its slope in (β, σ)."""
    mode, curve = _modes(theta, data)
    at = mode[:, None] + data.nodes / np.sqrt(curve)[:, None]  # (J, k) of the standard normal
    fixed, sigma = data.x @ theta[:-1], theta[-1]
    at_rows = at[data.index]  # (n, k)
    logits = fixed[:, None] + sigma * at_rows
    side = 2 * data.y[:, None] - 1
    missed = _logistic(-side * logits)  # how probable the other outcome was
    pupils = data.pupils[:, None]
    whole = data.sums(pupils * np.log1p(-np.minimum(missed, _SURELY)))
    terms = whole - at**2 / 2 + data.log_weights - np.log(np.pi * curve)[:, None] / 2
    top = terms.max(axis=1, keepdims=True)
    mass = np.exp(terms - top)
    total = mass.sum(axis=1, keepdims=True)
    posterior = mass / total
    weighted = pupils * side * missed * posterior[data.index]
    slope = np.r_[data.x.T @ weighted.sum(axis=1), np.sum(weighted * at_rows)]
    return float(np.sum(top + np.log(total))), slope


def _climb(start: Array, data: _Data) -> Array:
    """The top of the likelihood: quasi-Newton, then Newton's steps on the slope."""
    from scipy.optimize import minimize

    def down(theta: Array) -> tuple[float, Array]:
        height, slope = _height(theta, data)
        return -height, -slope

    theta = np.asarray(minimize(down, start, jac=True, method="BFGS").x, dtype=float)
    if abs(theta[-1]) > 1e-3:
        step = np.linalg.solve(_information(theta, data), _height(theta, data)[1])
        theta = theta + step if np.max(np.abs(step)) < 0.1 else theta
    return theta


def _information(theta: Array, data: _Data) -> Array:
    """Minus the second derivative of the log-likelihood, by differences of its slope."""
    slope: Callable[[Array], Array] = lambda at: _height(at, data)[1]  # noqa: E731
    steps = np.eye(theta.size) * _STEP
    rows = [(slope(theta - step) - slope(theta + step)) / (2 * _STEP) for step in steps]
    bend = np.array(rows)
    return (bend + bend.T) / 2


def _logistic(logits: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(logits), dtype=float)
