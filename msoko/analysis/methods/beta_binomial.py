"""Shares of many units pooled: how they vary, and how sure one unit is above a threshold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from msoko.analysis.methods.beta_tails import beta_tails
from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle

_PRECISIONS = np.geomspace(0.5, 5000.0, 48)  # a + b: intra-unit correlation from 2/3 to 0.0002
_MEANS = 33  # points of the grid over the mean, four standard errors to either side
# where distributions of shares are drawn: closely between 0.2 % and 99.8 %, and far out
_LOGITS = np.concatenate([np.arange(-40, -6, 0.2), np.arange(-6, 6, 0.02), np.arange(6, 40, 0.2)])
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
    if not 0 < threshold < 1:
        raise ValueError("a threshold of a share lies between 0 and 1")
    hits, tried = (np.atleast_1d(np.asarray(column, float)) for column in (successes, trials))
    found = np.empty(hits.size)
    for unit, tails in beta_tails(prior.a, prior.b, hits, tried - hits, threshold):
        found[unit] = tails @ prior.weights
    return found


def pooled_shares(
    prior: SharesPrior, successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> PooledShares:
    """Posterior mean and equal-tailed interval of every unit's share; both (J,), counts."""
    cdf = _cdf(prior, successes, trials)
    tails = (1 - level) / 2, (1 + level) / 2
    ends = np.array([np.interp(tails, unit, _LOGITS) for unit in cdf])
    low, high = 1 / (1 + np.exp(-ends.T))
    share = 1 / (1 + np.exp(-_LOGITS))
    mean = np.diff(cdf, axis=1, prepend=0.0) @ (share - np.diff(share, prepend=0.0) / 2)
    return PooledShares(np.asarray(mean), low, high)


def _cdf(prior: SharesPrior, successes: ArrayLike, trials: ArrayLike) -> Array:
    """Posterior distribution function of each unit over _LOGITS; (J, points).

    The mixture's density at a point is a product of matrices: what the point gives each part of
    the prior, and what each part gives each unit.
    """
    from scipy.special import betaln

    hits, tried = (np.atleast_1d(np.asarray(column, float)) for column in (successes, trials))
    a, b = prior.a, prior.b
    log_p, log_q = -np.logaddexp(0, -_LOGITS), -np.logaddexp(0, _LOGITS)
    own = betaln(a + hits[:, None], b + (tried - hits)[:, None])
    parts = np.exp(np.log(prior.weights) + betaln(a, b) - own - _top(betaln(a, b) - own))
    points = np.exp(a[:, None] * log_p + b[:, None] * log_q - betaln(a, b)[:, None])
    chance = hits[:, None] * log_p + (tried - hits)[:, None] * log_q
    density = (parts @ points) * np.exp(chance - _top(chance))
    pieces = (density[:, 1:] + density[:, :-1]) / 2 * np.diff(_LOGITS)
    whole = np.cumsum(np.column_stack([np.zeros(hits.size), pieces]), axis=1)
    return np.asarray(whole / whole[:, -1:])


def _top(table: Array) -> Array:
    return np.asarray(table.max(axis=1, keepdims=True))


def _means(hits: Array, tried: Array) -> Array:
    share = hits.sum() / tried.sum()
    spread = np.sqrt(np.sum((hits - tried * share) ** 2)) / tried.sum()
    spread = max(spread, np.sqrt((share - share**2) / tried.sum()))
    low, high = max(share - 4 * spread, 1e-4), min(share + 4 * spread, 1 - 1e-4)
    return np.linspace(low, high, _MEANS)


def _log_likelihood(hits: Array, tried: Array, a: Array, b: Array) -> Array:
    """Sum over units of log B(a + hits, b + misses) − log B(a, b), equal counts taken once."""
    from scipy.special import betaln

    pairs, times = np.unique(np.column_stack([hits, tried - hits]), axis=0, return_counts=True)
    joint = betaln(pairs[:, 0] + a[:, None], pairs[:, 1] + b[:, None]) @ times
    return np.asarray(joint - hits.size * betaln(a, b), dtype=float)
