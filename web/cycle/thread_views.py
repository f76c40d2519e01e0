"""Pages of the thread: both ways from any thing, and what the regulation has changed since."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from msoko.cycle.changed import Change, stages_changed, wording_changed
from msoko.cycle.plan import planned
from msoko.cycle.wording import wording
from web import regulation
from web.cycle.models import Cycle
from web.cycle.pages.reach import one_cycle
from web.cycle.standing import plan_of
from web.cycle.thread import thread_of
from web.cycle.walked import laid
from web.policy.declare import needs


@needs("cycles.see")
@require_GET
def walk(request: HttpRequest, ref: str) -> HttpResponse:
    """The thread of a thing; the same answer for one out of reach and one that is not there."""
    thread = thread_of(request, ref)
    if thread is None:
        raise Http404
    return render(request, "thread/walk.html", {"thread": laid(thread)})


@needs("cycles.see")
@require_GET
def changes(request: HttpRequest, cycle: UUID) -> HttpResponse:
    """The regulation a cycle keeps, and what it says otherwise today."""
    shown = one_cycle(request, cycle)
    profile = regulation.profile()
    context = {
        "cycle": shown, "stages": stages_changed(plan_of(shown), planned(profile)),
        "indicators": _indicators(shown), "today": profile.version,
        "is_same": shown.profile_version == profile.version,
    }  # fmt: skip
    return render(request, "thread/changes.html", context)


def _indicators(cycle: Cycle) -> list[Change]:
    """Indicators of the cycle worded otherwise today."""
    profile, names = regulation.profile(), regulation.names()
    bound = cycle.entries.filter(kind="indicator").exclude(state="withdrawn")
    told = []
    for entry in bound:
        today = wording(profile, str(entry.said.get("indicator", "")), names)
        told += wording_changed(entry.frozen, today)
    return told
