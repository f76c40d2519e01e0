"""Text tables: encoding and delimiter are found, rows keep the numbers a spreadsheet shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from msoko.sources.sheets import Book, Sheet, open_book

ROWS = [["Код", "Фамилия", "Балл"], ["40001", "Ёлкина", "4,5"], ["40002", "Щукин", "5"]]


def sheet_of(path: Path, content: bytes) -> Sheet:
    path.write_bytes(content)
    book = open_book(path)
    assert isinstance(book, Book), [str(problem) for problem in book]
    assert book.format == "csv"
    return book.sheets[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    sheet = sheet_of(tmp_path / "протокол.csv", text.encode(encoding))
    assert [sheet.row(number) for number in range(sheet.n_rows)] == ROWS
    assert sheet.name == "протокол"


def test_a_comma_delimits_when_semicolons_stand_in_texts_only(tmp_path: Path) -> None:
    text = 'Код,Тема,Балл\n1,"а; б",5\n2,в,4\n3,"г, д",3\n'
    sheet = sheet_of(tmp_path / "a.txt", text.encode())
    assert sheet.row(1) == ["1", "а; б", "5"]
    assert sheet.row(3) == ["3", "г, д", "3"]


def test_empty_lines_count_and_a_line_of_sep_does_not(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"sep=,\r\n\r\na,b\r\n\r\n1,2\r\n")
    rows = [sheet.row(number) for number in range(sheet.n_rows)]
    assert rows == [[None, None], ["a", "b"], [None, None], ["1", "2"]]


def test_short_rows_are_filled_with_empty_cells(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", b"a;b;c\n1\n2;3\n4;5;6\n")
    assert sheet.row(1) == ["1", None, None]
    assert sheet.row(2) == ["2", "3", None]


def test_quoted_fields_keep_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = 'Школа;Балл\n"МБОУ ""Лицей; № 1""";5\n"две\nстроки";4\n'
    sheet = sheet_of(tmp_path / "a.csv", text.encode("cp1251"))
    assert sheet.row(1) == ['МБОУ "Лицей; № 1"', "5"]
    assert sheet.row(2) == ["две\nстроки", "4"]


def test_text_is_left_as_it_is(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", "007;1.50; true ;\u00a0x\n1;2;3;4\n".encode())
    assert sheet.row(0) == ["007", "1.50", "true", "x"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.txt", "Код\n40001\n40002\n".encode())
    assert (sheet.n_rows, sheet.n_columns) == (3, 1)


def test_capitals_only_are_still_windows_1251(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", "ШКОЛА;БАЛЛ\nЛИЦЕЙ № 1;5\n".encode("cp1251"))
    assert sheet.row(1) == ["ЛИЦЕЙ № 1", "5"]
