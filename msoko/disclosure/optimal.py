"""The cheapest set of hidden cells that protects every sensitive one, by cutting planes.

Fischetti & Salazar (JASA, 2000): a 0/1 programme chooses the cells; as long as an attacker's
interval is too narrow, linear duality names cells of which more must be hidden, and the choice is
made again. The programme of Kelly, Golden & Assad (Networks, 1992), which writes out every
attacker, has the same optimum with thousands of variables more.
"""

from __future__ import annotations

import numpy as np

from msoko.disclosure.attack import Attacker
from msoko.disclosure.system import Floats, System
from msoko.disclosure.table import Bools, Ints

_ROUNDS = 200
# what is not hidden yet is opened a little, or the prices name far more cells than matter
_LITTLE = (1e-3, 0.0)


def cheapest(system: System, need: Ints, start: Bools, cost: Floats) -> Bools | None:
    """Cells to hide, (n,), least in `cost`; None when `_ROUNDS` choices did not settle it.

    `need` (n,) is the width every sensitive cell must keep, 0 for the others; `start` is hidden in
    any case.
    """
    hidden, cuts = start.copy(), list[Floats]()
    for _ in range(_ROUNDS):
        narrow = Attacker(system, hidden).narrow(need)
        if not narrow:
            return hidden
        cuts += [_cut(system, hidden, start, place, int(need[place])) for place in narrow]
        hidden = _choose(np.array(cuts), start, system.fixed, cost)
    return None


def _cut(system: System, hidden: Bools, start: Bools, place: int, need: int) -> Floats:
    """Weights (n,) whose sum over the chosen is at least one for every choice that protects.

    They sum to less over `hidden`. Whatever the prices y of the sums, a cell rises and falls
    together by at most Σ (r⁺ rise + r⁻ fall) over hidden cells, r = ±unit − sumsᵀy.
    """
    free = ~start & ~system.fixed
    for little in _LITTLE:
        weights = np.zeros(len(hidden))
        for sign in (1.0, -1.0):
            unit = np.where(np.arange(len(hidden)) == place, sign, 0.0)
            left = unit - system.sums.T @ _prices(system, hidden, unit, need, little)
            left[np.abs(left) < 1e-7] = 0.0
            rise, fall = _room(system, need)
            weights += np.where(left > 0, left * rise, -left * fall)
        limit = need - weights[start].sum()
        if limit > 1e-6 and weights[free & hidden].sum() < limit * (1 - 1e-6):
            return np.where(free, np.minimum(weights / limit, 1.0), 0.0)
    # too narrow for whole numbers only: at least one more cell than these
    return np.where(free & ~hidden, 1.0, 0.0)


def _room(system: System, need: int) -> tuple[Floats, Floats]:
    """How far every cell can rise and fall when it is hidden."""
    far = float(system.counts.sum() + need)
    return np.minimum(system.high - system.counts, far), system.counts - system.low


def _prices(system: System, hidden: Bools, unit: Floats, need: int, little: float) -> Floats:
    """Dual prices of the sums when one cell is moved as far as the hidden cells allow."""
    from scipy.optimize import linprog

    rise, fall = _room(system, need)
    ajar = np.where(system.fixed, 0.0, little)
    rise = np.where(hidden, rise, np.minimum(rise, need) * ajar)
    fall = np.where(hidden, fall, np.minimum(fall, need) * ajar)
    rise = np.where(unit != 0, np.minimum(rise, need), rise)
    right = np.zeros(system.sums.shape[0])
    answer = linprog(-unit, A_eq=system.sums, b_eq=right, bounds=np.column_stack([-fall, rise]))
    return np.asarray(-answer.eqlin.marginals, dtype=float)


def _choose(cuts: Floats, start: Bools, fixed: Bools, cost: Floats) -> Bools:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    free = ~start & ~fixed
    enough = LinearConstraint(csr_array(cuts[:, free]), 1.0, np.inf)
    kinds = np.ones(int(free.sum()))
    exactly = {"mip_rel_gap": 0.0}
    answer = milp(
        cost[free], constraints=enough, bounds=Bounds(0, 1), integrality=kinds, options=exactly
    )
    if answer.x is None:
        raise ArithmeticError(f"the solver chose nothing: {answer.message}")
    hidden = start.copy()
    hidden[free] = answer.x > 0.5
    return hidden
