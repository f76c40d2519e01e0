"""Background jobs of sent files; each may be run twice without harm, as a killed one is."""

from __future__ import annotations

import logging
from typing import Any

from django_tasks import task

from msoko.facts.append import append, retract
from msoko.facts.store import Store
from web.figures.state import store
from web.figures.tasks import ask_to_recompute
from web.policy.scope import PROGRAM
from web.uploads import actions, effect, screening, staging
from web.uploads.asked import asked_of, layout_of
from web.uploads.models import UNDECIDED, Delivery
from web.uploads.report import problems, report

_LOG = logging.getLogger(__name__)
_GONE = "Файл пропал до проверки. Пришлите его ещё раз."
_FAULT = (
    "Программа не справилась с этим файлом. Ничего не изменилось, файл сохранён: нажмите "
    "«Проверить ещё раз», а если не поможет, сообщите администратору."
)
_OTHERWISE = (
    "Пока файл ждал, приняты другие файлы, и принятие изменит не то, что было показано. "
    "Посмотрите, что изменится теперь, и решите снова."
)


@task()
def screen(delivery_id: str) -> str:
    """Check a file; with errors it is refused at once, otherwise a person decides."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "waiting":
        return delivery.state
    _sweep()
    seen = _seen(delivery)
    actions.screened(
        by=PROGRAM, delivery=delivery, state=seen.state, told=seen.told, reason=seen.reason,
        kind=seen.kind, effect=seen.effect, mapping=layout_of(delivery, seen.layout),
    )  # fmt: skip
    return seen.state


def _seen(delivery: Delivery) -> screening.Seen:
    """What the check found; a fault of the program is told too, never left to hang."""
    number = str(delivery.pk)
    path = staging.staged(number)
    if path is None:
        return screening.Seen("failed", {}, _GONE)
    try:
        return screening.look(path, asked_of(delivery), store(), staging.marked(number))
    except Exception:
        _LOG.exception("delivery %s cannot be screened", number)
        return screening.Seen("failed", {}, _FAULT)


@task()
def store_facts(delivery_id: str) -> str:
    """Append the facts of an accepted file; the store itself knows a file it has already.

    Nothing is stored that would change more than the person was shown.
    """
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "storing":
        return delivery.state
    try:
        return _store(delivery, store())
    except Exception:
        _LOG.exception("facts of delivery %s cannot be stored", delivery_id)
        return _returned(delivery, "screened", _FAULT, delivery.told, delivery.effect)


def _store(delivery: Delivery, facts: Store) -> str:
    path = staging.staged(str(delivery.pk))
    if path is None:
        return _returned(delivery, "refused", _GONE, delivery.told, {})
    found = screening.read(path, asked_of(delivery), facts)
    book, reading = found.book, found.reading
    if book is None or reading.incoming is None:
        return _returned(delivery, "refused", screening.ERRORS, report(reading), {})
    now = effect.of_accepting(facts, reading.incoming, path.name, book.sha256)
    wrong = now.pop("problems")
    if wrong or not (now["already"] or effect.same(delivery.effect, now)):
        told = {**delivery.told, "problems": [*report(reading)["problems"], *wrong]}
        return _returned(delivery, "screened", _OTHERWISE, told, now)
    receipt = append(
        facts, reading.incoming, file=path, sha256=book.sha256, by=delivery.decided_by,
        supersede=delivery.supersede,
    )  # fmt: skip
    if receipt.outcome == "refused":
        told = {**delivery.told, "problems": problems(receipt.problems)}
        return _returned(delivery, "screened", _OTHERWISE, told, now)
    _stored(delivery, receipt.upload, receipt.rows, facts)
    return "accepted"


def _stored(delivery: Delivery, upload: str, rows: dict[str, int], facts: Store) -> None:
    """What was replaced is asked of the ledger: the job may have been killed after writing it."""
    accepted = [e for e in facts.history() if e.upload == upload and e.action == "accept"]
    replaced = list(accepted[-1].supersedes)
    outcome = {"rows": rows, "supersedes": replaced}
    actions.stored(by=PROGRAM, delivery=delivery, upload=upload, outcome=outcome, replaced=replaced)
    staging.discard(str(delivery.pk))
    ask_to_recompute()


def _returned(
    delivery: Delivery, state: str, reason: str, told: dict[str, Any], now: dict[str, Any]
) -> str:
    actions.returned(
        by=PROGRAM, delivery=delivery, state=state, reason=reason, told=told, effect=now
    )
    return state


@task()
def hide_facts(delivery_id: str) -> str:
    """Hide the facts of a withdrawn file; done once however often the job is run."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "withdrawing":
        return delivery.state
    facts = store()
    if delivery.upload in {one.id for one in facts.visible()}:
        retract(facts, delivery.upload, by=delivery.decided_by, reason=delivery.reason)
    last = [entry for entry in facts.history() if entry.upload == delivery.upload][-1]
    state = "withdrawn" if last.action == "retract" else "superseded"
    actions.hidden(by=PROGRAM, delivery=delivery, state=state)
    ask_to_recompute()
    return state


# The job that brings a file on from a state in which something is being done.
NEXT_JOB = {"waiting": screen, "storing": store_facts, "withdrawing": hide_facts}


def _sweep() -> None:
    """Remove what was cut off while being sent, and files that were kept long enough."""
    if not (ages := staging.stale()):
        return
    kept = Delivery.objects.filter(state__in=[*UNDECIDED, "refused"])
    known = {str(pk): state for pk, state in kept.values_list("pk", "state")}
    undecided = {pk for pk, state in known.items() if state in UNDECIDED}
    refused = {pk for pk, state in known.items() if state == "refused"}
    staging.sweep(undecided, refused, ages)
