"""Equate works given to different pupils through the items both contain."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.equating import Equated, identity, line, too_few
from msoko.analysis.methods.equating_percentile import equipercentile, rank, rank_at, score_at
from msoko.analysis.methods.equating_smooth import smoothed_jointly
from msoko.analysis.methods.refusal import TooLittle
from msoko.analysis.policy import EQUATING

Array = NDArray[np.float64]
Straight = Literal["tucker", "levine", "chained", "braun_holland"]
Curved = Literal["frequency", "chained"]


class Moments(NamedTuple):
    """Of one sample: means and variances of the total and of the common items, their covariance."""

    total: float
    common: float
    total_var: float
    common_var: float
    cov: float


def common_items(
    new: Array,
    old: Array,
    top: int,
    method: Straight = "tucker",
    *,
    internal: bool = True,
    weight: float | None = None,
    only_mean: bool = False,
    least: int = EQUATING,
) -> Equated:
    """A straight line through common items (Kolen & Brennan 2014, ch. 4; Braun & Holland 1982).

    `new` (n1, 2), `old` (n2, 2): total and sum of the common items per pupil, pupils with a NaN
    left out; `top` highest total of the new work; `internal` when the common items count in the
    total; `weight` of the new sample in the joint population (by default its share of pupils).
    `only_mean` keeps the slope 1.
    Tucker and Braun-Holland suit samples of like ability, Levine unlike ones. Scores are kept under
    `least` pupils in either sample and when total and common items do not go together.
    """
    new, old = _complete(new), _complete(old)
    n = (len(new), len(old))
    refusal = too_few(n, least)
    if refusal is None:
        one, two = _moments(new), _moments(old)
        refusal = _unlinked(one, two)
    if refusal:
        return identity(top, n, refusal)
    if method == "chained":
        slope = float(np.sqrt(one.total_var**-1 * one.common_var / two.common_var * two.total_var))
        middle = two.total + np.sqrt(two.total_var / two.common_var) * (one.common - two.common)
        slope = 1.0 if only_mean else slope
        return line(top, method, slope, float(middle - slope * one.total), n)
    share = n[0] / sum(n) if weight is None else weight
    if method == "braun_holland":
        means, variances = _by_frequency(new, old, share)
    else:
        means, variances = _by_regression(one, two, share, method == "levine", internal)
    if min(variances) <= 0:
        return identity(top, n, TooLittle(2, 1, "Разброс баллов общей совокупности не определён."))
    slope = 1.0 if only_mean else float(np.sqrt(variances[1] / variances[0]))
    return line(top, method, slope, means[1] - slope * means[0], n)


def common_items_curve(
    new: Array,
    old: Array,
    top: tuple[int, int, int],
    method: Curved = "frequency",
    *,
    degree: int | None = 6,
    weight: float | None = None,
    least: int = EQUATING,
) -> Equated:
    """Equipercentile through common items (Kolen & Brennan 2014, ch. 5); arguments as above.

    `top`: highest total of the new work, of the old one, highest sum of the common items. Both
    tables of total by common items are first smoothed with `degree` moments (None: as they are).
    """
    new, old = _complete(new), _complete(old)
    n = (len(new), len(old))
    refusal = too_few(n, least) or _unlinked(_moments(new), _moments(old))
    if refusal:
        return identity(top[0], n, refusal)
    first, second = (
        table if degree is None else smoothed_jointly(table * size, degree) / size
        for table, size in (
            (_table(new, top[0], top[2]), n[0]),
            (_table(old, top[1], top[2]), n[1]),
        )
    )
    if method == "chained":
        middle = score_at(rank(first.sum(axis=1)), first.sum(axis=0))
        found = score_at(rank_at(middle, second.sum(axis=0)), second.sum(axis=1))
    else:
        share = n[0] / sum(n) if weight is None else weight
        found = equipercentile(*_joint_shares(first, second, share))
    return Equated(found, method, np.nan, np.nan, n)


def _complete(sample: Array) -> Array:
    return sample[~np.isnan(sample).any(axis=1)]


def _moments(sample: Array) -> Moments:
    if len(sample) < 2:
        return Moments(0.0, 0.0, 0.0, 0.0, 0.0)
    total, common = sample.mean(axis=0)
    cover = np.cov(sample.T)
    return Moments(
        float(total), float(common), float(cover[0, 0]), float(cover[1, 1]), float(cover[0, 1])
    )


def _unlinked(one: Moments, two: Moments) -> TooLittle | None:
    if all(sample.common_var > 0 and sample.cov > 0 for sample in (one, two)):
        return None
    return TooLittle(2, 1, "Общие задания не связаны с результатом работы: пересчёт невозможен.")


def _by_regression(
    one: Moments, two: Moments, share: float, levine: bool, internal: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Means and variances of both totals in the joint population: Tucker or Levine."""

    def gamma(sample: Moments) -> float:
        if not levine:
            return sample.cov / sample.common_var
        if internal:
            return sample.total_var / sample.cov
        return (sample.total_var + sample.cov) / (sample.common_var + sample.cov)

    rest, apart = 1 - share, one.common - two.common
    spread = one.common_var - two.common_var
    first, second = gamma(one), gamma(two)
    means = (one.total - rest * first * apart, two.total + share * second * apart)
    between = share * rest * apart**2
    return means, (
        one.total_var + first**2 * (between - rest * spread),
        two.total_var + second**2 * (between + share * spread),
    )


def _table(sample: Array, top: int, common: int) -> Array:
    table = np.zeros((top + 1, common + 1))
    np.add.at(table, (sample[:, 0].astype(np.intp), sample[:, 1].astype(np.intp)), 1.0)
    return table / len(sample)


def _joint_shares(first: Array, second: Array, share: float) -> tuple[Array, Array]:
    """Distributions of both totals in the joint population, by frequency estimation.

    Pupils with a common score that the other sample never shows are left out of the transfer.
    """

    def moved(table: Array, others: Array) -> Array:
        here = table.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            given = np.where(here > 0, table / here, 0.0)
        carried = given @ others
        return np.asarray(carried / carried.sum())

    x = share * first.sum(axis=1) + (1 - share) * moved(first, second.sum(axis=0))
    y = share * moved(second, first.sum(axis=0)) + (1 - share) * second.sum(axis=1)
    return x, y


def _by_frequency(
    new: Array, old: Array, share: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    common = int(max(new[:, 1].max(), old[:, 1].max()))
    first = _table(new, int(new[:, 0].max()), common)
    second = _table(old, int(old[:, 0].max()), common)
    x, y = _joint_shares(first, second, share)
    mean_x, mean_y = float(x @ np.arange(len(x))), float(y @ np.arange(len(y)))
    spread_x = float(x @ (np.arange(len(x)) - mean_x) ** 2)
    spread_y = float(y @ (np.arange(len(y)) - mean_y) ** 2)
    return (mean_x, mean_y), (spread_x, spread_y)
