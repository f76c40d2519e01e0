"""Small published tables and the reference answers outside the repository."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

REFERENCE = Path(__file__).parents[5] / "shared" / "reference"

# Law School Admission Test, sections 6 and 7: candidates per pattern of five right/wrong answers,
# 00000, 00001 … 11111. Bock & Lieberman (1970), Psychometrika 35, 179-197, doi:10.1007/BF02291262.
LSAT6 = (
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
    10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
)  # fmt: skip
LSAT7 = (
    12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28,
    7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35, 18, 136, 32, 308,
)  # fmt: skip

# Admitted and rejected men, admitted and rejected women of six departments of Berkeley, 1973.
# Bickel, Hammel & O'Connell (1975), Science 187, 398-404, doi:10.1126/science.187.4175.398.
BERKELEY = (
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
)


def candidates(patterns: tuple[int, ...]) -> NDArray[np.float64]:
    """One row of five answers per candidate."""
    rows = [[float(bit) for bit in f"{pattern:05b}"] for pattern in range(32)]
    return np.repeat(np.array(rows), patterns, axis=0)


def reference_answers(name: str) -> Any:
    """Frozen answers of other programs, or a skip that names the file."""
    return json.loads(_reference(f"answers/{name}").read_text(encoding="utf-8"))


def reference_matrix(
    name: str, columns: int | None = None
) -> tuple[NDArray[np.float64], list[list[str]]]:
    """Leading numeric columns of a reference table, NaN for NA, and the rows as text."""
    path = _reference(name)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
    return np.array(
        [[np.nan if v in ("NA", "") else float(v) for v in r[:columns]] for r in rows]
    ), rows


def _reference(name: str) -> Path:
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"нет файла ../shared/reference/{name}")
    return path
