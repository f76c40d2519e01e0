"""What others write at an entry: an organisation its answer, the head a person's name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from msoko.cycle.policies import Refusal
from web.audit.attempt import attempt
from web.cycle import entering
from web.cycle.models import Entry
from web.cycle.pages.forms import AnswerForm, PersonForm
from web.cycle.pages.reach import one_entry
from web.cycle.pages.words import mended, title_of
from web.policy.declare import needs
from web.ui.versioned import VersionedForm

_METHODS = ["GET", "HEAD", "POST"]


@needs("recommendations.acknowledge")
@require_http_methods(_METHODS)
def acknowledge(request: HttpRequest, entry: object) -> HttpResponse:
    """An organisation has read what was sent to it, and may answer."""
    shown = one_entry(request, entry)
    codes = request.actor.scope.codes("recommendations.acknowledge")
    places = [one for one in shown.places.all() if one.organisation in codes]
    if shown.kind != "recommendation" or not places:
        raise Http404
    place = next((one for one in places if one.acknowledged_at is None), places[0])
    form = AnswerForm(request.POST or None, initial={"version": place.version})
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, place, why):
            entering.acknowledge(by=request.actor, place=place, **form.cleaned_data)
            messages.success(request, "Отмечено: организация ознакомлена.")
            return redirect("cycles:entry", shown.pk)
    return _form(request, form, shown, "Ознакомиться с рекомендацией", "Ознакомлены", why)


@needs("cycles.decide")
@require_http_methods(_METHODS)
def person(request: HttpRequest, entry: object) -> HttpResponse:
    """The person a recommendation is for, written and seen by the head only."""
    shown = one_entry(request, entry)
    if shown.kind != "recommendation":
        raise Http404
    initial = {"version": shown.version, "person": shown.said.get("person", "")}
    form = PersonForm(request.POST or None, initial=initial)
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown, why):
            entering.name_person(by=request.actor, entry=shown, **form.cleaned_data)
            messages.success(request, "Сохранено.")
            return redirect("cycles:entry", shown.pk)
    return _form(request, form, shown, "Кому лично адресована рекомендация", "Сохранить", why)


def _form(
    request: HttpRequest, form: VersionedForm, shown: Entry, title: str, button: str,
    why: list[Refusal],
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "cycle": shown.cycle, "entry": shown, "title": title, "button": button,
        "name": title_of(shown), "refusals": mended(shown.cycle_id, why),
    }  # fmt: skip
    return render(request, "cycles/form.html", context, status=422 if form.errors or why else 200)
