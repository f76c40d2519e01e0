"""Success and quality per class, known only as percent → rows of `reported`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet
from msoko.checks.place import one_problem
from msoko.facts.incoming import Hint, Incoming
from msoko.problem import Problem
from msoko.sources.journal_matrix.recognise import shares_of
from msoko.sources.journal_matrix.table import Below, organisation_hint
from msoko.sources.reading import Options, Reading, Recognition, told
from msoko.sources.reading.cells import Floats, number, repeated
from msoko.sources.reading.words import plain
from msoko.sources.sheets import Book
from msoko.vocabulary import AcademicYear

FIELDS = {
    "success": "journal_success_percent",
    "quality": "journal_quality_percent",
    "pupils": "journal_pupils",
}


def read_shares(
    book: Book,
    recognition: Recognition,
    options: Options,
    year: Hint | None,
    asked: list[Problem],
) -> Reading:
    """One row per class and share; the breakdown is the class, as in «4а»."""
    layout = shares_of(book)
    assert layout is not None
    below = Below(layout.sheet, layout.header, ("class",))
    school = organisation_hint(below, options)
    if school is None:
        asked = [*asked, told.unsaid("organisation")]
    if asked or year is None or school is None:
        return Reading(None, tuple(asked))
    if not len(below.kept):
        return Reading(None, (empty_sheet.no_lines(layout.sheet.name),))
    problems: list[Problem] = []
    parts = []
    for name, field in FIELDS.items():
        if name not in layout.header.columns:
            continue
        values = _percent(below, name)
        problems += _beyond(below, name, values)
        rows = np.flatnonzero(~np.isnan(values))
        parts.append(pa.table({
            "organisation": below.organisation(options).take(pa.array(rows)),
            "year": repeated(AcademicYear.parse(year.value).start, pa.int32(), len(rows)),
            "field": repeated(field, pa.string(), len(rows)),
            "breakdown": below.column("class").take(rows).texts(
                lambda word: plain(word or "").replace(" ", "")
            ),
            "value": pa.array(values[rows]),
            "sheet": repeated(layout.sheet.name, pa.string(), len(rows)),
            "row": pa.array((below.kept[rows] + below.first + 1).astype(np.int32)),
        }))  # fmt: skip
    hints = tuple(hint for hint in (year, school) if hint.taken_from != "file")
    tables = {"reported": pa.concat_tables(parts)}
    return Reading(Incoming(recognition.kind, tables, hints=hints), tuple(problems))


def _percent(below: Below, name: str) -> Floats:
    """Percent 0–100; a workbook keeps «85 %» as 0.85, then all cells of the column are so."""
    values = below.column(name).numbers(number)
    known = values[~np.isnan(values)]
    is_fraction = name != "pupils" and len(known) and known.max() <= 1 and (known % 1 != 0).any()
    return values * 100 if is_fraction else values


def _beyond(below: Below, name: str, values: Floats) -> list[Problem]:
    if name == "pupils":
        return []
    known = np.nan_to_num(values, nan=0.0)
    return one_problem(
        "bad_value",
        "доля не от 0 до 100 %",
        "впишите процент числом от 0 до 100",
        "error",
        {below.place(name): (known < 0) | (known > 100)},
    )
