"""Steps of the table of transitions as pages: what stands in the way, why, and the step itself."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from msoko.cycle.course import refused, state_ru
from msoko.cycle.deadline import moves
from msoko.cycle.policies import Refusal
from msoko.cycle.transitions import Transition, transition
from web.audit.attempt import attempt
from web.cycle.models import CycleStage, Entry
from web.cycle.pages.forms import StepForm
from web.cycle.pages.reach import one_cycle, one_entry
from web.cycle.pages.words import mended, said_of, title_of
from web.cycle.standing import standing
from web.cycle.steps import Row, cycle_of, take, target_of
from web.policy.declare import needs

# What of an entry stands beside its new deadline.
_TERM = ("starts", "due", "responsible")
_METHODS = ["GET", "HEAD", "POST"]


@needs("cycles.see")
@require_http_methods(_METHODS)
def of_cycle(request: HttpRequest, cycle: object, verb: str) -> HttpResponse:
    """Close or withdraw a cycle."""
    shown = one_cycle(request, cycle)
    back = reverse("cycles:cycle", args=[shown.pk])
    return _page(request, shown, "cycle", verb, shown.title, back)


@needs("cycles.see")
@require_http_methods(_METHODS)
def of_stage(request: HttpRequest, cycle: object, stage: str, verb: str) -> HttpResponse:
    """Begin, finish or return a stage."""
    shown = one_cycle(request, cycle)
    row = CycleStage.objects.select_related("cycle").filter(cycle=shown, stage=stage).first()
    if row is None:
        raise Http404
    title = next((one["title"] for one in shown.plan if one["id"] == stage), stage)
    return _page(request, row, "stage", verb, title, reverse("cycles:stage", args=[cycle, stage]))


@needs("cycles.see")
@require_http_methods(_METHODS)
def of_entry(request: HttpRequest, entry: object, verb: str) -> HttpResponse:
    """Send, take, complete, conclude and the rest."""
    shown = one_entry(request, entry)
    back = reverse("cycles:entry", args=[shown.pk])
    return _page(request, shown, shown.kind, verb, title_of(shown), back)


def _page(
    request: HttpRequest, row: Row, kind: str, verb: str, title: str, back: str
) -> HttpResponse:
    """Refusals at once; a form with a reason where the table asks for one."""
    step = _step(kind, verb)
    request.actor.scope.demand(step.permission)
    form = StepForm(
        request.POST or None, initial={"version": row.version}, asks=step.reason, sets=step.asks
    )
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, partial(_version_of, row), why):
            take(by=request.actor, step=step, row=row, **form.cleaned_data)
            messages.success(request, f"Сделано: {step.ru}.")
            return redirect(back)
    if not why:
        now = standing(cycle_of(row))
        why = refused(now, target_of(now, row), step, timezone.localdate())
    context = {
        "form": form, "step": step, "title": title, "back": back, "cycle": cycle_of(row),
        "state": state_ru(kind, row.state), "refusals": mended(cycle_of(row).pk, why),
        **_term(row, step),
    }  # fmt: skip
    status = 422 if form.errors or (why and request.method == "POST") else 200
    return render(request, "cycles/step.html", context, status=status)


def _term(row: Row, step: Transition) -> dict[str, Any]:
    """What a new deadline takes the place of: the present term and every earlier move."""
    if not step.asks or not isinstance(row, Entry):
        return {}
    terms = [
        (field.ru if field.name != step.asks else "Срок сейчас", text)
        for field, text in said_of(row.kind, row.said, with_person=False)
        if field.name in _TERM
    ]
    return {"terms": terms, "moves": moves(row.said)}


def _version_of(row: Row) -> SimpleNamespace:
    row.refresh_from_db()
    return SimpleNamespace(version=row.version)


def _step(kind: str, verb: str) -> Transition:
    try:
        return transition(kind, verb)
    except KeyError:
        raise Http404 from None
