"""The unknowns of a calibration, which of them are free, and as one vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.items import Items

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Free:
    """What is estimated: `slope` (A,), `intercept` (J, C), `population` (G,); `nodes` (Q,)."""

    slope: Mask
    intercept: Mask
    population: Mask
    nodes: Array

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return int(self.slope.sum() + self.intercept.sum() + 2 * self.population.sum())


@dataclass(frozen=True)
class State:
    """Current values: `slope` (A,) with A one or J, `intercept` (J, C), `mean` and `sd` (G,)."""

    slope: Array
    intercept: Array
    mean: Array
    sd: Array

    @property
    def items(self) -> Items:
        """The items these values describe."""
        return Items(np.broadcast_to(self.slope, len(self.intercept)), self.intercept)

    def log_prior(self, nodes: Array) -> Array:
        """Log weights of the nodes in each group, (G, Q): a normal density summing to one."""
        log = -0.5 * ((nodes - self.mean[:, None]) / self.sd[:, None]) ** 2
        return np.asarray(log - np.log(np.exp(log).sum(axis=1, keepdims=True)))


def pack(state: State, free: Free) -> Array:
    """The free values as one vector: slopes, intercepts, means, log standard deviations."""
    return np.concatenate(
        [
            state.slope[free.slope],
            state.intercept[free.intercept],
            state.mean[free.population],
            np.log(state.sd[free.population]),
        ]
    )


def unpack(vector: Array, state: State, free: Free) -> State:
    """The state with its free values replaced from the vector."""
    slope, intercept = state.slope.copy(), state.intercept.copy()
    mean, sd = state.mean.copy(), state.sd.copy()
    a, d, g = int(free.slope.sum()), int(free.intercept.sum()), int(free.population.sum())
    slope[free.slope] = vector[:a]
    intercept[free.intercept] = vector[a : a + d]
    mean[free.population] = vector[a + d : a + d + g]
    sd[free.population] = np.exp(np.clip(vector[a + d + g :], -7, 3))
    return State(slope, intercept, mean, sd)
