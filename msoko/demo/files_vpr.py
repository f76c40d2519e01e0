"""ВПР in the layouts of schools and regions: consolidated forms, exports, collection forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from msoko.demo.place import MUNICIPALITY_CODE, REGION_NUMBER, Organisation
from msoko.demo.results_facts import told
from msoko.demo.sheets import BY, Cells, MadeFile, lines_of, task_headings, textbook, write_book
from msoko.demo.sitting import NOT_ATTEMPTED, NOT_TAUGHT, Sitting
from msoko.demo.summaries import REPORTED_WORKS
from msoko.demo.world import World
from msoko.vocabulary import SUBJECTS, AcademicYear

_JOURNAL = "Отметка за предыдущий триместр/ четверть/полугодие"
_ABSENT, _NO_MARK = "отсутствовал", "нет отметки"
_FORM_LINES_LEFT = 20


def write_vpr(world: World, folder: Path) -> list[MadeFile]:
    """The first year as consolidated forms, the next ones as exports, the last one by schools."""
    made: list[MadeFile] = []
    for sitting in world.sittings:
        if sitting.work.procedure != "vpr" or not len(sitting.person):
            continue
        inside = folder / str(AcademicYear(sitting.year)) / "ВПР"
        if sitting.year == world.years[-1]:
            made += _school_forms(world, sitting, inside / "1 формы школ")
        elif sitting.year == world.start:
            made.append(_consolidated(world, sitting, inside))
        else:
            path = inside / export_name(sitting)
            write_book(path, {"Sheet": export_rows(world, sitting)})
            made.append(MadeFile(path, "vpr_export_2021"))
    return made


def export_name(sitting: Sitting) -> str:
    """As the regional coordinator names an export."""
    work = sitting.work
    said = f"Проведение работы по {BY[work.subject]}, {work.grade} класс"
    return f"{said}. ВПР {sitting.year + 1}.xlsx"


def export_rows(world: World, sitting: Sitting) -> Iterator[Cells]:
    """The 2021 regional export: tasks by position, «регион» is the municipality (FIELD A1 c)."""
    work = sitting.work
    yield (
        "логин школы", "регион", "номер обучающегося", "код обучающегося",
        "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
        *(f"балл за {item}" for item in work.items), "Учебник", "Др.уч. автор", "Др.уч. название",
    )  # fmt: skip
    for number, row in enumerate(lines_of(told(world, sitting)), 1):
        school = _school(world, sitting, row)
        yield (
            school.login, world.place.municipality, number, int(sitting.code[row]),
            _journal(sitting, row), _sex(world, sitting, row), _class(world, sitting, row),
            _variant(sitting, row), _total(sitting, row), *scores(sitting, row),
            textbook(work.subject, work.grade), None, None,
        )  # fmt: skip


def _consolidated(world: World, sitting: Sitting, folder: Path) -> MadeFile:
    """The consolidated form of 2022: sheets «Классы» and «Протокол» (FIELD A1 b)."""
    path = folder / f"{SUBJECTS[sitting.work.subject]} {sitting.work.grade}.xlsx"
    sheets = {"Классы": _classes(world, sitting), "Протокол": _protocol(world, sitting)}
    write_book(path, sheets)
    return MadeFile(path, "vpr_consolidated")


def _placed(world: World, school: Organisation, year: int) -> tuple[str, ...]:
    return (
        school.login, f"reg{REGION_NUMBER}0000",
        f"reg{REGION_NUMBER}0000 | {world.place.region}",
        f"{MUNICIPALITY_CODE} | {world.place.municipality}",
        f"{school.login} | {school.name}", f"21.04.{year + 1} 10:15:00",
    )  # fmt: skip


_PLACE = ("Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки")


def _classes(world: World, sitting: Sitting) -> Iterator[Cells]:
    yield (
        *_PLACE, "Буква (цифра) класса. Введите \"нет\" - если отсутствует",
        "Основной учебник по предмету", "Другое (автор учебника)", "Другое (название учебника)",
    )  # fmt: skip
    book = textbook(sitting.work.subject, sitting.work.grade)
    for index in np.unique(sitting.school):
        school = world.place.schools[index]
        here = world.people.class_no[sitting.person[sitting.school == index]]
        for number in np.unique(here):
            yield (*_placed(world, school, sitting.year), "абвгд"[number - 1], book, None, None)


def _protocol(world: World, sitting: Sitting) -> Iterator[Cells]:
    yield (
        *_PLACE, "Код", "Вариант", *task_headings(sitting.work), "Наименование класса", "Пол",
        _JOURNAL, "Итого баллов",
    )  # fmt: skip
    for row in lines_of(told(world, sitting)):
        yield (
            *_placed(world, _school(world, sitting, row), sitting.year), str(sitting.code[row]),
            _variant(sitting, row), *scores(sitting, row), _class(world, sitting, row),
            _sex(world, sitting, row), _journal(sitting, row), _total(sitting, row) or 0,
        )  # fmt: skip


def _school_forms(world: World, sitting: Sitting, folder: Path) -> Iterator[MadeFile]:
    """Collection forms of 2026, one for every school, of the works reports will come for."""
    work = sitting.work
    if (work.subject, work.grade) not in REPORTED_WORKS:
        return
    for index in np.unique(sitting.school[told(world, sitting)]):
        school = world.place.schools[index]
        name = f"Форма сбора результатов {SUBJECTS[work.subject]} {work.grade} класс"
        path = folder / school.login / f"{name} ВПР {sitting.year + 1}.xlsx"
        rows = lines_of(sitting.school == index)
        write_book(path, {
            "Протокол": _form(world, sitting, rows), "Служебный": _lists(sitting),
            "Порядковый номер класса": [(number,) for number in range(1, 51)],
        })  # fmt: skip
        yield MadeFile(path, "vpr_school_form")


def _form(world: World, sitting: Sitting, rows: list[int]) -> Iterator[Cells]:
    """Right of the total stand helper lists, below the pupils empty lines with a total of 0."""
    headings = task_headings(sitting.work)
    last = ("Порядковый номер класса", _JOURNAL, "Итого баллов")
    yield ("Код участника", "Вариант", *headings, *last)
    helper = (None, None, None, 0, "X", 1)
    for line, row in enumerate(rows, 2):
        number = int(world.people.class_no[sitting.person[row]])
        yield (
            int(sitting.code[row]), _variant(sitting, row), *scores(sitting, row), number,
            _journal(sitting, row), (f"=SUM(C{line}:Z{line})", _total(sitting, row) or 0), *helper,
        )  # fmt: skip
    for line in range(len(rows) + 2, len(rows) + 2 + _FORM_LINES_LEFT):
        empty = [None] * (len(headings) + 4)
        yield (*empty, (f"=SUM(C{line}:Z{line})", 0), *helper)


def _lists(sitting: Sitting) -> Iterator[Cells]:
    yield (1, *sitting.work.maxima, 5)
    yield (2, *(max(largest - 1, 0) for largest in sitting.work.maxima), 4)
    yield (_ABSENT, *("X" for _ in sitting.work.maxima), _NO_MARK)


def scores(sitting: Sitting, row: int) -> list[object]:
    """Cells of the tasks: points, X, «не пройд.», nothing for the absent."""
    if not sitting.present[row]:
        return [None] * len(sitting.work.maxima)
    words = {NOT_ATTEMPTED: "X", NOT_TAUGHT: "не пройд."}
    return [
        words.get(int(state), None if np.isnan(points) else int(points))
        for state, points in zip(sitting.states[row], sitting.points[row], strict=True)
    ]


def _school(world: World, sitting: Sitting, row: int) -> Organisation:
    return world.place.schools[int(sitting.school[row])]


def _variant(sitting: Sitting, row: int) -> object:
    return int(sitting.variant[row]) if sitting.present[row] else _ABSENT


def _journal(sitting: Sitting, row: int) -> object:
    return int(sitting.journal[row]) or _NO_MARK


def _total(sitting: Sitting, row: int) -> int | None:
    return sitting.score(row) if sitting.present[row] else None


def _sex(world: World, sitting: Sitting, row: int) -> str:
    return "ж" if world.people.girl[sitting.person[row]] else "м"


def _class(world: World, sitting: Sitting, row: int) -> str:
    return "абвгд"[int(world.people.class_no[sitting.person[row]]) - 1]
