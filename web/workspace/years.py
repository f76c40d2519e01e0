"""Years of one series: where it breaks, and what it shows in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from web.figures.found import found
from web.workspace.rows import Line, told_year, year_of


def breaks_of(indicator: str, rows: Sequence[Line]) -> list[tuple[int, str]]:
    """First years of new parts and why, inside the years shown."""
    known, years = found(), {year_of(one.period) for one in rows}
    told = known.breaks.get(indicator, []) if known else []
    return [(year, why) for year, why in told if years and min(years) < year <= max(years)]


def breaks_before(indicator: str, rows: Sequence[Line]) -> Mapping[str, str]:
    """Why a series breaks, by the period it breaks before."""
    cuts = dict(breaks_of(indicator, rows))
    return {one.period: cuts[year_of(one.period)] for one in rows if year_of(one.period) in cuts}


def years_sentence(rows: Sequence[Line]) -> str:
    """First and last value; whether the difference is real is left to the findings."""
    told = [one for one in rows if one.value is not None]
    if len({one.period for one in told}) < 2:
        return ""
    first, last = min(told, key=lambda one: one.period), max(told, key=lambda one: one.period)
    return (
        f"{told_year(first.period)} — {first.said}, {told_year(last.period)} — {last.said}. "
        "Через разрыв ряда годы не сравниваются; доказано ли изменение, говорят выводы анализа."
    )
