"""Pages that change the register: each reads a form and calls one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from web.audit.attempt import attempt
from web.organisations import actions
from web.organisations.forms import (
    CloseForm,
    CorrectForm,
    FlagForm,
    FoundForm,
    IdentifyForm,
    MoveForm,
    SucceedForm,
)
from web.organisations.kinds import PARENTS
from web.organisations.models import Organisation
from web.organisations.views import one, within
from web.policy.declare import needs
from web.ui.versioned import VersionedForm

_EDIT = "organisations.edit"


@dataclass(frozen=True)
class Change:
    """One thing the card offers to do: its title, its form, what it calls."""

    title: str
    form: Callable[..., VersionedForm]
    run: Callable[..., Any]
    done: str


CHANGES = {
    "correct": Change("Исправить карточку", CorrectForm, actions.correct, "Карточка исправлена."),
    "move": Change("Изменить подчинённость", MoveForm, actions.move, "Подчинённость изменена."),
    "close": Change("Закрыть организацию", CloseForm, actions.close, "Организация закрыта."),
    "succeed": Change(
        "Записать правопреемника", SucceedForm, actions.succeed, "Правопреемство записано."
    ),
    "identify": Change("Записать код", IdentifyForm, actions.identify, "Код записан."),
    "flag": Change("Изменить признак", FlagForm, actions.flag, "Признак изменён."),
}


@needs(_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new organisation under a node one may edit."""
    parents = within(request, _EDIT)
    form = FoundForm(request.POST or None, parents=parents)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            made = actions.found(by=request.actor, **form.cleaned_data)
            messages.success(request, "Организация заведена.")
            return redirect("organisations:card", made.code)
    return _form(request, form, "Завести организацию", None)


@needs(_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation: str, what: str) -> HttpResponse:
    """One change of one organisation."""
    shown = one(request, organisation, _EDIT)
    if what not in CHANGES:
        raise Http404
    asked = CHANGES[what]
    form = asked.form(request.POST or None, **_said(request, shown, what))
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown):
            asked.run(by=request.actor, **_named(shown, what, form.cleaned_data))
            messages.success(request, asked.done)
            return redirect("organisations:card", shown.code)
    return _form(request, form, asked.title, shown)


def _said(request: HttpRequest, shown: Organisation, what: str) -> dict[str, Any]:
    """What a form starts with."""
    fields = ("version", "name", "full_name", "opened_on") if what == "correct" else ("version",)
    said: dict[str, Any] = {"initial": {name: getattr(shown, name) for name in fields}}
    if what in ("succeed", "move"):
        others = within(request, _EDIT).exclude(pk=shown.pk)
        above = {"kind__in": PARENTS[shown.kind]} if what == "move" else {}
        said["others"] = others.filter(**above)
    return said


def _named(shown: Organisation, what: str, said: dict[str, Any]) -> dict[str, Any]:
    return {"old" if what == "succeed" else "organisation": shown, **said}


def _form(
    request: HttpRequest, form: forms.Form, title: str, shown: Organisation | None
) -> HttpResponse:
    context = {"form": form, "title": title, "organisation": shown}
    status = 422 if form.errors else 200
    return render(request, "organisations/form.html", context, status=status)
