"""A template that is filled in and read gives the rows that were put in, for every table."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msoko.facts.column import Column, Table
from msoko.facts.schema import TABLES, arrow_type
from msoko.facts.templates import write_template
from msoko.facts.templates.layout import BOUNDS
from msoko.facts.templates.words import written
from msoko.sources import fact_table
from msoko.sources.reading import Options, Reading
from msoko.sources.reading.scales import NO_SCALES
from msoko.sources.sheets import Book, open_book

SOME = settings(
    max_examples=2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюяАБВ«»№ 0123456789-/=@+'"


def values(column: Column) -> st.SearchStrategy[Any]:
    low, high = BOUNDS.get(column.name, (-9_999, 99_999))
    known: dict[str, st.SearchStrategy[Any]] = {
        "code": st.sampled_from(list(column.codes) or ["-"]),
        "bool": st.booleans(),
        "int": st.integers(low, high),
        "number": st.integers(low * 100, high * 100).map(lambda whole: whole / 100),
        "date": st.dates(date(1995, 1, 1), date(2090, 1, 1)),
        "year": st.integers(1990, 2099),
    }
    text = st.text(LETTERS, min_size=1, max_size=40).filter(
        lambda word: word == word.strip() and word != "-0"
    )
    strategy = known.get(column.type, text)
    return st.none() | strategy if column.unknown else strategy


def rows_of(table: Table) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries({column.name: values(column) for column in table.columns})
    return st.lists(
        row, min_size=1, max_size=6, unique_by=lambda one: tuple(one[name] for name in table.key)
    )


def read_file(path: Path) -> Reading:
    book = open_book(path)
    assert isinstance(book, Book), book
    seen = fact_table.KIND.recognise(book)
    assert seen is not None
    assert seen.missing == ()
    return fact_table.KIND.read(book, seen, Options(), NO_SCALES)


def facts(reading: Reading, table: Table) -> list[dict[str, Any]]:
    assert reading.incoming is not None, reading.problems
    rows = reading.incoming.tables[table.name]
    return rows.drop_columns(["sheet", "row"]).to_pylist()


def fill(path: Path, table: Table, rows: list[dict[str, Any]]) -> None:
    """Fill a template as a person does: below the examples, by the place of the headings."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for line, row in enumerate(rows, start=3):
        for place, column in enumerate(table.columns, start=2):
            value = written(column, row[column.name])
            if isinstance(value, date) and not isinstance(value, datetime):
                value = datetime.combine(value, time())
            cell = sheet.cell(line, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


@pytest.mark.parametrize("name", list(TABLES))
@SOME
@given(data=st.data())
def test_what_is_filled_in_is_read(tmp_path: Path, name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    rows = data.draw(rows_of(table))
    path = tmp_path / "template.xlsx"
    write_template(table, path)
    fill(path, table, rows)
    reading = read_file(path)
    assert facts(reading, table) == rows
    assert reading.problems == ()


@pytest.mark.parametrize("name", list(TABLES))
@SOME
@given(data=st.data())
def test_what_the_system_fills_in_is_read(tmp_path: Path, name: str, data: st.DataObject) -> None:
    table = TABLES[name]
    rows = data.draw(rows_of(table))
    schema = pa.schema([(column.name, arrow_type(column)) for column in table.columns])
    path = tmp_path / "filled.xlsx"
    write_template(table, path, pa.Table.from_pylist(rows, schema=schema))
    assert facts(read_file(path), table) == rows


@pytest.mark.parametrize("name", list(TABLES))
def test_an_empty_template_has_only_an_example_and_says_so(tmp_path: Path, name: str) -> None:
    write_template(TABLES[name], tmp_path / "empty.xlsx")
    reading = read_file(tmp_path / "empty.xlsx")
    assert reading.incoming is None
    assert [problem.check for problem in reading.problems] == ["empty_sheet"]


@pytest.mark.parametrize("name", list(TABLES))
def test_the_example_row_would_be_read_if_it_were_not_an_example(tmp_path: Path, name: str) -> None:
    path = tmp_path / "example.xlsx"
    write_template(TABLES[name], path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(2, 1).value = None
    book.save(path)
    reading = read_file(path)
    assert len(facts(reading, TABLES[name])) == 1
    assert reading.problems == ()
