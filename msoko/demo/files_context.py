"""The list of schools and the context questionnaire as they come from the federal system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from msoko.demo.place import REGION_NUMBER, Organisation
from msoko.demo.sheets import Cells, MadeFile, write_csv
from msoko.demo.world import World
from msoko.vocabulary import AcademicYear

_STAFF = "(работающих не менее чем на 0,5 ставки)"


def write_context(world: World, folder: Path) -> list[MadeFile]:
    """CSV of all schools, and answers of those that sent their forms in the last year."""
    year = AcademicYear(world.years[-1])
    schools = folder / "0 справочники" / f"Школы {year}.csv"
    write_csv(schools, _schools(world))
    context = folder / str(year) / "формы" / f"Контекстная анкета {year}.csv"
    write_csv(context, _answers(world, year))
    return [MadeFile(schools, "school_list"), MadeFile(context, "context_form")]


def _schools(world: World) -> Iterator[Cells]:
    yield ("логин", "имя", "муниципалитет", "Код ОГЭ", "Код ЕГЭ")
    for one in world.place.schools:
        yield (one.login, one.name, world.place.municipality, one.exam_code, one.exam_code)


def _answers(world: World, year: AcademicYear) -> Iterator[Cells]:
    """Questions of the 2021 questionnaire: pupils by grade, teachers by category and age."""
    grades = range(1, 12)
    by_grade = [
        f"{grade} класс {what}" for grade in grades for what in ("Классов/групп", "Обучающихся")
    ]
    yield (
        "логин", "Код региона", "Название ОО", "Муниципалитет",
        f"Укажите количество обучающихся в ОО в {year.start}/{year.start + 1} учебном году "
        "(в сумме по всем классам)", *by_grade, f"Сколько всего в школе учителей {_STAFF}?",
        f"Сколько в школе  учителей высшей категории {_STAFF}?",
        f"Сколько в школе учителей {_STAFF} не старше 30 лет?",
        f"Сколько в школе учителей {_STAFF}, достигших пенсионного возраста?",
    )  # fmt: skip
    who = world.rosters[-1]
    for index, school in enumerate(world.place.schools):
        if world.sent(school.code, year.start):
            counts = [int(((who.school == index) & (who.grade == grade)).sum()) for grade in grades]
            yield _line(world, school, counts)


def _line(world: World, school: Organisation, counts: list[int]) -> Cells:
    teachers = max(7, school.size)
    by_grade = [cell for count in counts for cell in (int(np.ceil(count / 25)), count)]
    return (
        school.login, REGION_NUMBER, school.name, world.place.municipality, sum(counts), *by_grade,
        teachers, teachers // 3, teachers // 6, teachers // 4,
    )  # fmt: skip
