"""Workbooks → columns of text by the fast reader; runs in the child process.

The reader crops a sheet to its used rectangle. Rows are kept from the first one by `skip_rows=0`;
the number of columns cut off the left is told by `absolute_index` and given back as empty columns,
so that addresses are those seen in Excel. The reader turns error cells into nulls and lists them
apart; they are written back as "#DIV/0!" and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fastexcel
import pyarrow as pa

from msoko.sources.sheets.cells import tidy, with_errors
from msoko.sources.sheets.kind import ZIP
from msoko.sources.sheets.package import verify
from msoko.sources.sheets.refused import RefusedError

# The last row and column any spreadsheet program has.
MAX_ROWS, MAX_COLUMNS = 1 << 20, 1 << 14

_ERROR_CELL = re.compile(r"'Error\((\w+)\)'")
_NEW_ERROR = re.compile(r"Unsupported cell error value '([^']{1,40})'")
_REASONS = (
    (re.compile("password", re.I), "encrypted"),
    (re.compile("shared strings", re.I), "broken_strings"),
    (
        re.compile("row component|column component|Range is missing|alphanumeric", re.I),
        "bad_address",
    ),
    (re.compile("zip|archive|checksum|deflate|EOCD", re.I), "broken_package"),
    (re.compile("xml|syntax|unescape|entity|utf-?8|eof", re.I), "broken_xml"),
)


@dataclass(frozen=True)
class ParsedSheet:
    """A sheet on its way out of the child process."""

    name: str
    hidden: bool
    columns: list[pa.Array]


def _reason(error: Exception, sheet: str | None = None) -> RefusedError:
    text = str(error).split("\nContext")[0]
    place: dict[str, str | int] = {"sheet": sheet} if sheet is not None else {}
    if new_error := _NEW_ERROR.search(text):
        return RefusedError("new_formula_error", new_error[1], place)
    for pattern, code in _REASONS:
        if pattern.search(text):
            return RefusedError(code, "", place)
    return RefusedError("unreadable", text[:500], place)


def _errors(found: fastexcel.CellErrors | None) -> dict[int, dict[int, str]]:
    """Column → row → kind of error, both relative to the cropped rectangle."""
    errors: dict[int, dict[int, str]] = {}
    for error in found.errors if found is not None else ():
        row, column = error.offset_position
        if kind := _ERROR_CELL.search(error.detail):
            errors.setdefault(column, {})[row] = kind[1]
    return errors


def _load(reader: fastexcel.ExcelReader, number: int, name: str, budget: int) -> ParsedSheet:
    places: list[int] = []

    def note(column: Any) -> bool:
        places.append(column.absolute_index)
        return True

    sheet = reader.load_sheet(
        number,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        whitespace_as_null=True,
        use_columns=note,
    )
    hidden = sheet.visible != "visible"
    if not places or not sheet.total_height:
        return ParsedSheet(name, hidden, [])
    height, width = sheet.total_height, places[-1] + 1
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise RefusedError("bad_address", "", {"sheet": name})
    if height * width > budget:
        raise RefusedError("far_cell", f"{height} × {width}", {"sheet": name})
    batch, found = sheet.to_arrow_with_errors()
    errors = _errors(found)
    empty = pa.nulls(height, pa.string())
    columns = [empty] * places[0]
    for index, column in enumerate(batch.columns):
        columns.append(with_errors(tidy(column), errors.get(index, {})))
    return ParsedSheet(name, hidden, columns)


def read(content: bytes, task: dict[str, Any]) -> Iterator[ParsedSheet]:
    """All sheets in the order of the book, hidden ones too; raises RefusedError."""
    if content.startswith(ZIP):
        verify(content)
    try:
        reader = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise _reason(error) from error
    names = reader.sheet_names
    if len(names) > task["sheets"]:
        raise RefusedError("too_many_sheets", str(len(names)))
    budget = int(task["cells"])
    for number, name in enumerate(names):
        try:
            sheet = _load(reader, number, name, budget)
        except fastexcel.FastExcelError as error:
            raise _reason(error, name) from error
        budget -= sum(map(len, sheet.columns))
        yield sheet
