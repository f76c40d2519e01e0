"""Small files of both layouts with made-up figures: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | float | None]]

_TITLE: Cells = (
    ("Сравнение отметок с отметками по журналу",),
    (),
    ("ВПР 2024 Математика 4 класс",),
    ("Предмет:", "Математика"),
    ("Максимальный первичный балл:", 20),
    ("Дата:", "19.03.2024"),
    (),
)
_LOWERED = "Понизили (Отметка < Отметка по журналу) %"
_CONFIRMED = "Подтвердили (Отметка = Отметке по журналу) %"
_RAISED = "Повысили (Отметка > Отметка по журналу) %"

SHEETS: Mapping[str, Cells] = {
    "МА 4 Сравнение отметок с отметк": (
        *_TITLE,
        ("Группы участников", "Кол-во участников(всего)",
         _LOWERED, _LOWERED.replace("%", "Кол-во участников"),
         _CONFIRMED, _CONFIRMED.replace("%", "Кол-во участников"),
         _RAISED, _RAISED.replace("%", "Кол-во участников")),
        ("Образцовская область", 200, 30, 60, 65, 130, 5, 10),
        ("Образцовский муниципальный район(reg99_m001)", 100, 40, 40, 50, 50, 10, 10),
        ("МБОУ «Образцовская СОШ № 1»(edu990101)", 93, 55.91, 52, 39.78, 37, 4.3, 4),
    )
}  # fmt: skip

# Older layout: a line for each category under the line of the group.
OLDER_SHEETS: Mapping[str, Cells] = {
    "Сравнение отметок": (
        *_TITLE,
        ("Группы участников", "Кол-во участников", "%"),
        ("МБОУ «Образцовская СОШ № 1»(sch990101)",),
        (_LOWERED, 52, 55.91),
        (_CONFIRMED, 37, 39.78),
        (_RAISED, 4, 4.3),
        ("Всего", 93, 100),
    )
}
