"""The letter of a day: what is overdue, what is due within a week, what came back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from msoko.roadmap.due import RETURNED, SOON_DAYS, Due, pressing
from web.accounts.models import Person
from web.accounts.reach import actor_of
from web.policy.scope import PROGRAM, Actor
from web.roadmap import reminder_actions
from web.roadmap.due import YEARS_BACK
from web.roadmap.models import DigestChoice, DigestSent
from web.roadmap.sources import told

_LOG = logging.getLogger(__name__)
_HEADS = {
    "overdue": "просрочено",
    "soon": f"срок в ближайшие {SOON_DAYS} дней",
    "returned": "вернулось",
}


@dataclass(frozen=True)
class Outcome:
    """How many letters went, how many could not."""

    sent: int
    failed: int


def send_all(day: date) -> Outcome:
    """One letter to everybody who wants one and has something to do; never a second on a day."""
    unwanted = DigestChoice.objects.filter(is_wanted=False).values("person")
    gone = DigestSent.objects.filter(day=day).values("person")
    waiting = Person.objects.filter(is_active=True).exclude(pk__in=unwanted).exclude(pk__in=gone)
    results = [_send(person, day) for person in waiting]
    return Outcome(results.count(True), results.count(False))


def things_of(actor: Actor, day: date) -> dict[str, tuple[Due, ...]]:
    """What presses this person, by urgency: their own things and what came back to them."""
    first = date(day.year - YEARS_BACK, 1, 1)
    found = told(actor, first, day + timedelta(days=SOON_DAYS))
    return pressing((one for one in found if one.mine or one.state == RETURNED), day)


def _send(person: Person, day: date) -> bool | None:
    """Whether the letter went; None when there was nothing to say or another has sent it.

    The day is claimed before the letter goes: a crash may lose a letter, never double it.
    """
    groups = things_of(actor_of(person, day), day)
    if not groups:
        return None
    _, is_first = DigestSent.objects.get_or_create(person=person, day=day)
    if not is_first:
        return None
    try:
        send_mail(subject(groups), text(person, groups, day), None, [person.email])
    except (SMTPException, OSError):
        _LOG.exception("the reminder of %s cannot be sent", person.pk)
        DigestSent.objects.filter(person=person, day=day, sent_at=None).delete()
        return False
    with transaction.atomic():
        things = sum(map(len, groups.values()))
        reminder_actions.sent(by=PROGRAM, person=person, day=day, things=things)
    return True


def subject(groups: Mapping[str, Sequence[Due]]) -> str:
    """«МСОКО: просрочено — 2, вернулось — 1»."""
    return "МСОКО: " + ", ".join(f"{_HEADS[name]} — {len(group)}" for name, group in groups.items())


def text(person: Person, groups: Mapping[str, Sequence[Due]], day: date) -> str:
    """The letter in plain text with whole addresses."""
    context = {
        "person": person, "day": day, "site": settings.SITE_ADDRESS,
        "groups": [(_HEADS[name].capitalize(), group) for name, group in groups.items()],
    }  # fmt: skip
    return render_to_string("roadmap/digest.txt", context)
