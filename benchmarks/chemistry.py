"""Chem97: 31 022 pupils of 2 410 schools in England, a table that mixed models are compared on."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# The table lies beside the repository and is no part of it.
PATH = Path(__file__).resolve().parents[2] / "shared" / "reference" / "multilevel" / "Chem97.csv.gz"

Array = NDArray[np.float64]


def chemistry(path: str) -> tuple[Array, Array, NDArray[np.int64]]:
    """Score (n,), columns of ones and of the centred earlier result (n, 2), school (n,)."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    score = np.array([float(row["score"]) for row in rows])
    before = np.array([float(row["gcsecnt"]) for row in rows])
    school = np.array([int(row["school"]) for row in rows])
    return score, np.column_stack([np.ones_like(before), before]), school
