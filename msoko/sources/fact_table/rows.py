"""Columns of words → columns of a fact table, and every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from msoko.checks import missing_required
from msoko.checks.place import Place, one_problem
from msoko.facts.column import Column, Table
from msoko.facts.schema import arrow_type
from msoko.facts.templates.words import allowed
from msoko.problem import Problem
from msoko.sources.fact_table.values import meaning_of
from msoko.sources.reading.cells import Coded

# So many different wrong words of one column are named; a wholly wrong column needs no more.
_NAMED = 50


@dataclass(frozen=True)
class Rows:
    """Rows of one table and the problems met; rows count only when no problem is an error."""

    rows: pa.Table
    problems: tuple[Problem, ...]


def read_rows(table: Table, columns: Mapping[str, tuple[Coded, Place]]) -> Rows:
    """Read the columns found in a file; each comes with the place of its cells."""
    read: dict[str, pa.Array] = {}
    problems: list[Problem] = []
    for name, (coded, place) in columns.items():
        column = table.column(name)
        read[name], bad = _column(column, coded, place)
        problems += bad
        if not column.unknown:
            problems += missing_required.find({place: coded.empty}, column.ru)
    rows = pa.table(read)
    if columns:
        problems += repeated_rows(table, rows, next(iter(columns.values()))[1])
    return Rows(rows, tuple(problems))


def _column(column: Column, coded: Coded, place: Place) -> tuple[pa.Array, list[Problem]]:
    meaning = meaning_of(column)
    used = set(np.unique(coded.codes).tolist())
    values: list[object] = []
    bad: list[int] = []
    for index, word in enumerate(coded.words):
        value = None
        if word is not None and index in used:
            try:
                value = meaning(word)
            except ValueError:
                bad.append(index)
        values.append(value)
    array = pa.array(values, arrow_type(column)).take(pa.array(coded.codes))
    return array, _bad_cells(column, coded, bad, place)


def _bad_cells(column: Column, coded: Coded, bad: list[int], place: Place) -> list[Problem]:
    problems: list[Problem] = []
    for index in bad[:_NAMED]:
        problems += one_problem(
            "bad_value",
            f"столбец «{column.ru}»: «{coded.words[index]}» не подходит",
            f"впишите {allowed(column)}" + (" или оставьте пустым" if column.unknown else ""),
            "error",
            {place: coded.codes == index},
        )
    if rest := bad[_NAMED:]:
        problems += one_problem(
            "bad_value",
            f"столбец «{column.ru}»: ещё {len(rest)} разных значений не подходят",
            f"впишите {allowed(column)}",
            "error",
            {place: np.isin(coded.codes, rest)},
        )
    return problems


def repeated_rows(table: Table, rows: pa.Table, place: Place) -> list[Problem]:
    """Rows equal in every column of the key; columns the file lacks are unknown in all rows."""
    key = [name for name in table.key if name in rows.column_names]
    if not key or not rows.num_rows:
        return []
    joint = np.zeros(rows.num_rows, np.int64)
    for name in key:
        codes = rows[name].combine_chunks().dictionary_encode(null_encoding="encode").indices
        column = codes.to_numpy(zero_copy_only=False).astype(np.int64)
        _, joint = np.unique(joint * (int(column.max()) + 1) + column, return_inverse=True)
    _, first = np.unique(joint, return_index=True)
    repeated = np.ones(rows.num_rows, bool)
    repeated[first] = False
    named = ", ".join(f"«{table.column(name).ru}»" for name in key)
    return one_problem(
        "duplicate_row",
        f"строка повторяет предыдущую по столбцам {named}",
        "оставьте одну из строк или исправьте значения",
        "error",
        {place: repeated},
    )
