"""Intervals of a share: exact for claims, Jeffreys for reporting, and of a difference of shares.

The score interval of one share lives in `msoko.indicators.interval.wilson`; the textbook interval
p ± z·se lives nowhere: at the size of a class it covers far too seldom (Brown, Cai & DasGupta 2001,
doi:10.1214/ss/1009213286).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array, beta_quantile, normal_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.indicators.interval import wilson


@dataclass(frozen=True)
class ShareDifference:
    """Difference of two shares, first minus second, with its interval; fractions."""

    difference: float
    low: float
    high: float


def exact_share(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> tuple[Array, Array]:
    """Interval that covers at least as often as it says, for claims; NaN where nobody was tried.

    Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404. Shapes: both alike, counts need not be
    whole; fractions come back.
    """
    hits, tried, valid = _counted(successes, trials)
    tail = (1 - level) / 2
    some, missed = np.where(hits > 0, hits, 1.0), np.where(hits < tried, tried - hits, 1.0)
    low = np.where(hits > 0, beta_quantile(tail, some, tried - hits + 1), 0.0)
    high = np.where(hits < tried, beta_quantile(1 - tail, hits + 1, missed), 1.0)
    return np.where(valid, low, np.nan), np.where(valid, high, np.nan)


def jeffreys(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Interval for reporting: equal tails of Beta(k + ½, n − k + ½); NaN where nobody was tried.

    Brown, Cai & DasGupta (2001): 0 below when k = 0, 1 above when k = n. Shapes: both alike.
    """
    hits, tried, valid = _counted(successes, trials)
    tail = (1 - level) / 2
    a, b = hits + 0.5, tried - hits + 0.5
    low = np.where(hits > 0, beta_quantile(tail, a, b), 0.0)
    high = np.where(hits < tried, beta_quantile(1 - tail, a, b), 1.0)
    return np.where(valid, low, np.nan), np.where(valid, high, np.nan)


def newcombe(k1: int, n1: int, k2: int, n2: int) -> ShareDifference | TooLittle:
    """95 % interval of k1/n1 − k2/n2 from two score intervals; refuses an empty group.

    Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.
    """
    if min(n1, n2) < 1:
        return _empty(min(n1, n2))
    p1, p2 = k1 / n1, k2 / n2
    (l1, l2), (u1, u2) = wilson(np.array([k1, k2], float), np.array([n1, n2], float))
    gap = p1 - p2
    down, up = np.hypot(p1 - l1, u2 - p2), np.hypot(u1 - p1, p2 - l2)
    return ShareDifference(gap, float(gap - down), float(gap + up))


def miettinen_nurminen(
    k1: int, n1: int, k2: int, n2: int, level: float = 0.95
) -> ShareDifference | TooLittle:
    """Score interval of k1/n1 − k2/n2: all differences the score test lets stand; for claims.

    Miettinen & Nurminen (1985), doi:10.1002/sim.4780040211. Refuses an empty group.
    """
    if min(n1, n2) < 1:
        return _empty(min(n1, n2))
    gap = k1 / n1 - k2 / n2
    limit = float(normal_quantile((1 + level) / 2))
    low = _edge(k1, n1, k2, n2, gap, -1.0, limit)
    return ShareDifference(gap, low, _edge(k1, n1, k2, n2, gap, 1.0, limit))


def _edge(k1: int, n1: int, k2: int, n2: int, gap: float, end: float, limit: float) -> float:
    """Bisection between the observed gap and the end of the scale for score = limit."""
    inside, outside = gap, end
    for _ in range(60):
        middle = (inside + outside) / 2
        if abs(_score(k1, n1, k2, n2, middle)) <= limit:
            inside = middle
        else:
            outside = middle
    return inside


def _score(k1: int, n1: int, k2: int, n2: int, gap: float) -> float:
    p2 = _restricted(k1, n1, k2, n2, gap)
    p1 = p2 + gap
    total = n1 + n2
    variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * total / (total - 1)
    difference = k1 / n1 - k2 / n2 - gap
    if variance <= 0:
        return 0.0 if abs(difference) < 1e-12 else float(np.copysign(np.inf, difference))
    return float(difference / np.sqrt(variance))


def _restricted(k1: int, n1: int, k2: int, n2: int, gap: float) -> float:
    """Most likely second share when the difference is `gap`: a root of the cubic of the source."""
    total = n1 + n2
    a = (n1 + 2 * n2) * gap - total - k1 - k2
    b = (n2 * gap - total - 2 * k2) * gap + k1 + k2
    c = k2 * gap * (1 - gap)
    q = a**3 / (3 * total) ** 3 - a * b / (6 * total**2) + c / (2 * total)
    square = max(a**2 / (3 * total) ** 2 - b / (3 * total), 0.0)
    p = np.copysign(np.sqrt(square), q)
    cosine = np.clip(q / p**3, -1.0, 1.0) if abs(p) > 1e-12 else 0.0
    share = 2 * p * np.cos((np.pi + np.arccos(cosine)) / 3) - a / (3 * total)
    return float(np.clip(share, max(0.0, -gap), min(1.0, 1 - gap)))


def _counted(successes: ArrayLike, trials: ArrayLike) -> tuple[Array, Array, NDArray[np.bool_]]:
    hits, tried = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    valid = (tried > 0) & (hits >= 0) & (hits <= tried)
    return np.where(valid, hits, 0.0), np.where(valid, tried, 1.0), valid


def _empty(have: int) -> TooLittle:
    return TooLittle(1, have, "В одной из сравниваемых групп нет ни одного участника.")
