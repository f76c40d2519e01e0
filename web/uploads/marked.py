"""The process that marks cells of a user's own workbook: `python -m web.uploads.marked FROM INTO`.

It only ever writes comments and colours. Formulas that reach outside the workbook, macros and
links to other books do not come back; text stays text even when it begins like a formula.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

_FILLS = {
    "error": PatternFill("solid", fgColor="FFF4B6B6"),
    "warning": PatternFill("solid", fgColor="FFFFE7A6"),
    "note": PatternFill("solid", fgColor="FFDCE9F5"),
}
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WORD = re.compile(r"([A-Za-zА-Яа-я_.][\w.]*)\s*\(")
_TEXTS = re.compile(r'"[^"]*"')
# Problems of a word or of its absence: every cell of the column that says the same has it too.
_OF_THE_WORD = {
    "bad_value", "missing_required", "formula_error", "impossible_mark", "unreadable_score",
}  # fmt: skip
# What totals and marks are counted with; a formula with anything else comes back as its value.
_HARMLESS = frozenset(
    {
        "SUM", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS",
        "SUMPRODUCT", "AVERAGE", "AVERAGEIF", "MIN", "MAX", "MEDIAN", "ROUND", "ROUNDUP",
        "ROUNDDOWN", "INT", "ABS", "MOD", "IF", "IFS", "IFERROR", "AND", "OR", "NOT", "ISBLANK",
        "ISNUMBER", "VLOOKUP", "HLOOKUP", "LOOKUP", "INDEX", "MATCH", "LEFT", "RIGHT", "MID",
        "LEN", "TRIM", "VALUE", "TEXT", "CONCATENATE", "CONCAT", "DATE", "YEAR", "MONTH", "DAY",
        "RANK", "LARGE", "SMALL", "STDEV", "VAR", "PERCENTILE", "QUARTILE", "ROW", "COLUMN",
        "ROWS",
    }
)  # fmt: skip


def is_harmless(formula: str) -> bool:
    """Whether a formula stays within its workbook and only counts."""
    bare = _TEXTS.sub("", formula)
    if any(sign in bare for sign in "[|\\"):
        return False
    return {word.upper() for word in _WORD.findall(bare)} <= _HARMLESS


def mark(book: Workbook, marks: Sequence[Mapping[str, Any]]) -> None:
    """Colour and comment every cell of every problem; a cell with several tells them all."""
    for one in marks:
        if one["sheet"] not in book.sheetnames:
            continue
        for cell in _cells(book[one["sheet"]], one):
            cell.fill = _FILLS[one["severity"]]
            more = f" (таких мест: {one['count']})" if one["count"] > 1 else ""
            said = f"{one['what']}{more}.\nКак исправить: {one['mend']}."
            before = f"{cell.comment.text}\n\n" if cell.comment else ""
            cell.comment = Comment((before + said)[:3000], "МСОКО", width=360, height=160)


def _cells(sheet: Worksheet, one: Mapping[str, Any]) -> Iterator[Cell]:
    """The named cell, and those below it that say the same, as many as the problem counts."""
    first = sheet[one["cell"]]
    left = one["count"] if one["check"] in _OF_THE_WORD else 1
    for (cell,) in sheet.iter_rows(
        min_row=first.row, max_row=sheet.max_row, min_col=first.column, max_col=first.column
    ):
        if not left:
            return
        if isinstance(cell, MergedCell) or cell.value != first.value:
            continue
        if cell.value is None and cell.row != first.row and _is_blank(sheet, cell.row):
            continue
        left -= 1
        yield cell


def _is_blank(sheet: Worksheet, row: int) -> bool:
    return all(cell.value is None for cell in sheet[row])


def tame(book: Workbook, values: Workbook) -> None:
    """Formulas that reach outside become their values; text like a formula stays text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _tame(cell, values[sheet.title])
    for name in list(book.defined_names):
        if not is_harmless(book.defined_names[name].attr_text or ""):
            del book.defined_names[name]


def _tame(cell: Cell, values: Worksheet) -> None:
    if cell.data_type == "f":
        if not (isinstance(cell.value, str) and is_harmless(cell.value)):
            _as_text(cell, values[cell.coordinate].value)
    elif cell.hyperlink is not None or _looks_like_formula(cell.value):
        cell.hyperlink = None
        _as_text(cell, cell.value)


def _looks_like_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_LIKE_FORMULA)


def _as_text(cell: Cell, value: Any) -> None:
    """A value that is no formula, whatever it begins with."""
    cell.value = None
    if isinstance(value, str):
        cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub(" ", value)[:32_767], "s"
        cell.quotePrefix = _looks_like_formula(value)
    else:
        cell.value = value


def made(sheets: Sequence[Mapping[str, Any]]) -> Workbook:
    """A workbook with the cells of a table that was none, all of them text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        sheet = book.create_sheet()
        sheet.title = re.sub(r"[\[\]:*?/\\]", " ", one["name"])[:31] or "Лист"
        for number, row in enumerate(one["rows"], start=1):
            for place, text in enumerate(row, start=1):
                if text is not None:
                    _as_text(sheet.cell(number, place), text)
    return book


def _opened(path: Path, task: Mapping[str, Any]) -> Workbook:
    if task["sheets"] is not None:
        for one in task["marks"]:
            one["sheet"] = re.sub(r"[\[\]:*?/\\]", " ", one["sheet"])[:31] or "Лист"
        return made(task["sheets"])
    book = load_workbook(path, keep_links=False, keep_vba=False)
    tame(book, load_workbook(path, data_only=True, keep_links=False))
    return book


def main() -> None:
    """Mark one workbook within bounds of memory and time."""
    from msoko.sources.sheets.child import limit

    task = json.load(sys.stdin)
    limit(task)
    book = _opened(Path(sys.argv[1]), task)
    mark(book, task["marks"])
    book.save(sys.argv[2])


if __name__ == "__main__":
    main()
