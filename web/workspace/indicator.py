"""The page of one indicator: its passport and its values, by organisation and by year."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.analysis.finding import Chart
from msoko.vocabulary import AcademicYear
from web.cycle.pages.words import speaking
from web.figures.read import labels_of
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.ui.picture import picture
from web.ui.sheet import saved
from web.workspace import sheets
from web.workspace.asked import Asked, area_named, asked_of
from web.workspace.passport import freshness, passport
from web.workspace.pictures import border_of, values_chart, years_chart
from web.workspace.rows import (
    Line,
    in_cell,
    in_year,
    lines,
    raised_units,
    sentence,
    totals_in,
)
from web.workspace.years import breaks_before, breaks_of, years_sentence


@needs("areas.see")
@require_GET
def indicator(request: HttpRequest, area: str, indicator: str) -> HttpResponse:
    """The passport of an indicator and its values, those the reader may see."""
    asked = asked_of(request, area, indicator, "values.see")
    rows, history, scope = rows_of(asked), history_of(asked), request.actor.scope
    context = {
        **passport(asked.indicator), **freshness(asked.figures), "area": area_named(area),
        "asked": asked, "rows": rows, "history": history, "query": asked.query,
        "year": AcademicYear(asked.year) if asked.year is not None else None,
        "chart": _values(asked, rows), "said": sentence(rows, asked.year_ru),
        "years_chart": _years(asked, history), "years_said": years_sentence(history),
        "breaks": breaks_of(asked.indicator.id, history),
        "before": breaks_before(asked.indicator.id, history),
        "may_explain": scope.codes("values.explain"), "may_export": scope.may("values.export"),
        "missing": _missing(request, asked),
        "speaking": speaking(scope, f"indicator:{asked.indicator.id}"),
    }  # fmt: skip
    return render(request, "workspace/indicator.html", context)


@needs("areas.see")
@require_GET
def drawn(request: HttpRequest, area: str, indicator: str, what: str, form: str) -> HttpResponse:
    """The chart of values or of years as a picture, over the rows the reader may see."""
    asked = asked_of(request, area, indicator, "values.see")
    if what not in ("values", "years"):
        raise Http404
    chart = _values(asked, rows_of(asked)) if what == "values" else _years(asked, history_of(asked))
    return picture(chart, form, f"{asked.indicator.id}-{what}")


@needs("values.export")
@require_GET
def table(request: HttpRequest, area: str, indicator: str, what: str, form: str) -> HttpResponse:
    """The rows of the page as a file, by the same scope."""
    asked = asked_of(request, area, indicator, "values.export")
    if asked.figures is None or what not in ("values", "years"):
        raise Http404
    if what == "values":
        return saved(
            sheets.of_units(asked.indicator, asked.figures, asked.cell, rows_of(asked)), form
        )
    rows = history_of(asked)
    before = breaks_before(asked.indicator.id, rows)
    sheet = sheets.of_years(asked.indicator, asked.figures, asked.cell, rows, before)
    return saved(sheet, form)


def rows_of(asked: Asked) -> list[Line]:
    """Lines of the cell and year chosen; shared by the page, the picture and the file."""
    if asked.figures is None or asked.year is None:
        return []
    table = in_cell(in_year(asked.table, asked.year), asked.cell)
    nodes = tree_now().nodes
    names = {code: nodes[code].name for code in set(table["unit"].to_pylist()) if code in nodes}
    raised = raised_units(asked.figures, asked.indicator.id, asked.year)
    return lines(table, asked.unit, names, raised)


def history_of(asked: Asked) -> list[Line]:
    """Totals of all years, oldest first."""
    if asked.figures is None:
        return []
    totals = lines(totals_in(in_cell(asked.table, asked.cell)), asked.unit, {})
    return sorted(totals, key=lambda one: (one.name, one.period))


def _values(asked: Asked, rows: list[Line]) -> Chart | None:
    """Values side by side; a yes or a no is told by the table alone."""
    title = f"{asked.indicator.label}, {asked.year_ru}"
    return values_chart(title, asked.unit, rows, border_of(asked.indicator, asked.cell))


def _years(asked: Asked, history: list[Line]) -> Chart | None:
    """Totals over the years, a line a municipality."""
    series = {one.name: [line for line in history if line.name == one.name] for one in history}
    cuts = breaks_of(asked.indicator.id, history)
    return years_chart(f"{asked.indicator.label}: по годам", asked.unit, series, cuts)


def _missing(request: HttpRequest, asked: Asked) -> list[tuple[str, str]]:
    """Who has not reported, code and name, among the organisations the reader may see."""
    if asked.figures is None or asked.year is None:
        return []
    codes = request.actor.scope.codes("values.see")
    labels, nodes = labels_of(asked.year), tree_now().nodes
    silent = {
        code
        for gap in asked.figures.missing
        if gap["indicator"] == asked.indicator.id and gap["period"] in labels
        for code in gap["organisations"]
        if code in codes and code in nodes
    }
    return sorted(((code, nodes[code].name) for code in silent), key=lambda pair: pair[1])
