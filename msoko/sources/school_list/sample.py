"""A small list of made-up organisations: sheet → rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cells = Sequence[Sequence[str | int | float | None]]

SHEETS: Mapping[str, Cells] = {
    "Лист1": (
        ("логин", "имя", "муниципалитет", "ИНН", "Код ОГЭ"),
        ("sch990101", "МБОУ СОШ № 1", "Вымышленный район", "9901010018", 5811),
        ("edu990102", "МБДОУ детский сад", "Вымышленный район", "9901010019", "нет"),
        ("spo990103", "Техникум", "Вымышленный район", None, None),
        ("Ц-1", "Дом творчества", "Вымышленный район", None, None),
    )
}
