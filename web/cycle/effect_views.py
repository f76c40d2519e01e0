"""Pages of what changed where an action is carried out: numbers kept, nothing computed here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from web.cycle import comparing
from web.cycle.effect import effects_of
from web.cycle.models import Entry
from web.cycle.pages.reach import SEE, one_entry
from web.policy.declare import needs
from web.ui.picture import picture

_KINDS = ("action", "decision", "review")


@needs("cycles.see")
@require_GET
def compared(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Before and after of the actions an entry speaks of, whole."""
    shown = _one(request, entry)
    context = {
        "entry": shown, "told": effects_of(request, shown),
        "may_ask": request.actor.scope.may("cycles.lead"),
    }  # fmt: skip
    return render(request, "thread/compared.html", context)


@needs("cycles.see")
@require_GET
def drawn(request: HttpRequest, entry: UUID, action: UUID, form: str) -> HttpResponse:
    """Both groups of schools by year as a picture."""
    shown = _one(request, entry)
    told = (one for one in effects_of(request, shown) if one.action == str(action))
    found = next(told, None)
    return picture(found.chart if found else None, form, f"сравнение-{action}")


@needs("cycles.lead")
@require_POST
def ask(request: HttpRequest, entry: UUID) -> HttpResponse:
    """The comparison is asked for; it comes from a background job."""
    shown = _one(request, entry)
    comparing.ask(by=request.actor, entry=shown)
    messages.success(request, "Сравнение рассчитывается. Обновите страницу через минуту.")
    return redirect("thread:compared", shown.pk)


def _one(request: HttpRequest, entry: UUID) -> Entry:
    """An action, decision or review; 404 for others and for readers who see only their own."""
    shown = one_entry(request, entry)
    if shown.kind not in _KINDS or not request.actor.scope.reaches_all(SEE):
        raise Http404
    return shown
