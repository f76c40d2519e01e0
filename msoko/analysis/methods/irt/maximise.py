"""The maximisation step: Newton on the expected log likelihood, all items at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.expect import Expected
from msoko.analysis.methods.irt.items import probabilities
from msoko.analysis.methods.irt.rows import Rows
from msoko.analysis.methods.irt.state import Free, State

Array = NDArray[np.float64]
LONGEST = 1.0  # a Newton step in logits: further away the quadratic is not to be trusted
STEPS = 2


@dataclass(frozen=True)
class Curvature:
    """First derivatives and minus second derivatives, per item, of the expected log likelihood.

    `slope` (J,) and `intercept` (J, C) are expected sums the data are compared with;
    `slope_slope` (J,), `slope_intercept` (J, C), `intercepts` (J, C, C) the complete information.
    """

    slope: Array
    intercept: Array
    slope_slope: Array
    slope_intercept: Array
    intercepts: Array


def curvature(chance: Array, pupils: Array, nodes: Array) -> Curvature:
    """From probabilities (J, Q, C) and expected pupils (J, Q) at nodes (Q,)."""
    points = np.arange(chance.shape[2], dtype=float)
    weighted = pupils[:, :, None] * chance
    mean = chance @ points
    spread = chance @ points**2 - mean**2
    total = weighted.sum(axis=1)
    intercepts = -np.matmul(weighted.transpose(0, 2, 1), chance)
    corner = np.arange(len(points))
    intercepts[:, corner, corner] += total
    lean = weighted * (points - mean[:, :, None])
    return Curvature(
        slope=(pupils * mean) @ nodes,
        intercept=total,
        slope_slope=(pupils * spread) @ nodes**2,
        slope_intercept=np.einsum("jqc,q->jc", lean, nodes),
        intercepts=intercepts,
    )


def _newton(state: State, free: Free, slope_sum: Array, count: Array, curve: Curvature) -> State:
    fixed = ~free.intercept
    matrix = curve.intercepts.copy()
    matrix[fixed] = 0.0
    matrix.transpose(0, 2, 1)[fixed] = 0.0
    item, place = np.nonzero(fixed)
    matrix[item, place, place] = 1.0
    corner = np.arange(matrix.shape[1])
    matrix[:, corner, corner] += 1e-9
    gradient = np.where(fixed, 0.0, count - curve.intercept)
    lean = np.where(fixed, 0.0, curve.slope_intercept)
    solved = np.linalg.solve(matrix, np.stack([gradient, lean], axis=2))
    step = solved[:, :, 0]
    if free.slope.any():
        bend = curve.slope_slope - (lean * solved[:, :, 1]).sum(axis=1)
        pull = -(lean * step).sum(axis=1)
        if len(state.slope) == 1:
            bend, pull = bend.sum(keepdims=True), pull.sum(keepdims=True)
            pull += slope_sum - curve.slope.sum()
        else:
            pull += slope_sum - curve.slope
        move = np.where(free.slope, pull / np.maximum(bend, 1e-9), 0.0)
        move = np.clip(move, -LONGEST / 2, LONGEST / 2)
        step = step - move[:, None] * solved[:, :, 1]
    else:
        move = np.zeros_like(state.slope)
    intercept = state.intercept.copy()
    intercept[free.intercept] += np.clip(step[free.intercept], -LONGEST, LONGEST)
    return State(state.slope + move, intercept, state.mean, state.sd)


def _population(state: State, free: Free, pupils: Array) -> State:
    share = pupils / pupils.sum(axis=1, keepdims=True)
    mean = share @ free.nodes
    variance = (share * (free.nodes - mean[:, None]) ** 2).sum(axis=1)
    return State(
        state.slope,
        state.intercept,
        np.where(free.population, mean, state.mean),
        np.where(free.population, np.sqrt(np.maximum(variance, 1e-6)), state.sd),
    )


def maximise(rows: Rows, state: State, free: Free, expected: Expected) -> State:
    """The next values: two Newton steps for items, exact moments for populations."""
    pupils = expected.per_item(rows)
    new, chance = state, expected.chance
    for step in range(STEPS):
        if step:
            chance, _ = probabilities(new.items, free.nodes)
        curve = curvature(chance, pupils, free.nodes)
        new = _newton(new, free, expected.slope_sum, rows.count, curve)
    if free.population.any():
        new = _population(new, free, expected.per_group(rows, len(state.mean)))
    return new
