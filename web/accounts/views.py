"""Pages of people: the list, one person with roles and sessions, one's own page, the rules."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.paginator import Paginator
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

_ON_A_PAGE = 50


def within(request: HttpRequest, permission: str) -> QuerySet[Person]:
    """People with a role at a place the permission reaches."""
    codes = request.actor.scope.codes(permission)
    found = Q(appointments__organisation__code__in=codes)
    if request.actor.scope.reaches_all(permission):
        found |= Q(appointments=None)
    return Person.objects.filter(found).distinct()


@needs("people.see")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """People one may see with the roles they hold now, fifty on a page, and open invitations."""
    codes = request.actor.scope.codes("people.see")
    words = request.GET.get("q", "").strip()[:100]
    found = within(request, "people.see")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    held: dict[str, list[Appointment]] = {}
    now = Appointment.objects.on(timezone.localdate()).filter(person__in=list(page))
    for one in now.select_related("organisation"):
        if one.organisation.code in codes:
            held.setdefault(str(one.person_id), []).append(one)
    waiting = Invitation.objects.filter(
        accepted_at=None, expires_at__gt=timezone.now(), organisation__code__in=codes
    ).select_related("organisation")
    context = {
        "rows": [(one, held.get(str(one.pk), [])) for one in page], "page": page,
        "waiting": waiting if page.number == 1 and not words else [], "words": words,
        "query": urlencode({"q": words}) + "&" if words else "",
    }  # fmt: skip
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
    context = {
        "roles": roles, "person": request.user, "tokens": request.user.tokens.all(),
        "has_factor": request.user.authenticator_set.filter(type="totp").exists(),
        "must_have_factor": bool(request.actor.scope.roles & set(settings.SECOND_FACTOR_ROLES)),
    }  # fmt: skip
    return render(request, "accounts/own.html", context)


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
