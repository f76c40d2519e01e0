"""What is known of calibrated items, and what they say at a given ability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Items:
    """Items of the generalised partial credit model (Muraki 1992, doi:10.1177/014662169201600206).

    `slope` (J,) is one for the Rasch and partial credit models; `intercept` (J, C) is the log
    weight of k points at ability 0: P(k) goes as exp(slope · k · ability + intercept[k]). It is
    -inf where k is above the item's maximum or was met by nobody.
    """

    slope: Array
    intercept: Array

    @property
    def difficulty(self) -> Array:
        """Ability at which k-1 and k points are equally likely, (J, C-1); NaN where undefined."""
        with np.errstate(invalid="ignore", divide="ignore"):
            step = -np.diff(self.intercept, axis=1) / self.slope[:, None]
        return np.where(np.isfinite(step), step, np.nan)

    def take(self, which: NDArray[np.intp] | list[int]) -> Items:
        """The same items in another order or number."""
        return Items(self.slope[which], self.intercept[which])


def from_difficulty(difficulty: Array, slope: Array | None = None) -> Items:
    """Items from published step difficulties (J, K), NaN above an item's maximum."""
    steps = np.asarray(difficulty, dtype=float)
    slopes = np.ones(len(steps)) if slope is None else np.asarray(slope, dtype=float)
    terms = -slopes[:, None] * steps
    intercept = np.concatenate([np.zeros((len(steps), 1)), np.cumsum(terms, axis=1)], axis=1)
    return Items(slopes, np.where(np.isnan(intercept), -np.inf, intercept))


def probabilities(items: Items, ability: Array) -> tuple[Array, Array]:
    """Probability of each number of points (J, Q, C) at Q abilities; log normaliser (J, Q)."""
    points = np.arange(items.intercept.shape[1], dtype=float)
    weight = (
        items.slope[:, None, None] * ability[None, :, None] * points + items.intercept[:, None, :]
    )
    top = weight.max(axis=2, keepdims=True)
    np.exp(weight - top, out=weight)
    total = weight.sum(axis=2, keepdims=True)
    weight /= total
    return weight, (np.log(total) + top)[:, :, 0]


def moments(items: Items, ability: Array) -> tuple[Array, Array, Array]:
    """Mean, variance and third central moment of the points of each item, each (J, Q)."""
    chance, _ = probabilities(items, ability)
    points = np.arange(chance.shape[2], dtype=float)
    first, second, third = np.moveaxis(chance @ np.stack([points, points**2, points**3]).T, 2, 0)
    variance = np.maximum(second - first**2, 0.0)
    return first, variance, third - 3 * first * second + 2 * first**3


def information(items: Items, ability: Array) -> Array:
    """Fisher information of each item at each ability, (J, Q): slope squared times variance."""
    return items.slope[:, None] ** 2 * moments(items, ability)[1]
