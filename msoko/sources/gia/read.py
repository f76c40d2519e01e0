"""Protocols and appeals → rows of `results` and `items`."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msoko.checks import empty_sheet, unknown_organisation
from msoko.facts.incoming import Incoming
from msoko.problem import Problem
from msoko.sources.gia.items import items
from msoko.sources.gia.people import documents, last_of_each, repeats
from msoko.sources.gia.rows import results
from msoko.sources.gia.sittings import Sitting, exams_shown, sittings_of
from msoko.sources.reading import Options, Reading, Recognition
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets import Book

_PERSON_EXAM = ("organisation", "year", "pupil", "procedure", "subject", "exam_level")


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Every exam of every sheet; appeals become an upload that replaces the rows they correct."""
    told = sittings_of(book, options)
    problems = list(told.problems)
    if not told.found:
        return Reading(None, tuple(problems or [empty_sheet.no_lines(recognition.sheet or "")]))
    appeals = [sitting for sitting in told.found if sitting.section.header.is_appeals]
    if appeals and len(appeals) < len(told.found):
        return Reading(None, (_mixed(book),))
    rows: list[pa.Table] = []
    points: list[pa.Table] = []
    for sitting in told.found:
        table, found = results(sitting, scales, options.region)
        problems += found
        table = table if appeals else _apart(table, sitting)
        rows.append(table)
        tasks, found = items(sitting, table) if not appeals else (None, [])
        problems += found
        points += [] if tasks is None else [tasks]
    everything = pa.concat_tables(rows)
    problems += _organisations(everything, options, told.found[0].section.sheet.name)
    if appeals:
        tables = {"results": _corrections(everything)}
    else:
        everything, doubled = _resits(everything)
        problems += doubled
        tables = {"results": everything}
        tables |= {"items": _of_attempts(pa.concat_tables(points), everything)} if points else {}
    incoming = Incoming(
        "gia_appeals" if appeals else recognition.kind,
        tables,
        person_space="person",
        keeps_original=False,
        hints=told.hints,
        labels=exams_shown(told.found),
        replaces_rows=bool(appeals),
    )
    return Reading(incoming, tuple(problems))


def _apart(rows: pa.Table, sitting: Sitting) -> pa.Table:
    """Namesakes of one school in one exam get their documents to tell them apart."""
    again = repeats(rows, _PERSON_EXAM)
    if not again:
        return rows
    pupils, schools = rows["pupil"].to_pylist(), rows["organisation"].to_pylist()
    doubled = {(schools[number], pupils[number]) for number in again}
    papers = documents(sitting.section)
    named = [
        f"{pupil}|{paper}" if (school, pupil) in doubled and paper else pupil
        for school, pupil, paper in zip(schools, pupils, papers, strict=True)
    ]
    place = rows.column_names.index("pupil")
    return rows.set_column(place, "pupil", pa.array(named, pa.string()))


def _resits(rows: pa.Table) -> tuple[pa.Table, list[Problem]]:
    """The same exam on a later day is a re-sit; on the same day the line is there twice."""
    twice = repeats(rows, (*_PERSON_EXAM, "date"))
    if twice:
        return rows, [_twice(rows, twice)]
    order = pc.sort_indices(rows, sort_keys=[("date", "ascending")])
    ordered = rows.take(order)
    later = np.zeros(rows.num_rows, bool)
    later[repeats(ordered, (*_PERSON_EXAM, "attempt"))] = True
    attempt = pc.if_else(pa.array(later), "retake", ordered["attempt"])
    place = rows.column_names.index("attempt")
    return ordered.set_column(place, "attempt", attempt), []


def _of_attempts(points: pa.Table, results: pa.Table) -> pa.Table:
    """Tasks with the attempt their line turned out to be."""
    lines = [list(zip(*(rows[c].to_pylist() for c in ("sheet", "row")), strict=True))
             for rows in (results, points)]  # fmt: skip
    attempts = dict(zip(lines[0], results["attempt"].to_pylist(), strict=True))
    told = pa.array([attempts[line] for line in lines[1]], pa.string())
    return points.append_column("attempt", told)


def _corrections(rows: pa.Table) -> pa.Table:
    """Only what an appeal changes: everything else stays as the protocol told it."""
    changed = ("raw_score", "scaled_score", "mark", "passed")
    said = (*_PERSON_EXAM, "grade", "date", "participated", *changed, "sheet", "row")
    return rows.select(said).take(last_of_each(rows, (*_PERSON_EXAM, "date")))


def _organisations(rows: pa.Table, options: Options, sheet: str) -> list[Problem]:
    """Codes of exam databases are looked up only in a register that holds such codes."""
    register = options.register
    if register is None or not any(code.startswith(("ege:", "oge:")) for code in register):
        return []
    used = pc.unique(rows["organisation"]).drop_null().to_pylist()
    return unknown_organisation.find(used, register, sheet)


def _twice(rows: pa.Table, numbers: list[int]) -> Problem:
    return Problem(
        check="duplicate_participant",
        what="участник повторяется в одном экзамене одного дня",
        mend="оставьте одну строку на участника; если это однофамильцы, укажите документ",
        sheet=rows["sheet"][numbers[0]].as_py(),
        line=rows["row"][numbers[0]].as_py(),
        count=len(numbers),
    )


def _mixed(book: Book) -> Problem:
    return Problem(
        check="mixed_file",
        what="в одном файле и протокол, и результаты апелляций",
        mend="загрузите их двумя файлами: сначала протокол, затем апелляции",
        file=book.name,
    )
