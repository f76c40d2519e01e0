"""Final marks → rows of `results` (procedure journal); shares per class → rows of `reported`."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet, missing_required
from msoko.checks.place import Place, one_problem
from msoko.facts.incoming import Incoming
from msoko.problem import Problem
from msoko.sources.journal_matrix.recognise import Layout, matrix_of
from msoko.sources.journal_matrix.shares import read_shares
from msoko.sources.journal_matrix.table import Below, organisation_hint, year_hint
from msoko.sources.reading import Options, Reading, Recognition, answers, told
from msoko.sources.reading.cells import Coded, nullable, repeated
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import grade_of_folder, plain
from msoko.sources.sheets import Book
from msoko.vocabulary import AcademicYear

_NOT_ATTESTED = re.compile(r"н ?/ ?а|не ?аттестован\w*|неатт\w*")
_OTHER = re.compile(r"осв\w*\.?|зач\w*\.?|незач\w*\.?|-|—|–")
_INTERIM = re.compile(r"четверт|триместр|полугоди")


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Whose and of which year the marks are is asked for when neither file nor name says it."""
    year, asked = year_hint(book, options), []
    if year is None:
        asked.append(told.unsaid("year"))
    layout = matrix_of(book)
    if layout is None:
        return read_shares(book, recognition, options, year, asked)
    below = Below(layout.sheet, layout.header, ("pupil",))
    school = organisation_hint(below, options)
    if school is None:
        asked.append(told.unsaid("organisation"))
    if asked or year is None or school is None:
        return Reading(None, tuple(asked))
    if not len(below.kept):
        return Reading(None, (empty_sheet.no_lines(layout.sheet.name),))
    rows, problems = _results(layout, below, options, AcademicYear.parse(year.value))
    hints = tuple(hint for hint in (year, school) if hint.taken_from != "file")
    tables = {"results": rows} if rows.num_rows else {}
    incoming = Incoming(
        recognition.kind, tables, person_space="person", keeps_original=False, hints=hints
    )
    return Reading(incoming if tables else None, tuple(problems))


def _results(
    layout: Layout, below: Below, options: Options, year: AcademicYear
) -> tuple[pa.Table, list[Problem]]:
    classes = below.column("class")
    grades = classes.numbers(_grade)
    problems = missing_required.find({below.place("class"): np.isnan(grades)}, "Класс")
    problems += _twice(below)
    text = " ".join(
        cell or "" for row in range(layout.header.row) for cell in layout.sheet.row(row)
    )
    stage = "interim" if _INTERIM.search(plain(text)) else "final"
    parts = []
    for place, subject in layout.subjects.items():
        marks = Coded.of(layout.sheet.columns[place].slice(below.first)).take(below.kept)
        problems += _unreadable(marks, below.place_at(place))
        rows = np.flatnonzero(marks.where(_says) & ~np.isnan(grades))
        count = len(rows)
        mark = marks.take(rows).numbers(answers.mark_of)
        parts.append(pa.table({
            "organisation": below.organisation(options).take(pa.array(rows)),
            "year": repeated(year.start, pa.int32(), count),
            "pupil": below.column("pupil").take(rows).texts(_designation),
            "procedure": repeated("journal", pa.string(), count),
            "subject": repeated(subject, pa.string(), count),
            "grade": nullable(grades[rows], pa.int32()),
            "control_stage": repeated(stage, pa.string(), count),
            "class_group": classes.take(rows).texts(_letter),
            "participated": pa.array(~marks.take(rows).where(_not_attested)),
            "mark": nullable(mark, pa.int32()),
            "passed": pa.array(mark >= 3, mask=np.isnan(mark)),
            "sheet": repeated(layout.sheet.name, pa.string(), count),
            "row": pa.array((below.kept[rows] + below.first + 1).astype(np.int32)),
        }))  # fmt: skip
    return pa.concat_tables(parts), problems


def _grade(word: str | None) -> float:
    found = re.match(r"\s*(\d{1,2})", word or "")
    grade = grade_of_folder(found[1]) if found else None
    return np.nan if grade is None else float(grade)


def _letter(word: str | None) -> str | None:
    return re.sub(r"^\s*\d{1,2}\s*[-–]?\s*", "", word or "").strip(" «»\"'").lower() or None


def _designation(word: str | None) -> str | None:
    return None if word is None else plain(word)


def _not_attested(word: str | None) -> bool:
    return word is not None and _NOT_ATTESTED.fullmatch(plain(word)) is not None


def _says(word: str | None) -> bool:
    """A mark, or «н/а»: the pupil has the subject."""
    return not np.isnan(answers.mark_of(word)) or _not_attested(word)


def _unreadable(marks: Coded, place: Place) -> list[Problem]:
    def odd(word: str | None) -> bool:
        return not (word is None or _says(word) or _OTHER.fullmatch(plain(word)))

    return one_problem(
        "impossible_mark",
        "отметка не читается, она не взята",
        "впишите 2, 3, 4, 5, «н/а» или «осв.»",
        "warning",
        {place: marks.where(odd)},
    )


def _twice(below: Below) -> list[Problem]:
    """The same designation twice in one organisation and class."""
    keys = below.keys(("school", "class", "pupil"))
    seen: set[tuple[str | None, ...]] = set()
    again = []
    for key in keys:
        again.append(key in seen)
        seen.add(key)
    return one_problem(
        "duplicate_participant",
        "обучающийся повторяется в одном классе",
        "оставьте одну строку; однофамильцев обозначьте по-разному",
        "error",
        {below.place("pupil"): np.array(again, bool)},
    )
