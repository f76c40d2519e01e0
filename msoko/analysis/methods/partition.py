"""Two ways to cut units into groups: k-means and Ward's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.distributions import Array

Labels = NDArray[np.intp]
_STARTS = 3
_CANDIDATES = 4
_ROUNDS = 40


def k_means(places: Array, count: int, rng: np.random.Generator) -> Labels:
    """Labels (J,) of the best of several starts; Lloyd's steps from spread-out centres.

    Arthur & Vassilvitskii (2007) for the starts. Places (J, m).
    """
    best, least = np.zeros(len(places), dtype=np.intp), np.inf
    own = _lengths(places)
    for _ in range(_STARTS):
        centres = _spread_out(places, own, count, rng)
        labels = np.full(len(places), -1)
        for _ in range(_ROUNDS):
            apart = _squares(places, own, centres)
            new = apart.argmin(axis=1)
            if np.array_equal(new, labels):
                break
            labels = new
            centres = _means(places, labels, centres)
        within = float(apart[np.arange(len(places)), labels].sum())
        if within < least:
            best, least = labels, within
    return np.unique(best, return_inverse=True)[1]


def ward(places: Array, count: int, _rng: np.random.Generator) -> Labels:
    """Labels (J,) after merging, step by step, the two groups whose union adds least variance.

    Ward (1963), doi:10.1080/01621459.1963.10500845. Each row remembers its cheapest partner.
    """
    labels = np.arange(len(places))
    centres, sizes = places.copy(), np.ones(len(places))
    cost = _squares(places, _lengths(places), places) / 2
    np.fill_diagonal(cost, np.inf)
    partner = cost.argmin(axis=1)
    cheapest = cost[labels, partner]
    for _ in range(len(places) - count):
        kept = int(cheapest.argmin())
        gone = int(partner[kept])
        total = sizes[kept] + sizes[gone]
        centres[kept] = (sizes[kept] * centres[kept] + sizes[gone] * centres[gone]) / total
        sizes[kept], sizes[gone] = total, 0.0
        labels[labels == gone] = kept
        new = _union_cost(centres, sizes, kept)
        cost[kept], cost[:, kept] = new, new
        cost[gone], cost[:, gone] = np.inf, np.inf
        stale = np.flatnonzero((partner == kept) | (partner == gone))
        stale = stale[sizes[stale] > 0]
        better = new < cheapest
        partner[better], cheapest[better] = kept, new[better]
        for row in {*stale.tolist(), kept}:
            partner[row] = cost[row].argmin()
            cheapest[row] = cost[row, partner[row]]
        partner[gone], cheapest[gone] = -1, np.inf
    return np.unique(labels, return_inverse=True)[1]


def _union_cost(centres: Array, sizes: Array, kept: int) -> Array:
    gap = np.sum((centres - centres[kept]) ** 2, axis=1)
    total = np.maximum(sizes + sizes[kept], 1)
    cost = np.where(sizes > 0, gap * sizes * sizes[kept] / total, np.inf)
    cost[kept] = np.inf
    return np.asarray(cost)


def _spread_out(places: Array, own: Array, count: int, rng: np.random.Generator) -> Array:
    """Starting centres: far from those before, each the best of a few drawn candidates."""
    centres = places[[rng.integers(len(places))]]
    left = _squares(places, own, centres)[:, 0]
    while len(centres) < count:
        chance = left / left.sum() if left.sum() > 0 else None
        drawn = places[rng.choice(len(places), size=_CANDIDATES, p=chance)]
        then = np.minimum(_squares(places, own, drawn), left[:, None])
        best = int(then.sum(axis=0).argmin())
        centres, left = np.vstack([centres, drawn[best]]), then[:, best]
    return centres


def _means(places: Array, labels: Labels, old: Array) -> Array:
    sizes = np.bincount(labels, minlength=len(old))
    sums = np.array([np.bincount(labels, column, minlength=len(old)) for column in places.T]).T
    return np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], old)


def _lengths(places: Array) -> Array:
    """Squared distance of each from the origin; (J,)."""
    return np.asarray(np.einsum("jm,jm->j", places, places))


def _squares(places: Array, own: Array, centres: Array) -> Array:
    """Squared distances of places, `own` lengths known, from centres; (J, count)."""
    whole = own[:, None] - 2 * (places @ centres.T) + _lengths(centres)
    return np.asarray(np.maximum(whole, 0.0))
