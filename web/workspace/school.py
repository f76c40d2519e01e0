"""The page of one organisation: its figures, comparison, findings, and what it still owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from msoko.profile.indicator import Indicator
from msoko.profile.method import COLLECTED_RU, FREQUENCY_RU
from msoko.vocabulary import AcademicYear
from web import regulation
from web.cycle.listed import listed
from web.cycle.pages.words import speaking
from web.figures.owed import owing
from web.figures.read import Figures, figures, labels_of, of_unit, seen_by
from web.organisations.models import Organisation
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.policy.scope import Scope
from web.ui.sheet import saved
from web.workspace import sheets
from web.workspace.asked import year_asked, year_query
from web.workspace.passport import freshness
from web.workspace.rows import Line, in_cell, line_of, raised_units

_FINDINGS = 12


@dataclass(frozen=True)
class Figure:
    """One indicator of the organisation beside the municipality."""

    indicator: Indicator
    own: Line
    total: Line | None
    is_raised: bool


@dataclass(frozen=True)
class Owed:
    """An indicator without the organisation's data: how it is collected and how often."""

    indicator: Indicator
    how: str
    often: str


@needs("values.see")
@require_GET
def school(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation in the reader's reach; the same 404 for one that is not there."""
    scope, shown = request.actor.scope, _one(request, organisation)
    found = figures()
    year = year_asked(request, found)
    told = _figures(found, year, shown.code, scope, "values.see")
    owed = _owed(found, year, shown.code)
    areas = regulation.profile().texts.areas
    groups = [(area, [one for one in told if one.indicator.area == area.id])
              for area in areas.values()]  # fmt: skip
    context: dict[str, Any] = {
        **freshness(found), "organisation": shown, "groups": [one for one in groups if one[1]],
        "year": AcademicYear(year) if year is not None else None, "count": len(told),
        "raised": [one for one in told if one.is_raised], "owed": owed,
        "year_query": year_query(year),
        "findings": listed(request, {"unit": shown.code, "certain": "1"}, _FINDINGS),
        "speaking": speaking(scope, organisation=shown.code),
        "may_findings": scope.may("findings.see"), "may_export": scope.may("values.export"),
    }  # fmt: skip
    return render(request, "workspace/school.html", context)


@needs("values.export")
@require_GET
def table(request: HttpRequest, organisation: str, form: str) -> HttpResponse:
    """All main values of the organisation beside the municipality, as a file."""
    scope, shown, found = request.actor.scope, _one(request, organisation), figures()
    if found is None:
        raise Http404
    told = _figures(found, year_asked(request, found), shown.code, scope, "values.export")
    rows = [(one.indicator, line) for one in told for line in (one.own, one.total) if line]
    return saved(sheets.of_indicators(shown.code, shown.name, found, rows), form)


def _one(request: HttpRequest, code: str) -> Organisation:
    reach = request.actor.scope.codes("values.see")
    seen = Organisation.objects.filter(code__in=reach).exclude(kind__in=("region", "municipality"))
    return get_object_or_404(seen, code=code)


def _figures(
    found: Figures | None, year: int | None, code: str, scope: Scope, permission: str
) -> list[Figure]:
    """Main values of a year in the order of the regulation."""
    if found is None or year is None:
        return []
    profile, labels = regulation.profile(), labels_of(year)
    place = tree_now().municipality(code)
    own, total = (
        _lines(seen_by(scope, in_cell(of_unit(found, unit, labels), ""), profile, permission))
        for unit in (code, place)
    )
    return [
        Figure(one, own[one.id], total.get(one.id), code in raised_units(found, one.id, year))
        for one in profile.indicators.values()
        if one.id in own
    ]


def _lines(table: Any) -> dict[str, Line]:
    profile, nodes = regulation.profile(), tree_now().nodes
    rows = [row for row in table.to_pylist() if row["indicator"] in profile.indicators]
    names = {row["unit"]: nodes[row["unit"]].name for row in rows if row["unit"] in nodes}
    return {
        row["indicator"]: line_of(row, profile.indicators[row["indicator"]].unit, names)
        for row in rows
    }


def _owed(found: Figures | None, year: int | None, code: str) -> Sequence[Owed]:
    """Indicators the organisation is expected to give data for and has not."""
    if found is None or year is None:
        return []
    known = regulation.profile().indicators
    silent = owing(found, year, frozenset({code}))
    return [_owed_of(known[name]) for name in known if name in silent]


def _owed_of(one: Indicator) -> Owed:
    if one.method is None:
        return Owed(one, "", "")
    return Owed(one, COLLECTED_RU[one.method.collected_by], FREQUENCY_RU[one.method.frequency])
