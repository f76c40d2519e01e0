"""Classical test theory: how hard items are, how they agree with the rest, how exact the sum is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.answers import Answers
from msoko.analysis.methods.refusal import TooLittle
from msoko.indicators.interval import wilson

Array = NDArray[np.float64]
LEAST = 10  # pupils for a reliability: with fewer the interval covers nearly everything or nothing


@dataclass(frozen=True)
class ItemFigures:
    """One entry per item (J,); NaN where the item was taken by nobody or says nothing.

    `n` pupils who took it; `share` mean share of its maximum, between `low` and `high` with 95 %;
    `not_attempted` share of those who left it blank; `rest` corrected correlation with the other
    items; `alpha_without` reliability of the work without it; `constant` all got the same points.
    """

    n: NDArray[np.intp]
    share: Array
    low: Array
    high: Array
    not_attempted: Array
    rest: Array
    alpha_without: Array
    constant: NDArray[np.bool_]


def item_figures(answers: Answers) -> ItemFigures | TooLittle:
    """Difficulty, omission and agreement of every item; refuses without a single answer.

    The interval is the score interval (Wilson 1927) of the share of points with pupils for trials:
    points of a longer item vary less than right and wrong do, so it is never too narrow there.
    """
    scores, taken = answers.scores, ~np.isnan(answers.scores)
    if not taken.any():
        return TooLittle(1, 0, "Нет ни одного ответа на задания.")
    n = taken.sum(axis=0)
    spread = _range(scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        gained = np.nansum(scores, axis=0) / answers.maximum
        share = gained / n
        omitted = answers.not_attempted.sum(axis=0) / n
    low, high = wilson(gained, n.astype(float))
    return ItemFigures(
        n=n,
        share=share,
        low=low,
        high=high,
        not_attempted=omitted,
        rest=_rest(scores, answers.maximum),
        alpha_without=_without(_covariance(scores), spread > 0),
        constant=spread == 0,
    )


@dataclass(frozen=True)
class Reliability:
    """Exactness of the sum of points.

    `alpha` between `low` and `high` with 95 %; `sem` standard error of one pupil's sum, in points;
    `n` pupils behind it, `items` that vary.
    """

    alpha: float
    low: float
    high: float
    sem: float
    n: int
    items: int


def reliability(answers: Answers) -> Reliability | TooLittle:
    """Cronbach's alpha with the interval of Feldt (1965, doi:10.1007/BF02289499).

    With items missing by design covariances come from the pupils who took both items, and the
    interval takes the smallest such number. Refuses under ten pupils, under two items that vary,
    and when the sum itself does not vary.
    """
    from scipy.special import fdtri  # loaded when asked for: it costs half a second

    scores = answers.scores[:, _range(answers.scores) > 0]
    items = scores.shape[1]
    if items < 2:
        return TooLittle(2, items, "Нужно хотя бы два задания, за которые получены разные баллы.")
    taken = (~np.isnan(scores)).astype(float)
    n = int((taken.T @ taken).min())
    if n < LEAST:
        return TooLittle(LEAST, n, "Слишком мало участников, выполнявших одни и те же задания.")
    cover = _covariance(scores)
    total = float(cover.sum())
    if not total > 1e-12:
        return TooLittle(2, 1, "Сумма баллов у всех участников одинакова.")
    alpha = _alpha(cover)
    first, second = n - 1, (n - 1) * (items - 1)
    return Reliability(
        alpha=alpha,
        low=1 - (1 - alpha) * float(fdtri(first, second, 0.975)),
        high=1 - (1 - alpha) * float(fdtri(first, second, 0.025)),
        sem=float(np.sqrt(total * max(1 - alpha, 0.0))),
        n=n,
        items=items,
    )


@dataclass(frozen=True)
class Distribution:
    """Pupils per sum of points 0..maximum, only of those who took every item.

    `left_out`: pupils with an item missing, whose sums are not comparable.
    """

    count: NDArray[np.intp]
    mean: float
    sd: float
    left_out: int


def distribution(answers: Answers) -> Distribution | TooLittle:
    """Distribution of the sum of points; refuses when nobody took all items."""
    whole = ~np.isnan(answers.scores).any(axis=1)
    total = answers.scores[whole].sum(axis=1)
    if len(total) == 0:
        return TooLittle(1, 0, "Нет участников, которые выполняли все задания.")
    count = np.bincount(total.astype(np.intp), minlength=int(answers.maximum.sum()) + 1)
    sd = float(total.std(ddof=1)) if len(total) > 1 else np.nan
    return Distribution(count, float(total.mean()), sd, int((~whole).sum()))


def _range(scores: Array) -> Array:
    """Highest minus lowest points per item; 0 if constant, -inf if taken by nobody."""
    missing = np.isnan(scores)
    high = np.where(missing, -np.inf, scores).max(axis=0, initial=-np.inf)
    low = np.where(missing, np.inf, scores).min(axis=0, initial=np.inf)
    return np.asarray(high - low)


def _covariance(scores: Array) -> Array:
    """Covariances from the pupils who took both items, (J, J); NaN under two such pupils."""
    taken = (~np.isnan(scores)).astype(float)
    filled = np.nan_to_num(scores - np.nan_to_num(_mean(scores)))
    n = taken.T @ taken
    sums, products = filled.T @ taken, filled.T @ filled
    with np.errstate(invalid="ignore", divide="ignore"):
        cover = (products - sums * sums.T / n) / (n - 1)
    return np.where(n >= 2, cover, np.nan)


def _mean(scores: Array) -> Array:
    n = (~np.isnan(scores)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(scores, axis=0) / n)


def _alpha(cover: Array) -> float:
    items, total = len(cover), float(cover.sum())
    return items / (items - 1) * (1 - float(np.trace(cover)) / total)


def _without(cover: Array, varied: NDArray[np.bool_]) -> Array:
    """Alpha of the other items that vary, NaN when fewer than two are left."""
    found = np.full(len(cover), np.nan)
    for j in range(len(cover)):
        rest = np.flatnonzero(varied & (np.arange(len(cover)) != j))
        if len(rest) >= 2 and cover[np.ix_(rest, rest)].sum() > 1e-12:
            found[j] = _alpha(cover[np.ix_(rest, rest)])
    return found


def _rest(scores: Array, maximum: Array) -> Array:
    """Correlation of each item with the share of points on the other items taken."""
    taken = ~np.isnan(scores)
    total, possible = np.nansum(scores, axis=1), taken @ maximum
    found = np.full(scores.shape[1], np.nan)
    for j in range(scores.shape[1]):
        left = possible - maximum[j]
        use = taken[:, j] & (left > 0)
        if use.sum() < 3:
            continue
        item, rest = scores[use, j], (total[use] - scores[use, j]) / left[use]
        if np.ptp(item) > 0 and np.ptp(rest) > 0:
            found[j] = np.corrcoef(item, rest)[0, 1]
    return found
