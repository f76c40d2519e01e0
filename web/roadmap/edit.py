"""Pages about one line: how far somebody is, and the day set for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from web.policy.declare import needs
from web.roadmap import marking
from web.roadmap.answer import Page, answered
from web.roadmap.forms import ClearDateForm, DateForm, MarkForm
from web.roadmap.models import RoadmapDate, RoadmapMark
from web.roadmap.place import EDIT, MARK, place_of
from web.roadmap.plan import Held, Line
from web.roadmap.views import line_of

_EITHER = require_http_methods(["GET", "HEAD", "POST"])


@needs(MARK)
@_EITHER
def mark(request: HttpRequest, row: str) -> HttpResponse:
    """How far one who answers is; whoever comes second is told and keeps what they typed."""
    place = place_of(request)
    line = line_of(request, place, row)
    held = _held_of(request, line)
    known, key, duty = held.mark, line.key, held.duty
    start: dict[str, Any] = {"version": 0, "state": "in_work"}
    if known:
        start = {name: getattr(known, name) for name in ("state", "done_on", "note", "version")}

    def run(said: dict[str, Any]) -> None:
        marking.mark(
            by=request.actor, place=place, key=key, responsible=duty.name,
            organisation=duty.organisation, **said,
        )  # fmt: skip

    fresh = partial(
        RoadmapMark.objects.get, place=place, row=key.row, year=key.year, month=key.month,
        responsible=duty.name, organisation=duty.organisation,
    )  # fmt: skip
    page = Page("Отметить ход", line.address, "Отметка сохранена.", line, held.name)
    return answered(request, MarkForm(request.POST or None, initial=start), run, page, fresh)


def _held_of(request: HttpRequest, line: Line) -> Held:
    """Who is asked about, within the reader's right; the first of one's own otherwise."""
    can = [one for one in line.held if one.may_mark]
    name, code = request.GET.get("responsible"), request.GET.get("organisation", "")
    if name is None:
        can = [one for one in can if one.is_mine] or can
    else:
        can = [one for one in can if (one.duty.name, one.duty.organisation) == (name, code)]
    if not can:
        raise Http404
    return can[0]


@needs(EDIT)
@_EITHER
def set_date(request: HttpRequest, row: str) -> HttpResponse:
    """A day for words that name none; against the source's day with a reason; or taken back."""
    place = editable(request)
    line = line_of(request, place, row)
    key, one = line.key, line.occurrence
    which = {"place": place, "row": key.row, "year": key.year, "month": key.month}
    known = RoadmapDate.objects.filter(**which).first()
    if request.method == "POST" and "clear" in request.POST:
        return _cleared(request, place, line)
    is_written = (one.written if one.set_date else one.due) is not None
    start = {"starts": one.starts, "due": one.due, "version": known.version if known else 0}

    def run(said: dict[str, Any]) -> None:
        marking.set_date(by=request.actor, place=place, key=key, is_written=is_written, **said)

    further = ClearDateForm(initial={"version": known.version}, prefix="c") if known else None
    page = Page(
        "Назначить срок", line.address, "Срок назначен.", line, further=further, flag="clear"
    )
    form = DateForm(request.POST or None, initial=start)
    return answered(request, form, run, page, partial(RoadmapDate.objects.get, **which))


def _cleared(request: HttpRequest, place: str, line: Line) -> HttpResponse:
    def run(said: dict[str, Any]) -> None:
        marking.clear_date(by=request.actor, place=place, key=line.key, **said)

    page = Page(
        "Снять назначенный срок", line.address, "Назначенный срок снят.", line,
        button="Снять", is_danger=True, flag="clear",
    )  # fmt: skip
    return answered(request, ClearDateForm(request.POST, prefix="c"), run, page)


def editable(request: HttpRequest, permission: str = EDIT) -> str:
    """The municipality of the page; 404 unless the permission reaches it."""
    place = place_of(request)
    if place not in request.actor.scope.codes(permission):
        raise Http404
    return place
