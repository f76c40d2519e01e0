"""From appointments to scope: asked anew at every request, so that a role taken back is gone."""

from __future__ import annotations

from datetime import date

from web.accounts.models import Appointment, Person
from web.organisations.tree import Tree, tree_on
from web.policy.scope import Actor, Grant, Scope


def actor_of(person: Person, day: date) -> Actor:
    """Who the person is today: nobody when switched off or without a role."""
    if not person.is_active:
        return Actor(str(person.pk), Scope(), str(person))
    held = list(Appointment.objects.on(day).filter(person=person).select_related("organisation"))
    tree = tree_on(day) if held else Tree({}, {})
    return Actor(str(person.pk), Scope(tuple(_grant(one, tree) for one in held)), str(person))


def _grant(held: Appointment, tree: Tree) -> Grant:
    seat = held.organisation.code
    places = tree.places(seat)
    return Grant(
        role=held.role,
        own=tree.all_below(seat),
        whole=frozenset().union(*map(tree.all_below, places)),
        places=frozenset(places),
        subject=held.subject,
    )
