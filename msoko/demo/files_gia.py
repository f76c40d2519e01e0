"""ОГЭ and ЕГЭ protocols with names of nobody, and results of appeals (FIELD A2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from msoko.demo.results_facts import held_on
from msoko.demo.sheets import Cells, MadeFile, lines_of, write_book, write_csv
from msoko.demo.sitting import Sitting
from msoko.demo.works import scaled_scores
from msoko.demo.world import World
from msoko.vocabulary import AcademicYear

# Surnames that say themselves that nobody bears them.
_SURNAMES = (
    "Вымыслов", "Примеров", "Образцов", "Условнов", "Пробнов", "Макетов", "Эскизов", "Чертёжнов",
    "Шаблонов", "Черновиков", "Моделев", "Безымянов", "Придуманов", "Сказкин", "Заглавнов",
    "Запятов", "Многоточиев", "Абзацев", "Скобкин", "Кавычкин", "Дефисов", "Тирешкин", "Пробелов",
)  # fmt: skip
_NAMES = (
    ("Альфа", "Альфович"), ("Бета", "Бетович"), ("Гамма", "Гаммович"), ("Дельта", "Дельтович"),
    ("Омега", "Омегович"), ("Сигма", "Сигмович"), ("Тета", "Тетович"), ("Каппа", "Каппович"),
    ("Лямбда", "Лямбдович"),
)  # fmt: skip
_CODES = {
    "russian": (1, "Русский язык"), "math": (2, "Математика"), "physics": (3, "Физика"),
    "chemistry": (4, "Химия"), "informatics": (5, "Информатика"), "biology": (6, "Биология"),
    "history": (7, "История"), "geography": (8, "География"),
    "social_studies": (12, "Обществознание"), "literature": (18, "Литература"),
}  # fmt: skip
_MUNICIPAL, _STATION = 71, 7190


def write_gia(world: World, folder: Path) -> list[MadeFile]:
    """A workbook of all ОГЭ a year, a CSV for each ЕГЭ, and appeals of the last year.

    Exams by choice of grade 11 come for the two last years only.
    """
    made = []
    for year in world.years:
        inside = folder / str(AcademicYear(year)) / "ГИА"
        path = inside / f"ОГЭ {year + 1}.xlsx"
        write_book(path, {"Page 1": _oge(world, year)})
        made.append(MadeFile(path, "gia"))
        for sitting in _exams(world, "ege", year):
            mandatory = sitting.work.subject in ("russian", "math")
            if len(sitting.person) and (mandatory or year >= world.years[-1] - 1):
                made.append(_ege(world, sitting, inside))
    return [*made, *_appeals(world, folder / str(AcademicYear(world.years[-1])) / "ГИА")]


def names_of(person: int) -> tuple[str, str, str]:
    """Surname, name and patronymic of a person: the same ones in every file."""
    surname = _SURNAMES[person % len(_SURNAMES)]
    other = person // len(_SURNAMES)
    name, _ = _NAMES[other % len(_NAMES)]
    _, patronymic = _NAMES[other // len(_NAMES) % len(_NAMES)]
    return surname, name, patronymic


def _exams(world: World, procedure: str, year: int) -> list[Sitting]:
    return [one for one in world.sittings if one.work.procedure == procedure and one.year == year]


def _title(sitting: Sitting) -> str:
    code, name = _CODES[sitting.work.subject]
    if sitting.work.exam_level:
        base = sitting.work.exam_level == "base"
        code, name = (22, "Математика базовая") if base else (2, "Математика профильная")
    return f"{code:02d} - {name} {held_on(sitting):%Y.%m.%d}"


def _oge(world: World, year: int) -> Iterator[Cells]:
    yield ("Протокол проверки результатов",)
    yield (f"98 - {world.place.region}",)
    for sitting in _exams(world, "oge", year):
        marks = sitting.mark
        yield (_title(sitting),)
        yield ()
        yield (
            "№", "Код ОО", "Класс", None, "Код ППЭ", None, "Аудитория", None, "Код МСУ", None,
            "Фамилия", None, "Имя", "Отчество", "Задания с кратким ответом", None, None,
            "Задания с развёрнутым ответом", "Первичный балл", None, "Оценка",
        )  # fmt: skip
        for number, row in enumerate(lines_of(sitting.present), 1):
            surname, name, patronymic = names_of(int(sitting.person[row]))
            short, long = masks(sitting, row)
            yield (
                number, int(_school(world, sitting, row)), _class(world, sitting, row), None,
                _STATION, None, 1 + number // 15, None, _MUNICIPAL, None, surname, None, name,
                patronymic, short, None, None, long, sitting.score(row), None,
                int(marks[row]),
            )  # fmt: skip
        yield ("Средние",)


def _ege(world: World, sitting: Sitting, folder: Path) -> MadeFile:
    """The sparse layout; base mathematics has no long answers and a mark instead of a score."""
    base = sitting.work.exam_level == "base"
    lines = _base(world, sitting) if base else _sparse(world, sitting)
    path = folder / f"ЕГЭ {_title(sitting).replace(' - ', '_')}.csv"
    write_csv(path, lines)
    return MadeFile(path, "gia")


def _sparse(world: World, sitting: Sitting) -> Iterator[Cells]:
    yield (_title(sitting), *[""] * 27)
    yield (
        "№", "", "Код МСУ", "", "Код ОО", "", "Класс", "", "Код ППЭ", "", "Аудитория", "",
        "Фамилия", "Имя", "Отчество", "", "Серия", "", "Номер", "", "Задания с кратким ответом", "",
        "Задания с развёрнутым ответом", "", "Первичный балл", "", "Балл", "",
    )  # fmt: skip
    rows = lines_of(sitting.present)
    scaled = scaled_scores(sitting.work, np.nan_to_num(sitting.raw))
    for number, row in enumerate(rows, 1):
        person = int(sitting.person[row])
        yield (
            number, "", _MUNICIPAL, "", _school(world, sitting, row), "",
            _class(world, sitting, row), "", _STATION, "", 1 + number // 15, "", *names_of(person),
            "", "0000", "", f"{person:06d}", "", masks(sitting, row)[0], "", masks(sitting, row)[1],
            "", sitting.score(row), "", int(scaled[row]), "",
        )  # fmt: skip
    yield ("Средние", *[""] * 23, round(float(sitting.raw[rows].mean())), "", "", "")
    yield ("Минимальная граница", *[""] * 22, sitting.work.pass_scaled, *[""] * 4)
    yield ("Всего участников", *[""] * 22, len(rows), *[""] * 4)


def _base(world: World, sitting: Sitting) -> Iterator[Cells]:
    yield (_title(sitting), *[""] * 12)
    yield (
        "№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "Отчество", "Серия",
        "Номер", "Задания с кратким ответом", "Первичный балл", "Оценка",
    )  # fmt: skip
    rows, marks = lines_of(sitting.present), sitting.mark
    for number, row in enumerate(rows, 1):
        person = int(sitting.person[row])
        yield (
            number, _school(world, sitting, row), _class(world, sitting, row), _STATION,
            1 + number // 15, *names_of(person), "0000", f"{person:06d}", masks(sitting, row)[0],
            sitting.score(row), int(marks[row]),
        )  # fmt: skip
    yield ("Средние", *[""] * 10, round(float(sitting.raw[rows].mean())), "")
    yield ("Всего участников", *[""] * 10, len(rows), "")


def _appeals(world: World, folder: Path) -> Iterator[MadeFile]:
    """One successful appeal in social studies of grade 11, one in mathematics of grade 9."""
    year = world.years[-1]
    for sitting in _exams(world, "ege", year):
        if sitting.work.subject == "social_studies" and sitting.present.any():
            path = folder / f"апелляции ЕГЭ {year + 1}.csv"
            write_csv(path, _ege_appeal(world, sitting))
            yield MadeFile(path, "gia_appeals")
    for sitting in _exams(world, "oge", year):
        if sitting.work.subject == "math" and sitting.present.any():
            path = folder / f"апелляции ОГЭ {year + 1}.xlsx"
            write_book(path, {"Sheet": _oge_appeal(world, sitting)})
            yield MadeFile(path, "gia_appeals")


def _ege_appeal(world: World, sitting: Sitting) -> Iterator[Cells]:
    row = lines_of(sitting.present)[0]
    person, raw = int(sitting.person[row]), sitting.score(row)
    before, after = scaled_scores(sitting.work, np.array([raw, min(raw + 1, sitting.work.largest)]))
    surname, name, patronymic = names_of(person)
    yield (*[""] * 7, _title(sitting), *[""] * 11)
    yield (
        "№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "", "Отчество",
        "Документ", "Тип апелляции / перепроверки", "Состояние", "", "Дата отправки на обработку",
        "Дата изменений", "Балл до изменения", "Текущие", "", "Разница",
    )  # fmt: skip
    yield (*[""] * 16, "Первичный балл", "Балл", "")
    day = f"28.06.{sitting.year + 1}"
    yield (
        1, _school(world, sitting, row), _class(world, sitting, row), _STATION, 1, surname, name,
        "", patronymic, f"0000 {person:06d}", "Апелляция на результат",
        "Апелляция удовлетворена", "", f"{day} 12:00:00", f"{day} 16:00:00", int(before),
        min(raw + 1, sitting.work.largest), int(after), int(after - before),
    )  # fmt: skip


def _oge_appeal(world: World, sitting: Sitting) -> Iterator[Cells]:
    yield (
        "№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "Отчество", "Экзамен",
        "Тип апелляции", "Текущие", None,
    )  # fmt: skip
    yield (*[None] * 10, "Первичный балл", "Оценка")
    row = lines_of(sitting.present)[0]
    raw = min(sitting.score(row) + 1, sitting.work.largest)
    yield (
        1, int(_school(world, sitting, row)), _class(world, sitting, row), _STATION, 1,
        *names_of(int(sitting.person[row])), f"Математика({held_on(sitting):%Y.%m.%d})",
        "Апелляция на результат", raw, int(sitting.work.marks(np.array([raw]))[0]),
    )  # fmt: skip


def masks(sitting: Sitting, row: int) -> tuple[str, str]:
    """Answer masks: «+-» for short answers, «1(2)0(3)» for long ones."""
    short, long = [], []
    for points, largest in zip(sitting.points[row], sitting.work.maxima, strict=True):
        if largest == 1:
            short.append("+" if points else "-")
        else:
            long.append(f"{int(points)}({largest})")
    return "".join(short), "".join(long)


def _school(world: World, sitting: Sitting, row: int) -> str:
    return world.place.schools[int(sitting.school[row])].exam_code


def _class(world: World, sitting: Sitting, row: int) -> str:
    return f"{sitting.work.grade}{'АБВГД'[int(world.people.class_no[sitting.person[row]]) - 1]}"
