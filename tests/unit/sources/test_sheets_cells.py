"""Cells come as a clerk sees them, at the addresses a clerk sees them at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from msoko.sources.sheets import Book, Sheet, address, open_book
from tests.bad_files.compound import old_workbook
from tests.bad_files.packages import with_rows


def book_of(path: Path) -> Book:
    book = open_book(path)
    assert isinstance(book, Book), [str(problem) for problem in book]
    return book


def sheet_of(path: Path, number: int = 0) -> Sheet:
    return book_of(path).sheets[number]


def written(path: Path, values: dict[str, object], formats: dict[str, str] | None = None) -> Sheet:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for place, value in values.items():
        number_format = (formats or {}).get(place)
        style = book.add_format({"num_format": number_format}) if number_format else None
        if isinstance(value, tuple):
            sheet.write_formula(place, value[0], style, value[1])
        else:
            sheet.write(place, value, style)
    book.close()
    return sheet_of(path)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, 3), (4, 0), (7, 2), (1, 30), (1000, 1)])
def test_addresses_are_those_of_excel_wherever_the_table_starts(
    tmp_path: Path, row: int, column: int
) -> None:
    path = tmp_path / "таблица.xlsx"
    written(
        path,
        {
            address(row, column): "Код",
            address(row, column + 2): "Балл",
            address(row + 3, column + 1): 5,
            address(row + 3, column + 2): ("=1/0", "#DIV/0!"),
        },
    )
    sheet = sheet_of(path)
    other = openpyxl.load_workbook(path, data_only=True).active
    assert (sheet.n_rows, sheet.n_columns) == (other.max_row, other.max_column)
    for cells in other.iter_rows():
        for cell in cells:
            ours = sheet.cell(cell.row - 1, cell.column - 1)
            assert ours == (None if cell.value is None else str(cell.value))
            assert sheet.address(cell.row - 1, cell.column - 1) == cell.coordinate


def test_addresses_do_not_shift_in_old_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "старый.xls"
    path.write_bytes(old_workbook(row=4, column=3))
    book = book_of(path)
    assert book.format == "xls"
    sheet = book.sheets[0]
    assert [sheet.cell(row, 3) for row in range(3, 8)] == [None, "Балл", "5", "#DIV/0!", None]


def test_styled_empty_cells_do_not_move_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        with_rows(
            '<row r="1"><c r="A1" s="0"/></row>'
            '<row r="3"><c r="C3"><v>7</v></c><c r="E3" s="0"/></row>'
        )
    )
    sheet = sheet_of(path)
    assert sheet.cell(2, 2) == "7"
    assert sheet.row(0) == [None, None, None]


def test_cells_without_addresses_and_out_of_order_are_placed_right(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_rows("<row><c><v>1</v></c><c/><c><v>2</v></c></row>"))
    assert sheet_of(path).row(0) == ["1", None, "2"]
    path.write_bytes(
        with_rows(
            '<row r="5"><c r="C5"><v>1</v></c></row>'
            '<row r="2"><c r="D2"><v>2</v></c><c r="B2"><v>3</v></c></row>'
        )
    )
    sheet = sheet_of(path)
    assert [sheet.cell(4, 2), sheet.cell(1, 3), sheet.cell(1, 1)] == ["1", "2", "3"]


def test_numbers_dates_and_logical_values_are_written_for_people(tmp_path: Path) -> None:
    sheet = written(
        tmp_path / "a.xlsx",
        {
            "A1": 5,
            "A2": 5.5,
            "A3": dt.date(2026, 4, 20),
            "A4": dt.datetime(2026, 4, 20, 13, 5),
            "A5": dt.time(8, 5),
            "A6": True,
            "A7": False,
            "A8": 0.1 + 0.2,
            "A9": 1_234_567_890_123,
            "A10": 0.125,
            "A11": -0.0,
            "A12": "007",
            "A13": dt.time(0, 0),
        },
        {
            "A3": "dd.mm.yyyy",
            "A4": "dd.mm.yyyy hh:mm",
            "A5": "hh:mm",
            "A13": "hh:mm",
            "A10": "0.0%",
        },
    )
    assert [sheet.cell(row, 0) for row in range(sheet.n_rows)] == [
        "5",
        "5.5",
        "2026-04-20",
        "2026-04-20 13:05:00",
        "08:05:00",
        "да",
        "нет",
        "0.3",
        "1234567890123",
        "0.125",
        "0",
        "007",
        "00:00:00",
    ]


def test_ends_are_stripped_and_the_inside_is_left(tmp_path: Path) -> None:
    texts = {
        "A1": "\u00a0 МБОУ \u00a0«СОШ  № 1»\u00a0",
        "A2": "  ",
        "A3": "\t",
        "A4": "две\nстроки\n",
        "A5": ("=A2", ""),
        "A6": "x",
    }
    sheet = written(tmp_path / "a.xlsx", texts)
    cells = [sheet.cell(row, 0) for row in range(6)]
    assert cells == ["МБОУ \u00a0«СОШ  № 1»", None, None, "две\nстроки", None, "x"]


@pytest.mark.parametrize(
    "error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
)
def test_errors_of_formulas_keep_their_text(tmp_path: Path, error: str) -> None:
    sheet = written(tmp_path / "a.xlsx", {"B2": "x", "D4": ("=1", error), "D5": 3})
    assert [sheet.cell(row, 3) for row in range(5)] == [None, None, None, error, "3"]


def test_only_the_corner_of_merged_cells_has_a_value(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.merge_range("B2:D3", "Итого")
    sheet.write("E3", 1)
    book.close()
    ours = sheet_of(path)
    assert ours.row(1) == [None, "Итого", None, None, None]
    assert ours.row(2) == [None, None, None, None, "1"]


def test_hidden_and_empty_sheets_are_read_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("Протокол", "Служебный", "Пустой", "Тайный"):
        book.add_worksheet(name)
    book.get_worksheet_by_name("Служебный").hide()
    book.get_worksheet_by_name("Тайный").very_hidden()
    book.get_worksheet_by_name("Служебный").write("A1", "X")
    book.close()
    sheets = book_of(path).sheets
    assert [(s.name, s.hidden, s.n_rows, s.n_columns) for s in sheets] == [
        ("Протокол", False, 0, 0),
        ("Служебный", True, 1, 1),
        ("Пустой", False, 0, 0),
        ("Тайный", True, 0, 0),
    ]
    assert sheets[1].cell(0, 0) == "X"


def test_a_cell_outside_the_sheet_is_empty(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", {"A1": 1, "B2": 2})
    assert [sheet.cell(-1, 0), sheet.cell(0, 2), sheet.cell(2, 0)] == [None, None, None]
    assert sheet.row(5) == [None, None]


def test_letters_of_columns_go_past_z() -> None:
    places = [address(11, 2), address(0, 25), address(0, 26), address(0, 701), address(0, 702)]
    assert places == ["C12", "Z1", "AA1", "ZZ1", "AAA1"]
    assert address(1_048_575, 16_383) == "XFD1048576"


def test_a_cell_with_a_text_of_no_letters_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    nothing = '<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1" t="str"><v></v></c>'
    path.write_bytes(with_rows(f'<row r="1">{nothing}<c r="C1"><v>1</v></c></row>'))
    assert sheet_of(path).row(0) == [None, None, "1"]
