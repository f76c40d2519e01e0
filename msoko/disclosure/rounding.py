"""Rounding instead of hiding: every number to a multiple of 3 or 5, and totals still add up.

Controlled rounding (Cox, JASA, 1987): a number goes to one of the two
neighbouring multiples. Which one is drawn with the chance that would keep a number by itself right
on average, by a keyed hash of what the cell is about; totals that must add up overrule some draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Literal

import numpy as np

from msoko.disclosure.audit import audit
from msoko.disclosure.system import Floats, System, assemble
from msoko.disclosure.table import Ints, Key, Table
from msoko.problem import Problem


@dataclass(frozen=True)
class Rounded:
    """Rounded counts of the table's shape, and the narrowest interval an attacker is left with."""

    counts: Ints
    narrowest: int


def rounded(table: Table, base: Literal[3, 5], secret: bytes) -> Rounded | Problem:
    """Round all cells; `secret` is a key that must not be published.

    A Problem where no additive rounding exists (possible only with three dimensions and more).
    """
    keys = table.keys()
    counts = dict(zip(keys, table.counts.ravel().tolist(), strict=True))
    system = assemble(counts, table.relations())
    up = _up(system, base, np.array([_draw(key, secret) for key in keys]))
    if up is None:
        what = f"таблицу нельзя округлить до {base} так, чтобы итоги сходились"
        return Problem("not_roundable", what, "уберите один из разрезов или скройте ячейки")
    told = (system.counts // base + up) * base
    return Rounded(told.reshape(table.counts.shape), _narrowest(system, told, base))


def _up(system: System, base: int, draws: Floats) -> Ints | None:
    """Which cells go up, (n,): as drawn, with the least exceptions that the totals need."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    floor, rest = system.counts // base, system.counts % base
    # below nought where the draw is «up», the further the surer
    cost = draws - rest / base
    right = -(system.sums @ floor).astype(float)
    answer = milp(
        cost,
        constraints=LinearConstraint(system.sums, right, right),
        bounds=Bounds(0, (rest > 0).astype(float)),
        integrality=np.ones(len(cost)),
    )
    return None if answer.x is None else np.rint(answer.x).astype(np.int64)


def _narrowest(system: System, told: Ints, base: int) -> int:
    """What an attacker knows: every number is less than `base` away, and totals add up."""
    low, high = np.maximum(told - base + 1, 0).astype(float), (told + base - 1).astype(float)
    open_to = replace(system, low=low, high=high)
    need = np.full(len(told), 2 * base)
    found = audit(open_to, np.ones(len(told), dtype=bool), need)
    return min((one.high - one.low for one in found), default=0)


def _draw(key: Key, secret: bytes) -> float:
    told = "\x1f".join(f"{name}\x1e{member}" for name, member in key).encode()
    return int.from_bytes(blake2b(told, key=secret, digest_size=8).digest(), "big") / 2**64
