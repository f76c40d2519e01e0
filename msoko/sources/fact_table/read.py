"""Canonical tables in a workbook or CSV → rows of facts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet, unknown_code, unknown_organisation
from msoko.checks.place import Place
from msoko.facts.incoming import Incoming
from msoko.facts.templates.layout import EXAMPLE
from msoko.problem import Problem
from msoko.sources.fact_table.recognise import (
    Found,
    is_called,
    marked_table,
    rivals,
    tables_of,
)
from msoko.sources.fact_table.rows import read_rows
from msoko.sources.reading import Options, Reading, Recognition
from msoko.sources.reading.cells import Coded, Ints, repeated
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book
from msoko.sources.sheets.book import column_letters


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Every table of the book; a designation means one person within an organisation."""
    tables: dict[str, pa.Table] = {}
    problems: list[Problem] = []
    certain = marked_table(book) is not None
    for found in tables_of(book):
        problems += [] if certain else _ambiguous(found)
        rows, told = _table(found, options)
        problems += told
        if rows is not None:
            before = tables.get(found.table.name)
            parts = [rows] if before is None else [before, rows]
            tables[found.table.name] = pa.concat_tables(parts, promote_options="default")
    problems += unknown_code.find(tables, options.known or {})
    incoming = Incoming(recognition.kind, tables, person_space="person") if tables else None
    return Reading(incoming, tuple(problems))


def _table(found: Found, options: Options) -> tuple[pa.Table | None, list[Problem]]:
    sheet = found.sheet
    assert sheet is not None
    problems = _heading_problems(found)
    first = found.row + 1
    kept = _kept(found)
    if not len(kept):
        return None, [*problems, empty_sheet.no_lines(sheet.name)]
    columns = {
        name: (
            Coded.of(sheet.columns[place].slice(first)).take(kept),
            Place(sheet.name, column_letters(place), kept + first + 1),
        )
        for name, place in found.places.items()
    }
    told = read_rows(found.table, columns)
    problems += told.problems
    if "organisation" in columns:
        used = columns["organisation"][0].used()
        problems += unknown_organisation.find(used, options.register, sheet.name)
    rows = told.rows.append_column("sheet", repeated(sheet.name, pa.string(), len(kept)))
    lines = pa.array((kept + first + 1).astype(np.int32))
    return rows.append_column("row", lines), problems


def _kept(found: Found) -> Ints:
    """Lines with something in them that are no examples, counted from the first one below."""
    assert found.sheet is not None
    below = [column.slice(found.row + 1) for column in found.sheet.columns]
    filled = np.zeros(max(found.sheet.n_rows - found.row - 1, 0), bool)
    for place in found.places.values():
        filled |= ~Coded.of(below[place]).empty
    if found.row_place is not None:
        filled &= ~Coded.of(below[found.row_place]).where(_is_example)
    return np.flatnonzero(filled)


def _is_example(word: str | None) -> bool:
    return plain(word or "").startswith(EXAMPLE)


def _heading_problems(found: Found) -> list[Problem]:
    if not found.foreign:
        return []
    assert found.sheet is not None
    listed = ", ".join(f"«{heading}»" for heading in found.foreign)
    return [
        Problem(
            "foreign_column",
            f"в таблице «{found.table.ru}» нет таких столбцов, они пропущены: {listed}",
            "сверьте заголовки с шаблоном",
            "warning",
            sheet=found.sheet.name,
            count=len(found.foreign),
        )
    ]


def _ambiguous(found: Found) -> list[Problem]:
    """The error for headings that fit two tables when neither sheet nor file is named after one."""
    assert found.sheet is not None
    others = rivals(found, found.sheet.row(found.row))
    if not others or is_called(found.table, found.sheet.name):
        return []
    listed = ", ".join(f"«{table.ru}» ({table.name})" for table in (found.table, *others))
    return [
        Problem(
            "ambiguous_table",
            f"по заголовкам это может быть одна из таблиц: {listed}",
            "назовите лист (файл CSV) именем таблицы или заполните её шаблон",
            sheet=found.sheet.name,
        )
    ]
