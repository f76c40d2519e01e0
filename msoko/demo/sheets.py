"""Writing workbooks cell by cell, and the words federal files use for works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from msoko.demo.people import Mask
from msoko.demo.works import Work
from msoko.vocabulary import SUBJECTS

Cells = Sequence[object]

# «по …» in the names of exports, and the letters of work codes.
BY = {
    "russian": "русскому языку", "math": "математике", "world_around": "окружающему миру",
    "history": "истории", "biology": "биологии", "physics": "физике",
}  # fmt: skip
LETTERS = {
    "russian": "РУ", "math": "МА", "world_around": "ОМ", "history": "ИС", "biology": "БР",
    "physics": "ФИ",
}  # fmt: skip
TEXTBOOK = {
    "russian": "ru", "math": "ma", "world_around": "okr", "history": "is", "biology": "bi",
    "physics": "fi",
}  # fmt: skip


@dataclass(frozen=True)
class MadeFile:
    """One file written; `kind` is what its rows must be called when read back."""

    path: Path
    kind: str


def textbook(subject: str, grade: int) -> str:
    """«ma4.1 | Учебник «Математика»»: code and title as the federal lists write them."""
    return f"{TEXTBOOK[subject]}{grade}.1 | Учебник «{SUBJECTS[subject]}»"


def lines_of(where: Mask) -> list[int]:
    """Numbers of the true ones, as plain integers."""
    return [int(row) for row in np.flatnonzero(where)]


def task_headings(work: Work) -> list[str]:
    """Headings of task columns: «1 (2б)», «2 (1б)» and so on."""
    return [f"{item} ({largest}б)" for item, largest in zip(work.items, work.maxima, strict=True)]


def write_book(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> None:
    """A workbook of plain sheets; None leaves a cell empty, «=…» pairs are formulas with values."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    _write(sheet, number, place, cell)


def write_csv(path: Path, lines: Iterable[Cells]) -> None:
    """A table with semicolons as Excel saves it in Russia: UTF-8 with a mark, Windows lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = (";".join("" if cell is None else str(cell) for cell in line) for line in lines)
    path.write_text("".join(f"{line}\r\n" for line in told), encoding="utf-8-sig", newline="")


def _write(sheet: Any, row: int, place: int, cell: object) -> None:
    if cell is None:
        return
    if isinstance(cell, tuple):
        sheet.write_formula(row, place, cell[0], None, cell[1])
    elif isinstance(cell, str):
        sheet.write_string(row, place, cell)
    else:
        sheet.write_number(row, place, cell)
