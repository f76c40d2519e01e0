"""Pages that change an act: each reads a form and calls one action; what was typed stays."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import IN_FORCE
from msoko.vocabulary import capital
from web.acts import actions
from web.acts.files import keep_sent
from web.acts.forms import STEP_FORMS, AttachForm, DraftForm, InformForm, NewForm
from web.acts.gather import documents_of
from web.acts.gather import forms as act_forms
from web.acts.own import typed
from web.acts.reach import SEE, one_act
from web.acts.shown import Mend, mends_of, now_of
from web.acts.steps import STEPS, TRANSITIONS
from web.audit.attempt import attempt
from web.cycle.models import Act, Cycle
from web.cycle.pages.words import mended
from web.cycle.standing import standing
from web.policy.declare import needs

_METHODS = ["GET", "HEAD", "POST"]


@needs("acts.draft")
@require_http_methods(_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """A draft of an act of an open cycle."""
    form = NewForm(request.POST or None, options=_options(), initial={"what": _wanted(request)})
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        cycle, _, document = form.cleaned_data["what"].partition(":")
        with attempt(form, None, why):
            act = actions.draft(
                by=request.actor, cycle=Cycle.objects.get(pk=cycle), document=document
            )
            messages.success(request, "Проект акта подготовлен.")
            return redirect("acts:card", act.pk)
    return _form(request, form, "Подготовить акт", "Подготовить", None, why)


def _options() -> list[tuple[str, list[tuple[str, str]]]]:
    """Open cycles with the acts each can have."""
    cycles = Cycle.objects.filter(state="open")
    return [
        (
            f"{one.title}, {one.period.replace('-', '/')}",
            [(f"{one.pk}:{known.id}", known.title) for known in documents_of(standing(one))],
        )
        for one in cycles
    ]


def _wanted(request: HttpRequest) -> str:
    return f"{request.GET.get('cycle', '')}:{request.GET.get('document', '')}"


@needs("acts.draft")
@require_http_methods(_METHODS)
def edit(request: HttpRequest, act: object) -> HttpResponse:
    """The words of a draft."""
    shown = one_act(request, act)
    form = DraftForm(request.POST or None, initial=_initial(shown), document=shown.document)
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, partial(_as_it_is, shown), why):
            said = dict(form.cleaned_data)
            version, title = said.pop("version"), said.pop("title")
            actions.correct(by=request.actor, act=shown, version=version, title=title, said=said)
            messages.success(request, "Сохранено.")
            return redirect("acts:card", shown.pk)
    if request.method != "POST":
        with attempt(form, None, why):
            actions.demand_draft(shown)
    return _form(request, form, "Исправить проект акта", "Сохранить", shown, why)


def _initial(shown: Act) -> dict[str, Any]:
    return {"version": shown.version, "title": shown.title, **typed(shown)}


def _as_it_is(shown: Act) -> SimpleNamespace:
    shown.refresh_from_db()
    return SimpleNamespace(**_initial(shown))


@needs("acts.draft")
@require_http_methods(_METHODS)
def attach(request: HttpRequest, act: object) -> HttpResponse:
    """The scan of a signed act."""
    shown = one_act(request, act)
    form = AttachForm(request.POST or None, request.FILES or None)
    return _simple(request, shown, form, "Приложить подписанный оригинал", "Приложить", _attach)


def _attach(request: HttpRequest, act: Act, said: dict[str, Any]) -> None:
    actions.attach(by=request.actor, act=act, original=keep_sent(said["original"]))


@needs("acts.draft")
@require_http_methods(_METHODS)
def inform(request: HttpRequest, act: object) -> HttpResponse:
    """Who was told of the act."""
    shown, form = one_act(request, act), InformForm(request.POST or None)
    return _simple(request, shown, form, "Отметить: доведён до сведения", "Отметить", _inform)


def _inform(request: HttpRequest, act: Act, said: dict[str, Any]) -> None:
    actions.inform(by=request.actor, act=act, **said)


def _simple(
    request: HttpRequest, act: Act, form: forms.Form, title: str, button: str, run: Any
) -> HttpResponse:
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form, None, why):
            run(request, act, form.cleaned_data)
            messages.success(request, "Сохранено.")
            return redirect("acts:card", act.pk)
    return _form(request, form, title, button, act, why)


@needs(SEE)
@require_http_methods(_METHODS)
def step(request: HttpRequest, act: object, verb: str) -> HttpResponse:
    """Submit, return, sign, publish, revoke."""
    shown = one_act(request, act)
    if verb not in STEPS:
        raise Http404
    taken = TRANSITIONS[verb]
    request.actor.scope.demand(taken.permission)
    form = _step_form(request, shown, verb)
    why: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        if said.get("original"):
            said["original"] = keep_sent(said["original"])
        with attempt(form, shown, why):
            STEPS[verb](
                by=request.actor, act=shown, version=said.pop("version"),
                reason=said.pop("reason", ""), said=said,
            )  # fmt: skip
            messages.success(request, f"Сделано: {taken.ru}.")
            return redirect("acts:card", shown.pk)
    title = capital(taken.ru)
    return _form(request, form, title, title, shown, why, _lacks(request, shown, verb))


def _step_form(request: HttpRequest, act: Act, verb: str) -> Any:
    said: dict[str, Any] = {"initial": {"version": act.version}}
    if verb == "revoke":
        others = Act.objects.filter(state__in=IN_FORCE).exclude(pk=act.pk)
        said["others"] = others.order_by("-signed_on")
    if verb == "sign":
        own = typed(act)
        form = act_forms().requisites.of(act.document)
        said["initial"] |= {"post": own["post"] or form.post or "", "name": own["name"]}
    return STEP_FORMS[verb](request.POST or None, request.FILES or None, **said)


def _lacks(request: HttpRequest, act: Act, verb: str) -> list[Mend]:
    """What stands in the way of approval, with where it is entered."""
    _, made = now_of(act, request.actor.scope) if verb == "submit" else (None, None)
    return mends_of(act, made.lacks) if made else []


def _form(
    request: HttpRequest, form: forms.Form, title: str, button: str, act: Act | None,
    why: list[Refusal], lacks: list[Mend] | None = None,
) -> HttpResponse:  # fmt: skip
    """Refusals first; the list of lacks, where there is one, already tells them."""
    told = mended(act.cycle_id if act else None, why) if not lacks else []
    told = [replace(one, said=f"{one.said.rstrip('.')}.") for one in told]
    is_hopeless = request.method != "POST" and bool(why or lacks)
    context = {
        "form": form, "title": title, "button": button, "act": act, "refusals": told,
        "lacks": lacks or (), "has_file": form.is_multipart(), "is_hopeless": is_hopeless,
    }  # fmt: skip
    status = 422 if form.errors or (why and request.method == "POST") else 200
    return render(request, "acts/form.html", context, status=status)
