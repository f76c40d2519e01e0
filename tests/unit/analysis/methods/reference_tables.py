"""Columns of the public tables outside the repository, or a skip that names the missing file."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

REFERENCE = Path(__file__).parents[5] / "shared" / "reference"


def columns(name: str) -> dict[str, list[str]]:
    """Every column of a CSV file as text; the file may be compressed."""
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip(f"нет файла ../shared/reference/{name}")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {key: [row[key] for row in rows] for key in rows[0]}


def numbers(texts: list[str]) -> NDArray[np.float64]:
    """A column as floats, NaN where it says nothing."""
    return np.array([np.nan if text in ("", "NA") else float(text) for text in texts])
