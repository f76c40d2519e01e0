"""A person's calendar address and reminders: made, taken back, switched, sent."""

from __future__ import annotations

import secrets
from datetime import date

from django.utils import timezone

from web.accounts.models import Person
from web.accounts.tokens import hash_of
from web.audit.action import Told, action
from web.policy.scope import Actor, Denied
from web.roadmap.models import DigestChoice, DigestSent, FeedKey

_FEED = "roadmap.FeedKey"


def _own(by: Actor, person: Person) -> None:
    if not by.scope.everything and by.id != str(person.pk):
        raise Denied("Ссылку календаря и напоминания меняет только сам человек.")


@action("roadmap.make_feed", "заведена ссылка календаря", needs="account.own")
def make_feed(*, by: Actor, person: Person, name: str) -> Told:
    """A secret address and its text; the text is told once and not kept."""
    _own(by, person)
    text = secrets.token_urlsafe(32)
    key = FeedKey.objects.create(person=person, name=name, token_sha256=hash_of(text))
    return Told((key, text), _FEED, key.pk, {}, {"name": name})


@action("roadmap.revoke_feed", "отозвана ссылка календаря", needs="account.own")
def revoke_feed(*, by: Actor, key: FeedKey) -> Told:
    """The address answers no more, at once."""
    _own(by, key.person)
    now = timezone.now()
    FeedKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)
    return Told(key, _FEED, key.pk, {"revoked_at": None}, {"revoked_at": now})


@action("reminders.choose", "включены или выключены напоминания", needs="account.own")
def choose(*, by: Actor, person: Person, is_wanted: bool) -> Told:
    """Whether letters come; everything stays on the first page either way."""
    _own(by, person)
    known, _ = DigestChoice.objects.update_or_create(
        person=person, defaults={"is_wanted": is_wanted}
    )
    new = {"is_wanted": is_wanted}
    return Told(known, "roadmap.DigestChoice", person.pk, {"is_wanted": not is_wanted}, new)


@action("reminders.sent", "отправлено напоминание", needs="account.own")
def sent(*, by: Actor, person: Person, day: date, things: int) -> Told:
    """The letter of a day has gone."""
    DigestSent.objects.filter(person=person, day=day).update(sent_at=timezone.now(), things=things)
    new = {"day": day, "things": things}
    return Told(None, "roadmap.DigestSent", person.pk, {}, new)


def wants(person: Person) -> bool:
    """Whether reminders are sent; they are until a person says no."""
    known = DigestChoice.objects.filter(person=person).first()
    return known is None or known.is_wanted
