"""A condition said in Russian words: on the rows of a table and on organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msoko.facts.column import Column, Table
from msoko.facts.schema import TABLES
from msoko.profile.conditions import (
    All,
    Bound,
    Compare,
    Condition,
    MeetsAll,
    MeetsAny,
    MeetsAttribute,
    MeetsIndicator,
    MeetsNot,
    MeetsRows,
    MeetsRuleSet,
    MeetsUnit,
    Scalar,
    UnitCondition,
)
from msoko.vocabulary import AcademicYear

BORDER_RU = {
    "at_least": "не меньше",
    "above": "больше",
    "at_most": "не больше",
    "below": "меньше",
    "is": "ровно",
}


def number_words(number: Fraction | int | float) -> str:
    """A number as it is written in Russian: 20, 0,5."""
    exact = Fraction(number) if not isinstance(number, float) else Fraction(str(number))
    plain = format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")
    return plain.replace(".", ",").replace("-", "−")


def condition_words(condition: Condition, table: Table) -> str:
    """«Процедура» — ВПР, «Отметка» — 2; empty for a condition that always holds."""
    if isinstance(condition, Compare):
        return _compared(condition, table.column(condition.column))
    if isinstance(condition, All):
        return ", ".join(_bracketed(part, table) for part in condition.parts)
    return " либо ".join(_bracketed(part, table) for part in condition.parts)


def _bracketed(part: Condition, table: Table) -> str:
    words = condition_words(part, table)
    return words if isinstance(part, Compare) else f"({words})"


def _compared(one: Compare, column: Column) -> str:
    name = f"«{column.ru}»"
    if one.op == "known":
        return f"{name} {'заполнено' if one.value else 'не заполнено'}"
    if one.op in BORDER_RU and one.op != "is":
        return f"{name} {BORDER_RU[one.op]} {_value(one.value, column)}"
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    listed = " или ".join(_value(value, column) for value in values)
    return f"{name} не {listed}" if one.op == "not" else f"{name} — {listed}"


def _value(value: Scalar | tuple[Scalar, ...], column: Column) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if column.type == "year" and isinstance(value, int):
        return AcademicYear(value).ru
    if isinstance(value, int | float):
        return number_words(value)
    return f"«{column.codes.get(str(value), value)}»"


def bounds_words(bounds: tuple[Bound, ...]) -> str:
    """«не меньше 5 и не больше 9»."""
    return " и ".join(f"{BORDER_RU[one.operator]} {number_words(one.number)}" for one in bounds)


RowsSaid = Callable[[Any], str]


def unit_condition_words(condition: UnitCondition, names: Mapping[str, str], rows: RowsSaid) -> str:
    """What must hold for an organisation; `rows` says a selection of rows."""
    if isinstance(condition, MeetsAll | MeetsAny | MeetsNot):
        return _joined(condition, names, rows)
    if isinstance(condition, MeetsIndicator):
        line = f", строка «{_line(condition, names)}»" if condition.line else ""
        cells = "в каждой ячейке разрезов " if condition.every_cell else ""
        shown = names.get(condition.indicator, condition.indicator)
        return f"{cells}показатель «{shown}»{line} {bounds_words(condition.bounds)}"
    if isinstance(condition, MeetsAttribute):
        return attribute_words(condition)
    if isinstance(condition, MeetsRows):
        return f"найдено {bounds_words(condition.bounds)}: {rows(condition.rows)}"
    if isinstance(condition, MeetsUnit):
        return f"в реестре организаций {condition_words(condition.condition, TABLES['units'])}"
    return _category(condition, names)


def _line(condition: MeetsIndicator, names: Mapping[str, str]) -> str:
    return names.get(f"{condition.indicator}/{condition.line}", str(condition.line))


def _category(condition: MeetsRuleSet, names: Mapping[str, str]) -> str:
    rule_set = names.get(condition.rule_set, condition.rule_set)
    if not condition.categories:
        return f"организация отнесена к какой-либо категории набора правил «{rule_set}»"
    categories = (names.get(f"{condition.rule_set}/{c}", c) for c in condition.categories)
    listed = " или ".join(f"«{one}»" for one in categories)
    return f"организация отнесена набором правил «{rule_set}» к категории {listed}"


def attribute_words(condition: MeetsAttribute) -> str:
    """«признак «code» — да», for all groups of a preschool when the condition says so."""
    name = f"признак «{condition.attribute}»"
    if condition.every_group:
        name += " во всех группах"
    if condition.number:
        return f"{name} {bounds_words(condition.number)}"
    if condition.text:
        return f"{name} — " + " или ".join(f"«{word}»" for word in condition.text)
    return f"{name} — {'нет' if condition.yes is False else 'да'}"


def _joined(
    condition: MeetsAll | MeetsAny | MeetsNot, names: Mapping[str, str], rows: RowsSaid
) -> str:
    if isinstance(condition, MeetsNot):
        return f"неверно, что {unit_condition_words(condition.part, names, rows)}"
    sign = "; и " if isinstance(condition, MeetsAll) else "; либо "
    parts = [unit_condition_words(part, names, rows) for part in condition.parts]
    nested = [isinstance(part, MeetsAll | MeetsAny) for part in condition.parts]
    return sign.join(f"({p})" if n else p for p, n in zip(parts, nested, strict=True))
