"""How much information is lost because ability itself is not observed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from msoko.analysis.methods.irt.expect import Expected, base, posteriors
from msoko.analysis.methods.irt.places import Places
from msoko.analysis.methods.irt.rows import Rows
from msoko.analysis.methods.irt.state import Free, State

Array = NDArray[np.float64]
Whole = NDArray[np.intp]


def _features(chance: Array, state: State, free: Free, where: Places) -> tuple[Array, Whole, Whole]:
    """What the score subtracts from the data: (Q, F), the item or group it hangs on, its unknown.

    Items are numbered 0..J-1 and the free groups follow; a fixed slope has no column.
    """
    nodes, items = free.nodes[:, None], len(chance)
    mean = chance @ np.arange(chance.shape[2], dtype=float)
    of_slope = np.broadcast_to(where.slope, items)
    sloped = np.flatnonzero(of_slope >= 0)
    item, points = np.nonzero(free.intercept)
    away = (nodes - state.mean[where.group]) / state.sd[where.group]
    groups = items + np.arange(len(where.group))
    return (
        np.hstack(
            [
                nodes * mean[sloped].T,
                chance[item, :, points].T,
                -away / state.sd[where.group],
                1 - away**2,
            ]
        ),
        np.concatenate([sloped, item, groups, groups]).astype(np.intp),
        np.concatenate([of_slope[sloped], where.intercept[item, points], where.mean, where.sd]),
    )


def lost_information(
    rows: Rows, state: State, free: Free, where: Places, expected: Expected
) -> Array:
    """Sum over pupils of the posterior covariance of the complete-data score, (P, P).

    The score of a pupil is `points · ability - features(ability)`, the features only of the items
    taken and the group belonged to; the three terms of its covariance are added one by one.
    """
    fixed, chance = base(rows, state, free.nodes)
    features, unit, unknown = _features(chance, state, free, where)
    belongs = (rows.group[:, None] == where.group).astype(float)
    present = np.hstack([rows.taken, belongs])
    to_unknown = np.zeros((len(unknown), where.size))
    to_unknown[np.arange(len(unknown)), unknown] = 1.0

    whole = np.zeros((len(unknown), len(unknown)))
    for pupils, value in zip(np.ascontiguousarray(expected.pupils.T), features, strict=True):
        together = (present * pupils[:, None]).T @ present
        whole += together[np.ix_(unit, unit)] * np.multiply.outer(value, value)
    matrix = to_unknown.T @ whole @ to_unknown

    pattern = np.repeat(np.arange(len(fixed)), np.diff(rows.start))
    used = where.slope[free.slope]
    for part, weight, _ in posteriors(rows, state.slope, fixed, free.nodes):
        mask = present[pattern[part]][:, unit]
        ability = weight @ free.nodes
        spread = weight @ free.nodes**2 - ability**2
        middle = ((weight @ features) * mask) @ to_unknown
        joint = (((weight * free.nodes) @ features) * mask) @ to_unknown
        joint -= ability[:, None] * middle
        data = rows.score[part][:, free.slope]
        weighted = data * rows.weight[part, None]
        matrix -= (middle.T * rows.weight[part]) @ middle
        cross = weighted.T @ joint
        matrix[used] -= cross
        matrix[:, used] -= cross.T
        matrix[np.ix_(used, used)] += (weighted.T * spread) @ data
    return matrix
