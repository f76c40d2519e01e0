"""Report workbooks of the federal system: Ф1, Ф3 and the comparison with journal marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from msoko.demo.files_vpr import scores
from msoko.demo.place import MUNICIPALITY_CODE
from msoko.demo.results_facts import held_on, told
from msoko.demo.sheets import LETTERS, Cells, MadeFile, lines_of, task_headings, write_book
from msoko.demo.sitting import Sitting
from msoko.demo.summaries import Summary, percent, reported_sittings, summaries
from msoko.demo.world import World
from msoko.vocabulary import SUBJECTS, AcademicYear

_LEVELS = {1: "Б", 2: "П", 3: "В"}
F1, F3 = "Индивидуальные результаты", "Статистика по отметкам"
JOURNAL = "Сравнение отметок с отметками по журналу"


def write_reports(world: World, folder: Path) -> list[MadeFile]:
    """Ф1 of every work of the last year; Ф3 and the comparison of the works most looked at."""
    inside = folder / str(AcademicYear(world.years[-1])) / "ВПР" / "2 отчёты"
    made = []
    for number, sitting in enumerate(world.sittings):
        last = sitting.work.procedure == "vpr" and sitting.year == world.years[-1]
        if last and len(sitting.person):
            # The federal system gives such names to what one downloads.
            path = inside / f"{2849601 + number}.xlsx"
            write_book(path, {_sheet(sitting, F1): _individual(world, sitting)})
            made.append(MadeFile(path, "vpr_report_f1"))
    for sitting in reported_sittings(world):
        letters = f"{LETTERS[sitting.work.subject]}{sitting.work.grade}"
        counted = summaries(world, sitting)
        for kind, title, rows in (
            ("vpr_report_f3", F3, _marks(sitting, counted)),
            ("vpr_report_journal", JOURNAL, _changes(sitting, counted)),
        ):
            path = inside / f"{title} {letters}.xlsx"
            write_book(path, {_sheet(sitting, title): rows})
            made.append(MadeFile(path, kind))
    return made


def _sheet(sitting: Sitting, title: str) -> str:
    return f"{LETTERS[sitting.work.subject]} {sitting.work.grade} {title}"[:31]


def _top(sitting: Sitting, title: str) -> Iterator[Cells]:
    work = sitting.work
    yield (title,)
    yield ()
    yield (f"ВПР {sitting.year + 1} {SUBJECTS[work.subject]} {work.grade} класс",)
    yield "Предмет:", SUBJECTS[work.subject]
    yield "Максимальный первичный балл:", work.largest
    yield "Дата:", f"{held_on(sitting):%d.%m.%Y}"


def _individual(world: World, sitting: Sitting) -> Iterator[Cells]:
    work, place = sitting.work, world.place
    yield from _top(sitting, F1)
    levels = (_LEVELS[largest] for largest in work.maxima)
    yield (None, None, "Уровень сложности задания", None, None, None, *levels)
    yield (
        "ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
        *task_headings(work), "Первичный балл", "Отметка", "Отметка по журналу",
    )  # fmt: skip
    wrote, marks = told(world, sitting) & sitting.present, sitting.mark
    for index in np.unique(sitting.school[wrote]):
        school, rows = place.schools[index], lines_of(wrote & (sitting.school == index))
        name = f"{school.name}({school.login})"
        yield (f"{name} | Кол-во участников: {len(rows)}",)
        for row in rows:
            yield (
                school.login, place.municipality, name, int(sitting.code[row]),
                int(world.people.class_no[sitting.person[row]]), int(sitting.variant[row]),
                *scores(sitting, row), sitting.score(row), int(marks[row]),
                int(sitting.journal[row]) or None,
            )  # fmt: skip


def _group(one: Summary) -> str:
    return f"{one.name}({f'edu{one.code}' if one.code else MUNICIPALITY_CODE})"


def _marks(sitting: Sitting, counted: list[Summary]) -> Iterator[Cells]:
    yield from _top(sitting, F3)
    yield ()
    yield ("Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5)
    yield ("Вся выборка", 35000, 1700000, 5.1, 32.9, 44.3, 17.7)
    for one in counted:
        total = sum(one.marks)
        schools = None if one.code else len(counted) - 1
        yield (_group(one), schools, total, *(percent(number, total) for number in one.marks))


def _changes(sitting: Sitting, counted: list[Summary]) -> Iterator[Cells]:
    yield from _top(sitting, JOURNAL)
    yield ()
    words = (
        "Понизили (Отметка < Отметка по журналу)", "Подтвердили (Отметка = Отметке по журналу)",
        "Повысили (Отметка > Отметка по журналу)",
    )  # fmt: skip
    headings = [f"{word} {what}" for word in words for what in ("%", "Кол-во участников")]
    yield ("Группы участников", "Кол-во участников(всего)", *headings)
    for one in counted:
        total = sum(one.changes)
        cells = [cell for number in one.changes for cell in (percent(number, total), number)]
        yield (_group(one), total, *cells)
