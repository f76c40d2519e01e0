"""Lines of one sitting → rows of `results`, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from msoko.checks import impossible_mark, missing_required
from msoko.checks.place import Mask, Place, one_problem
from msoko.problem import Problem
from msoko.sources.gia.minimum import minimum_of
from msoko.sources.gia.people import designations
from msoko.sources.gia.sittings import Sitting, class_letter
from msoko.sources.reading import answers
from msoko.sources.reading.cells import Coded, Floats, nullable, number, repeated
from msoko.sources.reading.scales import Scales
from msoko.sources.sheets.book import column_letters

MANDATORY = ("russian", "math")
_HIGHEST_SCALED = 100


def results(sitting: Sitting, scales: Scales, region: str | None) -> tuple[pa.Table, list[Problem]]:
    """One row per person; `passed` by the mark, in ЕГЭ by the least score in force that day."""
    section = sitting.section
    lines = len(section.lines)
    raw, scaled = section.column("raw").numbers(number), section.column("scaled").numbers(number)
    mark = section.column("mark").numbers(answers.mark_of)
    passed, problems = _passed(sitting, mark, scaled, scales, region)
    about: dict[str, tuple[object, pa.DataType]] = {
        "year": (sitting.exam.year.start, pa.int32()),
        "procedure": (sitting.procedure, pa.string()),
        "subject": (sitting.exam.subject, pa.string()),
        "grade": (sitting.grade, pa.int32()),
        "exam_level": (sitting.exam_level, pa.string()),
        "date": (sitting.exam.date, pa.date32()),
        "attempt": (sitting.attempt, pa.string()),
        "mandatory": (sitting.exam.subject in MANDATORY, pa.bool_()),
        "sheet": (section.sheet.name, pa.string()),
    }
    shared = {name: repeated(value, kind, lines) for name, (value, kind) in about.items()}
    own = {
        "organisation": section.column("school").texts(_prefixed(sitting.prefix)),
        "pupil": pa.array(designations(section), pa.string()),
        "class_group": section.column("class").texts(class_letter),
        "variant": section.column("variant").texts(lambda word: word),
        "participated": pa.array(~(np.isnan(raw) & np.isnan(scaled) & np.isnan(mark))),
        "raw_score": nullable(raw, pa.float64()),
        "scaled_score": nullable(scaled, pa.float64()),
        "mark": nullable(mark, pa.int32()),
        "passed": passed,
        "row": pa.array((section.lines + 1).astype(np.int32)),
    }
    return pa.table(shared | own), [*problems, *_cells(sitting, scaled)]


def _prefixed(prefix: str) -> Callable[[str | None], str | None]:
    return lambda word: None if word is None else prefix + word.replace(" ", "")


def _passed(
    sitting: Sitting, mark: Floats, scaled: Floats, scales: Scales, region: str | None
) -> tuple[pa.Array, list[Problem]]:
    """By the mark where there is one, else by the least test score; else unknown, and said so."""
    by_mark = ~np.isnan(mark)
    passed, known = mark >= 3, by_mark
    problems: list[Problem] = []
    by_score = ~by_mark & ~np.isnan(scaled)
    if by_score.any():
        least = minimum_of(sitting, scales, region)
        if least is None:
            problems.append(_no_minimum(sitting))
        else:
            passed, known = np.where(by_mark, passed, scaled >= least), by_mark | by_score
    return pa.array(passed, mask=~known), problems


def _no_minimum(sitting: Sitting) -> Problem:
    day = f"{sitting.exam.date:%d.%m.%Y}"
    return Problem(
        check="scale_unknown",
        what=f"минимальный балл экзамена {day} неизвестен: не сказано, кто преодолел порог",
        mend="внесите минимальный балл в profiles/common/scales",
        severity="warning",
        sheet=sitting.section.sheet.name,
    )


def place(sitting: Sitting, name: str) -> Place:
    """Where a column of the sitting stands."""
    letters = column_letters(sitting.section.header.columns[name])
    return Place(sitting.section.sheet.name, letters, sitting.section.lines + 1)


def _cells(sitting: Sitting, scaled: Floats) -> list[Problem]:
    section = sitting.section
    problems = missing_required.find(
        {place(sitting, "school"): section.column("school").empty}, "Код ОО"
    )
    for name in ("raw", "scaled"):
        if name in section.header.columns:
            problems += _unreadable(section.column(name), place(sitting, name))
    if "scaled" in section.header.columns:
        beyond: Mask = np.nan_to_num(scaled, nan=0.0) > _HIGHEST_SCALED
        problems += one_problem(
            "score_above_maximum",
            "тестовый балл больше 100",
            "проверьте, не сдвинуты ли столбцы",
            "error",
            {place(sitting, "scaled"): beyond},
        )
    if "mark" in section.header.columns:
        marks = section.column("mark")
        impossible = marks.where(answers.is_impossible_mark)
        example = marks.words[marks.codes[int(np.argmax(impossible))]] if impossible.any() else None
        problems += impossible_mark.find(impossible, example, place(sitting, "mark"))
    return problems


def _unreadable(column: Coded, where: Place) -> list[Problem]:
    bad = column.where(lambda word: word is not None and not number(word) >= 0)
    return one_problem(
        "unreadable_score",
        "балл не читается",
        "впишите число; у того, кто не участвовал, оставьте ячейку пустой",
        "error",
        {where: bad},
    )
