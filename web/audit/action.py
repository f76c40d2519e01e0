"""The one pattern of writing: an action with `by=`, atomic, with exactly one event."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from web.audit.models import Event
from web.audit.seal import sealed
from web.policy.fields import masked
from web.policy.scope import Actor

# Any number will do, as long as it is always the same one.
_LOCK = 7_206_531


@dataclass(frozen=True)
class Told:
    """What an action did: its result and what the journal says of it.

    `model` names the fields' sensitivity ("organisations.Organisation"); `old` and `new` hold the
    fields that changed; `organisation` is the code the event belongs to.
    """

    result: Any
    model: str
    object_id: object
    old: Mapping[str, object] = field(default_factory=dict)
    new: Mapping[str, object] = field(default_factory=dict)
    organisation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Action:
    """One entry of the register of actions."""

    name: str
    ru: str
    needs: str
    run: Callable[..., Any]


ACTIONS: dict[str, Action] = {}
Touched = Callable[[Mapping[str, Any]], Iterable[str]]


def action(
    name: str, ru: str, *, needs: str, touches: Touched | None = None
) -> Callable[[Callable[..., Told]], Callable[..., Any]]:
    """Makes a function an action: permission asked, one transaction, one event, then the result.

    `touches` tells from the arguments which organisations the permission must reach.
    """

    def register(function: Callable[..., Told]) -> Callable[..., Any]:
        @wraps(function)
        def run(*, by: Actor, **said: Any) -> Any:
            by.scope.demand(needs, touches(said) if touches else None)
            with transaction.atomic():
                told = function(by=by, **said)
                append(name, by, told)
            return told.result

        ACTIONS[name] = Action(name, ru, needs, run)
        return run

    return register


def append(name: str, by: Actor, told: Told) -> Event:
    """Write one event after the last one, within the transaction of the action."""
    _one_at_a_time()
    last = Event.objects.order_by("-number").first()
    event = Event(
        by=by.id,
        action=name,
        kind=told.model,
        object_id=str(told.object_id),
        organisation=told.organisation,
        old=_plain(masked(told.model, told.old)),
        new=_plain(masked(told.model, told.new)),
        reason=told.reason,
        previous=last.seal if last else "",
    )
    event.seal = sealed(event, event.previous)
    event.save(force_insert=True)
    return event


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Values as they come back from the database, so that the seal can be computed again."""
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def _one_at_a_time() -> None:
    """Events form a chain, so writers wait: SQLite has one writer anyway, PostgreSQL a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
