"""The list of decisions across cycles and years, by filters that stay in the address; as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.cycle.kinds import KINDS
from msoko.vocabulary import AcademicYear
from web.cycle.models import EntryPlace
from web.cycle.pages.decided import LATE, Decided, decisions_seen, told
from web.cycle.pages.reach import SEE, entries_seen
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.policy.scope import Scope
from web.regulation import area_title
from web.ui.numbers import day as in_words
from web.ui.sheet import Cell, Sheet, origin, saved

_ON_A_PAGE = 30
_FILTERS = ("period", "area", "organisation", "state")
_HEADINGS = (
    "Учебный год", "Направление", "Номер в цикле", "Решение", "Состояние", "Начало", "Срок",
    "Просрочено", "Исполнено", "Подтверждение", "Ответственный", "Участники", "На чём основано",
    "После каких мер", "Выводы об эффективности",
)  # fmt: skip


@needs(SEE)
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions within reach."""
    scope, day, asked = request.actor.scope, timezone.localdate(), _asked(request)
    page = Paginator(decisions_seen(scope, asked, day), _ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page, "rows": told(scope, list(page.object_list), day), "asked": asked,
        "query": f"{urlencode(asked)}&" if asked else "", "filters": _filters(scope),
        "office": scope.reaches_all(SEE),
    }  # fmt: skip
    return render(request, "cycles/decisions.html", context)


@needs(SEE)
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The list by the same filters and scope as a file."""
    scope, day, asked = request.actor.scope, timezone.localdate(), _asked(request)
    rows = told(scope, list(decisions_seen(scope, asked, day)), day)
    filters = {name: (title, dict(choices)) for name, title, choices in _filters(scope)}
    chosen = (
        f"{filters[name][0]}: {filters[name][1].get(said, said)}" for name, said in asked.items()
    )
    notes = (
        *origin(),
        ("Отобрано", "; ".join(chosen)),
    )
    # what came of a decision is judged over all its organisations: a school is not told
    shown = len(_HEADINGS) - (0 if scope.reaches_all(SEE) else 1)
    cells = tuple(_cells(one)[:shown] for one in rows)
    return saved(Sheet("решения", "Управленческие решения", _HEADINGS[:shown], cells, notes), form)


def _cells(row: Decided) -> tuple[Cell, ...]:
    said, cycle = row.entry.said, row.entry.cycle
    return (
        AcademicYear.parse(cycle.period).ru, area_title(cycle.area), row.entry.number,
        row.shown.title, row.shown.state_ru, _day(said, "starts"), in_words(row.entry.due),
        "да" if row.is_late else "", _day(said, "done_on"), str(said.get("proof") or ""),
        row.responsible, "; ".join(row.organisations),
        "\n".join(one.said for one in row.findings),
        "\n".join(one.title for one in row.actions),
        "\n".join(f"{one.title}: {conclusion or one.state_ru}" for one, conclusion in row.reviews),
    )  # fmt: skip


def _day(said: Mapping[str, str], name: str) -> str:
    return in_words(date.fromisoformat(said[name])) if said.get(name) else ""


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}


def _filters(scope: Scope) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Filters with the words there are: name, title, choices."""
    seen = entries_seen(scope).filter(kind="decision")
    pairs = set(seen.values_list("cycle__area", "cycle__period"))
    places = EntryPlace.objects.filter(entry__in=seen, organisation__in=scope.codes(SEE))
    nodes = tree_now().nodes
    codes = places.order_by().values_list("organisation", flat=True).distinct()
    names = [(code, nodes[code].name if code in nodes else code) for code in codes]
    periods = sorted({period for _, period in pairs}, reverse=True)
    states = list(KINDS["decision"].states)
    return [
        ("period", "Учебный год", [(one, AcademicYear.parse(one).ru) for one in periods]),
        ("area", "Направление", sorted(((one, area_title(one)) for one in {a for a, _ in pairs}),
                                       key=lambda pair: pair[1])),
        ("organisation", "Организация", sorted(names, key=lambda pair: pair[1])),
        ("state", "Состояние", [*states, (LATE, "просрочено")]),
    ]  # fmt: skip
