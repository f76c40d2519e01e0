"""Telling the days of a stage as they were."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from msoko.cycle.policies import Refusal
from msoko.cycle.stage_days import unfit_days
from web.audit.attempt import attempt
from web.cycle.models import CycleStage
from web.cycle.pages.reach import one_cycle
from web.cycle.pages.words import mended
from web.cycle.standing import standing
from web.cycle.steps import date_stage
from web.policy.declare import needs
from web.ui.days import DayField
from web.ui.versioned import VersionedForm


class StageDaysForm(VersionedForm):
    """When a stage was begun and done; a stage that goes on has no end yet."""

    started_on = DayField("Начат")
    done_on = DayField("Завершён")
    reason = forms.CharField(
        label="Почему уточнено", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Например: этап прошёл раньше, чем его отметили. Причина останется в журнале",
    )  # fmt: skip


@needs("cycles.lead")
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, cycle: object, stage: str) -> HttpResponse:
    """The days of a stage that is going on or done; whoever was slower keeps what they typed."""
    shown = one_cycle(request, cycle)
    row = CycleStage.objects.select_related("cycle").filter(cycle=shown, stage=stage).first()
    if row is None:
        raise Http404
    start = {name: getattr(row, name) for name in ("started_on", "done_on", "version")}
    form = StageDaysForm(request.POST or None, initial=start)
    if row.state != "done":
        del form.fields["done_on"]
    now, why = standing(shown), list[Refusal]()
    plan = now.stage(stage).plan
    if request.method == "POST" and form.is_valid():
        with attempt(form, row, why):
            date_stage(by=request.actor, row=row, **form.cleaned_data)
            messages.success(request, "Дни этапа уточнены.")
            return redirect("cycles:stage", shown.pk, stage)
    elif request.method != "POST":
        why = list(
            unfit_days(now, now.stage(stage), row.started_on, row.done_on, timezone.localdate())
        )
    context = {
        "form": form, "cycle": shown, "stage": stage, "title": "Уточнить дни этапа",
        "name": plan.title, "button": "Сохранить", "refusals": mended(shown.pk, why), "once": True,
    }  # fmt: skip
    status = 422 if form.errors or (why and form.is_bound) else 200
    return render(request, "cycles/form.html", context, status=status)
