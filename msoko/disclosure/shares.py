"""Shares and means go with their counts: shown only where every number behind them may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from msoko.disclosure.audit import audit
from msoko.disclosure.ledger import Ledger
from msoko.disclosure.protect import Protected
from msoko.disclosure.system import Range
from msoko.disclosure.table import Dimension, Key, Table, flat, table

_PARTS = flat("доля", ("вошли", "остальные"), tells=True)


@dataclass(frozen=True)
class ShownShare:
    """A share as it may be published: two counts, or a range of the numerator, or nothing.

    `text` is Russian; `state` is `ok` or `suppressed`, the latter with a range as well.
    """

    unit: str
    numerator: int | None
    denominator: int | None
    state: str
    text: str


def share_table(
    units: Dimension,
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    about: Mapping[str, str] | None = None,
) -> Table:
    """Shares of the units' leaves as a table: who is in the numerator, and who is not.

    A small numerator, a small rest, and 0 or 100 % are sensitive alike (NCES 2011-603).
    """
    hits, all_of = np.asarray(numerators), np.asarray(denominators)
    return table([units, _PARTS], np.column_stack([hits, all_of - hits]), about=about)


def shares(protected: Protected, ranges: Mapping[Key, Range] | None = None) -> list[ShownShare]:
    """Every unit's share of a protected `share_table`, in the order of the units' members."""
    units = protected.table.dimensions[0].members
    return [_share(protected, at, unit, ranges or {}) for at, unit in enumerate(units)]


def _share(p: Protected, at: int, unit: str, ranges: Mapping[Key, Range]) -> ShownShare:
    whole, numerator = p.value(at, 0), p.value(at, 1)
    if p.shown[at].all() and numerator is not None and whole:
        text = f"{_percent(100 * numerator / whole)} % ({numerator} из {whole})"
        return ShownShare(unit, numerator, whole, "ok", text)
    if whole == 0:
        return ShownShare(unit, 0, 0, "ok", "нет участников")
    told = ranges.get(p.table.key((at, 1)))
    if told and whole:
        low, high = told
        edge = (
            f"не более {-(-100 * high // whole)}" if low == 0 else f"не менее {100 * low // whole}"
        )
        return ShownShare(unit, None, whole, "suppressed", f"{edge} %")
    return ShownShare(unit, None, whole, "suppressed", "скрыто")


def _percent(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def coded(protected: Protected, threshold: int) -> tuple[dict[Key, Range], Ledger]:
    """Hidden shares near 0 and 100 % as ranges of the numerator, and the ledger that knows them.

    «0 to 5 of 40» tells «not over 13 %». Only where the denominator is shown and over twice the
    threshold, and only ranges that leave every sensitive number its width beside all the others.
    """
    kept: dict[Key, Range] = {}
    offered = _offered(protected, threshold)
    if _safe(protected, offered):
        kept = offered
    else:
        for key, told in offered.items():
            if _safe(protected, {**kept, key: told}):
                kept[key] = told
    return kept, replace(protected.ledger, ranges={**protected.ledger.ranges, **kept})


def _offered(protected: Protected, threshold: int) -> dict[Key, Range]:
    found: dict[Key, Range] = {}
    for at in range(len(protected.table.dimensions[0].members)):
        whole, hits = (int(protected.table.counts[at, part]) for part in (0, 1))
        if protected.shown[at, 1] or not protected.shown[at, 0] or whole <= 2 * threshold:
            continue
        key = protected.table.key((at, 1))
        if hits <= threshold:
            found[key] = (0, threshold)
        elif whole - hits <= threshold:
            found[key] = (whole - threshold, whole)
    return found


def _safe(protected: Protected, ranges: Mapping[Key, Range]) -> bool:
    system = protected.system
    low, high = system.low.copy(), system.high.copy()
    for key, told in ranges.items():
        place = system.keys.index(key)
        low[place], high[place] = max(low[place], told[0]), min(high[place], told[1])
    need = np.zeros(len(low), dtype=np.int64)
    for one in protected.proof:
        need[system.keys.index(one.key)] = one.need
    bounded = replace(system, low=low, high=high)
    return all(one.enough for one in audit(bounded, protected.closed, need))


def means(protected: Protected, values: ArrayLike) -> NDArray[np.float64]:
    """Means of a protected table of counts, NaN where the number of persons behind is hidden.

    A hidden count is never alone under a shown total and what hides together is at least as wide
    as the threshold, so means times counts give away no group under it either.
    """
    return np.where(protected.shown, np.asarray(values, dtype=float), np.nan)
