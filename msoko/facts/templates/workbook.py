"""Write the workbook of a fact table: headings with notes, drop-downs, examples, instructions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from msoko.facts.column import Column, Table
from msoko.facts.templates import layout
from msoko.facts.templates.instructions import write_instructions
from msoko.facts.templates.words import allowed, example, written

# Numbers that look like text must stay text: codes keep leading zeros, «2024-25» is no date.
_FORMATS = {"int": "0", "number": "General", "date": "dd.mm.yyyy"}
_LAST_ROW = 1_048_575
_EXAMPLES = 1


def write_template(table: Table, path: Path, rows: pa.Table | None = None) -> None:
    """Write the template of a table to `path` (.xlsx), with `rows` already filled in if given.

    `rows` have columns of the table (any of them); person columns are written as they are.
    """
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet(table.ru[:31])
        write_instructions(book, table)
        _lists(book, table)
        _columns(book, sheet, table)
        _examples(book, sheet, table)
        if rows is not None:
            _fill(sheet, table, rows)


def _lists(book: Any, table: Table) -> None:
    """The hidden sheet: the marker of the table, and every drop-down in a column of its own."""
    sheet = book.add_worksheet(layout.LISTS)
    sheet.hide()
    sheet.write_row(0, 0, [layout.MARKER, table.name])
    for place, column in enumerate(table.columns, start=2):
        sheet.write_column(0, place, [column.name, *_choices(column)])


def _choices(column: Column) -> list[str]:
    return [layout.YES, layout.NO] if column.type == "bool" else list(column.codes.values())


def _columns(book: Any, sheet: Any, table: Table) -> None:
    head = {"bold": True, "text_wrap": True, "border": 1, "valign": "top"}
    plain = book.add_format({**head, "bg_color": "#E7EEF7"})
    needed = book.add_format({**head, "bg_color": "#FBE3C8"})
    sheet.freeze_panes(1, 1)
    sheet.write(0, 0, layout.ROW_HEADING, plain)
    sheet.write_comment(
        0, 0, "Строки, где здесь стоит «пример», не читаются. Свои — оставьте пустыми."
    )
    sheet.set_column(0, 0, 9)
    for place, column in enumerate(table.columns, start=1):
        number_format = book.add_format({"num_format": _FORMATS.get(column.type, "@")})
        sheet.set_column(place, place, max(12, min(len(column.ru) + 3, 28)), number_format)
        heading = column.ru if column.unknown else f"{column.ru} {layout.REQUIRED}"
        sheet.write_string(0, place, heading, plain if column.unknown else needed)
        sheet.write_comment(0, place, _note(column), {"x_scale": 2, "y_scale": 1.5})
        if rule := _validation(column, place):
            sheet.data_validation(1, place, _LAST_ROW, place, rule)


def _note(column: Column) -> str:
    empty = "Можно оставить пустым." if column.unknown else "Заполнять обязательно."
    return f"{column.meaning}.\nЧто писать: {allowed(column)}.\n{empty}"


def _validation(column: Column, place: int) -> dict[str, Any] | None:
    """The rule of the cells; None where anything may stand."""
    told = {"error_title": column.ru[:32], "error_message": allowed(column)[:255]}
    if choices := _choices(column):
        letters = xlsxwriter.utility.xl_col_to_name(place + 1)
        source = f"='{layout.LISTS}'!${letters}$2:${letters}${len(choices) + 1}"
        return {"validate": "list", "source": source, **told}
    if column.type == "date":
        since = {"validate": "date", "criteria": ">", "value": date(1990, 1, 1)}
        return since | told
    if column.name in layout.BOUNDS:
        low, high = layout.BOUNDS[column.name]
        kind = "integer" if column.type == "int" else "decimal"
        between = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        return between | told
    return None


def _examples(book: Any, sheet: Any, table: Table) -> None:
    grey = {"italic": True, "font_color": "#7F7F7F"}
    sheet.write_string(1, 0, layout.EXAMPLE, book.add_format(grey))
    for place, column in enumerate(table.columns, start=1):
        number_format = book.add_format(grey | {"num_format": _FORMATS.get(column.type, "@")})
        value = example(column)
        _write(sheet, 1, place, _typed(column, value), number_format)


def _typed(column: Column, value: object) -> object:
    """Examples are kept as text; numbers among them go into the cell as numbers."""
    is_number = column.type in ("int", "number") and isinstance(value, str)
    return float(value) if is_number and isinstance(value, str) else value


def _fill(sheet: Any, table: Table, rows: pa.Table) -> None:
    for place, column in enumerate(table.columns, start=1):
        if column.name not in rows.column_names:
            continue
        for line, value in enumerate(rows[column.name].to_pylist(), start=1 + _EXAMPLES):
            _write(sheet, line, place, written(column, value))


def _write(sheet: Any, row: int, place: int, value: object, cell_format: Any = None) -> None:
    """Texts as texts (never formulas or links), dates and numbers as what they are."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, *([cell_format] if cell_format else []))
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, cell_format)
    else:
        sheet.write_string(row, place, str(value), cell_format)
