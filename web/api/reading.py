"""What programs may read: oneself, the regulation, values, organisations."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, HttpRequest
from ninja import Query

from msoko.vocabulary import AcademicYear
from web import regulation
from web.api import shapes
from web.api.interface import REFUSALS, api
from web.figures.read import figures, of_indicator, seen_by
from web.organisations.tree import tree_now
from web.organisations.views import within
from web.policy.declare import needs
from web.policy.roles import ROLES
from web.policy.table import PERMISSIONS

_VALUES, _ORGANISATIONS = 500, 200
_COLUMNS = tuple(shapes.Value.model_fields)
Page = Query(1, ge=1, le=100_000, description="Страница, с первой")


@api.get("/me", response={200: shapes.Me, **REFUSALS}, summary="Чей это ключ")
@needs("account.own")
def me(request: HttpRequest) -> Any:
    """The person, roles held now and the rights they give."""
    scope = request.actor.scope
    roles = [{"role": name, "title": ROLES[name].ru} for name in sorted(scope.roles)]
    rights = [name for name in PERMISSIONS if scope.may(name)]
    return {"id": request.actor.id, "name": request.actor.name, "roles": roles, "rights": rights}


@api.get(
    "/areas", response={200: list[shapes.Area], **REFUSALS}, summary="Направления и показатели"
)
@needs("areas.see")
def areas(request: HttpRequest) -> Any:
    """Every area of the regulation with its indicators."""
    profile = regulation.profile()
    told: dict[str, Any] = {
        one.id: {"id": one.id, "number": one.number, "title": one.title, "indicators": []}
        for one in profile.texts.areas.values()
    }
    for one in profile.indicators.values():
        if one.area in told:
            told[one.area]["indicators"].append({
                "id": one.id, "label": one.label, "area": one.area, "unit": str(one.unit),
                "polarity": str(one.polarity), "clause": one.clause.at if one.clause else "",
            })  # fmt: skip
    return list(told.values())


@api.get("/values", response={200: shapes.Values, **REFUSALS}, summary="Значения показателя")
@needs("values.see")
def values(
    request: HttpRequest,
    indicator: str = Query(..., max_length=200, description="Показатель, как в /areas"),
    year: str = Query("", pattern=r"^(\d{4}-\d{2})?$", description="Учебный год «2024-25»"),
    page: int = Page,
) -> Any:
    """Values of one indicator the owner of the key may see, by 500 on a page."""
    if indicator not in regulation.profile().indicators:
        raise Http404
    found = figures()
    if found is None:
        return {"state": "", "is_current": False, "total": 0, "page": page, "items": []}
    table = of_indicator(found, indicator)
    rows = seen_by(request.actor.scope, table, regulation.profile(), "values.see")
    if year:
        rows = _of_year(rows, year)
    part = rows.slice(min((page - 1) * _VALUES, rows.num_rows), _VALUES)
    return {
        "state": found.state, "is_current": found.is_current, "total": rows.num_rows,
        "page": page, "items": part.select(_COLUMNS).to_pylist(),
    }  # fmt: skip


def _of_year(rows: pa.Table, year: str) -> pa.Table:
    """Rows of an academic year and of the calendar year it ends in."""
    try:
        ends = str(AcademicYear.parse(year).start + 1)
    except ValueError:
        return rows.slice(0, 0)
    return rows.filter(pc.is_in(rows["period"].cast(pa.string()), pa.array([year, ends])))


@api.get("/organisations", response={200: shapes.Organisations, **REFUSALS}, summary="Организации")
@needs("organisations.see")
def organisations(request: HttpRequest, page: int = Page) -> Any:
    """Organisations the owner of the key may see, open and closed, by 200 on a page."""
    known = within(request, "organisations.see").order_by("code")
    first = (page - 1) * _ORGANISATIONS
    part = known.prefetch_related("identifiers")[first : first + _ORGANISATIONS]
    nodes, open_to = tree_now().nodes, request.actor.scope.sees("internal")
    items = [
        {
            "code": one.code, "kind": one.kind, "name": one.name, "full_name": one.full_name,
            "parent": nodes[one.code].parent if one.code in nodes else "",
            "opened_on": one.opened_on, "closed_on": one.closed_on,
            "identifiers": [
                {"kind": held.kind, "value": held.value}
                for held in one.identifiers.all()
                if open_to and held.until is None
            ],
        }
        for one in part
    ]  # fmt: skip
    return {"total": known.count(), "page": page, "items": items}
