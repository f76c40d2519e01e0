"""Tables of values as files, with formula, numbers of rows, date, version and source beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from msoko.indicators.values import state_words
from msoko.profile.indicator import Indicator
from msoko.profile.words import formula_words
from web import regulation
from web.figures.read import Figures
from web.ui.numbers import plain
from web.ui.said import cell_words
from web.ui.sheet import Cell, Sheet
from web.workspace.rows import Line

_NUMBERS = ("Числитель", "Знаменатель", "Значение", "Интервал: от", "Интервал: до", "Состояние")
OF_UNITS = ("Организация", "Код", "Период", *_NUMBERS)
OF_YEARS = ("Период", "Чьё значение", *_NUMBERS, "Разрыв ряда перед этим годом")
OF_CELLS = ("Строка или разрез", "Период", *_NUMBERS)
OF_INDICATORS = ("Показатель", "Чьё значение", "Период", *_NUMBERS)


def numbers(one: Line) -> tuple[Cell, ...]:
    """Numbers of a line, unrounded, and its state in words."""
    state = state_words(one.status, one.denominator)
    return (one.numerator, one.denominator, one.value, one.low, one.high, state)


def of_units(indicator: Indicator, found: Figures, cell: str, rows: Sequence[Line]) -> Sheet:
    """Organisations and totals of one year."""
    table = tuple((one.name, one.unit, one.period, *numbers(one)) for one in rows)
    notes = notes_of(indicator, found, cell, rows)
    return Sheet(indicator.id, indicator.label, OF_UNITS, table, notes)


def of_years(
    indicator: Indicator, found: Figures, cell: str, rows: Sequence[Line], breaks: Mapping[str, str]
) -> Sheet:
    """One unit or several over the years; `breaks` are reasons by period."""
    table = tuple((one.period, one.name, *numbers(one), breaks.get(one.period, "")) for one in rows)
    notes = notes_of(indicator, found, cell, rows)
    return Sheet(f"{indicator.id}-годы", f"{indicator.label}: по годам", OF_YEARS, table, notes)


def of_cells(indicator: Indicator, found: Figures, name: str, rows: Sequence[Line]) -> Sheet:
    """One unit by lines and breakdowns."""
    table = tuple(
        (cell_words(indicator, one.cell) or "В целом", one.period, *numbers(one)) for one in rows
    )
    title = f"{indicator.label}: {name}"
    return Sheet(f"{indicator.id}-разрезы", title, OF_CELLS, table, notes_of(indicator, found, ""))


def of_indicators(
    name: str, title: str, found: Figures, rows: Sequence[tuple[Indicator, Line]]
) -> Sheet:
    """Main values of many indicators; the formula of each stands in its own row."""
    profile, names = regulation.profile(), regulation.names()
    told: dict[str, tuple[str, str]] = {}
    for one, _ in rows:
        if one.id not in told:
            clause = profile.texts.cited(one.clause) if one.clause else ""
            told[one.id] = (formula_words(one.formula, names), clause)
    table = tuple(
        (one.label, line.name, line.period, *numbers(line), *told[one.id]) for one, line in rows
    )
    head = (*OF_INDICATORS, "Как считается", "Основание")
    return Sheet(name, title, head, table, _notes(found))


def notes_of(
    indicator: Indicator, found: Figures, cell: str, rows: Sequence[Line] = ()
) -> tuple[tuple[str, str], ...]:
    """What stands beside every table of one indicator."""
    profile = regulation.profile()
    told = [one for one in rows if one.value is not None]
    n: dict[str, Any] = {}
    if rows:
        n["Число значений (n)"] = f"{len(told)} из {len(rows)}"
        total = [one.denominator for one in told if not one.is_total and one.denominator]
        if total:
            n["Сумма знаменателей по организациям"] = plain(sum(total))
    return (
        ("Показатель", indicator.label),
        ("Строка или разрез", cell_words(indicator, cell) or "в целом"),
        ("Как считается", formula_words(indicator.formula, regulation.names())),
        *n.items(),
        ("Основание", profile.texts.cited(indicator.clause) if indicator.clause else ""),
        *_notes(found),
    )


def _notes(found: Figures) -> tuple[tuple[str, str], ...]:
    """When, by which version and from which facts."""
    profile = regulation.profile()
    return (
        ("Рассчитано", f"{timezone.localtime(found.at):%d.%m.%Y %H:%M}"),
        ("Профиль и его версия", f"{profile.name}, {profile.version}"),
        ("Расчёт", found.state),
        ("Источник", "сведения из принятых файлов хранилища МСОКО"),
        ("Интервал", "95-процентный; пусто — интервала у такого показателя нет"),
    )
