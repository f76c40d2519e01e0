"""What of the register one may see, and the card of an organisation with its history."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.vocabulary import UNIT_KINDS
from web.organisations.models import Organisation
from web.policy.declare import needs


def within(request: HttpRequest, permission: str) -> QuerySet[Organisation]:
    """Organisations a permission reaches; every list, card and form starts here."""
    return Organisation.objects.filter(code__in=request.actor.scope.codes(permission))


def one(request: HttpRequest, code: str, permission: str) -> Organisation:
    """An organisation by code; the same 404 for one that is not there and one out of reach."""
    return get_object_or_404(within(request, permission), code=code)


@needs("organisations.see")
@require_GET
def card(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation: what it is today and everything that happened to it."""
    shown = one(request, organisation, "organisations.see")
    scope = request.actor.scope
    context: dict[str, Any] = {
        "organisation": shown,
        "is_open": shown.is_open(timezone.localdate()),
        "placements": shown.placements.select_related("parent"),
        "successors": shown.successors.select_related("new"),
        "predecessors": shown.predecessors.select_related("old"),
        "identifiers": shown.identifiers.all() if scope.sees("internal") else [],
        "flags": shown.flags.all() if scope.sees("internal") else [],
        "branches": within(request, "organisations.see").filter(
            placements__parent=shown, placements__until=None
        ),
        "may_edit": shown.code in scope.codes("organisations.edit"),
        "has_page": shown.kind in UNIT_KINDS and shown.code in scope.codes("values.see"),
    }
    return render(request, "organisations/card.html", context)
