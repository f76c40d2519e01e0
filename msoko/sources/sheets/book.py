"""What a file turns into: a book of sheets of text cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msoko.problem import Problem

if TYPE_CHECKING:  # the child process imports this package and must start fast
    import pyarrow as pa


def column_letters(column: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The name a clerk knows a cell by: (11, 2) → "C12"; both numbers count from 0."""
    return f"{column_letters(column)}{row + 1}"


_TOP = 32


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet from its cell A1 on: text columns of equal length, null where a cell is empty.

    Row 0 and column 0 are the sheet's first row and first column, even when these are empty.
    Of merged cells only the top left one has a value.
    """

    name: str
    columns: tuple[pa.Array, ...]
    n_rows: int
    n_columns: int
    hidden: bool = False

    def cell(self, row: int, column: int) -> str | None:
        """Text of a cell, counting from 0; None when it is empty or outside the sheet."""
        if not (0 <= row < self.n_rows and 0 <= column < self.n_columns):
            return None
        value: str | None = self.columns[column][row].as_py()
        return value

    def row(self, index: int) -> list[str | None]:
        """All cells of a row, counting from 0; all None when it is outside the sheet."""
        if 0 <= index < len(self._top):
            return list(self._top[index])
        return [self.cell(index, column) for column in range(self.n_columns)]

    @cached_property
    def _top(self) -> list[tuple[str | None, ...]]:
        """The first rows, where headings stand: every kind of file looks at them."""
        if not self.columns:
            return []
        return list(zip(*(column[:_TOP].to_pylist() for column in self.columns), strict=True))

    def address(self, row: int, column: int) -> str:
        """Address of a cell in this sheet, such as "C12"."""
        return address(row, column)


@dataclass(frozen=True, eq=False)
class Book:
    """A file that could be read; `problems` holds what is worth a warning but no refusal.

    `format` is told from the content: xlsx, xlsm, xlsb, xls, ods, csv.
    """

    path: Path
    name: str
    sha256: str
    size: int
    format: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
