"""The list of cycles: where each stands, what blocks it, what is late; the same list as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.cycle.reached import Reached, late, reached
from msoko.cycle.snapshot import CycleNow
from msoko.cycle.transitions import STATES
from msoko.vocabulary import AcademicYear
from web import regulation
from web.cycle.models import Cycle
from web.cycle.pages.reach import SEE, cycles_seen
from web.cycle.pages.words import TONES, Mend, mended
from web.cycle.standing import standings
from web.policy.declare import needs
from web.ui.sheet import Sheet, origin, saved

_ON_A_PAGE = 30
_FILTERS = ("area", "period", "state", "late")
_HEADINGS = (
    "Направление", "Название", "Учебный год", "Состояние", "Этап", "Состояние этапа",
    "Что мешает", "Просрочено записей", "Открыт",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One cycle of the list; `reached` and `blocks` are told to the office only."""

    cycle: Cycle
    reached: Reached | None
    blocks: Sequence[Mend] = field(default=())
    late: int = 0

    @property
    def tone(self) -> str:
        """The tone of the state of the cycle."""
        return TONES.get(self.cycle.state, "")

    @property
    def stage(self) -> str:
        """«Мониторинг показателей: в работе»."""
        if self.reached is None:
            return "все этапы завершены" if self.cycle.state == "closed" else ""
        if self.reached.stage is None:
            return "все этапы завершены"
        stage = self.reached.stage
        return f"{stage.plan.title}: {STATES['stage'][stage.state]}"


def rows_of(cycles: Sequence[Cycle], office: bool, day: date) -> list[Row]:
    """Cycles with where they stand: the same number of queries however many there are.

    Only open ones are looked into: the others wait for nothing.
    """
    ids = [one.pk for one in cycles if office and one.state == "open"]
    now = {one.id: one for one in standings(Cycle.objects.filter(pk__in=ids))}
    return [_row(one, now.get(str(one.pk)), day) for one in cycles]


def _row(cycle: Cycle, now: CycleNow | None, day: date) -> Row:
    if now is None:
        return Row(cycle, None)
    at = reached(now, day)
    return Row(cycle, at, mended(cycle.pk, at.refusals), len(late(now, day)))


@needs("cycles.see")
@require_GET
def cycles(request: HttpRequest) -> HttpResponse:
    """Cycles within reach by filters that stay in the address."""
    asked, rows = _asked(request)
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    scope = request.actor.scope
    context: dict[str, Any] = {
        "page": page, "asked": asked, "total": len(rows), "office": scope.reaches_all(SEE),
        "query": f"{urlencode(asked)}&" if asked else "", "filters": _filters(request),
        "may_lead": scope.may("cycles.lead"),
    }  # fmt: skip
    return render(request, "cycles/list.html", context)


@needs("cycles.see")
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """The list by the same filters and scope as a file."""
    _, rows = _asked(request)
    titles = {name: area.title for name, area in regulation.profile().texts.areas.items()}
    cells = tuple(
        (titles.get(one.cycle.area, one.cycle.area), one.cycle.title, one.cycle.period,
         one.cycle.get_state_display(), *_stage(one), "\n".join(each.said for each in one.blocks),
         one.late, f"{timezone.localtime(one.cycle.opened_at):%d.%m.%Y}")
        for one in rows
    )  # fmt: skip
    notes = (*origin(),)
    return saved(Sheet("циклы", "Управленческие циклы", _HEADINGS, cells, notes), form)


def _stage(row: Row) -> tuple[str, str]:
    if row.reached is None or row.reached.stage is None:
        return "", ""
    stage = row.reached.stage
    return stage.plan.title, STATES["stage"][stage.state]


def _asked(request: HttpRequest) -> tuple[Mapping[str, str], list[Row]]:
    asked = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    found = cycles_seen(request.actor.scope)
    for name in ("area", "period", "state"):
        if name in asked:
            found = found.filter(**{name: asked[name]})
    rows = rows_of(list(found), request.actor.scope.reaches_all(SEE), timezone.localdate())
    return asked, [one for one in rows if one.late] if "late" in asked else rows


def _filters(request: HttpRequest) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Filters with the words there are: name, title, choices."""
    known = regulation.profile().texts.areas
    pairs = list(cycles_seen(request.actor.scope).values_list("area", "period"))
    areas = [(name, known[name].title if name in known else name)
             for name in sorted({one for one, _ in pairs})]  # fmt: skip
    periods = sorted({period for _, period in pairs}, reverse=True)
    told = [
        ("area", "Направление", areas),
        ("period", "Учебный год", [(one, AcademicYear.parse(one).ru) for one in periods]),
        ("state", "Состояние", list(STATES["cycle"].items())),
    ]
    if request.actor.scope.reaches_all(SEE):
        told.append(("late", "Сроки", [("1", "есть просроченное")]))
    return told
