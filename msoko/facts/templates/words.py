"""What a column takes, in words for the person who fills it in."""

from __future__ import annotations

from datetime import date

from msoko.facts.column import Column
from msoko.facts.templates.layout import BOUNDS, NO, YES
from msoko.vocabulary import AcademicYear

_SHOWN = 12


def allowed(column: Column) -> str:
    """«да или нет», «число от 2 до 5», «одно из: …» — what may stand in a cell of the column."""
    if column.type == "code":
        words = list(column.codes.values())
        more = f" … (всего {len(words)}, весь перечень — в шаблоне)" if len(words) > _SHOWN else ""
        return "одно из: " + "; ".join(words[:_SHOWN]) + more
    if column.type in ("int", "number"):
        kind = "целое число" if column.type == "int" else "число"
        bounds = BOUNDS.get(column.name)
        return f"{kind} от {bounds[0]} до {bounds[1]}" if bounds else kind
    return {
        "bool": f"{YES} или {NO}",
        "date": "дата, например 20.04.2026",
        "year": "учебный год, например 2024-25",
        "person": "обозначение человека",
    }.get(column.type, "текст")


def written(column: Column, value: object) -> object:
    """A stored value as a person writes it: codes in Russian words, years as «2024-25»."""
    if value is None:
        return None
    if column.type == "code":
        return column.codes[str(value)]
    if column.type == "bool":
        return YES if value else NO
    if column.type == "year":
        return str(AcademicYear(int(str(value))))
    return value


def example(column: Column) -> object:
    """A cell of the example row; empty only where a cell may be empty."""
    if column.example:
        return column.example
    if column.unknown and column.type in ("text", "person", "year"):
        return None
    least = max(1, BOUNDS.get(column.name, (1, None))[0])
    return {
        "code": next(iter(column.codes.values()), None),
        "bool": NO,
        "int": least,
        "number": least,
        "date": date(2025, 4, 15),
        "year": "2024-25",
    }.get(column.type, "образец")
