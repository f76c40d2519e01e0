"""«Откуда эта цифра?»: one number told back to its formula, clause, files and rows."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.explain import Told
from web.figures.told import told
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.ui.sheet import Sheet, saved
from web.workspace.asked import Asked, area_named, asked_of
from web.workspace.passport import passport
from web.workspace.rows import line_of
from web.workspace.sheets import notes_of

_HEAD = ("Часть", "Файл", "Лист", "Строки", "Сколько", "Загрузка", "Принята")


@needs("values.explain")
@require_GET
def explained(
    request: HttpRequest, area: str, indicator: str, unit: str, period: str
) -> HttpResponse:
    """«Откуда эта цифра?»: the value, its formula and clause, its files and rows."""
    asked, found = _told(request, area, indicator, unit, period)
    node, cell = tree_now().nodes.get(unit), asked.cell
    context = {
        **passport(asked.indicator), "area": area_named(area), "told": found, "unit": unit,
        "line": line_of(found.row, asked.unit), "name": node.name if node else unit,
        "cell": dict(asked.cells)[cell] if cell else "", "period": period,
        "query": f"?{urlencode({'cell': cell})}" if cell else "",
        "may_export": request.actor.scope.may("values.export"),
    }  # fmt: skip
    return render(request, "workspace/explained.html", context)


@needs("values.explain")
@require_GET
def table(
    request: HttpRequest, area: str, indicator: str, unit: str, period: str, form: str
) -> HttpResponse:
    """Files and rows behind the value, as a file."""
    asked, found = _told(request, area, indicator, unit, period)
    parts = (("числитель", found.numerator_rows), ("знаменатель", found.denominator_rows))
    rows = tuple(
        (part, one.file, one.sheet or "", one.ranges, one.count, one.upload, one.accepted)
        for part, files in parts
        for one in files
    )
    line = line_of(found.row, asked.unit)
    notes = (("Организация", unit), ("Период", period), ("Значение", line.said))
    if asked.figures is not None:
        notes = (*notes, *notes_of(asked.indicator, asked.figures, asked.cell))
    name = f"{asked.indicator.id}-{unit}-{period}"
    return saved(Sheet(name, f"Откуда число: {asked.indicator.label}", _HEAD, rows, notes), form)


def _told(
    request: HttpRequest, area: str, indicator: str, unit: str, period: str
) -> tuple[Asked, Told]:
    """The value told back; 404 for one that is not there and one out of reach."""
    asked = asked_of(request, area, indicator, "values.explain")
    if unit not in request.actor.scope.codes("values.explain"):
        raise Http404
    found = told(asked.indicator.id, *_parted(asked.cell), unit, period)
    if found is None:
        raise Http404
    return asked, found


def _parted(cell: str) -> tuple[str, str]:
    """The sub-line of an indicator named in a cell, and the rest of the cell."""
    pairs = [pair for pair in cell.split(";") if pair]
    line = next((pair.removeprefix("line=") for pair in pairs if pair.startswith("line=")), "")
    return line, ";".join(pair for pair in pairs if not pair.startswith("line="))
