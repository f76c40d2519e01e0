"""Who acts in the cycles of the demonstration: its people, each with the rights of their role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.utils import timezone

from web.accounts import actions
from web.accounts.models import Appointment, Person
from web.accounts.reach import actor_of
from web.demo.people import ACT
from web.organisations.models import Organisation
from web.policy.scope import PROGRAM, Actor

_HEADS = (
    "Иволгина Тамара Викторовна", "Дроздов Сергей Павлович", "Ласточкина Елена Игоревна",
    "Зябликов Роман Андреевич", "Снегирёва Ирина Олеговна", "Пеночкин Денис Львович",
)  # fmt: skip


@dataclass
class Cast:
    """People by role; heads of schools that have nobody yet are enrolled when they must act."""

    specialist: Actor
    head: Actor
    head_name: str
    head_post: str
    heads: dict[str, Actor] = field(default_factory=dict)

    def head_of(self, code: str) -> Actor:
        """The head of an organisation."""
        if code not in self.heads:
            self.heads[code] = _head(code, len(self.heads))
        return self.heads[code]


def cast() -> Cast:
    """The people of the demonstration as they are today."""
    day = timezone.localdate()
    head = Person.objects.get(email="head@demo.example")
    specialist = Person.objects.get(email="specialist@demo.example")
    return Cast(actor_of(specialist, day), actor_of(head, day), head.name, head.position)


def _head(code: str, number: int) -> Actor:
    held = Appointment.objects.filter(role="organisation_head", organisation__code=code)
    known = held.values_list("person", flat=True).first()
    person = Person.objects.get(pk=known) if known else _enrolled(code, number)
    return actor_of(person, timezone.localdate())


def _enrolled(code: str, number: int) -> Person:
    """A head nobody signs in as: the password is not told."""
    person: Person = actions.enrol(
        by=PROGRAM, email=f"head.{code}@demo.example", name=_HEADS[number % len(_HEADS)],
        password=secrets.token_urlsafe(24), position="директор школы",
    )  # fmt: skip
    actions.appoint(
        by=PROGRAM, person=person, role="organisation_head", since=timezone.localdate(),
        organisation=Organisation.objects.get(code=code), subject="", act=ACT,
    )  # fmt: skip
    return person
