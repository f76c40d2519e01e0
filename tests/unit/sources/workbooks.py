"""Made-up workbooks written to disk and read back, as a clerk's file would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from msoko.profile.model_scale import Boundary, Scale
from msoko.sources import registry
from msoko.sources.reading import Options, Reading
from msoko.sources.reading.scales import NO_SCALES, Scales
from msoko.sources.sheets import Book, open_book

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def book_of(folder: Path, sheets: Sheets, name: str = "выгрузка.xlsx") -> Book:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as workbook:
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
    book = open_book(path)
    assert isinstance(book, Book), book
    return book


def read(
    folder: Path,
    sheets: Sheets,
    options: Options | None = None,
    *,
    name: str = "выгрузка.xlsx",
    scales: Scales = NO_SCALES,
) -> Reading:
    return registry.read(book_of(folder, sheets, name), options or Options(), scales)


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    assert reading.incoming is not None, [str(one) for one in reading.problems]
    kept = reading.incoming.tables[table].select(list(columns)).to_pylist()
    return [tuple(row[column] for column in columns) for row in kept]


def changed(sheets: Sheets, sheet: str, row: int, column: int, cell: object) -> Sheets:
    """The same sheets with one cell replaced; row and column count from 0."""
    lines = [list(line) for line in sheets[sheet]]
    lines[row] += [None] * (column + 1 - len(lines[row]))
    lines[row][column] = cell
    return {**sheets, sheet: lines}


def checks(reading: Reading) -> dict[str, str]:
    """Check → severity of the problems of a reading."""
    return {one.check: one.severity for one in reading.problems}


def hints(reading: Reading) -> dict[str, tuple[str, str]]:
    assert reading.incoming is not None, [str(one) for one in reading.problems]
    return {one.what: (one.value, one.taken_from) for one in reading.incoming.hints}


def scale(year: int, largest: int = 7, **other: Any) -> Scale:
    """Marks 3, 4, 5 from 3, 5 and 7 points, for mathematics of grade 4 in the year that opens."""
    words = {
        "id": "made_up", "title": "шкала", "procedure": "vpr", "subject": "math", "grade": 4,
        "score_kind": "raw", "from": date(year, 9, 1), "to": date(year + 1, 8, 31),
        "certainty": "official", "source": "придумано",
        "boundaries": (
            Boundary(boundary="mark_3", score=3), Boundary(boundary="mark_4", score=5),
            Boundary(boundary="mark_5", score=7), Boundary(boundary="max", score=largest),
        ),
    }  # fmt: skip
    return Scale.model_validate(words | other)
