"""Every fact table with its columns: what they mean and which values they take."""

from __future__ import annotations

from docs.pages.markdown import page, table
from msoko.facts.column import Column, Table
from msoko.facts.schema import PROVENANCE, TABLES

TYPE_RU = {
    "text": "текст",
    "code": "код",
    "int": "целое число",
    "number": "число",
    "bool": "да/нет",
    "date": "дата",
    "person": "псевдоним человека",
    "year": "учебный год",
}


def text() -> str:
    """docs/reference/facts.md."""
    parts = [
        "Всё, что принято из файлов, лежит в этих таблицах. «Может быть пусто» значит, что ячейка "
        "может быть неизвестна, и формула обязана сказать, что с такой строкой делать "
        "([подробнее](kinds.md#unknown)). По столбцу-разрезу значение делится на части.",
        "У каждой строки записано происхождение: "
        + ", ".join(f"`{field.name}`" for field in PROVENANCE)
        + " — загрузка, лист и строка исходного файла.",
        table(
            ["Таблица", "Название", "Строка — это", "Столбцов"],
            [
                [f"[`{one.name}`](#{one.name})", one.ru, one.row_is, len(one.columns)]
                for one in TABLES.values()
            ],
        ),
        *(_table(one) for one in TABLES.values()),
    ]
    return page("Таблицы сведений", "`msoko/facts/schema*.py`", *parts)


def _table(one: Table) -> str:
    rows = [_column(column) for column in one.columns]
    heading = ["Столбец", "Заголовок", "Что значит", "Тип", "Может быть пусто", "Разрез"]
    key = ", ".join(f"`{name}`" for name in one.key)
    return (
        f'## <a id="{one.name}"></a>{one.ru}: `{one.name}`\n\n'
        f"Строка — {one.row_is}. Одну строку определяют: {key}.\n\n{table(heading, rows)}"
    )


def _column(column: Column) -> list[str]:
    codes = ", ".join(f"`{code}` — {word}" for code, word in column.codes.items())
    meaning = column.meaning + (f". {codes}" if codes else "")
    return [
        f"`{column.name}`",
        column.ru,
        meaning,
        TYPE_RU[column.type],
        "да" if column.unknown else "нет",
        "да" if column.dimension else "",
    ]
