"""Answers → rows of `attributes`; who answered → rows of `units` with ИНН and exam codes."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pyarrow as pa

from msoko.checks import empty_sheet
from msoko.checks.place import Place, one_problem
from msoko.facts.incoming import Hint, Incoming
from msoko.facts.login import organisation_of
from msoko.problem import Problem
from msoko.sources.context_form.questions import Question
from msoko.sources.context_form.recognise import Layout, layout_of
from msoko.sources.context_form.units import units_of
from msoko.sources.reading import Options, Reading, Recognition, told
from msoko.sources.reading.cells import Coded, Ints, nullable, number, repeated
from msoko.sources.reading.scales import Scales
from msoko.sources.reading.words import vpr_year
from msoko.sources.sheets import Book
from msoko.sources.sheets.book import column_letters
from msoko.vocabulary import AcademicYear

_ACADEMIC = re.compile(r"20\d\d/20\d\d")
_DAY = re.compile(r"(?:\d\d\.(\d\d)\.(\d{4})|(\d{4})-(\d\d)-\d\d)")
_CHOICE = re.compile(r"^\d+[.)]\s*")


def read(book: Book, recognition: Recognition, options: Options, scales: Scales) -> Reading:
    """Year by option, by questions («в 2020/2021 учебном году»), by loading dates, by file name."""
    layout = layout_of(book)
    assert layout is not None
    hint = _year(book, layout, options)
    if hint is None:
        return Reading(None, (told.unsaid("year"),))
    login = _column(layout, layout.about["login"])
    kept = np.flatnonzero(login.where(lambda word: organisation_of(word) is not None))
    if not len(kept):
        return Reading(None, (empty_sheet.no_lines(layout.sheet.name),))
    year = AcademicYear.parse(hint.value)
    parts = []
    problems: list[Problem] = []
    for place, question in layout.questions.items():
        rows, found = _answers(layout, place, question, kept)
        problems += found
        parts += [rows] if rows.num_rows else []
    tables = {"attributes": pa.concat_tables(parts).append_column(
        "year", repeated(year.start, pa.int32(), sum(part.num_rows for part in parts))
    )} if parts else {}  # fmt: skip
    units, found = units_of(layout, kept, year, options)
    problems += found
    tables |= {"units": units} if units is not None else {}
    hints = () if hint.taken_from == "file" else (hint,)
    return Reading(Incoming(recognition.kind, tables, hints=hints), tuple(problems))


def _column(layout: Layout, place: int) -> Coded:
    return Coded.of(layout.sheet.columns[place].slice(layout.row + 1))


def _year(book: Book, layout: Layout, options: Options) -> Hint | None:
    if options.year is not None:
        return Hint("year", str(options.year), "option")
    headings = " ".join(text or "" for text in layout.sheet.row(layout.row))
    if named := Counter(_ACADEMIC.findall(headings)):
        return Hint("year", str(AcademicYear.parse(named.most_common(1)[0][0])), "file")
    if "loaded" in layout.about:
        words = _column(layout, layout.about["loaded"]).used()
        years = Counter(year for word in words if (year := _of_day(word)) is not None)
        if years:
            return Hint("year", str(years.most_common(1)[0][0]), "file")
    year = vpr_year(book.name.rsplit(".", 1)[0])
    return None if year is None else Hint("year", str(year), "name")


def _of_day(word: str) -> AcademicYear | None:
    if (found := _DAY.match(word)) is None:
        return None
    return AcademicYear.of_date(int(found[2] or found[3]), int(found[1] or found[4]))


def _answers(
    layout: Layout, place: int, question: Question, kept: Ints
) -> tuple[pa.Table, list[Problem]]:
    """Rows of one question; empty answers are unknown and make no row."""
    column = _column(layout, place).take(kept)
    login = _column(layout, layout.about["login"]).take(kept)
    known = ~column.empty
    if question.type == "number":
        known &= ~np.isnan(column.numbers(number))
    elif question.type == "yes":
        known &= column.where(lambda word: _yes(word) is not None)
    rows = np.flatnonzero(known)
    where = Place(layout.sheet.name, column_letters(place), kept + layout.row + 2)
    problems = one_problem(
        "unreadable_answer",
        f"ответ не читается («{question.ru}»), он не взят",
        "впишите число" if question.type == "number" else "впишите «да» или «нет»",
        "warning",
        {where: ~column.empty & ~known},
    )
    answered, lines = column.take(rows), len(rows)
    table = {
        "organisation": login.take(rows).texts(organisation_of),
        "attribute": repeated(question.code, pa.string(), lines),
        "yes": pa.nulls(lines, pa.bool_()),
        "number": pa.nulls(lines, pa.float64()),
        "text": pa.nulls(lines, pa.string()),
        "sheet": repeated(layout.sheet.name, pa.string(), lines),
        "row": pa.array((kept[rows] + layout.row + 2).astype(np.int32)),
    }
    table[question.type] = _values(question, answered)
    return pa.table(table), problems


def _values(question: Question, column: Coded) -> pa.Array:
    if question.type == "number":
        return nullable(column.numbers(number), pa.float64())
    if question.type == "yes":
        return pa.array(column.where(lambda word: _yes(word) is True))
    return column.texts(lambda word: None if word is None else _CHOICE.sub("", word).strip())


def _yes(word: str | None) -> bool | None:
    return {"да": True, "нет": False}.get((word or "").strip().lower())
