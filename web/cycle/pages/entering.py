"""Entering at a stage: a new entry, a corrected one, one withdrawn, those of the regulation."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import Refusal, refusals
from msoko.cycle.proposed import Proposed, proposed
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.cycle.transitions import ENTERED_WHEN
from web import regulation
from web.audit.attempt import attempt
from web.audit.impossible import Impossible
from web.cycle import entering
from web.cycle.models import Cycle, Entry
from web.cycle.pages.choices import choices
from web.cycle.pages.forms import (
    EntryForm,
    StepForm,
    chosen_first,
    only_offered,
    record_of,
)
from web.cycle.pages.reach import one_cycle, one_entry
from web.cycle.pages.words import mended, title_of
from web.cycle.standing import entry_now, standing
from web.policy.declare import needs
from web.policy.scope import Scope

_LEAD = "cycles.lead"
_METHODS = ["GET", "HEAD", "POST"]


@needs(_LEAD)
@require_http_methods(_METHODS)
def enter(request: HttpRequest, cycle: object, stage: str, kind: str) -> HttpResponse:
    """A new entry of a stage."""
    shown = one_cycle(request, cycle)
    now = standing(shown)
    home = now.home(kind) if kind in KINDS else None
    if home is None or home.plan.id != stage:
        raise Http404
    known = KINDS[kind]
    form = EntryForm(
        request.POST or None, initial=chosen_first(request.GET, known), kind=known,
        choices=choices(request.actor.scope, now, known), is_new=True,
    )  # fmt: skip
    why = _not_now(now, kind) if request.method != "POST" else []
    if request.method == "POST" and form.is_valid():
        with attempt(form, None, why):
            made = entering.enter(
                by=request.actor, cycle=shown, kind=kind, said=form.said, links=form.links
            )
            messages.success(request, f"Внесено: {known.ru} № {made.number}.")
            return redirect(_onward(request, made))
    return _form(request, form, shown, stage, f"Новая запись: {known.ru}", why)


@needs(_LEAD)
@require_http_methods(_METHODS)
def edit(request: HttpRequest, entry: object) -> HttpResponse:
    """Other words of an entry; whoever was slower keeps what they typed."""
    shown = one_entry(request, entry)
    now, known = standing(shown.cycle), KINDS[shown.kind]
    form = _edit_form(request, now, shown, request.actor.scope)
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, partial(_as_it_is, form, shown), why):
            _correct(request, shown, form)
            messages.success(request, "Запись исправлена.")
            return redirect("cycles:entry", shown.pk)
    home = now.home(shown.kind)
    stage = home.plan.id if home else ""
    return _form(request, form, shown.cycle, stage, f"Исправить: {known.ru}", why, shown)


@needs(_LEAD)
@require_http_methods(_METHODS)
def withdraw(request: HttpRequest, entry: object) -> HttpResponse:
    """An entry that no longer counts, with the reason."""
    shown = one_entry(request, entry)
    form = StepForm(request.POST or None, initial={"version": shown.version}, asks=True)
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown, why):
            entering.withdraw(by=request.actor, entry=shown, **form.cleaned_data)
            messages.success(request, "Запись снята, она осталась в истории цикла.")
            return redirect("cycles:entry", shown.pk)
    title = f"Снять запись: {KINDS[shown.kind].ru}"
    return _form(request, form, shown.cycle, "", title, why, shown, "Снять запись")


@needs(_LEAD)
@require_POST
def fill(request: HttpRequest, cycle: object, stage: str) -> HttpResponse:
    """Everything the regulation says of the stage and the cycle has not yet."""
    shown = one_cycle(request, cycle)
    now = standing(shown)
    if stage not in {one.plan.id for one in now.stages}:
        raise Http404
    wanted = proposals(now, shown, stage)
    try:
        made = entering.fill(by=request.actor, cycle=shown, proposed=wanted)
        messages.success(request, f"Внесено из положения записей: {len(made)}. Проверьте каждую.")
    except Impossible as why:
        messages.error(request, str(why))
    return redirect("cycles:stage", shown.pk, stage)


def proposals(now: CycleNow, cycle: Cycle, stage: str) -> list[Proposed]:
    """What the regulation and the problem of an earlier cycle propose for a stage."""
    problem = entry_now(cycle.problem) if cycle.problem else None
    return proposed(regulation.profile(), now, stage, problem)


def _edit_form(request: HttpRequest, now: CycleNow, shown: Entry, scope: Scope) -> EntryForm:
    known = KINDS[shown.kind]
    return EntryForm(
        request.POST or None, initial=vars(record_of(shown)), kind=known,
        choices=choices(scope, now, known, shown), is_new=False,
    )  # fmt: skip


def _correct(request: HttpRequest, shown: Entry, form: EntryForm) -> None:
    """What the form does not show stays as it was: the person of a recommendation."""
    person = {"person": shown.said["person"]} if shown.said.get("person") else {}
    entering.correct(
        by=request.actor, entry=shown, version=form.cleaned_data["version"],
        said=person | form.said, links=form.links, reason=form.cleaned_data["reason"],
    )  # fmt: skip


def _as_it_is(form: EntryForm, shown: Entry) -> SimpleNamespace:
    shown.refresh_from_db()
    return only_offered(form, record_of(shown))


def _not_now(now: CycleNow, kind: str) -> list[Refusal]:
    """Why an entry of a kind cannot be made today, told before anything is typed."""
    asked = EntryNow("", kind, KINDS[kind].states[0][0], {})
    return refusals(ENTERED_WHEN, now, asked, timezone.localdate())


def _onward(request: HttpRequest, made: Entry) -> Any:
    if "more" in request.POST:
        return request.get_full_path()
    return redirect("cycles:entry", made.pk).url


def _form(
    request: HttpRequest, form: EntryForm | StepForm, cycle: Cycle, stage: str, title: str,
    why: list[Refusal], entry: Entry | None = None, button: str = "Сохранить",
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "cycle": cycle, "stage": stage, "title": title, "entry": entry,
        "name": title_of(entry) if entry else "", "button": button,
        "refusals": mended(cycle.pk, why),
    }  # fmt: skip
    status = 422 if form.errors or (why and form.is_bound) else 200
    return render(request, "cycles/form.html", context, status=status)
