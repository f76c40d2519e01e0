"""What an attacker can find out about a hidden cell from the published ones and the sums.

He knows the published counts and ranges, that totals add up and that no count is negative; the
least and the greatest value of a hidden cell under these are his interval.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msoko.disclosure.system import Floats, System
from msoko.disclosure.table import Bools, Ints

_NEAR = 1e-6


class Attacker:
    """All he can do about one set of hidden cells (n,); tables met on the way are remembered.

    `lowest` and `highest` hold, by cell, the whole-number table in which it was least or greatest
    so far; each agrees with everything published, so an interval so shown needs no trust in the
    solver.
    """

    def __init__(self, system: System, hidden: Bools) -> None:
        self.system, self.hidden = system, hidden
        self.places = np.flatnonzero(hidden)
        self.columns = system.sums[:, self.places]
        self.right = self.columns @ system.counts[self.places].astype(float)
        self.least, self.most = system.counts.copy(), system.counts.copy()
        self.lowest: dict[int, Ints] = {}
        self.highest: dict[int, Ints] = {}

    def narrow(self, need: Ints) -> list[int]:
        """Cells whose interval stays narrower than `need` (n,); most cells are settled at once."""
        left = self._open(need)
        while left:
            self._extreme(np.isin(self.places, left), 1, need)
            left, before = self._open(need), len(left)
            if len(left) == before:
                break
        return [place for place in left if self.widen(place, int(need[place])) < need[place]]

    def _open(self, need: Ints) -> list[int]:
        return [int(place) for place in np.flatnonzero(self.most - self.least < need)]

    def widen(self, place: int, enough: int) -> int:
        """Look for tables until the interval of a cell is `enough` wide; its width, at the end."""
        need = np.full(len(self.least), enough)
        for sign in (1, -1):
            if self.most[place] - self.least[place] < enough and self.hidden[place]:
                self._extreme(self.places == place, sign, need)
        return int(self.most[place] - self.least[place])

    def _extreme(self, own: Bools, sign: int, need: Ints) -> None:
        """Look for the table in which these hidden cells together are greatest (least)."""
        low, high = self.system.low[self.places], self.system.high[self.places]
        # further than needed is of no use, and keeps the answer finite
        high = np.where(own, np.minimum(high, (self.system.counts + need)[self.places]), high)
        found = _least(np.where(own, -float(sign), 0.0), self.columns, self.right, low, high)
        if found is None:
            return
        full = self.system.counts.copy()
        full[self.places] = found
        if not agrees(self.system, self.hidden, full):
            raise ArithmeticError("the solver's table does not agree with what is published")
        self._remember(full)

    def _remember(self, full: Ints) -> None:
        self.lowest.update({int(place): full for place in np.flatnonzero(full < self.least)})
        self.highest.update({int(place): full for place in np.flatnonzero(full > self.most)})
        self.least, self.most = np.minimum(self.least, full), np.maximum(self.most, full)


def agrees(system: System, hidden: Bools, full: Ints) -> bool:
    """True when a table (n,) could be the true one for all that is published: plain arithmetic."""
    shown = bool((full[~hidden] == system.counts[~hidden]).all())
    inside = bool(((full >= system.low) & (full <= system.high))[hidden].all())
    return shown and inside and not (system.sums @ full).any()


def _least(cost: Floats, columns: Any, right: Floats, low: Floats, high: Floats) -> Ints | None:
    """Whole-number table of least cost; the linear answer is taken when it is whole already.

    None when the solver gives up: the interval then counts as not widened.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    rules = LinearConstraint(columns, right, right) if columns.shape[0] else None
    for whole in (0, 1):
        kinds = np.full(len(cost), whole)
        answer = milp(cost, constraints=rules, bounds=Bounds(low, high), integrality=kinds)
        if answer.x is None:
            return None
        rounded = np.rint(answer.x)
        if np.abs(answer.x - rounded).max(initial=0.0) < _NEAR:
            return np.asarray(rounded, dtype=np.int64)
    return None
