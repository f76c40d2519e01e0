"""Headings of every layout of a protocol: Russian ones, and English ones of normalized CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msoko.sources.reading.headers import Heading
from msoko.sources.reading.words import plain

_SCORED = {
    "raw": Heading("Первичный балл", r"первичный балл|primarymark"),
    "scaled": Heading("Балл", r"балл|тестовый балл|итоговый балл|балл100"),
    "mark": Heading("Оценка", r"оценка|отметка|mark5"),
}
HEADINGS: Mapping[str, Heading] = {
    "school": Heading("Код ОО", r"код о[оу]|schoolcode"),
    "surname": Heading("Фамилия", r"фамилия|surnamecell"),
    "name": Heading("Имя", r"имя|namecell"),
    "patronymic": Heading("Отчество", r"отчество|secondnamecell"),
    "class": Heading("Класс", r"класс|classcode"),
    **_SCORED,
    "document": Heading("Документ", r"документ"),
    "series": Heading("Серия", r"серия( документа)?|documentseriescode"),
    "number": Heading("Номер", r"номер( документа)?|documentnumbercode"),
    "variant": Heading("Вариант", r"вариант"),
    "short": Heading(
        "Задания с кратким ответом",
        r"(задания|часть) с кратким ответом|ответы в краткой форме|testresultbcell",
    ),
    "long": Heading(
        "Задания с развёрнутым ответом",
        r"(задания|часть) с разв[её]рнутым ответом|ответы в разв[её]рнутой форме|testresultccell",
    ),
    "oral": Heading("Устная часть", r"устная часть|testresultdcell"),
    "exam": Heading("Экзамен", r"экзамен|предмет"),
    "appeal": Heading("Тип апелляции", r"тип апелляции.*"),
    "state": Heading("Состояние", r"состояние"),
    "changed": Heading("Дата изменений", r"дата изменени[яй]"),
}
REQUIRED = ("school", "surname", "name", "class", "raw")


@dataclass(frozen=True)
class Header:
    """Headings of one table: last row of them from 0, name → column from 0."""

    row: int
    first_data: int
    columns: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Required headings that are not there."""
        return tuple(HEADINGS[name].ru for name in REQUIRED if name not in self.columns)

    @property
    def is_appeals(self) -> bool:
        """Whether the table lists appeals."""
        return "appeal" in self.columns


def header_of(upper: list[str | None], lower: list[str | None], row: int) -> Header | None:
    """The header in a row; group headings («Текущие») get their names from the row below."""
    columns = dict(_places(upper))
    if "surname" not in columns or len(columns) < 4:
        return None
    below = dict(_places(lower))
    if "surname" not in below and ("raw" in below or "mark" in below):
        scored = {name: place for name, place in below.items() if name in _SCORED}
        return Header(row, row + 2, {**columns, **scored})
    return Header(row, row + 1, columns)


def _places(texts: list[str | None]) -> Iterator[tuple[str, int]]:
    seen = set()
    for place, text in enumerate(texts):
        if text is None:
            continue
        heading = plain(text)
        for name, sought in HEADINGS.items():
            if name not in seen and sought.fits(heading):
                seen.add(name)
                yield name, place
