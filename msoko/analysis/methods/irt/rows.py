"""Answers reduced to what the likelihood needs: few rows instead of many pupils."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Rows:
    """Pupils who share a likelihood, sorted by pattern (which items they took, in which group).

    `score` (R, A): points per slope — the raw score when all items share one slope, else the points
    of every item; `weight` (R,) pupils in the row; `start` (U+1,) first row of each pattern;
    `taken` (U, J) one or zero; `group` (U,); `count` (J, C) pupils per item and points;
    `row` (n,) the row of each pupil, -1 for a pupil without a single answer.
    """

    score: Array
    weight: Array
    start: Whole
    taken: Array
    group: Whole
    count: Array
    row: Whole


def checked(scores: Array) -> Array:
    """The matrix (pupils, items) as floats, NaN = missing; only whole points are allowed."""
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2:
        raise ValueError("scores must be a matrix: pupils in rows, items in columns")
    known = table[~np.isnan(table)]
    if known.size and (known.min() < 0 or np.any(known != np.floor(known)) or known.max() > 1000):
        raise ValueError("points must be whole numbers from 0, NaN where missing")
    return table


def counts(table: Array) -> Array:
    """Pupils per item and number of points, (J, C)."""
    top = int(np.nanmax(table)) if not np.all(np.isnan(table)) else 0
    return np.stack([(table == k).sum(axis=0) for k in range(top + 1)], axis=1).astype(float)


def _patterns(seen: NDArray[np.bool_], group: Whole) -> tuple[Whole, Whole]:
    """First pupil of every distinct pattern, and the number of the pattern of each pupil."""
    bits = np.packbits(seen, axis=1)
    keys = np.hstack([group.astype(">u4")[:, None].view(np.uint8).reshape(len(group), 4), bits])
    packed = np.ascontiguousarray(keys).view(np.dtype((np.void, keys.shape[1]))).ravel()
    if len(keys) and np.all(keys == keys[:1]):
        return np.zeros(1, dtype=np.intp), np.zeros(len(keys), dtype=np.intp)
    _, first, which = np.unique(packed, return_index=True, return_inverse=True)
    return first, which.ravel()


def reduce(table: Array, group: Whole, one_slope: bool) -> Rows:
    """Rows of a checked matrix; `group` (n,) numbers the pupils' groups from 0."""
    seen = ~np.isnan(table)
    usable = np.flatnonzero(seen.any(axis=1))
    points = np.nan_to_num(table[usable])
    pattern_first, pattern = _patterns(seen[usable], group[usable])
    if one_slope:
        raw = points.sum(axis=1)
        key = pattern * (raw.max(initial=0) + 1) + raw
        _, first, place, weight = np.unique(
            key, return_index=True, return_inverse=True, return_counts=True
        )
        score, of_pattern = raw[first, None], pattern[first]
    else:
        order = np.argsort(pattern, kind="stable")
        place = np.argsort(order, kind="stable")
        score, of_pattern = points[order], pattern[order]
        weight = np.ones(len(usable), dtype=np.intp)
    row = np.full(len(table), -1, dtype=np.intp)
    row[usable] = place
    edges = np.searchsorted(of_pattern, np.arange(len(pattern_first) + 1))
    return Rows(
        score=score,
        weight=weight.astype(float),
        start=edges.astype(np.intp),
        taken=seen[usable][pattern_first].astype(float),
        group=group[usable][pattern_first],
        count=counts(table),
        row=row,
    )
