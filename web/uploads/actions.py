"""What can happen to a sent file: sent, screened, accepted, refused, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from msoko.facts.append import retract
from web.audit.action import Told, action
from web.audit.versions import replace
from web.figures.state import store
from web.organisations.models import Organisation
from web.policy.scope import Actor
from web.uploads.models import NEXT, Delivery

_MODEL = "uploads.Delivery"


class Impossible(ValueError):  # noqa: N818 - told to the person who asked for it
    """The file cannot go from its state to the one asked for; the text says why."""


def _there(said: Mapping[str, Any]) -> list[str]:
    return [said["delivery"].organisation.code]


def _told(delivery: Delivery, old: str, reason: str = "") -> Told:
    changed = {"state": delivery.state}
    code = delivery.organisation.code
    return Told(delivery, _MODEL, delivery.pk, {"state": old}, changed, code, reason)


def _go(delivery: Delivery, state: str, **fields: Any) -> str:
    """Change the state if the table of states allows it and nobody was faster."""
    old = delivery.state
    if state not in NEXT[old]:
        raise Impossible(f"Файл уже {delivery.get_state_display()}: это действие больше не нужно.")
    replace(delivery, delivery.version, state=state, **fields)
    return old


@action(
    "uploads.send", "прислан файл", needs="uploads.send",
    touches=lambda said: [said["organisation"].code],
)  # fmt: skip
def send(
    *,
    by: Actor,
    number: str,
    file: str,
    sha256: str,
    size: int,
    organisation: Organisation,
) -> Told:
    """A file waits for its check; the same bytes wait once."""
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                id=number, file=file, sha256=sha256, size=size, sent_by=by.id,
                organisation=organisation, state="waiting",
            )  # fmt: skip
    except IntegrityError:
        raise Impossible(f"Файл «{file}» уже прислан и ждёт решения.") from None
    new = {"file": file, "sha256": sha256, "state": "waiting"}
    return Told(delivery, _MODEL, delivery.pk, {}, new, organisation.code)


@action("uploads.screened", "проверен файл", needs="uploads.decide", touches=_there)
def screened(
    *, by: Actor, delivery: Delivery, state: str, kind: str, told: Mapping[str, Any], reason: str
) -> Told:
    """The check is over: the file waits for a decision, or is refused with its problems."""
    fields = {"kind": kind, "told": told, "reason": reason}
    return _told(delivery, _go(delivery, state, **fields), reason)


@action("uploads.accept", "решено принять файл", needs="uploads.decide", touches=_there)
def accept(*, by: Actor, delivery: Delivery) -> Told:
    """A person decided to accept; the facts are stored in the background."""
    return _told(delivery, _go(delivery, "storing", decided_at=timezone.now(), decided_by=by.id))


@action("uploads.stored", "сведения файла сохранены", needs="uploads.decide", touches=_there)
def stored(
    *, by: Actor, delivery: Delivery, state: str, upload: str, outcome: Mapping[str, Any],
    reason: str = "",
) -> Told:  # fmt: skip
    """The facts are stored, or the store refused them."""
    old = _go(delivery, state, upload=upload, outcome=outcome, reason=reason)
    return _told(delivery, old, reason)


@action("uploads.refuse", "отказано в приёме файла", needs="uploads.decide", touches=_there)
def refuse(*, by: Actor, delivery: Delivery, reason: str) -> Told:
    """A person decided not to accept, and said why."""
    if not reason.strip():
        raise Impossible("Напишите, почему файл не принят: отправитель прочтёт эту причину.")
    fields = {"reason": reason, "decided_at": timezone.now(), "decided_by": by.id}
    return _told(delivery, _go(delivery, "refused", **fields), reason)


@action("uploads.withdraw", "отозван файл", needs="uploads.decide", touches=_there)
def withdraw(*, by: Actor, delivery: Delivery, reason: str) -> Told:
    """The facts of an accepted file are hidden; the same file can be sent again."""
    if not reason.strip():
        raise Impossible("Напишите, почему файл отозван.")
    old = _go(delivery, "withdrawn", reason=reason)
    try:
        retract(store(), delivery.upload, by=by.id, reason=reason)
    except KeyError:
        raise Impossible("Сведения этого файла уже заменены более поздним файлом.") from None
    return _told(delivery, old, reason)
