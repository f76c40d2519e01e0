"""Days of management cycles beside those of the roadmap: actions, decisions, methods, reviews."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from msoko.cycle.course import state_ru
from msoko.roadmap.due import Due
from msoko.roadmap.duties import DONE, NOT_NEEDED
from web.cycle.models import Entry
from web.cycle.pages.reach import entries_seen
from web.cycle.pages.waiting import waiting_for
from web.cycle.pages.words import title_of
from web.policy.scope import Actor

# States of entries after which their day presses nobody.
_CLOSED = {
    "done": DONE, "concluded": DONE, "acknowledged": DONE, "cancelled": NOT_NEEDED,
    "withdrawn": NOT_NEEDED,
}  # fmt: skip


def due(actor: Actor, first: date, last: date) -> list[Due]:
    """Entries of open cycles with a day in the period, and what waits for the reader without one.

    `mine` comes from what the cycles themselves say is waiting for the reader.
    """
    if not actor.scope.may("cycles.see"):
        return []
    today = timezone.localdate()
    waiting = waiting_for(actor, today, max((last - today).days, 0))
    mine = {one.url for one in waiting if one.mine}
    seen = entries_seen(actor.scope).filter(due__range=(first, last), cycle__state="open")
    dated = [_due(one, mine) for one in seen.exclude(state="withdrawn").select_related("cycle")]
    told = {one.url for one in dated if one.mine}
    return [*dated, *(one for one in waiting if one.due is None or one.url not in told)]


def _due(one: Entry, mine: set[str]) -> Due:
    url = reverse("cycles:entry", args=[one.pk])
    return Due(
        title_of(one), one.due, one.cycle.title, "", url, _CLOSED.get(one.state, one.state),
        one.kind, state_ru(one.kind, one.state), url in mine,
    )  # fmt: skip
