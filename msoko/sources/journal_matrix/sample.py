"""Small tables of final marks with made-up pupils: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | float | None]]

SHEETS: Mapping[str, Cells] = {
    "Итоги": (
        ("Итоговые отметки за 2024/2025 учебный год",),
        ("№", "Класс", "ФИО", "Русский язык", "Математика", "Физическая культура"),
        (1, "4А", "Вымыслов Альфа", 5, 4, "осв."),
        (2, "4А", "Примерова Бета", 3, "н/а", 5),
        (3, "4Б", "Образцов Гамма", 2, "ой", None),
    )
}
SHARES: Mapping[str, Cells] = {
    "Лист1": (
        ("Успеваемость за 2024/2025 учебный год",),
        ("Школа", "Класс", "% успеваемости", "% качества"),
        ("edu990101", "4 А", 100, 62.5),
        ("edu990101", "4Б", 96, None),
    )
}
