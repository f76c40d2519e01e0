"""Where a calibration begins and what it may move."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.items import Items
from msoko.analysis.methods.irt.rows import Rows
from msoko.analysis.methods.irt.state import Free, State

NODES = np.linspace(-6, 6, 61)  # in standard deviations of the first group
# anchors fix the scale, so the population may lie anywhere on it: same spacing, twice the reach
NODES_ANCHORED = np.linspace(-12, 12, 121)


def begin(rows: Rows, one_slope: bool, groups: int, anchors: Items | None) -> tuple[State, Free]:
    """First values and the mask of the free ones.

    The lowest number of points met in an item is its reference (intercept 0); points met by nobody
    get no probability. With one slope and no anchors the slope stands for the spread of ability.
    """
    met = rows.count > 0
    lowest = met & (np.cumsum(met, axis=1) == 1)
    share = rows.count / np.maximum((rows.count * lowest).sum(axis=1, keepdims=True), 1)
    with np.errstate(divide="ignore"):
        intercept = np.where(met, np.log(share), -np.inf)
    intercept[~met.any(axis=1), 0] = 0.0
    free = met & ~lowest
    varied = free.any(axis=1)
    slope = np.ones(1 if one_slope else len(met))
    moving = np.ones(1, dtype=bool) if one_slope else varied
    population = np.arange(groups) > 0
    if anchors is not None:
        kept = np.isfinite(anchors.slope)
        intercept = _widened(intercept, anchors.intercept.shape[1])
        free = _widened(free, intercept.shape[1], fill=False)
        intercept[kept] = _widened(anchors.intercept, intercept.shape[1])[kept]
        free[kept] = False
        population = np.ones(groups, dtype=bool)
        moving = np.zeros(1, dtype=bool) if one_slope else varied & ~kept
        if one_slope and not np.allclose(anchors.slope[kept], 1.0):
            raise ValueError("anchors of the partial credit model have slope one")
        if not one_slope:
            slope = np.where(kept, anchors.slope, 1.0)
    state = State(slope, intercept, np.zeros(groups), np.ones(groups))
    nodes = NODES if anchors is None else NODES_ANCHORED
    return state, Free(moving, free, population, nodes)


def _widened(table: NDArray[Any], columns: int, fill: float = -np.inf) -> NDArray[Any]:
    missing = max(columns - table.shape[1], 0)
    return np.pad(table, ((0, 0), (0, missing)), constant_values=fill)
