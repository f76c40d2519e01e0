"""The proof that hidden numbers stay hidden: for each, two tables that everybody may believe in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msoko.disclosure.attack import Attacker, agrees
from msoko.disclosure.system import System
from msoko.disclosure.table import Bools, Ints, Key


@dataclass(frozen=True)
class Witness:
    """Two tables (n,) that agree with all that is published and differ in one cell by its width.

    `need` is the width the cell should keep; the attacker's interval is at least [low, high].
    """

    key: Key
    need: int
    low: int
    high: int
    lower: Ints
    upper: Ints

    @property
    def enough(self) -> bool:
        """True when the attacker's interval is as wide as it should be."""
        return self.high - self.low >= self.need


def audit(system: System, hidden: Bools, need: Ints) -> tuple[Witness, ...]:
    """A witness for every sensitive cell; `need` (n,) is 0 for cells that are not."""
    attacker, found = Attacker(system, hidden), []
    attacker.narrow(need)
    for place in np.flatnonzero(need).tolist():
        lower = attacker.lowest.get(place, system.counts)
        upper = attacker.highest.get(place, system.counts)
        low, high = int(lower[place]), int(upper[place])
        found.append(Witness(system.keys[place], int(need[place]), low, high, lower, upper))
    return tuple(found)


def holds(system: System, hidden: Bools, witness: Witness) -> bool:
    """Check a witness by plain arithmetic, without a solver."""
    place = system.keys.index(witness.key)
    apart = int(witness.upper[place] - witness.lower[place])
    both = all(agrees(system, hidden, one) for one in (witness.lower, witness.upper))
    return both and apart >= witness.need
