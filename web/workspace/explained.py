"""«Откуда эта цифра?»: one number told back to its formula, clause, files and rows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.figures.told import told
from web.organisations.models import Organisation
from web.policy.declare import needs
from web.workspace.asked import area_named, asked_of
from web.workspace.passport import passport
from web.workspace.rows import line_of


@needs("values.explain")
@require_GET
def explained(
    request: HttpRequest, area: str, indicator: str, unit: str, period: str
) -> HttpResponse:
    """«Откуда эта цифра?»: the value, its formula and clause, its files and rows."""
    scope, asked = request.actor.scope, asked_of(request, area, indicator, "values.explain")
    if unit not in scope.codes("values.explain"):
        raise Http404
    cell = asked.cell
    found = told(asked.indicator.id, *_parted(cell), unit, period)
    if found is None:
        raise Http404
    name = Organisation.objects.filter(code=unit).values_list("name", flat=True).first()
    context = {
        **passport(asked.indicator), "area": area_named(area), "told": found,
        "line": line_of(found.row, asked.unit),
        "name": name or unit, "cell": dict(asked.cells)[cell] if cell else "", "period": period,
    }  # fmt: skip
    return render(request, "workspace/explained.html", context)


def _parted(cell: str) -> tuple[str, str]:
    """The sub-line of an indicator named in a cell, and the rest of the cell."""
    pairs = [pair for pair in cell.split(";") if pair]
    line = next((pair.removeprefix("line=") for pair in pairs if pair.startswith("line=")), "")
    return line, ";".join(pair for pair in pairs if not pair.startswith("line="))
