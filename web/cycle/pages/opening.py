"""Opening a cycle: an area, an academic year, perhaps the problem an earlier cycle has left."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from msoko.vocabulary import AcademicYear
from web import regulation
from web.audit.attempt import attempt
from web.cycle import steps
from web.cycle.models import Entry
from web.cycle.pages.reach import entries_seen
from web.policy.declare import needs

_BACK, _AHEAD = 2, 1


class OpenForm(forms.Form):
    """What a new cycle is about."""

    area = forms.ChoiceField(label="Направление")
    period = forms.ChoiceField(label="Учебный год")
    title = forms.CharField(
        label="Название", max_length=300, required=False,
        help_text="Если не заполнить, цикл назовётся как направление",
    )  # fmt: skip
    problem = forms.ModelChoiceField(
        label="Из какой проблемы прошлого цикла", queryset=Entry.objects.none(), required=False,
        empty_label="Не из проблемы",
        help_text="Проблемы, которые записаны при анализе эффективности и ещё не открыли цикл",
    )  # fmt: skip

    def __init__(self, *args: Any, problems: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        areas = regulation.profile().texts.areas.values()
        self.fields["area"].choices = [
            ("", "Выберите направление"), *((one.id, one.title) for one in areas)
        ]  # fmt: skip
        today = timezone.localdate()
        now = AcademicYear.of_date(today.year, today.month).start
        years = [AcademicYear(now + shift) for shift in range(_AHEAD, -_BACK - 1, -1)]
        self.fields["period"].choices = [(str(one), one.ru) for one in years]
        self.fields["period"].initial = str(AcademicYear(now))
        self.fields["problem"].queryset = problems


@needs("cycles.lead")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new cycle; stages and their order come from the regulation of today."""
    problems = entries_seen(request.actor.scope).filter(
        kind="problem", state="kept", opened__isnull=True
    )
    asked = problems.filter(pk=_uuid(request)).select_related("cycle").first()
    initial = {"problem": asked, "area": asked.cycle.area} if asked else {}
    form = OpenForm(request.POST or None, problems=problems, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            made = steps.open_cycle(by=request.actor, **form.cleaned_data)
            messages.success(request, "Цикл открыт. Начните первый этап.")
            return redirect("cycles:cycle", made.pk)
    return render(request, "cycles/new.html", {"form": form}, status=422 if form.errors else 200)


def _uuid(request: HttpRequest) -> Any:
    try:
        return forms.UUIDField().clean(request.GET.get("problem", ""))
    except forms.ValidationError:
        return None
