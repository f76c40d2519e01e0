"""Cells to hide in tables too large for the best choice: each sensitive cell in its turn.

For every cell that is not safe yet, the cheapest way of moving persons between cells so that it
rises and falls by as much as needed (a linear programme; Kelly, Golden & Assad, Networks,
1992) is hidden.
"""

from __future__ import annotations

import numpy as np

from msoko.disclosure.attack import Attacker
from msoko.disclosure.system import Floats, System
from msoko.disclosure.table import Bools, Ints


def in_turn(system: System, need: Ints, start: Bools, cost: Floats) -> Bools:
    """Cells to hide, (n,); arguments as of `optimal.cheapest`. The proof is the caller's."""
    attacker = Attacker(system, start.copy())
    for place in sorted(attacker.narrow(need), key=lambda one: -int(system.counts[one])):
        if attacker.widen(place, int(need[place])) < need[place]:
            moved = _moved(system, attacker.hidden, place, int(need[place]), cost)
            attacker = _again(system, attacker.hidden | moved, attacker)
    return attacker.hidden


def _again(system: System, hidden: Bools, before: Attacker) -> Attacker:
    """More is hidden: every table met before still agrees with what is published."""
    attacker = Attacker(system, hidden)
    attacker.least, attacker.most = before.least, before.most
    attacker.lowest, attacker.highest = before.lowest, before.highest
    return attacker


def _moved(system: System, hidden: Bools, place: int, need: int, cost: Floats) -> Bools:
    """Cells that change in the cheapest pair of tables in which one cell is `need` apart."""
    from scipy.optimize import linprog
    from scipy.sparse import block_diag, csc_array, hstack, vstack

    free = np.where(system.fixed, 0.0, np.inf)
    rise = np.minimum(system.high - system.counts, free)
    fall = np.minimum(system.counts - system.low, free)
    # rise and fall of the upper table, then of the lower one
    top = np.r_[rise, fall, rise, fall]
    own = (np.arange(len(hidden)) == place).astype(float)
    apart = csc_array(np.r_[own, -own, -own, own][None, :])
    each = hstack([system.sums, -system.sums])
    sums = vstack([block_diag([each, each]), apart])
    right = np.r_[np.zeros(2 * system.sums.shape[0]), float(need)]
    price = np.tile(np.where(hidden, 0.0, cost), 4)
    answer = linprog(price, A_eq=sums, b_eq=right, bounds=_upto(top))
    if answer.x is None:
        raise ArithmeticError(f"no way to protect a cell: {answer.message}")
    return np.asarray((answer.x.reshape(4, -1) > 1e-7).any(axis=0), dtype=bool)


def _upto(top: Floats) -> Floats:
    return np.column_stack([np.zeros(len(top)), top])
