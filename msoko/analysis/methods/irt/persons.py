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
Whole = NDArray[np.intp]
NODES = np.linspace(-6, 6, 121)  # in standard deviations of the population
FURTHEST = 15.0  # no estimate further out, in units of the scale
BLOCK = 1024
MOST = 80  # halving 30 units 80 times is below the accuracy of the machine


@dataclass(frozen=True)
class People:
    """Ability of each pupil with its standard error (n,), NaN without a single answer.

    `reliability`: share of variance that is not error, NaN when the estimates do not vary.
    """

    ability: Array
    se: Array
    reliability: float


def posterior_means(scores: Array, items: Items, mean: float = 0.0, sd: float = 1.0) -> People:
    """EAP: mean and spread of ability given the answers (Bock & Mislevy 1982).

    `scores` (n, J) as for `calibrate`; `mean`, `sd` of the population. Drawn towards its mean: good
    for a statement about one pupil, not for comparing groups. doi:10.1177/014662168200600405.
    """
    rows, slope = _rows(scores, items)
    state = State(items.slope, items.intercept, np.array([mean]), np.array([sd]))
    nodes = mean + sd * NODES
    fixed, _ = base(rows, state, nodes)
    ability, se = np.empty(len(rows.weight)), np.empty(len(rows.weight))
    for part, weight, _ in posteriors(rows, slope, fixed, nodes):
        ability[part] = weight @ nodes
        square = weight @ (nodes - mean) ** 2 - (ability[part] - mean) ** 2
        se[part] = np.sqrt(np.maximum(square, 0.0))
    own, error = _per_pupil(ability, rows), _per_pupil(se, rows)
    varied, noise = _variances(own, error)
    return People(own, error, varied / (varied + noise) if varied > 0 else np.nan)


def weighted_likelihood(scores: Array, items: Items) -> People:
    """WLE: the estimate nearly free of bias, finite for none and all points (Warm 1989).

    No population needed, so groups may be compared. doi:10.1007/BF02294627. Its error is the
    inverse root of the information.
    """
    rows, slope = _rows(scores, items)
    position = rows.score @ slope
    pattern = np.repeat(np.arange(len(rows.taken)), np.diff(rows.start))
    start = _start(position, rows, items)
    ability, se = np.empty(len(position)), np.empty(len(position))
    for low in range(0, len(position), BLOCK):
        part = slice(low, low + BLOCK)
        taken = rows.taken[pattern[part]].T
        ability[part], se[part] = _root(position[part], taken, items, start[part])
    own, error = _per_pupil(ability, rows), _per_pupil(se, rows)
    varied, noise = _variances(own, error)
    return People(own, error, max(1 - noise / varied, 0.0) if varied > 0 else np.nan)


def _rows(scores: Array, items: Items) -> tuple[Rows, Array]:
    table = checked(scores)
    if table.shape[1] != len(items.slope):
        raise ValueError("as many columns of scores as items")
    one = bool(np.all(items.slope == items.slope[:1]))
    rows = reduce(table, np.zeros(len(table), dtype=np.intp), one_slope=one)
    return rows, items.slope[:1] if one else items.slope


def _start(position: Array, rows: Rows, items: Items) -> Array:
    """Near the estimate for patterns of many rows, by table; 0 for the others."""
    grid = np.linspace(-FURTHEST, FURTHEST, 601)
    start = np.zeros(len(position))
    for u in np.flatnonzero(np.diff(rows.start) > len(grid)):
        span = slice(int(rows.start[u]), int(rows.start[u + 1]))
        slope = items.slope[:, None] * rows.taken[u][:, None]
        balance = -_score(np.zeros(1), slope, items, grid)[0]
        start[span] = np.interp(position[span], np.maximum.accumulate(balance), grid)
    return start


def _score(position: Array, slope: Array, items: Items, ability: Array) -> tuple[Array, Array]:
    """Weighted likelihood's derivative at each ability, and the information."""
    mean, variance, third = moments(items, ability)
    knowledge = np.maximum((slope**2 * variance).sum(axis=0), 1e-12)
    lean = (slope**3 * third).sum(axis=0)
    return position - (slope * mean).sum(axis=0) + lean / (2 * knowledge), knowledge


def _root(position: Array, taken: Array, items: Items, start: Array) -> tuple[Array, Array]:
    """Zero of the weighted score per row; `taken` (J, R). Newton inside a shrinking bracket."""
    slope = items.slope[:, None] * taken
    low, high = np.full(len(position), -FURTHEST), np.full(len(position), FURTHEST)
    ability = start
    for _ in range(MOST):
        left, knowledge = _score(position, slope, items, ability)
        low, high = np.where(left > 0, ability, low), np.where(left > 0, high, ability)
        new = ability + left / knowledge
        new = np.where((new > low) & (new < high), new, (low + high) / 2)
        moved = np.abs(new - ability).max(initial=0.0)
        ability = new
        if moved < 1e-8:
            break
    return ability, 1 / np.sqrt(_score(position, slope, items, ability)[1])


def _per_pupil(values: Array, rows: Rows) -> Array:
    found = np.full(len(rows.row), np.nan)
    found[rows.row >= 0] = values[rows.row[rows.row >= 0]]
    return found


def _variances(ability: Array, se: Array) -> tuple[float, float]:
    known = ~np.isnan(ability)
    if known.sum() < 2:
        return 0.0, 0.0
    return float(ability[known].var(ddof=1)), float((se[known] ** 2).mean())
