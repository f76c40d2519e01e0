"""Pages that change people: invite, join, appoint, dismiss, switch off, end sessions."""

from __future__ import annotations

from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from web.accounts import actions
from web.accounts.forms import AppointForm, CorrectForm, InviteForm, JoinForm
from web.accounts.models import Appointment, Person
from web.accounts.views import within
from web.audit.attempt import attempt
from web.audit.versions import Stale
from web.organisations.views import within as places_within
from web.policy.declare import needs, open_to_all
from web.policy.roles import APPOINTS
from web.policy.scope import PROGRAM, Actor
from web.ui.versioned import version_of

_APPOINT = "people.appoint"
_EITHER = require_http_methods(["GET", "HEAD", "POST"])


def _to_hand_out(actor: Actor) -> frozenset[str]:
    return frozenset(role for held in actor.scope.roles for role in APPOINTS.get(held, ()))


@needs(_APPOINT)
@_EITHER
def invite(request: HttpRequest) -> HttpResponse:
    """An invitation; its link is sent and shown once."""
    places = places_within(request, _APPOINT)
    form = InviteForm(request.POST or None, roles=_to_hand_out(request.actor), places=places)
    if request.method == "POST" and form.is_valid():
        invitation, token = actions.invite(by=request.actor, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("accounts:join", args=[token]))
        transaction.on_commit(lambda: _send(invitation.email, link))
        return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})
    return _form(request, form, "Пригласить человека")


def _send(address: str, link: str) -> None:
    text = (
        "Вас приглашают работать в муниципальной системе оценки качества образования.\n"
        f"Откройте ссылку и задайте пароль (действует {actions.INVITATION_DAYS} дней):\n{link}\n"
    )
    send_mail("МСОКО: приглашение", text, None, [address])


@open_to_all("приглашённый ещё не может войти; страница ничего не открывает без верной ссылки")
@_EITHER
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets a name and a password."""
    try:
        invitation = actions.usable(token)
    except actions.Unusable as why:
        return render(request, "accounts/unusable.html", {"why": str(why)}, status=404)
    start = {"name": invitation.name}
    form = JoinForm(request.POST or None, email=invitation.email, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.join(by=PROGRAM, token=token, name=said["name"], password=said["password"])
        messages.success(request, "Пароль задан. Теперь войдите.")
        return redirect("account_login")
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


@needs(_APPOINT)
@_EITHER
def appoint(request: HttpRequest, person: str) -> HttpResponse:
    """A further role."""
    shown = get_object_or_404(within(request, _APPOINT), pk=person)
    form = AppointForm(
        request.POST or None, roles=_to_hand_out(request.actor),
        places=places_within(request, _APPOINT), initial={"since": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.appoint(by=request.actor, person=shown, **form.cleaned_data)
        messages.success(request, "Роль назначена.")
        return redirect("accounts:card", shown.pk)
    return _form(request, form, f"Назначить роль: {shown}")


@needs(_APPOINT)
@_EITHER
def correct(request: HttpRequest, person: str) -> HttpResponse:
    """Name and position; whoever comes second is told and keeps what they typed."""
    shown = get_object_or_404(within(request, _APPOINT), pk=person)
    start = {name: getattr(shown, name) for name in ("name", "position", "version")}
    form = CorrectForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with attempt(form, shown):
            actions.correct(by=request.actor, person=shown, **form.cleaned_data)
            messages.success(request, "Данные исправлены.")
            return redirect("accounts:card", shown.pk)
    return _form(request, form, f"Исправить данные: {shown}")


@needs(_APPOINT)
@require_POST
def dismiss(request: HttpRequest, person: str, number: int) -> HttpResponse:
    """A role ends at once."""
    shown = get_object_or_404(within(request, _APPOINT), pk=person)
    codes = request.actor.scope.codes(_APPOINT)
    held = get_object_or_404(
        Appointment, pk=number, person=shown, until=None, organisation__code__in=codes
    )
    actions.dismiss(by=request.actor, appointment=held, reason=request.POST.get("reason", ""))
    messages.success(request, "Роль снята, она не действует уже сейчас.")
    return redirect("accounts:card", shown.pk)


@needs(_APPOINT)
@require_POST
def switch(request: HttpRequest, person: str) -> HttpResponse:
    """A person may or may not sign in."""
    shown: Person = get_object_or_404(within(request, _APPOINT), pk=person)
    try:
        actions.switch(
            by=request.actor, person=shown, version=version_of(request.POST),
            is_active=not shown.is_active, reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Stale as why:
        messages.error(request, str(why))
    return redirect("accounts:card", shown.pk)


@needs(_APPOINT)
@require_POST
def end_sessions(request: HttpRequest, person: str) -> HttpResponse:
    """Every device of a person has to sign in again."""
    shown = get_object_or_404(within(request, _APPOINT), pk=person)
    count = actions.end_sessions(by=request.actor, person=shown)
    messages.success(request, f"Завершено сеансов: {count}.")
    return redirect("accounts:card", shown.pk)


def _form(request: HttpRequest, form: Form, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "accounts/form.html", {"form": form, "title": title}, status=status)
