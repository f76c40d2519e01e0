"""Pages about the plan of a year: rows of one's own, approval, the act."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from msoko.roadmap.duties import EVERY_ORGANISATION
from web import regulation
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.roadmap import plan_actions
from web.roadmap.answer import Page, answered
from web.roadmap.edit import editable
from web.roadmap.forms import ApproveForm, RowForm, WithdrawForm
from web.roadmap.models import OwnRow, RoadmapYear
from web.roadmap.place import APPROVE, EDIT, name_of, organisations_of, year_of
from web.roadmap.plan import Line, own_id, year_lines
from web.roadmap.sheets import approved_rows
from web.roadmap.views import line_of

_EITHER = require_http_methods(["GET", "HEAD", "POST"])
_ROW = (
    "number", "title", "about", "area", "plan", "term", "starts", "due", "wording", "result",
    "organisations", "version",
)  # fmt: skip
_ACT = ("kind", "number", "approved_on", "version")


@needs(EDIT)
@_EITHER
def add(request: HttpRequest) -> HttpResponse:
    """A row of one's own in the plan of the year."""
    place, year = editable(request), year_of(request)
    start = {"term": "date", **{name: request.GET.get(name, "") for name in ("plan", "area")}}

    def run(said: dict[str, Any]) -> str:
        said.pop("version", None)
        reason = said.pop("reason", "")
        row = plan_actions.add_row(
            by=request.actor, place=place, year=year, said=said, reason=reason
        )
        return f"/roadmap/rows/{own_id(row)}/?year={year}"

    page = Page(f"Новая строка: {year} год", f"/roadmap/?year={year}", "Строка добавлена.")
    return answered(request, _row_form(request, place, year, start), run, page)


@needs(EDIT)
@_EITHER
def change(request: HttpRequest, row: str) -> HttpResponse:
    """Another wording, term or responsible of a row of one's own."""
    own, line = _own_of(request, row)
    start = {name: getattr(own, name) for name in _ROW}
    pairs = list(zip(own.responsible, own.roles, strict=True))
    start["bodies"] = [role for _, role in pairs if role]
    start["other"] = next((words for words, role in pairs if not role), "")

    def run(said: dict[str, Any]) -> None:
        version, reason = said.pop("version"), said.pop("reason", "")
        plan_actions.change_row(
            by=request.actor, row=own, version=version, said=said, reason=reason
        )

    page = Page("Изменить строку", line.address, "Строка изменена.", line)
    form = _row_form(request, own.place, own.year, start)
    return answered(request, form, run, page, partial(OwnRow.objects.get, pk=own.pk))


@needs(EDIT)
@_EITHER
def withdraw(request: HttpRequest, row: str) -> HttpResponse:
    """A row of one's own leaves the plan, with the reason."""
    own, line = _own_of(request, row)

    def run(said: dict[str, Any]) -> str:
        plan_actions.withdraw_row(by=request.actor, row=own, **said)
        return f"/roadmap/?year={own.year}"

    page = Page(
        "Исключить строку", line.address, "Строка исключена.", line,
        button="Исключить", is_danger=True,
    )  # fmt: skip
    form = WithdrawForm(request.POST or None, initial={"version": own.version})
    return answered(request, form, run, page, partial(OwnRow.objects.get, pk=own.pk))


@needs(APPROVE)
@_EITHER
def approve(request: HttpRequest) -> HttpResponse:
    """The head approves the plan of the year as it stands on this page."""
    place, year = editable(request, APPROVE), year_of(request)
    known = RoadmapYear.objects.filter(place=place, year=year).first()
    found = year_lines(request.actor.scope, place, year)
    rows = approved_rows(found)

    def run(said: dict[str, Any]) -> None:
        plan_actions.approve(by=request.actor, place=place, year=year, rows=rows, **said)

    page = Page(
        f"Утвердить дорожную карту на {year} год", f"/roadmap/?year={year}",
        "Дорожная карта утверждена. Дальше она меняется только поправками с причиной.",
        button="Утвердить", rows=rows, lacking=[one for one in found if _lacks(one)],
    )  # fmt: skip
    start = {"version": known.version if known else 0, "approved_on": timezone.localdate()}
    form = ApproveForm(request.POST or None, initial=start)
    fresh = partial(RoadmapYear.objects.get, place=place, year=year)
    return answered(request, form, run, page, fresh)


def _lacks(line: Line) -> bool:
    """Whether a row of one's own does not say what is assessed (clause 4.4: objects and terms)."""
    return line.own is not None and not line.own.about


@needs(EDIT)
@_EITHER
def register(request: HttpRequest) -> HttpResponse:
    """Number and date of the act, once they are known."""
    place, year = editable(request), year_of(request)
    known = RoadmapYear.objects.filter(place=place, year=year, state="approved").first()
    if known is None:
        raise Http404

    def run(said: dict[str, Any]) -> None:
        plan_actions.register(by=request.actor, place=place, year=year, **said)

    page = Page("Реквизиты акта", f"/roadmap/?year={year}", "Реквизиты записаны.")
    form = ApproveForm(request.POST or None, initial={n: getattr(known, n) for n in _ACT})
    return answered(request, form, run, page, partial(RoadmapYear.objects.get, pk=known.pk))


def _own_of(request: HttpRequest, row: str) -> tuple[OwnRow, Line]:
    """A row of one's own municipality; 404 for one of the regulation, which no page changes."""
    line = line_of(request, editable(request), row)
    if line.own is None:
        raise Http404
    return line.own, line


def _row_form(request: HttpRequest, place: str, year: int, start: dict[str, Any]) -> RowForm:
    profile, tree = regulation.profile(), tree_now()
    roadmap = profile.texts.roadmap
    # a row without a term of its own is the name of a plan, to which rows are added
    plans = [(r.id, r.title) for r in (roadmap.rows if roadmap else ()) if r.term is None]
    codes = organisations_of(tree, place, timezone.localdate())
    return RowForm(
        request.POST or None, initial=start,
        areas=[(one.id, one.title) for one in profile.texts.areas.values()], plans=plans,
        bodies=_bodies(), organisations=[(code, name_of(tree, code)) for code in codes],
        approved=RoadmapYear.objects.filter(place=place, year=year, state="approved").exists(),
    )  # fmt: skip


def _bodies() -> list[tuple[str, str]]:
    """Roles of the profile that may answer; «ОО» stands for every organisation."""
    told = [(one.id, one.title) for one in regulation.profile().texts.general.roles]
    if EVERY_ORGANISATION not in dict(told):
        told.append((EVERY_ORGANISATION, "Образовательные организации"))
    return told
