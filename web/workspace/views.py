"""Pages above one indicator: all areas, and one area."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.vocabulary import AcademicYear
from web import regulation
from web.cycle.listed import listed
from web.figures.read import Figures, figures, seen_by
from web.policy.declare import needs
from web.policy.menu import menu
from web.today.gather import gathered
from web.ui.sheet import saved
from web.workspace.areas import area_states
from web.workspace.asked import area_named, year_asked, year_query
from web.workspace.news import news
from web.workspace.passport import freshness
from web.workspace.rows import Line, in_cell, in_year, line_of, raised_units
from web.workspace.sheets import of_indicators

_FINDINGS = 8


@needs("account.own")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """All areas of the regulation and where each stands; whose roles have none start elsewhere."""
    if not request.actor.scope.may("areas.see"):
        return redirect(menu(request)["menu"][0]["address"])
    profile, found = regulation.profile(), figures()
    year = year_asked(request, found)
    states = area_states(profile, found, year or 0, request.actor.scope)
    titles = {one.id: one.title for one in profile.texts.general.mechanisms}
    groups: dict[str, list[Any]] = {}
    for one in states:
        groups.setdefault(titles.get(one.mechanism, ""), []).append(one)
    context = {
        "profile": profile, "groups": groups.items(), **news(request, found, year),
        "year": AcademicYear(year) if year is not None else None, **freshness(found),
        "today": gathered(request, timezone.localdate()),
    }  # fmt: skip
    return render(request, "workspace/home.html", context)


@needs("areas.see")
@require_GET
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One area: goals with their clauses, objectives, indicators with the municipality's value."""
    profile, found, shown = regulation.profile(), figures(), area_named(area)
    year = year_asked(request, found)
    own = [one for one in profile.indicators.values() if one.area == shown.id]
    values = _totals(request, found, year)
    codes = request.actor.scope.codes("values.see")
    rows = []
    for one in own:
        raised = raised_units(found, one.id, year or 0) & codes if found else ()
        rows.append({"indicator": one, "lines": values.get(one.id, []), "raised": len(raised)})
    clauses = {goal.id: profile.texts.cited(goal.clause) for goal in shown.goals}
    context = {
        "area": shown, "rows": rows, "clauses": clauses,
        "year": AcademicYear(year) if year is not None else None, **freshness(found),
        "year_query": year_query(year), "may_export": request.actor.scope.may("values.export"),
        "findings": listed(request, {"area": shown.id, "certain": "1"}, _FINDINGS),
    }  # fmt: skip
    return render(request, "workspace/area.html", context)


@needs("values.export")
@require_GET
def table(request: HttpRequest, area: str, form: str) -> HttpResponse:
    """Main values of the municipality for every indicator of an area, as a file."""
    profile, found, shown = regulation.profile(), figures(), area_named(area)
    if found is None:
        raise Http404
    values = _totals(request, found, year_asked(request, found), "values.export")
    own = [one for one in profile.indicators.values() if one.area == shown.id]
    rows = [(one, line) for one in own for line in values.get(one.id, [])]
    return saved(of_indicators(shown.id, shown.title, found, rows), form)


def _totals(
    request: HttpRequest, found: Figures | None, year: int | None, permission: str = "values.see"
) -> dict[str, list[Line]]:
    """Main values of municipalities the reader may see, by indicator."""
    if found is None or year is None:
        return {}
    profile = regulation.profile()
    table = in_cell(in_year(found.totals, year), "")
    table = seen_by(request.actor.scope, table, profile, permission)
    told: dict[str, list[Line]] = {}
    for row in table.to_pylist():
        indicator = profile.indicators.get(row["indicator"])
        if indicator is not None:
            told.setdefault(indicator.id, []).append(line_of(row, indicator.unit))
    return told
