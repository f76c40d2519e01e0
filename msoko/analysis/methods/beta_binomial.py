"""Shares of many units pooled: how they vary, and how sure one unit is above a threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.distributions import Array, beta_cdf
from msoko.analysis.methods.refusal import TooLittle

_PRECISIONS = np.geomspace(0.5, 5000.0, 48)  # a + b: intra-unit correlation from 2/3 to 0.0002
_MEANS = 33  # points of the grid over the mean, four standard errors to either side
_NEGLIGIBLE = 1e-5  # weight under which a point of the grid is left out


@dataclass(frozen=True)
class SharesPrior:
    """How the units' true shares vary: Beta distributions of weight `weights`; all arrays (m,).

    `a` and `b` are the parameters of each; `mean` is the average share and `precision` the most
    likely a + b of the grid. Shares are fractions.
    """

    mean: float
    precision: float
    a: Array
    b: Array
    weights: Array


@dataclass(frozen=True)
class PooledShares:
    """Each unit's share after pooling: mean and interval, all (J,), fractions."""

    mean: Array
    low: Array
    high: Array


def shares_prior(successes: ArrayLike, trials: ArrayLike) -> SharesPrior | TooLittle:
    """Learn the spread of true shares from all units by the beta-binomial; both (J,), counts.

    Mean and precision are averaged over a grid, with a prior uniform in the mean and in
    1/√(a + b), so that few units do not pretend to be equal (Gelman et al., Bayesian Data
    Analysis, 5.3). Refuses under five units with trials, and when all or none succeeded.
    """
    hits, tried = (np.asarray(column, dtype=float) for column in (successes, trials))
    hits, tried = hits[tried > 0], tried[tried > 0]
    if hits.size < 5:
        return TooLittle(5, hits.size, "Для объединения долей нужно не менее пяти школ.")
    if hits.sum() in (0, tried.sum()):
        return TooLittle(1, 0, "Ни одного случая либо все до одного: различий между школами нет.")
    means, precisions = (axis.ravel() for axis in np.meshgrid(_means(hits, tried), _PRECISIONS))
    a, b = means * precisions, (1 - means) * precisions
    height = _log_likelihood(hits, tried, a, b) - 0.5 * np.log(precisions)
    weights = np.exp(height - height.max())
    weights /= weights.sum()
    by_precision = weights.reshape(_PRECISIONS.size, _MEANS).sum(axis=1)
    likely = float(_PRECISIONS[np.argmax(by_precision)])
    keep = weights > _NEGLIGIBLE
    kept = weights[keep] / weights[keep].sum()
    return SharesPrior(float(kept @ means[keep]), likely, a[keep], b[keep], kept)


def above(prior: SharesPrior, successes: ArrayLike, trials: ArrayLike, threshold: float) -> Array:
    """Probability, given the data, that each unit's true share exceeds `threshold`; (J,)."""
    a, b = _posterior(prior, successes, trials)
    return np.asarray(prior.weights @ (1 - beta_cdf(threshold, a, b)), dtype=float)


def pooled_shares(
    prior: SharesPrior, successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> PooledShares:
    """Posterior mean and equal-tailed interval of every unit's share; both (J,), counts."""
    a, b = _posterior(prior, successes, trials)
    tail = (1 - level) / 2
    low, high = (_quantile(prior.weights, a, b, at) for at in (tail, 1 - tail))
    return PooledShares(prior.weights @ (a / (a + b)), low, high)


def _posterior(prior: SharesPrior, successes: ArrayLike, trials: ArrayLike) -> tuple[Array, Array]:
    hits, tried = (np.atleast_1d(np.asarray(column, float)) for column in (successes, trials))
    return prior.a[:, None] + hits, prior.b[:, None] + (tried - hits)


def _quantile(weights: Array, a: Array, b: Array, probability: float) -> Array:
    """Bisection on the mixture, unit by unit at once."""
    low, high = np.zeros(a.shape[1]), np.ones(a.shape[1])
    for _ in range(30):
        middle = (low + high) / 2
        under = weights @ beta_cdf(middle, a, b) < probability
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.asarray((low + high) / 2, dtype=float)


def _means(hits: Array, tried: Array) -> Array:
    share = hits.sum() / tried.sum()
    spread = np.sqrt(np.sum((hits - tried * share) ** 2)) / tried.sum()
    spread = max(spread, np.sqrt((share - share**2) / tried.sum()))
    low, high = max(share - 4 * spread, 1e-4), min(share + 4 * spread, 1 - 1e-4)
    return np.linspace(low, high, _MEANS)


def _log_likelihood(hits: Array, tried: Array, a: Array, b: Array) -> Array:
    from scipy.special import betaln

    joint = betaln(hits + a[:, None], tried - hits + b[:, None]).sum(axis=1)
    return np.asarray(joint - hits.size * betaln(a, b), dtype=float)
