"""A small list with made-up schools; its last year is there twice: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | float | None]]

_LINE = ("2024", "edu990101", "Вымышленный район", "МБОУ «СОШ № 1»", None, 1, 1, None, 2)

SHEETS: Mapping[str, Cells] = {
    "Перечень": (
        ("Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА",
         "Количество маркеров"),
        ("2023", "edu990102", "Вымышленный район", "МБОУ «СОШ № 2»", 1, None, None, None, 1),
        _LINE,
        _LINE,
    )
}  # fmt: skip
