"""What can happen to a sent file: sent, explained, screened, accepted, refused, withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import Stale, replace
from web.organisations.models import Organisation
from web.policy.scope import Actor
from web.uploads.models import NEXT, Delivery
from web.uploads.models import Mapping as Layout
from web.uploads.staging import discard_sent

_MODEL = "uploads.Delivery"


def _there(said: Mapping[str, Any]) -> list[str]:
    return [said["delivery"].organisation.code]


def _told(delivery: Delivery, old: str, reason: str = "", **more: Any) -> Told:
    changed = {"state": delivery.state, **more}
    code = delivery.organisation.code
    return Told(delivery, _MODEL, delivery.pk, {"state": old}, changed, code, reason)


def _go(delivery: Delivery, state: str, version: int | None = None, **fields: Any) -> str:
    """Change the state if the table of states allows it and nobody was faster.

    `version` is the record the person saw; without it the record as it is now.
    """
    old = delivery.state
    shown = delivery.version if version is None else version
    if state not in NEXT[old] or shown != delivery.version:
        raise Impossible(_faster(delivery))
    try:
        replace(delivery, shown, state=state, **fields)
    except Stale:
        delivery.refresh_from_db()
        raise Impossible(_faster(delivery)) from None
    return old


def _faster(delivery: Delivery) -> str:
    when = delivery.decided_at
    at = f" (решено {timezone.localtime(when):%d.%m.%Y в %H:%M})" if when else ""
    return (
        f"Пока вы смотрели, файл изменился: теперь он «{delivery.get_state_display()}»{at}. "
        "Ваше решение не записано; посмотрите файл ещё раз."
    )


@action(
    "uploads.send", "прислан файл", needs="uploads.send",
    touches=lambda said: [said["organisation"].code],
)  # fmt: skip
def send(
    *, by: Actor, number: str, file: str, sha256: str, size: int, organisation: Organisation,
    batch: str = "",
) -> Told:  # fmt: skip
    """A file waits for its check; the same bytes wait once."""
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                id=number, file=file, sha256=sha256, size=size, sent_by=by.id,
                batch=batch or uuid.uuid4(), organisation=organisation, state="waiting",
            )  # fmt: skip
    except IntegrityError:
        raise Impossible(f"Файл «{file}» уже прислан и ждёт решения.") from None
    new = {"file": file, "sha256": sha256, "state": "waiting"}
    return Told(delivery, _MODEL, delivery.pk, {}, new, organisation.code)


@action("uploads.explain", "дано пояснение к файлу", needs="uploads.send", touches=_there)
def explain(
    *, by: Actor, delivery: Delivery, said: Mapping[str, Any], version: int | None = None,
    mapping: Layout | None = None,
) -> Told:  # fmt: skip
    """A person said what the file is about, or how to read its columns; it is checked anew."""
    fields = {"said": dict(said), "mapping": mapping or delivery.mapping, "reason": ""}
    return _told(delivery, _go(delivery, "waiting", version, **fields), said=list(said.values()))


@action("uploads.screened", "проверен файл", needs="uploads.decide", touches=_there)
def screened(
    *, by: Actor, delivery: Delivery, state: str, told: Mapping[str, Any], reason: str = "",
    kind: str = "", effect: Mapping[str, Any] | None = None, mapping: Layout | None = None,
) -> Told:  # fmt: skip
    """The check is over: the file waits for a decision, for a word, or is refused."""
    fields = {"kind": kind, "told": told, "reason": reason, "effect": effect or {}}
    old = _go(delivery, state, **fields, mapping=mapping or delivery.mapping)
    return _told(delivery, old, reason)


@action("uploads.accept", "решено принять файл", needs="uploads.decide", touches=_there)
def accept(
    *, by: Actor, delivery: Delivery, version: int | None = None, supersede: Sequence[str] = ()
) -> Told:
    """A person decided to accept; the facts are stored in the background.

    Files told anew only in part are replaced as a whole, and only by name.
    """
    clashes = {one["upload"] for one in delivery.effect.get("clashes", ())}
    if not set(supersede) <= clashes:
        raise Impossible("Заменить можно только файл из перечня на странице.")
    if clashes - set(supersede):
        raise Impossible("Отметьте, какие принятые файлы заменить, или откажите в приёме.")
    fields = {"decided_at": timezone.now(), "decided_by": by.id, "supersede": sorted(supersede)}
    old = _go(delivery, "storing", version, **fields, reason="")
    return _told(delivery, old, supersede=sorted(supersede))


@action("uploads.stored", "сведения файла сохранены", needs="uploads.decide", touches=_there)
def stored(
    *, by: Actor, delivery: Delivery, upload: str, outcome: Mapping[str, Any],
    replaced: Sequence[str] = (),
) -> Told:  # fmt: skip
    """The facts are stored; deliveries of the uploads they replaced say so."""
    old = _go(delivery, "accepted", upload=upload, outcome=outcome)
    for earlier in Delivery.objects.filter(upload__in=replaced, state="accepted"):
        said = {**earlier.outcome, "replaced_by": str(delivery.pk)}
        replace(earlier, earlier.version, state="superseded", outcome=said)
    return _told(delivery, old, upload=upload)


@action("uploads.returned", "принятие отложено", needs="uploads.decide", touches=_there)
def returned(
    *, by: Actor, delivery: Delivery, state: str, reason: str, told: Mapping[str, Any],
    effect: Mapping[str, Any],
) -> Told:  # fmt: skip
    """The facts were not stored: they have changed since the decision, or refuse the file."""
    fields = {"reason": reason, "told": told, "effect": effect, "supersede": []}
    return _told(delivery, _go(delivery, state, **fields), reason)


@action("uploads.refuse", "отказано в приёме файла", needs="uploads.decide", touches=_there)
def refuse(*, by: Actor, delivery: Delivery, reason: str, version: int | None = None) -> Told:
    """A person decided not to accept, and said why; the file as it was sent is removed at once."""
    if not reason.strip():
        raise Impossible("Напишите, почему файл не принят: отправитель прочтёт эту причину.")
    fields = {"reason": reason, "decided_at": timezone.now(), "decided_by": by.id}
    old = _go(delivery, "refused", version, **fields)
    transaction.on_commit(lambda: discard_sent(str(delivery.pk)))
    return _told(delivery, old, reason)


@action("uploads.withdraw", "решено отозвать файл", needs="uploads.decide", touches=_there)
def withdraw(*, by: Actor, delivery: Delivery, reason: str, version: int | None = None) -> Told:
    """A person decided to withdraw; the facts are hidden in the background."""
    if not reason.strip():
        raise Impossible("Напишите, почему файл отозван.")
    fields = {"reason": reason, "decided_at": timezone.now(), "decided_by": by.id}
    return _told(delivery, _go(delivery, "withdrawing", version, **fields), reason)


@action("uploads.hidden", "сведения файла скрыты", needs="uploads.decide", touches=_there)
def hidden(*, by: Actor, delivery: Delivery, state: str) -> Told:
    """The facts are hidden: by this decision, or by a later file that was faster."""
    return _told(delivery, _go(delivery, state), delivery.reason)
