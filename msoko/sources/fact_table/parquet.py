"""Canonical tables in Parquet: columns by identifier, checked against the schema of the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from msoko.checks import unknown_code, unknown_organisation
from msoko.checks.place import Place
from msoko.facts.column import Column, Table
from msoko.facts.incoming import Incoming
from msoko.facts.schema import PROVENANCE, TABLES, arrow_type
from msoko.problem import Problem, has_errors
from msoko.sources.fact_table.recognise import candidates
from msoko.sources.fact_table.rows import repeated_rows
from msoko.sources.reading import Options, Reading

_MAGIC = b"PAR1"


def is_parquet(path: Path) -> bool:
    """Told by the first bytes; a file that cannot be opened is none."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def read_parquet(path: Path, options: Options, name: str | None = None) -> Reading:
    """Rows of the one table whose columns the file has; `name` is what people call the file.

    Codes the register and the profiles do not know are said as in a workbook (see Options).
    """
    shown = name or path.name
    try:
        rows = pq.read_table(path)
    except (pa.ArrowException, OSError):
        return _refused(shown, "файл Parquet повреждён", "выгрузите его заново")
    own = [field.name for field in PROVENANCE]
    rows = rows.select([column for column in rows.column_names if column not in own])
    alike = candidates(rows.column_names, 0, None, TABLES.values())
    fitting = [one for one in alike if not one.missing]
    if not fitting:
        what = "столбцы не подходят ни к одной таблице системы: " + ", ".join(rows.column_names)
        return _refused(shown, what, "назовите столбцы, как на листе «Как заполнять» шаблона")
    best = max(fitting, key=lambda one: (len(one.places), one.table.name == path.stem))
    if best.foreign:
        listed = ", ".join(best.foreign)
        return _refused(shown, f"в таблице нет столбцов: {listed}", "удалите или переименуйте их")
    return _checked(best.table, rows, options, shown)


def _checked(table: Table, rows: pa.Table, options: Options, shown: str) -> Reading:
    problems: list[Problem] = []
    columns: dict[str, pa.ChunkedArray] = {}
    for name in rows.column_names:
        told = _column(table.column(name), rows[name], shown)
        if isinstance(told, Problem):
            problems.append(told)
        else:
            columns[name] = told
    if not problems:
        typed = pa.table(columns)
        place = Place("", "строка ", np.arange(1, rows.num_rows + 1))
        problems += repeated_rows(table, typed, place)
    if has_errors(problems):
        return Reading(None, tuple(problems))
    lines = pa.array(np.arange(1, rows.num_rows + 1, dtype=np.int32))
    read = pa.table(columns).append_column("row", lines)
    problems += unknown_code.find({table.name: read}, options.known or {})
    if "organisation" in read.column_names:
        used = pc.unique(read["organisation"]).drop_null().to_pylist()
        problems += unknown_organisation.find(used, options.register, "")
    return Reading(Incoming("fact_table", {table.name: read}), tuple(problems))


def _column(column: Column, values: pa.ChunkedArray, shown: str) -> pa.ChunkedArray | Problem:
    try:
        values = values.cast(arrow_type(column))
    except pa.ArrowException:
        need = f"нужен {arrow_type(column)}, а не {values.type}"
        return _problem(shown, f"столбец {column.name}: другой тип", need)
    if not column.unknown and values.null_count:
        return _problem(shown, f"столбец {column.name}: есть пустые значения", "заполните их")
    if column.type == "code":
        codes = pa.array(list(column.codes), pa.string())
        foreign = pc.and_not(pc.is_valid(values), pc.is_in(values, value_set=codes))
        wrong = pc.unique(values.filter(foreign)).to_pylist()
        if wrong:
            what = f"столбец {column.name}: нет таких кодов: {', '.join(wrong[:10])}"
            return _problem(shown, what, f"допустимо: {', '.join(column.codes)}")
    return values


def _refused(shown: str, what: str, mend: str) -> Reading:
    return Reading(None, (_problem(shown, what, mend),))


def _problem(shown: str, what: str, mend: str) -> Problem:
    return Problem("parquet", what, mend, file=shown)
