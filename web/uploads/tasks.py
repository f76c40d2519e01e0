"""Background jobs of sent files; each may be run twice without harm, as a killed one is."""

from __future__ import annotations

from django_tasks import task

from msoko.facts.append import append
from web.figures.state import store
from web.figures.tasks import ask_to_recompute
from web.policy.scope import PROGRAM
from web.uploads import actions, screening
from web.uploads.models import Delivery
from web.uploads.staging import discard, staged

_GONE = "Файл пропал до проверки. Пришлите его ещё раз."
_ERRORS = "В файле есть ошибки, с которыми его нельзя принять."
_NOTHING = "В файле нет сведений, которые можно добавить."


@task()
def screen(delivery_id: str) -> str:
    """Check a file; with errors it is refused at once, otherwise a person decides."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "waiting":
        return delivery.state
    path = staged(delivery_id)
    if path is None:
        return _screened(delivery, "failed", "", {}, _GONE)
    _, reading = screening.read(path, store())
    told = screening.report(reading)
    if reading.incoming is None:
        why = _NOTHING if reading.nothing_to_add else _ERRORS
        state = _screened(delivery, "refused", "", told, why)
        discard(delivery_id)
        return state
    return _screened(delivery, "screened", reading.incoming.kind, told, "")


def _screened(delivery: Delivery, state: str, kind: str, told: object, reason: str) -> str:
    actions.screened(
        by=PROGRAM, delivery=delivery, state=state, kind=kind, told=told, reason=reason
    )
    return state


@task()
def store_facts(delivery_id: str) -> str:
    """Append the facts of an accepted file; the store itself knows a file it has already."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "storing":
        return delivery.state
    path = staged(delivery_id)
    if path is None:
        return _stored(delivery, "refused", "", {}, _GONE)
    sha256, reading = screening.read(path, store())
    if reading.incoming is None:
        return _stored(delivery, "refused", "", dict(screening.report(reading)), _ERRORS)
    receipt = append(store(), reading.incoming, file=path, sha256=sha256, by=delivery.decided_by)
    problems = [problem.as_dict() | {"where": problem.where} for problem in receipt.problems]
    outcome = {"outcome": receipt.outcome, "rows": receipt.rows, "problems": problems}
    outcome["supersedes"] = list(receipt.supersedes)
    if receipt.outcome == "refused":
        return _stored(delivery, "refused", "", outcome, problems[0]["what"] if problems else "")
    state = _stored(delivery, "accepted", receipt.upload, outcome, "")
    ask_to_recompute()
    return state


def _stored(
    delivery: Delivery, state: str, upload: str, outcome: dict[str, object], reason: str
) -> str:
    actions.stored(
        by=PROGRAM, delivery=delivery, state=state, upload=upload, outcome=outcome, reason=reason
    )
    discard(str(delivery.pk))
    return state
