"""The table a chart was drawn from, in words: for those who read rather than look."""

from __future__ import annotations

from typing import Any

from msoko.analysis.finding import Chart
from msoko.analysis.words import decimal
from msoko.charts.placed import finite, named_axis
from msoko.vocabulary import capital

_HEADINGS = {
    "series": "Ряд", "low": "Интервал: от", "high": "Интервал: до", "border": "Порог",
    "label": "Пояснение",
}  # fmt: skip


def table(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings, and rows of as many cells; numbers with a comma, unknown as a dash."""
    named, measured = named_axis(chart)
    titles = {"x": chart.x, "y": chart.y}
    keys = [named, "series", measured, "low", "high", "border", "label"]
    known = [
        key for key in keys if key in "xy" or any(row.get(key) is not None for row in chart.rows)
    ]
    said = {
        **_HEADINGS,
        named: capital(titles[named]) or "Что показано",
        measured: _measured(titles[measured]),
    }
    rows = tuple(tuple(_cell(row.get(key)) for key in known) for row in chart.rows)
    return tuple(said[key] for key in known), rows


def _measured(title: str) -> str:
    return f"Значение, {title}" if title.startswith("%") else capital(title) or "Значение"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    number = finite(value)
    if number is None:
        return "—"
    if number == round(number):
        return decimal(number, 0)
    return decimal(number, 1 if abs(number) >= 1 else 2)
