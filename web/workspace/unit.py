"""One indicator of one organisation: breakdowns, years, fair comparisons, what was found."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.analysis.finding import Chart
from msoko.vocabulary import AcademicYear
from web.cycle.listed import listed
from web.figures.read import labels_of
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.ui.picture import picture
from web.ui.said import cell_words
from web.ui.sheet import saved
from web.workspace import sheets
from web.workspace.asked import Asked, area_named, asked_of
from web.workspace.compared import beside
from web.workspace.passport import freshness, passport
from web.workspace.pictures import border_of, years_chart
from web.workspace.rows import Line, in_cell, in_year, lines, totals_in
from web.workspace.years import breaks_before, breaks_of, years_sentence


@needs("values.see")
@require_GET
def unit(request: HttpRequest, area: str, indicator: str, unit: str) -> HttpResponse:
    """The values of one organisation or municipality the reader may see."""
    asked = _asked(request, area, indicator, unit, "values.see")
    history, cells, scope = _history(asked, unit), _cells(asked, unit), request.actor.scope
    own = next((one for one in cells if one.cell == asked.cell), None)
    context: dict[str, Any] = {
        **passport(asked.indicator), **freshness(asked.figures), "area": area_named(area),
        "asked": asked, "unit": unit, "name": _name(unit), "own": own, "query": asked.query,
        "is_organisation": unit in scope.codes("values.see") and not (own and own.is_total),
        "year": AcademicYear(asked.year) if asked.year is not None else None,
        "cells": [(cell_words(asked.indicator, one.cell) or "В целом", one) for one in cells],
        "cell": cell_words(asked.indicator, asked.cell), "beside": _beside(asked, unit),
        "history": history, "chart": _drawn(asked, unit), "years_said": years_sentence(history),
        "before": breaks_before(asked.indicator.id, history),
        "breaks": breaks_of(asked.indicator.id, history),
        "may_explain": unit in scope.codes("values.explain"),
        "may_export": scope.may("values.export"),
        "findings": listed(request, {"unit": unit, "indicator": asked.indicator.id}),
    }  # fmt: skip
    return render(request, "workspace/unit.html", context)


@needs("values.see")
@require_GET
def drawn(request: HttpRequest, area: str, indicator: str, unit: str, form: str) -> HttpResponse:
    """The years of one organisation beside the municipality, as a picture."""
    asked = _asked(request, area, indicator, unit, "values.see")
    return picture(_drawn(asked, unit), form, f"{asked.indicator.id}-{unit}")


@needs("values.export")
@require_GET
def table(
    request: HttpRequest, area: str, indicator: str, unit: str, what: str, form: str
) -> HttpResponse:
    """Breakdowns or years of one organisation as a file."""
    asked = _asked(request, area, indicator, unit, "values.export")
    if asked.figures is None or what not in ("cells", "years"):
        raise Http404
    if what == "cells":
        rows = _cells(asked, unit)
        return saved(sheets.of_cells(asked.indicator, asked.figures, _name(unit), rows), form)
    rows = _history(asked, unit)
    before = breaks_before(asked.indicator.id, rows)
    sheet = sheets.of_years(asked.indicator, asked.figures, asked.cell, rows, before)
    return saved(sheet, form)


def _asked(request: HttpRequest, area: str, indicator: str, unit: str, permission: str) -> Asked:
    """The question of the page; 404 for a unit out of reach as for one that is not there."""
    asked = asked_of(request, area, indicator, permission)
    seen = set(asked.table["unit"].unique().to_pylist()) if asked.figures else set()
    if unit not in seen and unit not in request.actor.scope.codes(permission):
        raise Http404
    return asked


def _name(unit: str) -> str:
    node = tree_now().nodes.get(unit)
    return node.name if node else unit


def _of(asked: Asked, unit: str) -> list[Line]:
    if asked.figures is None:
        return []
    table = asked.table.filter(pc.equal(asked.table["unit"].cast(pa.string()), unit))
    return [asked.line(row, {unit: _name(unit)}) for row in table.to_pylist()]


def _history(asked: Asked, unit: str) -> list[Line]:
    """The cell chosen in every year, oldest first."""
    found = [one for one in _of(asked, unit) if one.cell == asked.cell]
    return sorted(found, key=lambda one: one.period)


def _cells(asked: Asked, unit: str) -> list[Line]:
    """Every line and breakdown in the year chosen, the whole first."""
    if asked.year is None:
        return []
    labels = labels_of(asked.year)
    return sorted(
        (one for one in _of(asked, unit) if one.period in labels), key=lambda one: one.cell
    )


def _beside(asked: Asked, unit: str) -> list[Any]:
    if asked.figures is None or asked.year is None:
        return []
    table = totals_in(in_cell(in_year(asked.table, asked.year), asked.cell))
    seen = lines(table, asked.unit, {})
    others = [one for one in seen if one.unit != unit]
    return beside(
        asked.figures, asked.indicator.id, asked.cell, unit, asked.year, asked.unit, others
    )


def _drawn(asked: Asked, unit: str) -> Chart | None:
    """The organisation and the municipality over the years."""
    own = _history(asked, unit)
    if asked.figures is None or not own:
        return None
    series = {_name(unit): own}
    for one in lines(totals_in(in_cell(asked.table, asked.cell)), asked.unit, {}):
        if one.unit != unit:
            series.setdefault(one.name, []).append(one)
    cuts = breaks_of(asked.indicator.id, own)
    title = f"{asked.indicator.label}: {_name(unit)}"
    return years_chart(title, asked.unit, series, cuts, border_of(asked.indicator, asked.cell))
