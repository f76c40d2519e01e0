"""Values as lines of a page: one unit a line, numbers, interval, state and threshold in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from msoko.indicators.values import state_words
from web.figures.read import Figures, labels_of
from web.ui.numbers import plain, span, worded

NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True)
class Line:
    """One value of one unit, ready to be shown."""

    unit: str
    name: str
    is_total: bool
    period: str
    cell: str
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None
    high: float | None
    status: str
    shown: str
    interval: str
    is_raised: bool

    @property
    def counts(self) -> str:
        """«8 из 40»; empty where nothing is counted."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{plain(self.numerator)} из {plain(self.denominator)}"

    @property
    def said(self) -> str:
        """The value with its parts: «20,0 % (8 из 40)», or why there is none."""
        if self.value is None:
            return state_words(self.status, self.denominator)
        return f"{self.shown} ({self.counts})" if self.counts else self.shown


def year_of(period: str) -> int:
    """The academic year a period belongs to, by its first calendar year."""
    return int(period[:4]) if "-" in period else int(period) - 1


def told_year(period: str) -> str:
    """«2023/24» for an academic year, «2024 год» for a calendar one."""
    return period.replace("-", "/") if "-" in period else f"{period} год"


def in_year(table: pa.Table, year: int) -> pa.Table:
    """Rows of one year."""
    period = table["period"].cast(pa.string())
    return table.filter(pc.is_in(period, pa.array(labels_of(year))))


def in_cell(table: pa.Table, cell: str) -> pa.Table:
    """Rows of one cell of a breakdown; empty for the whole."""
    return table.filter(pc.equal(table["breakdown"].cast(pa.string()), cell))


def totals_in(table: pa.Table) -> pa.Table:
    """Rows of municipalities and regions."""
    return table.filter(pc.not_equal(table["unit_kind"].cast(pa.string()), "organisation"))


def lines(
    table: pa.Table, unit: str, names: Mapping[str, str], raised: frozenset[str] = frozenset()
) -> list[Line]:
    """Rows as lines: organisations by name, totals last."""
    found = [line_of(row, unit, names, raised) for row in table.to_pylist()]
    return sorted(found, key=lambda one: (one.is_total, one.name, one.period))


def line_of(
    row: Mapping[str, Any],
    unit: str,
    names: Mapping[str, str] = NOBODY,
    raised: frozenset[str] = frozenset(),
) -> Line:
    """One row of values as a line; a unit without a name is shown by its code."""
    return Line(
        unit=row["unit"],
        name=names.get(row["unit"], row["unit"]),
        is_total=row["unit_kind"] != "organisation",
        period=row["period"],
        cell=row["breakdown"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        status=row["status"],
        shown=worded(row["value"], unit),
        interval=span(row["low"], row["high"]),
        is_raised=row["unit"] in raised,
    )


def raised_units(found: Figures, indicator: str, year: int) -> frozenset[str]:
    """Units for which a threshold of an indicator is raised in the identification year."""
    return frozenset(r[2] for r in found.raised if r[0] == indicator and r[3] == year)


def sentence(rows: Sequence[Line], year: str) -> str:
    """What the chart shows, in one sentence, without ranking anybody."""
    own = [one for one in rows if not one.is_total]
    told = [one for one in own if one.value is not None]
    total = next((one for one in rows if one.is_total and one.value is not None), None)
    whole = f" Итог муниципалитета: {total.said}." if total else ""
    if not told:
        return f"За {year} значений по организациям нет.{whole}"
    low, high = min(told, key=_value), max(told, key=_value)
    spread = f"от {low.shown} до {high.shown}" if low.shown != high.shown else low.shown
    return (
        f"За {year} значение есть у {len(told)} из {len(own)} организаций: {spread}. "
        f"Полосы — 95-процентные интервалы: там, где они широки, судить рано.{whole}"
    )


def _value(line: Line) -> float:
    return line.value or 0.0
