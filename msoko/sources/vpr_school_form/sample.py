"""Small files of both layouts with made-up pupils: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | None]]

_JOURNAL = "Отметка за предыдущий триместр/ четверть/полугодие"

# Layout of 2026: no sex; an empty line ends with the total's formula, drop-down lists follow it.
SHEETS: Mapping[str, Cells] = {
    "Протокол": (
        ("Код участника", "Вариант", "1 (1б)", "2 (2б)", "3К1 (3б)", "3К2 (1б)",
         "Порядковый номер класса", _JOURNAL, "Итого баллов"),
        (40001, 1, 1, 2, 3, 1, 1, 4, 7, None, None, "3"),
        (40002, 2, "X", 0, 3, "Х", 1, 3, 3, None, None, "2"),
        (40003, "отсутствовал", None, None, None, None, None, None, 0, None, None, "1"),
        (None, None, None, None, None, None, None, None, 0, None, None, "X"),
    ),
    "Служебный": (("1", "3"), ("2", "2"), ("отсутствовал", "1"), (None, "X")),
    "Порядковый номер класса": (("1",), ("2",)),
}  # fmt: skip

# Older layout: a second variant column inside the block of tasks.
OLDER_SHEETS: Mapping[str, Cells] = {
    "Протокол": (
        ("Код", "Вариант (часть 1)", "1 (1б)", "2.1 (2б)", "Вариант (часть 2)", "11.3 k1 (3б)",
         "12 (1б)", 'Класс № (список формируется из листа "Классы")', "Пол", _JOURNAL,
         "Итого баллов"),
        (40001, 1, 1, 2, 2, 3, 1, 1, "м", 4, 7),
        (40002, 2, "X", 0, "отсутствовал", None, None, 1, "ж", 3, 0),
    ),
}  # fmt: skip
