"""A month as weeks from Monday to Sunday with what falls on each day."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msoko.roadmap.due import Due, in_order

MONTHS_RU = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
DAYS_RU = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


@dataclass(frozen=True)
class Day:
    """One day of the sheet: `is_inside` is False for days of the months beside."""

    day: date
    is_inside: bool
    things: tuple[Due, ...]


def weeks(year: int, month: int, told: Iterable[Due]) -> tuple[tuple[Day, ...], ...]:
    """Weeks that touch the month, seven days each."""
    by_day: dict[date, list[Due]] = defaultdict(list)
    for one in told:
        if one.due is not None:
            by_day[one.due].append(one)
    sheet = calendar.Calendar(calendar.MONDAY).monthdatescalendar(year, month)
    return tuple(
        tuple(
            Day(day, day.month == month, tuple(sorted(by_day.get(day, ()), key=in_order)))
            for day in week
        )
        for week in sheet
    )


def beside(year: int, month: int, step: int) -> tuple[int, int]:
    """The month `step` months on."""
    months = year * 12 + month - 1 + step
    return months // 12, months % 12 + 1
