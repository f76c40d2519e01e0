"""Which schools are most alike in context: the nearest ones, with the distances shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.analysis.methods.distributions import Array
from msoko.analysis.methods.refusal import TooLittle

_ROUNDING = 1e-12  # relative difference that arithmetic alone may make


@dataclass(frozen=True)
class Neighbours:
    """The k nearest of every unit, nearest first; all arrays (J, k) but `gaps` (J, k, features).

    `nearest` are row numbers; `distance` is the root mean square over features of differences in
    standard deviations; `gaps` are those differences with sign, neighbour minus unit. `used` lists
    the features that vary.
    """

    nearest: NDArray[np.intp]
    distance: Array
    gaps: Array
    used: tuple[int, ...]


def standardised(features: ArrayLike) -> Array | TooLittle:
    """Features (J, m) in standard deviations from their means; a constant feature becomes zeros.

    Refuses unknown values, under three units, and when nothing varies.
    """
    table = np.asarray(features, dtype=float)
    known = int(np.isfinite(table).all(axis=1).sum())
    if known < len(table):
        return TooLittle(len(table), known, "Не у всех школ известны признаки для сравнения.")
    if len(table) < 3:
        return TooLittle(3, len(table), "Для сравнения нужно не менее трёх школ.")
    spread = table.std(axis=0, ddof=1)
    # the mean of equal numbers may miss them by a rounding, which is no difference
    varies = (np.ptp(table, axis=0) > _ROUNDING * np.abs(table).max(axis=0)) & (spread > 0)
    if not varies.any():
        return TooLittle(1, 0, "Признаки у всех школ одинаковы.")
    return np.where(varies, (table - table.mean(axis=0)) / np.where(varies, spread, 1.0), 0.0)


def neighbours(features: ArrayLike, count: int) -> Neighbours | TooLittle:
    """The `count` nearest others of each unit by features (J, m); refusals of `standardised`.

    Refuses as well when there are not more than `count` units.
    """
    places = standardised(features)
    if isinstance(places, TooLittle):
        return places
    if len(places) <= count:
        return TooLittle(count + 1, len(places), "Школ не больше, чем нужно найти похожих.")
    used = np.flatnonzero(np.ptp(places, axis=0) > 0)
    places = places[:, used]
    apart = np.sqrt(np.mean((places[:, None, :] - places[None, :, :]) ** 2, axis=2))
    np.fill_diagonal(apart, np.inf)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :count]
    distance = np.take_along_axis(apart, nearest, axis=1)
    return Neighbours(
        nearest, distance, places[nearest] - places[:, None, :], tuple(map(int, used))
    )
