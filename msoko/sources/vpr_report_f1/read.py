"""Rows of report Ф1: results, items, organisations, and the scale its scores and marks tell."""

from __future__ import annotations

import pyarrow as pa

from msoko.facts.incoming import Hint
from msoko.problem import Problem, has_errors
from msoko.sources.reading import Options, Reading, Recognition, told, units, work_file
from msoko.sources.reading import pupils as pupil_table
from msoko.sources.reading.pupils import Pupils
from msoko.sources.reading.reports import Report
from msoko.sources.reading.scales import Scales, derived
from msoko.sources.reading.told import Work
from msoko.sources.sheets import Book
from msoko.sources.vpr_report_f1.recognise import columns_of, reports_of


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Every sheet is one work; sheets of several works are put together."""
    tables: dict[str, list[pa.Table]] = {}
    problems: list[Problem] = []
    hints: list[Hint] = []
    for report in reports_of(book):
        settled = told.settle(book, options, report.hints)
        problems += settled.problems
        hints += [hint for hint in settled.hints if hint not in hints]
        if settled.work is None:
            continue
        found = pupil_table.read(report.sheet, columns_of(report), settled.work, options, scales)
        problems += found.problems
        for name, rows in _tables(report, found, settled.work, options, book.name).items():
            tables.setdefault(name, []).append(rows)
    joined = {
        name: pa.concat_tables(parts, promote_options="default") for name, parts in tables.items()
    }
    if has_errors(problems):
        joined = {}
    return work_file.reading(recognition.kind, joined, tuple(hints), problems)


def _tables(
    report: Report, found: Pupils, work: Work, options: Options, file: str
) -> dict[str, pa.Table]:
    if not found.tables:
        return {}
    tables = dict(found.tables)
    at, lines = report.header.columns, found.lines
    rows = units.of_lines(
        lines, work.year, municipality=lines.of(at["municipality"]),
        name=lines.of(at["school"]), region=options.region,
    )  # fmt: skip
    if rows is not None:
        tables["units"] = rows
    if (scale := _scale(found, work, options, file)) is not None:
        tables["scales"] = scale
    return tables


def _scale(found: Pupils, work: Work, options: Options, file: str) -> pa.Table | None:
    """Boundaries derived from scores and marks (FIELD C); None when marks do not follow scores."""
    boundaries = derived(found.sums, found.marks)
    largest = found.tables["results"]["max_score"][0].as_py()
    if not boundaries:
        return None
    if largest is not None:
        boundaries["max"] = largest
    about = {
        "year": work.year.start,
        "procedure": work.procedure,
        "subject": work.subject,
        "grade": work.grade,
        "exam_level": work.exam_level,
        "region": options.region,
        "score_kind": "raw",
        "certainty": "derived",
        "source": f"{file}: участников {int(found.lines.wrote.sum())}",
        "sheet": found.lines.sheet.name,
    }
    rows = [about | {"boundary": name, "score": score} for name, score in boundaries.items()]
    return pa.Table.from_pylist(rows, schema=_SCALE)


_SCALE = pa.schema(
    [
        *((name, pa.int32()) for name in ("year", "grade")),
        *((name, pa.string()) for name in ("procedure", "subject", "exam_level", "region")),
        *((name, pa.string()) for name in ("boundary", "score_kind", "certainty", "source")),
        ("score", pa.float64()),
        ("sheet", pa.string()),
    ]
)
