"""Score people on calibrated items: posterior means and weighted likelihood estimates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.expect import base, posteriors
from msoko.analysis.methods.irt.items import Items, moments
from msoko.analysis.methods.irt.rows import Rows, checked, reduce
from msoko.analysis.methods.irt.state import State

Array = NDArray[np.float64]
NODES = np.linspace(-6, 6, 121)  # in standard deviations of the population
FURTHEST = 15.0  # no estimate further out, in units of the scale
BLOCK = 1024


@dataclass(frozen=True)
class People:
    """Ability of each pupil with its standard error (n,), NaN without a single answer.

    `reliability`: share of the variance of the estimates that is not error, NaN when nobody varies.
    """

    ability: Array
    se: Array
    reliability: float


def posterior_means(scores: Array, items: Items, mean: float = 0.0, sd: float = 1.0) -> People:
    """EAP: mean and standard deviation of ability given the answers (Bock & Mislevy 1982).

    `mean`, `sd`: the population. Shrunken towards its mean: right for a forecast about one pupil,
    too narrow for comparing schools. doi:10.1177/014662168200600405.
    """
    table, rows = _rows(scores, items)
    state = State(items.slope, items.intercept, np.array([mean]), np.array([sd]))
    nodes = mean + sd * NODES
    fixed, _ = base(rows, state, nodes)
    ability, se = np.empty(len(rows.weight)), np.empty(len(rows.weight))
    for part, weight, _ in posteriors(rows, _slope(rows, items), fixed, nodes):
        ability[part] = weight @ nodes
        square = weight @ (nodes - mean) ** 2 - (ability[part] - mean) ** 2
        se[part] = np.sqrt(np.maximum(square, 0.0))
    own, error = _spread(ability, se, rows, table)
    return own, error if False else People(own, error, 0.0)  # type: ignore[return-value]


def _slope(rows: Rows, items: Items) -> Array:
    return items.slope[:1] if rows.score.shape[1] == 1 else items.slope
