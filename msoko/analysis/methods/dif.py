"""Does an item favour one of two groups of equally able pupils? Mantel-Haenszel and its kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.distributions import normal_quantile
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import DIF_GROUP

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Category = Literal["A", "B", "C"]

CHANCE = 0.05
# Bounds of moderate and large: MH Delta (Zwick 2012) and standard deviations (Zwick et al. 1997).
DELTA, DEVIATIONS = (1.0, 1.5), (0.17, 0.25)


@dataclass(frozen=True)
class Dif:
    """One item compared between groups at equal ability.

    `size` with standard error `se`: MH Delta (-2.35 ln odds ratio; below 0 the item is harder for
    the focal group) for right/wrong items, else the standardised difference of mean points in
    standard deviations. `chi2` on one degree of freedom with p-value `p`. `category`: A negligible,
    B moderate, C large; B and C only when significant.
    """

    size: float
    se: float
    chi2: float
    p: float
    category: Category
    reference: int
    focal: int


def item_dif(item: Array, matching: Array, focal: Mask, least: int = DIF_GROUP) -> Dif | TooLittle:
    """Compare one item; the kind of comparison follows from its points.

    `item` (n,) points, NaN where not taken; `matching` (n,) whole-numbered measure of ability,
    usually the sum of points *including* the item; `focal` (n,) true for the group of interest.
    Refuses under `least` pupils in either group, when all got the same points, and when pupils of
    the two groups never meet at the same ability.

    Right/wrong: Mantel & Haenszel 1959, doi:10.1093/jnci/22.4.719, variance of Robins, Breslow &
    Greenland 1986; categories by the rule of ETS (Zwick 2012, RR-12-08). More points: Mantel 1963,
    doi:10.1080/01621459.1963.10500879; bounds .17 and .25 of Zwick, Thayer & Mazzeo 1997, and, as
    the rule of ETS demands of right/wrong items, a large difference must be significantly above
    the lower bound.
    """
    use = ~np.isnan(item) & ~np.isnan(matching)
    points, level, other = item[use], matching[use], np.asarray(focal, dtype=bool)[use]
    refusal = _refusal(points, other, least)
    if refusal:
        return refusal
    _, stratum = np.unique(level, return_inverse=True)
    if points.max() <= 1:
        return _mantel_haenszel(points, stratum.ravel(), other)
    return _mantel(points, stratum.ravel(), other)


def screen(
    scores: Array, focal: Mask, least: int = DIF_GROUP, purify: bool = True
) -> tuple[Dif | TooLittle, ...]:
    """All items of a work, matched by the sum of points over the pupils who took every item.

    With `purify`, items found large (C) leave the sum in a second pass, each only not its own
    (Holland & Thayer 1988).
    """
    whole = ~np.isnan(scores).any(axis=1)
    table, other = scores[whole], np.asarray(focal, dtype=bool)[whole]
    total = table.sum(axis=1)
    first = tuple(item_dif(column, total, other, least) for column in table.T)
    large = [j for j, one in enumerate(first) if isinstance(one, Dif) and one.category == "C"]
    if not purify or not large or len(large) >= table.shape[1] - 1:
        return first
    clean = total - table[:, large].sum(axis=1)
    return tuple(
        item_dif(column, clean + (column if j in large else 0), other, least)
        for j, column in enumerate(table.T)
    )


def _refusal(points: Array, focal: Mask, least: int) -> TooLittle | None:
    smaller = int(min(focal.sum(), (~focal).sum()))
    if smaller < max(least, 2):
        why = "В одной из сравниваемых групп слишком мало участников."
        return TooLittle(max(least, 2), smaller, why)
    if np.ptp(points) == 0:
        return TooLittle(2, 1, "За задание все получили одинаковый балл.")
    return None


def _unmatched() -> TooLittle:
    return TooLittle(2, 1, "В группах нет участников с одинаковым уровнем и разными ответами.")


def _mantel_haenszel(points: Array, stratum: NDArray[np.intp], focal: Mask) -> Dif | TooLittle:
    strata = int(stratum.max()) + 1
    a, b, c, d = (
        np.bincount(stratum[who], minlength=strata).astype(float)
        for who in (
            ~focal & (points == 1),
            ~focal & (points == 0),
            focal & (points == 1),
            focal & (points == 0),
        )
    )
    n = a + b + c + d
    both = n > 1
    a, b, c, d, n = a[both], b[both], c[both], d[both], n[both]
    right, wrong = (a * d / n), (b * c / n)
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))).sum()
    if right.sum() == 0 or wrong.sum() == 0 or variance == 0:
        return _unmatched()
    off = abs((a - (a + b) * (a + c) / n).sum())
    chi2 = float((off - min(0.5, off)) ** 2 / variance)
    plus, cross = (a + d) / n, (b + c) / n
    r, s = right.sum(), wrong.sum()
    error = (
        (plus * right).sum() / (2 * r**2)
        + (plus * wrong + cross * right).sum() / (2 * r * s)
        + (cross * wrong).sum() / (2 * s**2)
    )
    delta, se = -2.35 * float(np.log(r / s)), 2.35 * float(np.sqrt(error))
    return _told(delta, se, chi2, DELTA, focal)


def _mantel(points: Array, stratum: NDArray[np.intp], focal: Mask) -> Dif | TooLittle:
    strata = int(stratum.max()) + 1
    size = np.bincount(stratum, minlength=strata).astype(float)
    inside = np.bincount(stratum[focal], minlength=strata).astype(float)
    both = (inside > 0) & (inside < size)
    sums = np.bincount(stratum, weights=points, minlength=strata)
    squares = np.bincount(stratum, weights=points**2, minlength=strata)
    mine = np.bincount(stratum[focal], weights=points[focal], minlength=strata)
    n, f, total, square, own = (v[both] for v in (size, inside, sums, squares, mine))
    variance = (f * (n - f) * (n * square - total**2) / (n**2 * (n - 1))).sum()
    if not variance > 0:
        return _unmatched()
    off = float((own - f * total / n).sum())
    gap = own / f - (total - own) / (n - f)
    spread = float(points.std(ddof=1))
    difference = float((f * gap).sum() / f.sum()) / spread
    within = np.maximum(square - total**2 / n, 0.0) / np.maximum(n - 1, 1)
    se = float(np.sqrt((f**2 * within * (1 / f + 1 / (n - f))).sum()) / f.sum()) / spread
    chi2 = off**2 / float(variance)
    return _told(difference, se, chi2, DEVIATIONS, focal)


def _told(size: float, se: float, chi2: float, bounds: tuple[float, float], focal: Mask) -> Dif:
    """Moderate: significant and beyond the first bound; large: significantly so, and the second."""
    from scipy.special import chdtrc  # loaded when asked for: it costs half a second

    p = float(chdtrc(1, chi2))
    surely = abs(size) - float(normal_quantile(1 - CHANCE)) * se > bounds[0]
    large = abs(size) >= bounds[1] and surely
    small = p >= CHANCE or abs(size) < bounds[0]
    category: Category = "A" if small else "C" if large else "B"
    return Dif(size, se, chi2, p, category, int((~focal).sum()), int(focal.sum()))
