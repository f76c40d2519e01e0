"""Numbers by unit, period and breakdown cell, as parallel arrays that add and line up."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from msoko.indicators.frame import Bools, Floats, Ints

LEVELS = ("organisation", "municipality", "region")
_CELLS = 1 << 20
_PERIODS = 1 << 18
CALENDAR = 100_000  # periods above it are calendar years


@dataclass
class Names:
    """Names that get the next number when first met."""

    index: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """The name's number."""
        return self.index.setdefault(name, len(self.index))

    @property
    def list(self) -> list[str]:
        """Names by number."""
        return list(self.index)


@dataclass(frozen=True)
class Grain:
    """Amounts by key; a key packs unit, period and cell into one integer, sorted and unique."""

    keys: Ints
    amounts: Floats

    @classmethod
    def summed(cls, keys: Ints, amounts: Floats | None = None) -> Grain:
        """Amounts of equal keys added up (ones when no amounts are given)."""
        unique, inverse = np.unique(keys, return_inverse=True)
        return cls(
            unique, np.bincount(inverse, weights=amounts, minlength=len(unique)).astype(float)
        )

    def at(self, keys: Ints, missing: float = 0.0) -> Floats:
        """Amounts of other keys; `missing` where there is none."""
        if not len(self.keys):
            return np.full(len(keys), missing)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, self.amounts[place], missing)

    def has(self, keys: Ints) -> Bools:
        """Which of other keys are here."""
        return inside(keys, self.keys)


EMPTY = Grain(np.array([], dtype=np.int64), np.array([], dtype=float))


def added(grains: list[Grain]) -> Grain:
    """Grains added key by key."""
    if len(grains) == 1:
        return grains[0]
    return Grain.summed(
        np.concatenate([grain.keys for grain in grains]),
        np.concatenate([grain.amounts for grain in grains]),
    )


def distinct(keys: Ints) -> Ints:
    """Keys in order, each once: like `np.unique`, but quick on keys that come in sorted runs."""
    if len(keys) < 2 or (keys[1:] > keys[:-1]).all():
        return keys
    ordered = np.sort(keys, kind="stable")
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def either(one: Ints, other: Ints) -> Ints:
    """Keys that are here or there, in order, each once."""
    return distinct(np.concatenate([one, other]))


def less(keys: Ints, taken: Ints) -> Ints:
    """Keys that are not among others, in order, each once."""
    left = distinct(keys)
    return left[~inside(left, distinct(taken))] if len(left) and len(taken) else left


def inside(keys: Ints, ordered: Ints) -> Bools:
    """Which keys are among others that are in order: like `np.isin`, without sorting."""
    if not len(ordered):
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    found: Bools = ordered[place] == keys
    return found


def pack(units: Ints, periods: Ints, cells: Ints | int = 0) -> Ints:
    """Keys of units, periods and cells."""
    return (units * _PERIODS + periods) * _CELLS + cells


def key_of(unit: int, period: int, cell: int = 0) -> int:
    """The key of one unit, period and cell."""
    return (unit * _PERIODS + period) * _CELLS + cell


def unpack(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Units, periods and cells of keys."""
    rest, cells = np.divmod(keys, _CELLS)
    units, periods = np.divmod(rest, _PERIODS)
    return units, periods, cells


def with_cell(keys: Ints, cells: Ints | int) -> Ints:
    """The same units and periods in other cells."""
    return keys - keys % _CELLS + cells


def period_label(period: int) -> str:
    """ "2024-25" for an academic year, "2024" for a calendar one."""
    if period >= CALENDAR:
        return str(period - CALENDAR)
    return f"{period}-{(period + 1) % 100:02d}"
