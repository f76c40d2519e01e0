"""A small file of this layout with made-up pupils: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | None]]

_TASKS = 4
_HEAD = (
    "логин школы", "регион", "номер обучающегося", "код обучающегося",
    "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
    *(f"балл за {number}" for number in range(1, _TASKS + 1)),
    "Учебник", "Др.уч. автор", "Др.уч. название",
)  # fmt: skip
_BOOK = "Иванова А.Б. Математика (в 2 частях) 4 класс"

SHEETS: Mapping[str, Cells] = {
    "Sheet": (
        _HEAD,
        ("sch990101", "г. Образцов", 1, 40001, 4, "м", "а", "1", 7, 1, 2, 3, 1, _BOOK, None, None),
        ("sch990101", "г. Образцов", 2, 40002, 3, "Ж", "А", "2", 3, "X", 0, 3, "х", _BOOK),
        ("sch990101", "г. Образцов", 3, 40003, None, None, None, "отсутствовал"),
        ("sch990102", "Сосновский район", 1, 40001, "нет отметки", "ж", "нет", "1", 3, 1, 2,
         "не пройд.", 0, _BOOK),
    )
}  # fmt: skip
