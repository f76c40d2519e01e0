"""Where each unknown of a calibration stands in the vector of unknowns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.state import Free, State

Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Places:
    """Positions: `slope` (A,) and `intercept` (J, C), -1 if fixed; `mean`, `sd` of each `group`."""

    slope: Whole
    intercept: Whole
    group: Whole
    mean: Whole
    sd: Whole
    size: int


def places(state: State, free: Free) -> Places:
    """The order of `state.pack`: slopes, intercepts, means, log standard deviations."""
    slopes, intercepts = int(free.slope.sum()), int(free.intercept.sum())
    slope = np.full(len(state.slope), -1, dtype=np.intp)
    slope[free.slope] = np.arange(slopes)
    intercept = np.full(free.intercept.shape, -1, dtype=np.intp)
    intercept[free.intercept] = slopes + np.arange(intercepts)
    group = np.flatnonzero(free.population)
    mean = slopes + intercepts + np.arange(len(group))
    return Places(slope, intercept, group, mean, mean + len(group), free.size)
