"""How far answers to an item are from what its model expects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.items import Items, moments
from msoko.analysis.methods.irt.persons import weighted_likelihood
from msoko.analysis.methods.irt.rows import checked

Array = NDArray[np.float64]
BLOCK = 2048


@dataclass(frozen=True)
class Misfit:
    """Mean squares per item (J,), about one when the model holds; NaN without variation.

    `infit` weights pupils by how much the item tells of them, `outfit` all alike. Above one the
    answers are noisier than the model, below one more regular. `n` (J,) pupils behind them.
    """

    infit: Array
    outfit: Array
    n: NDArray[np.intp]


def misfit(scores: Array, items: Items) -> Misfit:
    """Infit and outfit at the weighted likelihood estimates (Wright & Masters 1982, ch. 5).

    `scores` (n, J) as for `calibrate`. The pupil's estimate comes from the same answers, so with
    few items the values lie a little below one.
    """
    table = checked(scores)
    ability = weighted_likelihood(table, items).ability
    known = np.flatnonzero(~np.isnan(ability))
    square, standard, variation = (np.zeros(len(items.slope)) for _ in range(3))
    for low in range(0, len(known), BLOCK):
        part = known[low : low + BLOCK]
        mean, variance, _ = moments(items, ability[part])
        away = (table[part].T - mean) ** 2
        taken = ~np.isnan(away)
        away, variance = np.nan_to_num(away), np.where(taken, variance, 0.0)
        square += away.sum(axis=1)
        variation += variance.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            standard += np.where(variance > 0, away / variance, 0.0).sum(axis=1)
    n = (~np.isnan(table)).sum(axis=0)
    steady = variation > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        return Misfit(
            np.where(steady, square / variation, np.nan),
            np.where(steady, standard / n, np.nan),
            n,
        )
