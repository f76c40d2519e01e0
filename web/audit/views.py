"""The journal as a page: who did what, newest first, by action, object and day."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.audit.action import ACTIONS
from web.audit.models import Event
from web.audit.words import action_words, changes
from web.policy.declare import needs
from web.policy.scope import PROGRAM

_ON_A_PAGE = 50


@needs("journal.see")
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Events the reader's organisations cover, fifty on a page."""
    scope = request.actor.scope
    events = Event.objects.filter(organisation__in=["", *scope.codes("journal.see")])
    chosen = request.GET.get("action", "")
    if chosen in ACTIONS:
        events = events.filter(action=chosen)
    page = Paginator(events.order_by("-number"), _ON_A_PAGE).get_page(request.GET.get("page"))
    ids = {one for event in page for one in (event.by, event.object_id)}
    names = _names(ids) if scope.sees("personal") else {}
    rows = [
        {
            "event": event,
            "who": names.get(event.by, event.by),
            "what": action_words(event),
            "about": names.get(event.object_id) or event.organisation or event.object_id,
            "changes": changes(event),
        }
        for event in page
    ]
    known = sorted(ACTIONS.values(), key=lambda one: one.ru)
    context = {"rows": rows, "page": page, "actions": known, "chosen": chosen}
    return render(request, "audit/journal.html", context)


def _names(ids: set[str]) -> dict[str, str]:
    people = get_user_model().objects.filter(pk__in=[one for one in ids if len(one) == 36])
    return {**{str(p.pk): p.name for p in people}, PROGRAM.id: PROGRAM.name}
