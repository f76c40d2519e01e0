"""The job that asks the analysis about every action, and who may ask for it."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from msoko.analysis.effect import Action, answers
from msoko.analysis.evidence import Evidence
from msoko.analysis.finding import Finding as Found
from msoko.analysis.finding import Sample, Silence
from web import regulation
from web.audit.action import Told, action
from web.cycle.effect import FILE, Asked, asked_of
from web.cycle.models import Entry, Finding
from web.figures.answers import plain_number
from web.figures.keep import root, some_indicators
from web.figures.state import state_now, store
from web.jobs.once import ask_once
from web.policy.scope import Actor

_log = logging.getLogger("msoko.web")
# Findings after which schools are chosen for what they were low in.
_LOW = ("gap", "low_performing")
_LATER = -60


@task(priority=_LATER)
def compare() -> None:
    """Ask about all actions at once, as p is adjusted over them, and keep the answers."""
    compare_now()


def compare_now() -> None:
    """The same at once; nothing without values of the present state."""
    state = state_now()
    folder = root() / state
    if not folder.is_dir():
        return
    told = {}
    questions = _questions()
    if questions:
        said = _answered([each for _, _, each in questions])
        now = timezone.now().isoformat()
        told = {
            str(entry.pk): {"asked": asked.as_dict(), "answer": one.as_dict(), "at": now}
            for (entry, asked, _), one in zip(questions, said, strict=True)
        }
    aside = folder / f".{secrets.token_hex(8)}"
    aside.write_text(json.dumps(told, ensure_ascii=False, default=plain_number), encoding="utf-8")
    aside.rename(folder / FILE)


def ask_to_compare() -> None:
    """One job is enough, however often it was asked for."""
    ask_once(compare)


@action("effects.ask", "запрошено сравнение «до» и «после»", needs="cycles.lead")
def ask(*, by: Actor, entry: Entry) -> Told:
    """The comparison of all actions is made anew in the background."""
    transaction.on_commit(ask_to_compare)
    return Told(entry, "cycle.Entry", entry.pk, {}, {"kind": entry.kind})


def _questions() -> list[tuple[Entry, Asked, Action]]:
    """Every action that names an indicator of today or a subject, its participants and term."""
    known = regulation.profile().indicators
    rows = Entry.objects.filter(kind="action").exclude(state__in=("withdrawn", "cancelled"))
    chosen = [(one, asked_of(one)) for one in rows.prefetch_related("links")]
    pairs = [
        (one, asked) for one, asked in chosen
        if asked and (asked.indicator in known or asked.subject)
    ]  # fmt: skip
    low = _chosen_low([one for one, _ in pairs])
    return [
        (one, asked, Action(
            str(one), asked.since, asked.treated, subject=asked.subject or None,
            indicator=None if asked.subject else asked.indicator,
            chosen_low=bool(low.get(str(one.pk), frozenset()) & set(asked.treated)),
        ))
        for one, asked in pairs
    ]  # fmt: skip


def _chosen_low(actions: Sequence[Entry]) -> Mapping[str, frozenset[str]]:
    """Units of findings of low results an action follows through its recommendations."""
    first = {str(one.pk): [link.ref for link in one.links.all()] for one in actions}
    keys = {ref.removeprefix("entry:") for refs in first.values() for ref in refs
            if ref.startswith("entry:")}  # fmt: skip
    second = {
        f"entry:{one.pk}": [link.ref for link in one.links.all()]
        for one in Entry.objects.filter(pk__in=keys).prefetch_related("links")
    }
    units = {
        f"finding:{key}": unit
        for key, unit in Finding.objects.filter(kind__in=_LOW).values_list("key", "unit")
    }
    return {
        name: frozenset(
            units[ref] for one in refs for ref in (one, *second.get(one, ())) if ref in units
        )
        for name, refs in first.items()
    }


def _answered(asked: Sequence[Action]) -> list[Found | Silence]:
    """An analysis that breaks leaves silence, told as such, and a line in the log."""
    profile = regulation.profile()
    names = sorted({one.indicator for one in asked if one.indicator})
    # A subject is compared by works; one indicator still tells which years and units there are.
    names = names or [next(iter(profile.indicators))]
    evidence = Evidence(store(), profile, some_indicators(names))
    try:
        return answers([_flagged(one, evidence) for one in asked], evidence)
    except LookupError as error:
        _log.warning("actions cannot be compared: %s", error)
        why = f"Сравнить нельзя: {error}."
        return [Silence("effect", "region", "", "", why, Sample(0, 0, 0)) for _ in asked]


def _flagged(one: Action, evidence: Evidence) -> Action:
    """Schools of the official list of low results are chosen for them too."""
    listed = [
        bool((evidence.units.row(code, one.since) or {}).get("low_performing"))
        for code in one.treated
    ]
    if one.chosen_low or not listed or sum(listed) * 2 <= len(listed):
        return one
    return replace(one, chosen_low=True)
