"""Pages of people: the list, one person with roles and sessions, one's own page, the rules."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from web import regulation
from web.accounts.functions import functions_of
from web.accounts.models import Appointment, Invitation, Person
from web.policy.declare import needs
from web.policy.roles import ROLES
from web.policy.table import PERMISSIONS, REACH_RU


def within(request: HttpRequest, permission: str) -> QuerySet[Person]:
    """People with a role at a place the permission reaches."""
    codes = request.actor.scope.codes(permission)
    found = Q(appointments__organisation__code__in=codes)
    if "all" in request.actor.scope.reach(permission):
        found |= Q(appointments=None)
    return Person.objects.filter(found).distinct()


@needs("people.see")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People one may see with the roles they hold now, and invitations still open."""
    today = timezone.localdate()
    held: dict[str, list[Appointment]] = {}
    codes = request.actor.scope.codes("people.see")
    for one in Appointment.objects.on(today).select_related("organisation"):
        if one.organisation.code in codes:
            held.setdefault(str(one.person_id), []).append(one)
    rows = [(one, held.get(str(one.pk), [])) for one in within(request, "people.see")]
    waiting = Invitation.objects.filter(
        accepted_at=None, expires_at__gt=timezone.now(), organisation__code__in=codes
    )
    context = {"rows": rows, "waiting": waiting}
    return render(request, "accounts/people.html", context)


@needs("people.see")
@require_GET
def card(request: HttpRequest, person: str) -> HttpResponse:
    """One person: roles with dates, sessions."""
    shown = get_object_or_404(within(request, "people.see"), pk=person)
    context = {
        "person": shown,
        "appointments": shown.appointments.select_related("organisation"),
        "sessions": UserSession.objects.filter(user=shown),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/card.html", context)


@needs("account.own")
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own page: roles, functions by the regulation, password, second factor, sessions."""
    held = Appointment.objects.on(timezone.localdate()).filter(person=request.user)
    profile = regulation.profile()
    roles = [
        (one, functions_of(ROLES[one.role], profile)) for one in held.select_related("organisation")
    ]
    return render(request, "accounts/own.html", {"roles": roles, "person": request.user})


@needs("rules.see")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Roles with their functions from the regulation, and the whole table of permissions."""
    profile = regulation.profile()
    rows = [(role, functions_of(role, profile)) for role in ROLES.values()]
    table = [
        (one.ru, [REACH_RU[one.reach.get(role, "")] for role in ROLES])
        for one in PERMISSIONS.values()
    ]
    context = {"rows": rows, "table": table, "profile": profile, "roles": ROLES.values()}
    return render(request, "accounts/roles.html", context)
