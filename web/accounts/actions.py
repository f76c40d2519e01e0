"""What can happen to people: invited, joined, appointed, dismissed, switched off, signed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone

from web.accounts.models import Appointment, Invitation, Person
from web.accounts.tokens import hash_of
from web.audit.action import Told, action
from web.audit.versions import replace
from web.organisations.models import Organisation
from web.policy.roles import APPOINTS, ROLES
from web.policy.scope import Actor, Denied

INVITATION_DAYS = 14


class Unusable(ValueError):  # noqa: N818 - told to the person who follows the link
    """The invitation cannot be used; the text says why and what to do."""


def _there(said: Mapping[str, Any]) -> list[str]:
    return [said["organisation"].code]


@action("accounts.invite", "приглашён человек", needs="people.appoint", touches=_there)
def invite(
    *, by: Actor, email: str, name: str, role: str, organisation: Organisation, subject: str = ""
) -> Told:
    """An invitation and its token; the token is told once and not kept."""
    _may_hand_out(by, role, subject)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_sha256=hash_of(token), email=email.lower(), name=name, role=role,
        organisation=organisation, subject=subject, by=by.id,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    new = {"email": email, "name": name, "role": role, "organisation": organisation.code}
    return Told(
        (invitation, token), "accounts.Invitation", invitation.pk, {}, new, organisation.code
    )


def usable(token: str) -> Invitation:
    """The invitation of a token; Unusable when unknown, spent or too old."""
    found = Invitation.objects.filter(token_sha256=hash_of(token)).first()
    if found is None:
        raise Unusable("Такого приглашения нет. Проверьте, что ссылка скопирована целиком.")
    if found.accepted_at is not None:
        raise Unusable("По этому приглашению уже зарегистрировались. Войдите со своим паролем.")
    if found.expires_at < timezone.now():
        raise Unusable("Срок приглашения вышел. Попросите прислать новое.")
    return found


@action("accounts.join", "принято приглашение", needs="people.appoint")
def join(*, by: Actor, token: str, name: str, password: str) -> Told:
    """The invited person becomes a person of the system with the role of the invitation."""
    invitation = usable(token)
    person = Person.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        person = _new(invitation.email, name, password)
    Appointment.objects.get_or_create(
        person=person, role=invitation.role, organisation=invitation.organisation,
        subject=invitation.subject, until=None, defaults={"since": timezone.localdate()},
    )  # fmt: skip
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now(), person=person)
    new = {"person": person.pk, "role": invitation.role}
    return Told(person, "accounts.Appointment", person.pk, {}, new, invitation.organisation.code)


def _new(email: str, name: str, password: str) -> Person:
    person = Person(email=email.lower(), name=name)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@action("accounts.enrol", "заведён человек", needs="people.appoint")
def enrol(*, by: Actor, email: str, name: str, password: str, position: str = "") -> Told:
    """A person without an invitation: the first administrator and the demonstration."""
    person = _new(email, name, password)
    if position:
        Person.objects.filter(pk=person.pk).update(position=position)
    new = {"email": email, "name": name}
    return Told(person, "accounts.Person", person.pk, {}, new)


@action("accounts.appoint", "назначена роль", needs="people.appoint", touches=_there)
def appoint(
    *, by: Actor, person: Person, role: str, organisation: Organisation, since: date,
    subject: str = "", act: str = "",
) -> Told:  # fmt: skip
    """A role of a person at a node of the tree from a day on."""
    _may_hand_out(by, role, subject)
    held = Appointment.objects.create(
        person=person, role=role, organisation=organisation, subject=subject, since=since, act=act
    )
    new = {"role": role, "organisation": organisation.code, "subject": subject, "since": since}
    return Told(held, "accounts.Appointment", person.pk, {}, new, organisation.code, act)


@action(
    "accounts.dismiss", "снята роль", needs="people.appoint",
    touches=lambda said: [said["appointment"].organisation.code],
)  # fmt: skip
def dismiss(*, by: Actor, appointment: Appointment, reason: str = "") -> Told:
    """The role ends today, at once."""
    _may_hand_out(by, appointment.role, appointment.subject)
    today = timezone.localdate()
    Appointment.objects.filter(pk=appointment.pk).update(until=max(today, appointment.since))
    old = {"role": appointment.role, "until": None}
    return Told(
        appointment, "accounts.Appointment", appointment.person_id, old,
        {"role": appointment.role, "until": today}, appointment.organisation.code, reason,
    )  # fmt: skip


@action("accounts.correct", "исправлены данные человека", needs="people.appoint")
def correct(*, by: Actor, person: Person, version: int, name: str, position: str) -> Told:
    """Name and position; Stale when somebody changed them meanwhile."""
    for role in _held(person):
        _may_hand_out(by, role, "", known=True)
    new = {"name": name, "position": position}
    old = {field: getattr(person, field) for field in new}
    replace(person, version, **new)
    return Told(person, "accounts.Person", person.pk, old, new)


@action("accounts.switch", "включён или отключён человек", needs="people.appoint")
def switch(*, by: Actor, person: Person, version: int, is_active: bool, reason: str = "") -> Told:
    """A person may or may not sign in; switching off ends all sessions."""
    for role in _held(person):
        _may_hand_out(by, role, "", known=True)
    old = {"is_active": person.is_active}
    replace(person, version, is_active=is_active)
    if not is_active:
        _end_sessions(person)
    return Told(person, "accounts.Person", person.pk, old, {"is_active": is_active}, "", reason)


@action("accounts.end_sessions", "завершены сеансы", needs="people.appoint")
def end_sessions(*, by: Actor, person: Person) -> Told:
    """Every device of a person has to sign in again."""
    for role in _held(person):
        _may_hand_out(by, role, "", known=True)
    count = _end_sessions(person)
    return Told(count, "accounts.Person", person.pk, {"sessions": count}, {"sessions": 0})


@action("accounts.sign_in", "вход", needs="account.own")
def sign_in(*, by: Actor, person: Person) -> Told:
    """Somebody came in."""
    return Told(person, "accounts.Person", person.pk)


@action("accounts.new_password", "сменён пароль", needs="account.own")
def new_password(*, by: Actor, person: Person, password: str) -> Told:
    """A new password; the journal only says that there is one."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return Told(person, "accounts.Person", person.pk, {"password": ""}, {"password": "new"})


def _held(person: Person) -> list[str]:
    today = timezone.localdate()
    return list(Appointment.objects.on(today).filter(person=person).values_list("role", flat=True))


def _end_sessions(person: Person) -> int:
    sessions = UserSession.objects.filter(user=person)
    for session in sessions:
        session.end()
    return len(sessions)


def _may_hand_out(by: Actor, role: str, subject: str, known: bool = False) -> None:
    """Denied for a role that is not the actor's to hand out; ValueError for a missing subject."""
    allowed = {name for held in by.scope.roles for name in APPOINTS.get(held, ())}
    if not by.scope.everything and role not in allowed:
        raise Denied(f"Роль «{ROLES[role].ru}» назначаете не вы.")
    if not known and ROLES[role].subject and not subject:
        raise Unusable(f"Для роли «{ROLES[role].ru}» нужен предмет.")
