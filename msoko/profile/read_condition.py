"""Conditions on rows: from words to typed comparisons, checked against the table's columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from msoko.facts.column import Column, Table
from msoko.profile.conditions import ALWAYS, All, Any_, Compare, Condition, Operator, Scalar
from msoko.profile.lined import Lined
from msoko.profile.report import Report, choose
from msoko.profile.yaml_scalars import BROKEN
from msoko.vocabulary import AcademicYear

_ORDER: tuple[Operator, ...] = ("at_least", "above", "at_most", "below")
_OPERATORS: tuple[Operator, ...] = (*_ORDER, "not", "known")
_ORDERED_TYPES = ("int", "number", "date", "year")
_CHECK = "condition"


class ConditionReader:
    """Reads conditions on one table; problems go to the report, what is wrong is left out."""

    def __init__(self, table: Table, report: Report) -> None:
        self.table = table
        self.report = report

    def read(self, words: Lined | None) -> Condition:
        """The condition, always true when nothing is written."""
        if words is None:
            return ALWAYS
        if not words:
            self.report.add(
                _CHECK, words.line, "пустое условие {}", "уберите ключ или допишите условие"
            )
        parts = tuple(
            part
            for key, value in words.items()
            for part in self._part(str(key), value, words.lines.get(key, words.line))
        )
        return parts[0] if len(parts) == 1 else All(parts)

    def _part(self, key: str, value: Any, line: int) -> tuple[Condition, ...]:
        if key in ("any", "all") and not self.table.has(key):
            return self._several(key, value, line)
        if not self.table.has(key):
            what = f"в таблице «{self.table.name}» нет столбца «{key}»"
            self.report.add(_CHECK, line, what, choose(key, self.table.names, 40))
            return ()
        column = self.table.column(key)
        if isinstance(value, Lined):
            return self._operators(column, value)
        return self._compare(column, "one_of" if isinstance(value, tuple) else "is", value, line)

    def _several(self, key: str, value: Any, line: int) -> tuple[Condition, ...]:
        if not isinstance(value, tuple) or not all(isinstance(part, Lined) for part in value):
            self.report.add(_CHECK, line, f"у «{key}» нужен список условий", "[{…}, {…}]")
            return ()
        parts = tuple(self.read(part) for part in value)
        if not parts:
            self.report.add(_CHECK, line, f"пустой список у «{key}»", "допишите условия")
            return ()
        return (Any_(parts),) if key == "any" else (All(parts),)

    def _operators(self, column: Column, words: Lined) -> tuple[Condition, ...]:
        if not words:
            self.report.add(
                _CHECK, words.line, f"пустое условие на «{column.name}»", "допишите условие"
            )
        found: list[Condition] = []
        for key, value in words.items():
            line = words.lines.get(key, words.line)
            if key not in _OPERATORS:
                what = f"непонятное слово «{key}» в условии на «{column.name}»"
                self.report.add(_CHECK, line, what, choose(key, _OPERATORS))
            else:
                found += self._compare(column, key, value, line)
        return tuple(found)

    def _compare(
        self, column: Column, op: Operator, value: Any, line: int
    ) -> tuple[Condition, ...]:
        if value is BROKEN:
            return ()
        if op == "known":
            if isinstance(value, bool):
                return (Compare(column.name, op, value),)
            self.report.add(_CHECK, line, "у known нужно true или false", "known: true")
            return ()
        if op in _ORDER and column.type not in _ORDERED_TYPES:
            what = f"столбец «{column.name}» нельзя сравнить на больше или меньше"
            self.report.add(_CHECK, line, what, "перечислите значения: [a, b]")
            return ()
        if isinstance(value, tuple) and op in ("one_of", "not"):
            return self._list(column, op, value, line)
        typed = self._typed(column, value, line)
        return () if typed is None else (Compare(column.name, op, typed),)

    def _list(
        self, column: Column, op: Operator, values: tuple[Any, ...], line: int
    ) -> tuple[Condition, ...]:
        typed = [self._typed(column, value, line) for value in values if value is not BROKEN]
        known = tuple(dict.fromkeys(value for value in typed if value is not None))
        if len(known) < len(typed) and None not in typed:
            what = f"в списке значений «{column.name}» есть повторы"
            self.report.add(_CHECK, line, what, "уберите повторы")
        if not typed:
            self.report.add(
                _CHECK, line, f"пустой список значений «{column.name}»", "допишите значения"
            )
        if not known:
            return ()
        if len(known) == 1:
            return (Compare(column.name, "is" if op == "one_of" else op, known[0]),)
        return (Compare(column.name, op, known),)

    def _typed(self, column: Column, value: Any, line: int) -> Scalar | None:
        if value is None:
            what = f"у «{column.name}» нет значения"
            self.report.add(_CHECK, line, what, "для пустой ячейки пишите {known: false}")
            return None
        typed = _TYPED[column.type](value)
        if typed is None:
            what = f"«{_shown(value)}» не подходит столбцу «{column.name}» ({column.ru})"
            self.report.add(_CHECK, line, what, _NEEDED[column.type])
            return None
        if column.codes and typed not in column.codes:
            what = f"у столбца «{column.name}» нет значения «{typed}»"
            self.report.add(_CHECK, line, what, choose(typed, column.codes))
            return None
        return typed


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "список или набор" if isinstance(value, tuple | Lined) else str(value)[:60]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _bool(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _int(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else _int(value)


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _year(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return AcademicYear.parse(value).start
    except ValueError:
        return None


_TYPED: dict[str, Callable[[Any], Scalar | None]] = {
    "text": _text,
    "code": _text,
    "person": _text,
    "bool": _bool,
    "int": _int,
    "number": _number,
    "date": _date,
    "year": _year,
}
_NEEDED = {
    "text": "нужен текст; возьмите в кавычки",
    "code": "нужен код из списка; если он похож на число, возьмите в кавычки",
    "person": "нужен текст; возьмите в кавычки",
    "bool": "нужно true или false",
    "int": "нужно целое число",
    "number": "нужно число",
    "date": "нужна дата ГГГГ-ММ-ДД",
    "year": "нужен учебный год: 2024-25",
}
