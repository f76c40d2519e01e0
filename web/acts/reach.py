"""Which acts a reader may see, and which they may read: of other schools, what is published."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from msoko.cycle.snapshot import IN_FORCE
from web.cycle.models import Act
from web.policy.scope import Scope

SEE = "acts.see"
_SHOWN = (*IN_FORCE, "revoked")
# These acts say what is to be done; the others also say what was found about each organisation.
_NO_FINDINGS = ("procedure_order", "monitoring_order", "actions_order")


def acts_seen(scope: Scope) -> QuerySet[Act]:
    """Acts within reach: all of them for the office, signed ones for a school."""
    if scope.reaches_all(SEE):
        return Act.objects.all()
    return Act.objects.filter(state__in=_SHOWN)


def one_act(request: HttpRequest, pk: object) -> Act:
    """An act with its cycle; the same 404 for one that is not there and one out of reach."""
    return get_object_or_404(acts_seen(request.actor.scope).select_related("cycle"), pk=pk)


def words_seen(scope: Scope, act: Act) -> bool:
    """Whether the reader may read the act itself, not only know of it."""
    if scope.reaches_all(SEE):
        return True
    return act.state == "published" or (act.state in IN_FORCE and act.document in _NO_FINDINGS)
