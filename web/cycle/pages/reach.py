"""Which cycles and entries a reader may see: the office by municipality, a school its own."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from web.cycle.models import Cycle, Entry, EntryPlace, Finding
from web.figures.found import SIGNAL
from web.policy.scope import Scope

SEE = "cycles.see"
# What is still being prepared or is no longer in force is not yet a school's business.
_NOT_SENT = ("draft", "withdrawn")


def entries_seen(scope: Scope) -> QuerySet[Entry]:
    """Entries within reach; one addressed only to organisations out of reach is not there."""
    if scope.everything:
        return Entry.objects.all()
    places = EntryPlace.objects.filter(entry=OuterRef("pk"))
    mine = Exists(places.filter(organisation__in=scope.codes(SEE)))
    if scope.reaches_all(SEE):
        return Entry.objects.filter(mine | ~Exists(places))
    return Entry.objects.filter(mine).exclude(state__in=_NOT_SENT)


def findings_seen(scope: Scope) -> QuerySet[Finding]:
    """Findings somebody has decided on, within reach; signals of integrity by a right of theirs."""
    signals = Q(kind=SIGNAL) & ~Q(unit__in=scope.codes("findings.integrity"))
    return Finding.objects.filter(unit__in=scope.codes("findings.see")).exclude(signals)


def cycles_seen(scope: Scope) -> QuerySet[Cycle]:
    """Cycles within reach: all of them for the office, for a school those that speak to it."""
    if scope.reaches_all(SEE):
        return Cycle.objects.all()
    return Cycle.objects.filter(pk__in=entries_seen(scope).values("cycle"))


def one_cycle(request: HttpRequest, pk: object) -> Cycle:
    """A cycle by its id; the same 404 for one that is not there and one out of reach."""
    return get_object_or_404(cycles_seen(request.actor.scope), pk=pk)


def one_entry(request: HttpRequest, pk: object) -> Entry:
    """An entry with its cycle; the same 404 for one that is not there and one out of reach."""
    return get_object_or_404(entries_seen(request.actor.scope).select_related("cycle"), pk=pk)


def speaking_of(scope: Scope, *refs: str, organisation: str = "") -> QuerySet[Entry]:
    """Entries within reach that point to one of the references or concern an organisation."""
    about = Q(links__ref__in=refs)
    if organisation:
        about |= Q(places__organisation=organisation)
    found = entries_seen(scope).filter(about).exclude(state="withdrawn").distinct()
    return found.select_related("cycle").order_by("-entered_at", "pk")
