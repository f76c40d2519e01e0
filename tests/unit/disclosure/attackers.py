"""An attacker by brute force: every table there could be, for tiny tables only."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from benchmarks.calibration.attacker import over_leaves
from msoko.disclosure.table import Table


def all_tables(leaves: int, most: int) -> np.ndarray:
    """Every table of leaves with at most `most` persons in each; (tables, leaves)."""
    return np.array(list(product(range(most + 1), repeat=leaves)))


def brute(table: Table, shown: Mapping[tuple[int, ...], bool], tables: np.ndarray) -> np.ndarray:
    """Which of all tables agree with the published cells."""
    fits = np.ones(len(tables), dtype=bool)
    for place, is_shown in shown.items():
        if is_shown:
            fits &= tables @ over_leaves(table, place) == table.counts[place]
    return fits
