"""The sheet «Как заполнять» of a template."""

from __future__ import annotations

from typing import Any

from msoko.facts.column import Table
from msoko.facts.templates.layout import EXAMPLE, INSTRUCTIONS, REQUIRED, ROW_HEADING
from msoko.facts.templates.words import allowed

_PERSON = (
    "Люди обозначаются, а не называются: пишите код участника, табельный номер или любое "
    "постоянное обозначение; фамилии не нужны. В системе хранится только псевдоним. "
    "Одно и то же обозначение в одной организации — один и тот же человек, в разных — разные люди. "
    "Если человек связан с несколькими организациями, начните обозначение со знака @ "
    "(например @17) и пишите его одинаково везде."
)


def write_instructions(book: Any, table: Table) -> None:
    """Add the sheet: how to fill the table in, then every column with its meaning."""
    sheet = book.add_worksheet(INSTRUCTIONS)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E7EEF7", "border": 1})
    for place, width in enumerate((30, 14, 46, 60, 22)):
        sheet.set_column(place, place, width)
    sheet.write(0, 0, f"Таблица «{table.ru}»: как заполнять", bold)
    lines = _lines(table)
    for row, line in enumerate(lines, start=1):
        sheet.merge_range(row, 0, row, 4, line, wrap)
        sheet.set_row(row, 15 * (1 + len(line) // 150))
    start = len(lines) + 2
    titles = ("Столбец", "Обязателен", "Что писать", "Что это значит", "Имя для выгрузок")
    sheet.write_row(start, 0, titles, head)
    for row, column in enumerate(table.columns, start=start + 1):
        needed = "можно пусто" if column.unknown else "да"
        cells = (column.ru, needed, allowed(column), column.meaning, column.name)
        sheet.write_row(row, 0, cells, wrap)


def _lines(table: Table) -> list[str]:
    key = ", ".join(f"«{table.column(name).ru}»" for name in table.key)
    lines = [
        f"Одна строка — {table.row_is}.",
        f"Заголовки не меняйте; столбцы с {REQUIRED} заполняйте в каждой строке, "
        "ненужные столбцы можно удалить. Порядок столбцов не важен.",
        f"Строки, где в столбце «{ROW_HEADING}» написано «{EXAMPLE}», не читаются.",
        "Пустая ячейка означает «неизвестно», а не «нет» и не ноль.",
        f"Две строки не могут совпадать по всем столбцам сразу: {key}.",
    ]
    if any(column.type == "person" for column in table.columns):
        lines.append(_PERSON)
    return lines
