"""A small codifier with made-up tasks, and a list of codes: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | float | None]]

SHEETS: Mapping[str, Cells] = {
    "Лист1": (
        ("№ КИМ", "№", "Умения, виды деятельности (в соответствии с ФГОС)",
         "Блоки ПООП НОО: выпускник научится", "Уровень сложности", "Код КЭС", "Код КТ",
         "Максимальный балл за выполнение задания"),
        ("1", 1, "Счёт", "Складывать", "Б", "2", "2.1", 1),
        ("1", 1, "Счёт", "Складывать", "Б", "3", "2.1", 1),
        ("2 k1", 2, "Решение за- дач", "Решать", "П", "1", "4", 2),
    )
}  # fmt: skip
CODES: Mapping[str, Cells] = {
    "Лист1": (("Код", "Проверяемые элементы содержания"), (1, "Числа"), (2, "Фигуры"))
}
