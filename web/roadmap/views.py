"""Pages of the roadmap to be read: list, bars, month, one row, tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.roadmap.duties import CLOSED
from msoko.roadmap.month import DAYS_RU, MONTHS_RU, beside, weeks
from msoko.roadmap.timeline import Axis, bar
from web import regulation
from web.policy.declare import needs
from web.roadmap.history import amendments, history
from web.roadmap.listed import Asked, asked_of, choices, places_of
from web.roadmap.marking import named
from web.roadmap.place import APPROVE, EDIT, place_of, year_of
from web.roadmap.plan import Line, year_lines
from web.roadmap.printed import word_of
from web.roadmap.sheets import act_words, of_approved, of_duties, of_lines
from web.roadmap.sources import told
from web.ui.attachment import attachment
from web.ui.sheet import saved

_SHEETS = {"lines": of_lines, "duties": of_duties, "approved": of_approved}


@needs("roadmap.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The rows of a year by filters, each with who answers and how far they are."""
    asked = asked_of(request)
    context = {**shared(request, asked), **statements(asked)}
    if asked.record and asked.record.approved_at:
        titles = {one.row.id: one.row.title for one in asked.every}
        context["past"] = amendments(
            request.actor, asked.place, asked.year, asked.record.approved_at, titles
        )
    return render(request, "roadmap/list.html", context)


@needs("roadmap.see")
@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    """The same rows as bars on the months of the year; words beside every bar."""
    asked = asked_of(request)
    axis = Axis(date(asked.year, 1, 1), date(asked.year, 12, 31))
    bars = [(one, bar(axis, one.occurrence.starts, one.occurrence.due)) for one in asked.lines]
    now = axis.place(asked.today) if asked.today.year == asked.year else None
    context = {"bars": bars, "ticks": axis.ticks, "now": now, **shared(request, asked)}
    return render(request, "roadmap/timeline.html", context)


@needs("roadmap.see")
@require_GET
def table(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The rows by the same filters as a file; by those who answer; or as approved."""
    if what not in _SHEETS:
        raise Http404
    sheet = _SHEETS[what](asked_of(request))
    if sheet is None:
        raise Http404
    return saved(sheet, form)


@needs("roadmap.see")
@require_GET
def document(request: HttpRequest) -> HttpResponse:
    """The rows by the same filters as a plan in Word, on the form of the municipality."""
    asked = asked_of(request)
    content, problems = word_of(asked)
    if content is None:
        messages.error(request, " ".join(map(str, problems)))
        return redirect(f"/roadmap/?{asked.query}")
    return attachment(content, f"дорожная-карта-{asked.year}.docx")


@needs("roadmap.see")
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """A month as a sheet: days of the roadmap and of everything else that has a day."""
    place, today = place_of(request), timezone.localdate()
    year, number = _month_of(request, today)
    first = date(year, number, 1)
    last = date(*beside(year, number, 1), 1) - timedelta(days=1)
    sheet_first, sheet_last = first - timedelta(days=first.weekday()), last + timedelta(days=6)
    mine = bool(request.GET.get("mine"))
    things = [one for one in told(request.actor, sheet_first, sheet_last) if one.mine or not mine]
    lines = year_lines(request.actor.scope, place, year, today)
    context = {
        "weeks": weeks(year, number, things), "days": DAYS_RU, "mine": mine,
        "name": f"{MONTHS_RU[number - 1]} {year}", "today": today, "place": place, "year": year,
        "agenda": [(one, one.urgency(today)) for one in things if one.is_between(first, last)],
        "before": "{}-{:02d}".format(*beside(year, number, -1)),
        "after": "{}-{:02d}".format(*beside(year, number, 1)), "month": f"{year}-{number:02d}",
        "undated": [one for one in lines if one.occurrence.due is None and one.state not in CLOSED],
        "running": [one for one in lines if _is_running(one, first, last)],
    }  # fmt: skip
    return render(request, "roadmap/month.html", context)


def _month_of(request: HttpRequest, today: date) -> tuple[int, int]:
    """The month asked for as «2025-03», this one otherwise."""
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = today
    return (asked.year, asked.month) if 1990 < asked.year < 2100 else (today.year, today.month)


def _is_running(one: Line, first: date, last: date) -> bool:
    """Whether a longer term goes on all through the month."""
    starts, due = one.occurrence.starts, one.occurrence.due
    return starts is not None and due is not None and starts < first and due > last


@needs("roadmap.see")
@require_GET
def row(request: HttpRequest, row: str) -> HttpResponse:
    """One row: its words and clause, its term, everybody who answers, and its history."""
    place = place_of(request)
    shown = line_of(request, place, row)
    profile = regulation.profile()
    items = [
        (one.text, profile.texts.cited(one.clause) if one.clause else "") for one in shown.row.items
    ]
    known = profile.texts.readings
    plan = next((r for r in _regulated() if shown.own and r.id == shown.own.plan), None)
    context = {
        "line": shown, "items": items, "place": place, "year": shown.key.year, "plan": plan,
        "readings": [known[name] for name in shown.row.readings if name in known],
        "quote": shown.row.clause.quote if shown.row.clause else "",
        "past": history(
            request.actor, place, named(shown.key),
            bodies={one.duty.name: one.name for one in shown.bodies},
        ),
        "may_edit": place in request.actor.scope.codes(EDIT),
    }  # fmt: skip
    return render(request, "roadmap/row.html", context)


def line_of(request: HttpRequest, place: str, row: str) -> Line:
    """The line of a row in the year and month asked for; 404 when the year has no such row."""
    month = request.GET.get("month", "0")
    number = int(month) if month.isdecimal() else 0
    found = [
        one
        for one in year_lines(request.actor.scope, place, year_of(request))
        if one.key.row == row and one.key.month in (0, number)
    ]
    if not found:
        raise Http404
    return found[0]


def _regulated() -> tuple[Any, ...]:
    roadmap = regulation.profile().texts.roadmap
    return roadmap.rows if roadmap else ()


def statements(asked: Asked) -> dict[str, Any]:
    """What the regulation says of the roadmap, with its clauses."""
    profile = regulation.profile()
    roadmap = profile.texts.roadmap
    told = [
        (one.text, profile.texts.cited(one.clause) if one.clause else "")
        for one in (roadmap.statements if roadmap else ())
    ]
    return {"statements": told, "remark": roadmap.note if roadmap else ""}


def shared(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What list and bars have in common: the plan, its filters, what the reader may do."""
    scope = request.actor.scope
    return {
        "asked": asked, "filters": choices(request, asked), "places": places_of(request),
        "act": act_words(asked), "may_edit": asked.place in scope.codes(EDIT),
        "may_approve": asked.place in scope.codes(APPROVE),
        "has_mine": any(one.is_mine for line in asked.every for one in line.held),
        "is_whole": len(asked.lines) == len(asked.every),
    }  # fmt: skip
