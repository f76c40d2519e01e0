"""The page of one indicator: its passport and its values, by organisation and by year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.vocabulary import AcademicYear
from web.organisations.models import Organisation
from web.policy.declare import needs
from web.ui.chart import Chart, Point, chart
from web.workspace.asked import Asked, area_named, asked_of
from web.workspace.passport import freshness, passport
from web.workspace.rows import (
    Line,
    in_cell,
    in_year,
    labels_of,
    lines,
    raised_units,
    sentence,
)
from web.workspace.words import threshold_words

# The end of the axis of percents.
CHART_FULL = 100.0


@needs("areas.see")
@require_GET
def indicator(request: HttpRequest, area: str, indicator: str) -> HttpResponse:
    """The passport of an indicator and its values, those the reader may see."""
    asked = asked_of(request, area, indicator, "values.see")
    rows = rows_of(asked, asked.year)
    shown = asked.indicator
    name = AcademicYear(asked.year).ru if asked.year is not None else ""
    said = sentence(rows, f"{name} учебный год")
    context = {
        **passport(shown), **freshness(asked.figures), "area": area_named(area), "asked": asked,
        "rows": rows, "year": AcademicYear(asked.year) if asked.year is not None else None,
        "chart": _chart(asked, rows, said), "history": _history(asked),
        "may_explain": request.actor.scope.codes("values.explain"),
        "may_explain_totals": "all" in request.actor.scope.reach("values.explain"),
        "may_export": request.actor.scope.may("values.export"),
        "missing": _missing(request, asked),
    }  # fmt: skip
    return render(request, "workspace/indicator.html", context)


def rows_of(asked: Asked, year: int | None) -> list[Line]:
    """Lines of the cell chosen in a year; shared by the page and by the file."""
    if asked.figures is None or year is None:
        return []
    table = in_cell(in_year(asked.table, year), asked.cell)
    names = dict(
        Organisation.objects.filter(code__in=set(table["unit"].to_pylist())).values_list(
            "code", "name"
        )
    )
    raised = raised_units(asked.figures, asked.indicator.id, year)
    return lines(table, asked.unit, names, raised)


def _chart(asked: Asked, rows: list[Line], said: str) -> Chart | None:
    """Shares on one axis; a yes or a no is told by the table alone."""
    if asked.unit == "boolean":
        return None
    points = [Point(one.name, one.value, one.low, one.high, one.said, one.is_total) for one in rows]
    borders = [
        (float(one.dated[-1][1]), threshold_words(one)[-1 if not one.persists else 0])
        for one in asked.indicator.thresholds.values()
        if one.dated and f"line={one.line}" * bool(one.line) == asked.cell
    ]
    full = CHART_FULL if asked.unit == "percent" else None
    return chart(points, said, borders, full)


def _history(asked: Asked) -> list[Line]:
    """Totals of all years, oldest first."""
    if asked.figures is None:
        return []
    table = in_cell(asked.table, asked.cell)
    totals = [one for one in lines(table, asked.unit, {}) if one.is_total]
    return sorted(totals, key=lambda one: (one.name, one.period))


def _missing(request: HttpRequest, asked: Asked) -> list[str]:
    """Who has not reported, among the organisations the reader may see."""
    if asked.figures is None or asked.year is None:
        return []
    codes = request.actor.scope.codes("values.see")
    labels = labels_of(asked.year)
    silent = {
        code
        for gap in asked.figures.missing
        if gap["indicator"] == asked.indicator.id and gap["period"] in labels
        for code in gap["organisations"]
        if code in codes
    }
    found = Organisation.objects.filter(code__in=silent)
    return sorted(found.values_list("name", flat=True))
