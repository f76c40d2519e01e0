"""The expectation step: where on the ability scale each row of pupils probably is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.items import probabilities
from msoko.analysis.methods.irt.rows import Rows
from msoko.analysis.methods.irt.state import State

Array = NDArray[np.float64]
CHUNK = 4096  # rows at a time: the work array of 61 nodes then stays in the processor's cache


@dataclass(frozen=True)
class Expected:
    """Sufficient statistics given the current values.

    `pupils` (U, Q) expected pupils per pattern and node; `slope_sum` (A,) expected sum of points
    times ability; `chance` (J, Q, C) as `probabilities`; `loglik` of the data.
    """

    pupils: Array
    slope_sum: Array
    chance: Array
    loglik: float

    def per_item(self, rows: Rows) -> Array:
        """Expected pupils who took each item, per node, (J, Q)."""
        return np.asarray(rows.taken.T @ self.pupils)

    def per_group(self, rows: Rows, groups: int) -> Array:
        """Expected pupils of each group per node, (G, Q)."""
        total = np.zeros((groups, self.pupils.shape[1]))
        np.add.at(total, rows.group, self.pupils)
        return total


def base(rows: Rows, state: State, nodes: Array) -> tuple[Array, Array]:
    """What of the log likelihood does not depend on the points, (U, Q), and `chance`."""
    chance, normaliser = probabilities(state.items, nodes)
    return state.log_prior(nodes)[rows.group] - rows.taken @ normaliser, chance


def posteriors(
    rows: Rows, slope: Array, fixed: Array, nodes: Array
) -> Iterator[tuple[slice, Array, Array]]:
    """Posterior weights chunk by chunk: the rows, (R', Q) summing to one, log likelihoods (R',)."""
    position = rows.score @ slope
    pattern = np.repeat(np.arange(len(fixed)), np.diff(rows.start))
    for low in range(0, len(position), CHUNK):
        part = slice(low, min(low + CHUNK, len(position)))
        weight = np.multiply.outer(position[part], nodes)
        weight += fixed if len(fixed) == 1 else fixed[pattern[part]]
        top = weight.max(axis=1)
        weight -= top[:, None]
        np.exp(weight, out=weight)
        total = weight.sum(axis=1)
        weight /= total[:, None]
        yield part, weight, np.log(total) + top


def expect(rows: Rows, state: State, nodes: Array) -> Expected:
    """One pass over the rows (Bock & Aitkin 1981, doi:10.1007/BF02293801)."""
    fixed, chance = base(rows, state, nodes)
    pupils = np.zeros_like(fixed)
    pattern = np.repeat(np.arange(len(fixed)), np.diff(rows.start))
    ability = np.empty(len(rows.weight))
    met = rows.count > 0
    loglik = float(rows.count[met] @ state.intercept[met])
    for part, weight, log in posteriors(rows, state.slope, fixed, nodes):
        ability[part] = weight @ nodes
        loglik += float(rows.weight[part] @ log)
        if len(fixed) == 1:
            pupils[0] += rows.weight[part] @ weight
        else:
            mine = pattern[part]
            first = np.flatnonzero(np.diff(mine, prepend=-1))
            weight *= rows.weight[part, None]
            pupils[mine[first]] += np.add.reduceat(weight, first, axis=0)
    return Expected(pupils, rows.score.T @ (rows.weight * ability), chance, loglik)
