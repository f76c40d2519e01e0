"""One made-up export, spoilt in one place at a time, and what screening says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msoko.problem import Problem
from msoko.sources.reading import Options, Reading
from msoko.sources.reading.scales import Scales
from msoko.sources.vpr_export_2021.sample import SHEETS
from msoko.vocabulary import AcademicYear
from tests.unit.sources.workbooks import Sheets, changed, read, scale

# Columns of the export, from 0.
LOGIN, PUPIL, JOURNAL, SEX, TOTAL, TASK_1, TASK_2 = 0, 3, 4, 5, 8, 9, 10
OPTIONS: dict[str, Any] = {"year": AcademicYear(2020)}


def long_export(lines: int) -> Sheets:
    """The first line of the sample for so many pupils."""
    head, line = SHEETS["Sheet"][0], list(SHEETS["Sheet"][1])
    return {"Sheet": [head, *([*line[:3], 40001 + n, *line[4:]] for n in range(lines))]}


def spoil(sheets: Sheets, *cells: tuple[int, int, object]) -> Sheets:
    """The sheets with cells (Excel row, column from 0, value) replaced."""
    for row, column, value in cells:
        sheets = changed(sheets, next(iter(sheets)), row - 1, column, value)
    return sheets


def screened(folder: Path, sheets: Sheets, **options: Any) -> Reading:
    scales = Scales([scale(2020)])
    return read(folder, sheets, Options(**(OPTIONS | options)), scales=scales)


def the(reading: Reading, check: str) -> Problem:
    """The one problem of this check."""
    (problem,) = [one for one in reading.problems if one.check == check]
    return problem
