"""Percentile ranks of whole scores and the equipercentile function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def equipercentile(new: Array, old: Array) -> Array:
    """Score of the old variant with the same percentile rank, for each score of the new one.

    `new` (K+1,), `old` (L+1,): shares of pupils at 0..K and 0..L, summing to one. A whole score
    stands for the interval of half a point to either side, so equivalents run from -0.5 to L+0.5
    (Kolen & Brennan 2014, section 2.5). A rank shared by several old scores that nobody has goes
    to the highest of them; a score below everyone keeps -0.5.
    """
    return score_at(rank(new), old)


def rank(shares: Array) -> Array:
    """Share of pupils below each score, half of those at it included."""
    return np.asarray(np.cumsum(shares) - shares / 2)


def score_at(ranks: Array, shares: Array) -> Array:
    """The score, not whole, at which the given share of pupils lies below."""
    upto = np.cumsum(shares)
    upto = upto / upto[-1]
    place = np.searchsorted(upto, ranks + 1e-12, side="right")
    place = np.minimum(place, len(shares) - 1)
    below = np.where(place > 0, upto[place - 1], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (ranks - below) / (upto[place] - below)
    found = place - 0.5 + np.clip(np.nan_to_num(inside), 0, 1)
    return np.asarray(np.where(ranks <= 0, -0.5, found))


def rank_at(scores: Array, shares: Array) -> Array:
    """Share of pupils below scores that need not be whole: the reverse of `score_at`."""
    edges = np.arange(len(shares) + 1) - 0.5
    return np.asarray(np.interp(scores, edges, np.concatenate([[0.0], np.cumsum(shares)])))
