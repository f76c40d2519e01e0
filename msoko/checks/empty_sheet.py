"""There is nothing in the file, or nothing below the headings of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from msoko.problem import Problem


def find(sheets: Mapping[str, Sequence[pa.Array]]) -> list[Problem]:
    """An error when no sheet of the file holds a filled cell."""
    filled = any(
        len(column) > column.null_count for columns in sheets.values() for column in columns
    )
    if filled:
        return []
    return [
        Problem(
            check="empty_sheet",
            what="в файле нет ни одной заполненной ячейки",
            mend="проверьте, тот ли файл выбран, и загрузите заполненный",
        )
    ]


def no_lines(sheet: str) -> Problem:
    """The error for a table that has headings and no line of data."""
    return Problem(
        check="empty_sheet",
        what="под заголовками таблицы нет ни одной заполненной строки",
        mend="заполните таблицу или загрузите заполненный файл",
        sheet=sheet,
    )
