"""A table as a workbook: the one door of tables that leave as XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

_WIDEST, _NARROWEST = 60, 10


def workbook(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str | float | int | None]],
    notes: Sequence[tuple[str, str]],
) -> bytes:
    """Two sheets: the table with its heading kept in sight, and what it is; no formulas at all."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        sheet = book.add_worksheet("Таблица")
        _fill(sheet, [head, *rows], bold)
        sheet.freeze_panes(1, 1)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(head) - 1)
        told = book.add_worksheet("О таблице")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        told.set_column(0, 0, 26, wrapped)
        told.set_column(1, 1, 100, wrapped)
        told.write_string(0, 0, title, book.add_format({"bold": True}))
        for place, (name, text) in enumerate(notes, 2):
            told.write_string(place, 0, name)
            told.write_string(place, 1, text)
    return content.getvalue()


def _fill(sheet: object, rows: Sequence[Sequence[str | float | int | None]], bold: object) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, None if number else bold)  # type: ignore[attr-defined]
            elif cell is not None:
                sheet.write_number(number, column, cell)  # type: ignore[attr-defined]
    for column in range(len(rows[0])):
        longest = max(len(str(row[column])) for row in rows if row[column] is not None)
        sheet.set_column(column, column, min(max(longest, _NARROWEST), _WIDEST))  # type: ignore[attr-defined]
