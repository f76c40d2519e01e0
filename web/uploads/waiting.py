"""Files that wait for a reader: to be accepted, to be explained, sent back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from msoko.roadmap.due import RETURNED, Due
from web.policy.scope import Actor
from web.uploads.models import Delivery

# How long a refused file is told of, days; how many files are named one by one.
_TOLD_DAYS, _NAMED = 30, 20


def waiting_for(actor: Actor) -> list[Due]:
    """Two questions to the database, however many files there are."""
    return [*_to_decide(actor), *_to_mend(actor)]


def _to_decide(actor: Actor) -> list[Due]:
    if not actor.scope.may("uploads.decide"):
        return []
    codes = actor.scope.codes("uploads.decide")
    number = Delivery.objects.filter(state="screened", organisation__code__in=codes).count()
    if not number:
        return []
    title = f"Файлы проверены и ждут решения о приёме: {number}"
    url = f"{reverse('uploads:list')}?state=screened"
    return [Due(title, None, "", "", url, "screened", "upload", mine=True)]


def _to_mend(actor: Actor) -> list[Due]:
    """Files that need words from whoever sends them, and those refused lately."""
    scope = actor.scope
    if not scope.may("uploads.send"):
        return []
    lately = timezone.now() - timedelta(days=_TOLD_DAYS)
    refused = Q(state__in=("refused", "failed"), decided_at__gte=lately) | Q(state="failed")
    wanted = Q(state="asked") | refused
    if scope.reaches_all("uploads.send"):
        wanted &= Q(sent_by=actor.id)
    found = Delivery.objects.filter(wanted, organisation__code__in=scope.codes("uploads.send"))
    shown = found.select_related("organisation").defer("told", "effect")[:_NAMED]
    return [_due(one) for one in shown]


def _due(one: Delivery) -> Due:
    asked = one.state == "asked"
    title = f"Файл «{one.file}»: {one.get_state_display()}"
    url = reverse("uploads:card", args=[one.pk])
    state = one.state if asked else RETURNED
    code = one.organisation.code
    return Due(title, None, one.organisation.name, code, url, state, "upload", one.reason, True)
