"""Cells as one vector with the sums they obey: what an attacker knows and may compute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from msoko.disclosure.table import Bools, Ints, Key, Relation

Floats = NDArray[np.float64]
Range = tuple[int, int]


@dataclass(frozen=True)
class System:
    """Counts (n,) under `sums` (m, n; sparse; whole +1, parts −1): sums @ counts = 0.

    `low`, `high` (n,) are told to everybody: 0 and infinity, or a range that was published.
    `fixed` cells are out already or known to everybody: they cannot be hidden. `absent` cells are
    shown to nobody. `telling` holds whole and parts (positions) along what is learnt of a person.
    """

    keys: tuple[Key, ...]
    counts: Ints
    sums: Any
    low: Floats
    high: Floats
    fixed: Bools
    absent: Bools
    telling: tuple[tuple[int, tuple[int, ...]], ...]


def assemble(
    counts: Mapping[Key, int],
    relations: Iterable[Relation],
    *,
    fixed: Iterable[Key] = (),
    absent: Iterable[Key] = (),
    ranges: Mapping[Key, Range] | None = None,
) -> System:
    """The system of these cells; sums that do not hold are a programmer's mistake."""
    at = {key: place for place, key in enumerate(counts)}
    distinct = list(dict.fromkeys(relations))
    values = np.array(list(counts.values()), dtype=np.int64)
    sums = _matrix(distinct, at)
    if (sums @ values).any():
        raise ValueError("counts do not add up to their totals")
    told = ranges or {}
    low, high = (np.array([float(told.get(key, (0, np.inf))[end]) for key in at]) for end in (0, 1))
    shown, never = (_mask(set(keys), at) for keys in (fixed, absent))
    telling = [(at[one.whole], tuple(at[p] for p in one.parts)) for one in distinct if one.tells]
    return System(tuple(at), values, sums, low, high, shown, never & ~shown, tuple(telling))


def _matrix(relations: list[Relation], at: dict[Key, int]) -> Any:
    from scipy.sparse import csc_array

    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    for row, one in enumerate(relations):
        rows += [row] * (1 + len(one.parts))
        columns += [at[one.whole], *(at[part] for part in one.parts)]
        signs += [1.0] + [-1.0] * len(one.parts)
    return csc_array((signs, (rows, columns)), shape=(len(relations), len(at)))


def _mask(among: set[Key], at: dict[Key, int]) -> Bools:
    return np.array([key in among for key in at], dtype=bool)
