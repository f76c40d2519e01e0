"""An attacker written without the code he attacks: leaves, published sums, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.optimize import linprog

from msoko.disclosure.protect import Protected
from msoko.disclosure.table import Table

Facts = list[tuple[np.ndarray, float, float]]


def members(table: Table, axis: int, at: int) -> list[int]:
    """Numbers of the leaves (0, 1 …) under a member, by walking up from each leaf."""
    one = table.dimensions[axis]
    leaves = [place for place in range(len(one.members)) if place not in one.parents]
    found = []
    for number, leaf in enumerate(leaves):
        up = leaf
        while up not in (at, -1):
            up = one.parents[up]
        if up == at:
            found.append(number)
    return found


def over_leaves(table: Table, place: Sequence[int]) -> np.ndarray:
    """One where a leaf belongs to the cell, by leaf in row-major order."""
    sizes = [len(set(range(len(d.members))) - set(d.parents)) for d in table.dimensions]
    mask = np.zeros(sizes)
    mask[np.ix_(*[members(table, axis, at) for axis, at in enumerate(place)])] = 1
    return mask.ravel()


def published(*releases: Protected) -> Facts:
    """Everything that releases show."""
    return [fact for one in releases for fact in shown_cells(one.table, one.shown)]


def shown_cells(table: Table, shown: np.ndarray) -> Facts:
    """Of each shown cell: which leaves add up to how many, from and to."""
    return [
        (over_leaves(table, place), float(table.counts[place]), float(table.counts[place]))
        for place in np.ndindex(table.counts.shape)
        if shown[place]
    ]


def interval(facts: Facts, wanted: np.ndarray, cap: float) -> tuple[float, float]:
    """Least and greatest sum over the wanted leaves, by linear programming; at most `cap`."""
    rows = np.array([row for row, _, _ in facts] or [np.zeros(len(wanted))])
    low = np.array([fact[1] for fact in facts] or [0.0])
    high = np.array([fact[2] for fact in facts] or [0.0])
    limits = np.vstack([rows, -rows, wanted])
    right = np.r_[high, -low, cap]
    ends = [
        linprog(sign * wanted, A_ub=limits, b_ub=right, bounds=(0, None)).fun for sign in (1, -1)
    ]
    return ends[0], -ends[1]


def intervals(table: Table, facts: Facts, places: Sequence[tuple[int, ...]]) -> Iterator[float]:
    """Width of what is known of each cell."""
    for place in places:
        low, high = interval(facts, over_leaves(table, place), float(table.counts[place]) + 5)
        yield high - low


def small_cells(table: Table, threshold: int = 5) -> list[tuple[int, ...]]:
    """Every cell of one to four persons, also those nobody means to publish."""
    return [p for p in np.ndindex(table.counts.shape) if 0 < table.counts[p] < threshold]
