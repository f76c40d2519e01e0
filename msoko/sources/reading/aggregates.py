"""Rows of `aggregates` from a report about groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyarrow as pa

from msoko.checks import empty_sheet
from msoko.facts.incoming import Hint
from msoko.problem import Problem, has_errors
from msoko.sources.reading import told, work_file
from msoko.sources.reading.groups import Group
from msoko.sources.reading.kind import Options, Reading
from msoko.sources.reading.reports import Report
from msoko.sources.reading.told import Work
from msoko.sources.sheets import Book


@dataclass(frozen=True)
class Counted:
    """How many participants of a group are in a category; `row` as in Excel."""

    group: Group
    category: str
    participants: float | None
    number: float | None
    percent: float | None
    row: int


Reader = Callable[[Report], tuple[list[Counted], list[Problem]]]


def read(
    kind: str, book: Book, options: Options, reports: Iterable[Report], reader: Reader
) -> Reading:
    """Every sheet is one work; sheets of several works are put together."""
    parts: list[pa.Table] = []
    problems: list[Problem] = []
    hints: list[Hint] = []
    for report in reports:
        settled = told.settle(book, options, report.hints)
        problems += settled.problems
        hints += [hint for hint in settled.hints if hint not in hints]
        counted, met = reader(report)
        problems += met if counted else [*met, empty_sheet.no_lines(report.sheet.name)]
        if settled.work is not None and counted:
            parts.append(_table(counted, settled.work, report.sheet.name))
    tables = {"aggregates": pa.concat_tables(parts)} if parts and not has_errors(problems) else {}
    return work_file.reading(kind, tables, tuple(hints), problems)


def _table(counted: list[Counted], work: Work, sheet: str) -> pa.Table:
    rows = [
        {
            "organisation": one.group.organisation,
            "unit_kind": one.group.unit_kind,
            "year": work.year.start,
            "procedure": work.procedure,
            "subject": work.subject,
            "grade": work.grade,
            "category": one.category,
            "participants": _whole(one.participants),
            "number": _whole(one.number),
            "percent": one.percent,
            "sheet": sheet,
            "row": one.row,
        }
        for one in counted
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("organisation", "unit_kind", "procedure", "subject")),
        *((name, pa.int32()) for name in ("year", "grade", "participants", "number", "row")),
        ("category", pa.string()),
        ("percent", pa.float64()),
        ("sheet", pa.string()),
    ]
)
