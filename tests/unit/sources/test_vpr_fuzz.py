"""Whatever a clerk puts into a cell, reading answers with rows or problems and never falls over."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msoko.problem import has_errors
from msoko.sources import registry
from msoko.sources.reading import Options
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book, Sheet
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import scale

KINDS = [kind.name for kind in registry.KINDS if kind.name.startswith("vpr_")]
CELLS = st.sampled_from(
    [None, "", "0", "1", "2", "5", "-1", "1e400", "NaN", "X", "х", "не пройд.", "отсутствовал",
     "нет", "м", "ж", "edu990101", "40001", "1 (1б)", "ВПР 2026", "#REF!", "7,5", "9" * 400, "🙂"]
)  # fmt: skip
CHANGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 16), CELLS), max_size=6)
OPTIONS = Options(
    organisation="990101", subject="math", grade=4, year=AcademicYear(2020),
    register=frozenset({"990101"}),
)  # fmt: skip


def sheet(name: str, rows: Any, changes: list[tuple[int, int, str | None]]) -> Sheet:
    width = max((len(row) for row in rows), default=0)
    grid = [[None if cell is None else str(cell) for cell in row] for row in rows]
    grid = [row + [None] * (width - len(row)) for row in grid]
    for row, column, cell in changes:
        if row < len(grid) and column < width:
            grid[row][column] = cell or None
    columns = tuple(pa.array([row[n] for row in grid], pa.string()) for n in range(width))
    return Sheet(name, columns, len(grid), width)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(changes=CHANGES, lines=st.integers(0, 14))
def test_no_cell_can_stop_the_reading(
    kind: str, changes: list[tuple[int, int, str | None]], lines: int
) -> None:
    sample = importlib.import_module(f"msoko.sources.{kind}.sample").SHEETS
    sheets = tuple(sheet(name, rows[:lines], changes) for name, rows in sample.items())
    book = Book(Path("файл.xlsx"), "файл.xlsx", "0" * 64, 1, "xlsx", sheets)
    reading = registry.read(book, OPTIONS, Scales([scale(2020)]))
    assert (reading.incoming is None) == has_errors(reading.problems)
    assert all(problem.mend and problem.file for problem in reading.problems)
