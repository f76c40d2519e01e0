"""Values as charts: organisations side by side without order, and one unit over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msoko.analysis.finding import Chart
from msoko.profile.indicator import Indicator
from web.ui.numbers import plain
from web.workspace.rows import Line, told_year, year_of

# More organisations than fit on a sheet of paper are shown as a distribution.
MANY = 40
_BINS = 10
UNIT = {"percent": "%", "count": "число", "score": "баллы", "mean": "среднее"}


def values_chart(
    title: str, unit: str, rows: Sequence[Line], border: float | None = None
) -> Chart | None:
    """Every value with its interval, in the order of the table; None when there is nothing."""
    told = [one for one in rows if one.value is not None]
    if unit == "boolean" or not told:
        return None
    own = [one for one in told if not one.is_total]
    if len(own) > MANY:
        return _distribution(title, unit, own)
    points = [_point(one, border) | {"y": _named(one), "x": one.value} for one in told]
    return Chart(title, "interval", UNIT.get(unit, "значение"), "", tuple(points))


def _named(one: Line) -> str:
    return f"Итог: {one.name}" if one.is_total else one.name


def _point(one: Line, border: float | None) -> dict[str, Any]:
    point: dict[str, Any] = {"low": one.low, "high": one.high, "label": one.counts}
    if border is not None:
        point["border"] = border
    return {name: value for name, value in point.items() if value not in (None, "")}


def _distribution(title: str, unit: str, own: Sequence[Line]) -> Chart:
    """How many organisations have a value in each of ten equal steps."""
    values = [one.value or 0.0 for one in own]
    low, high = min(0.0, *values), max(values)
    high = 100.0 if unit == "percent" and high <= 100 else high
    step = (high - low) / _BINS or 1.0
    counts = [0] * _BINS
    for value in values:
        counts[min(int((value - low) / step), _BINS - 1)] += 1
    rows = [
        {"x": f"{plain(low + n * step)}–{plain(low + (n + 1) * step)}", "y": number}
        for n, number in enumerate(counts)
    ]
    axis = UNIT.get(unit, "значение")
    return Chart(title, "histogram", axis, "число организаций", tuple(rows))


def years_chart(
    title: str,
    unit: str,
    series: Mapping[str, Sequence[Line]],
    breaks: Sequence[tuple[int, str]],
    border: float | None = None,
) -> Chart | None:
    """Values by year, one line a unit, no line across a break; None under two years."""
    rows = [
        _point(one, border) | {"x": told_year(one.period), "y": one.value, "series": name}
        for name, lines in series.items()
        for one in sorted(lines, key=lambda line: line.period)
        if one.value is not None
    ]
    years = sorted({row["x"] for row in rows})
    if unit == "boolean" or len(years) < 2:
        return None
    rows.sort(key=lambda row: row["x"])
    if len(series) > 1:
        for row in rows:
            row.pop("label", None)
    periods = {year_of(one.period): one.period for lines in series.values() for one in lines}
    cuts = [(told_year(periods[year]), why) for year, why in breaks if year in periods]
    told = tuple(f"{year}: {why}" for year, why in cuts if year in years[1:])
    y = UNIT.get(unit, "значение")
    axis = "учебный год" if all("-" in period for period in periods.values()) else "год"
    return Chart(title, "line", axis, y, tuple(rows), told)


def border_of(indicator: Indicator, cell: str) -> float | None:
    """The one border in force for the cell chosen; None when there is none or several."""
    found = {
        float(one.dated[-1][1])
        for one in indicator.thresholds.values()
        if one.dated and f"line={one.line}" * bool(one.line) == cell
    }
    return found.pop() if len(found) == 1 else None
