"""Keys of programs: made and taken back by their owner, told once, used in the owner's name."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from web.accounts.models import Person, Token
from web.audit.action import Told, action
from web.policy.scope import Actor, Denied

DAYS = {30: "30 дней", 90: "90 дней", 365: "год"}
_SIGN = "msoko_"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _own(by: Actor, person: Person) -> None:
    if not by.scope.everything and by.id != str(person.pk):
        raise Denied("Ключи заводит и отзывает только сам человек.")


@action("accounts.make_token", "заведён ключ для программы", needs="account.own")
def make_token(*, by: Actor, person: Person, name: str, days: int) -> Told:
    """A key and its text; the text is told once and not kept."""
    _own(by, person)
    text = _SIGN + secrets.token_urlsafe(32)
    until = timezone.now() + timedelta(days=days)
    token = Token.objects.create(
        person=person, name=name, token_sha256=hash_of(text), expires_at=until
    )
    new = {"name": name, "expires_at": until}
    return Told((token, text), "accounts.Token", token.pk, {}, new)


@action("accounts.revoke_token", "отозван ключ для программы", needs="account.own")
def revoke_token(*, by: Actor, token: Token) -> Told:
    """The key is of no use at once."""
    _own(by, token.person)
    now = timezone.now()
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    return Told(token, "accounts.Token", token.pk, {"revoked_at": None}, {"revoked_at": now})


@action("accounts.use_token", "программа пришла с ключом", needs="account.own")
def use_token(*, by: Actor, token: Token) -> Told:
    """The first request of a day: later ones of that day leave no event."""
    today = timezone.localdate()
    Token.objects.filter(pk=token.pk).update(used_on=today)
    old, new = {"used_on": token.used_on}, {"used_on": today}
    return Told(token, "accounts.Token", token.pk, old, new)


def sent_with(request: HttpRequest) -> Token | None:
    """The valid key of a request; None without one."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not text.startswith(_SIGN):
        return None
    found = Token.objects.select_related("person").filter(token_sha256=hash_of(text.strip()))
    token = found.first()
    return token if token is not None and token.is_valid else None
