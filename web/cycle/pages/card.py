"""The card of an entry: what it says, what it follows, what follows it, who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from msoko.cycle.contents import unfilled
from msoko.cycle.course import state_ru
from msoko.cycle.deadline import moves
from msoko.cycle.kinds import KINDS, UNITS, Field
from msoko.cycle.target import FIELDS, target_of
from msoko.cycle.transitions import WITHDRAWABLE
from web import regulation
from web.audit.models import Event
from web.audit.words import action_words
from web.cycle.effect import actions_of
from web.cycle.models import Cycle, Entry, EntryPlace
from web.cycle.pages.offered import after, offered
from web.cycle.pages.reach import SEE, entries_seen, findings_seen, one_entry
from web.cycle.pages.words import TONES, mended, said_of, shown
from web.cycle.standing import standing
from web.cycle.target import targets_of
from web.organisations.tree import tree_now
from web.policy.declare import needs
from web.policy.scope import PROGRAM, Scope

# A target is told whole, not field by field.
_TARGET = Field("target", "Цель числом")


@dataclass(frozen=True)
class Linked:
    """One thing an entry points to or is pointed to by."""

    kind: str
    title: str
    address: str
    state: str = ""


@dataclass(frozen=True)
class Read:
    """An organisation an entry concerns, and whether it has read it."""

    code: str
    name: str
    at: datetime | None
    who: str
    note: str


@dataclass(frozen=True)
class Happened:
    """One event of the entry."""

    at: datetime
    what: str
    who: str
    reason: str


@needs("cycles.see")
@require_GET
def card(request: HttpRequest, entry: object) -> HttpResponse:
    """One entry within reach; what of it is shown depends on the reader."""
    row, scope, day = one_entry(request, entry), request.actor.scope, timezone.localdate()
    office, now = scope.reaches_all(SEE), standing(row.cycle)
    target, home = now.entry(str(row.pk)), now.home(row.kind)
    lead = scope.may("cycles.lead") and now.state == "open" and row.state in WITHDRAWABLE
    is_head = "authority_head" in scope.roles
    places = [one for one in row.places.all() if one.organisation in scope.codes("cycles.see")]
    events = list(Event.objects.filter(kind="cycle.Entry", object_id=str(row.pk)))
    names = _names([*events], places) if scope.sees("personal") else {}
    context: dict[str, Any] = {
        "entry": row, "cycle": row.cycle, "kind": KINDS[row.kind], "shown": shown(row),
        "state": state_ru(row.kind, row.state), "tone": TONES.get(row.state, ""),
        "stage": home.plan if home else None, "office": office,
        "said": _said(row, is_head), "places": _read(places, names),
        "moves": moves(row.said), "targets": _targets(row, scope),
        "follows": _follows(row, request), "followed": _followed(row, request),
        "addressed": row.kind == "recommendation", "may_name": is_head and lead_open(row, now),
        "may_answer": any(one.acknowledged_at is None for one in places)
        and row.kind == "recommendation" and row.state in ("sent", "acknowledged")
        and scope.may("recommendations.acknowledge"),
    }  # fmt: skip
    if office:
        is_open = lead and home is not None and home.state == "open"
        context |= {
            "lacks": mended(now.id, unfilled(target, home.plan.id if home else "")),
            "steps": offered(now, target, scope, day), "may_edit": is_open,
            "may_aim": is_open and _is_unaimed(row),
            "onward": after(now, row.kind, f"entry:{row.pk}") if scope.may("cycles.lead") else (),
            "history": _history(events, names),
            "opened": list(Cycle.objects.filter(problem=row)),
            "may_open": row.kind == "problem" and scope.may("cycles.lead"),
        }  # fmt: skip
    return render(request, "cycles/entry.html", context)


def _is_unaimed(row: Entry) -> bool:
    """An indicator that could have a number to come to and has none."""
    known = regulation.profile().indicators.get(str(row.said.get("indicator") or ""))
    return (
        row.kind == "indicator" and known is not None and known.unit in dict(UNITS)
        and target_of(row.said) is None
    )  # fmt: skip


def _targets(row: Entry, scope: Scope) -> list[str]:
    """Sentences on the targets; those of a concluded review are the kept ones."""
    if row.kind == "review" and row.state == "concluded" and scope.reaches_all("findings.see"):
        return list((row.frozen or {}).get("targets") or ())
    told = targets_of(scope, row, actions_of(row))
    return [one.told.ru if row.kind == "indicator" else one.ru for one in told]


def lead_open(row: Entry, now: Any) -> bool:
    """Whether the person of a recommendation may still be written."""
    return row.kind == "recommendation" and row.state == "draft" and now.state == "open"


def _said(row: Entry, is_head: bool) -> Any:
    """Fields in words; organisations stand in their own table, those within reach."""
    lists = {one.name for one in KINDS[row.kind].fields if one.type == "organisations"}
    said = {name: value for name, value in row.said.items() if name not in lists}
    target = target_of(row.said) if row.kind == "indicator" else None
    if target is None:
        return said_of(row.kind, said, is_head)
    rest = {name: value for name, value in said.items() if name not in FIELDS}
    return [*said_of(row.kind, rest, is_head), (_TARGET, target.ru)]


def _read(places: Iterable[EntryPlace], names: Mapping[str, str]) -> list[Read]:
    nodes = tree_now().nodes
    return [
        Read(one.organisation,
             nodes[one.organisation].name if one.organisation in nodes else one.organisation,
             one.acknowledged_at, names.get(one.acknowledged_by, ""), one.note)
        for one in places
    ]  # fmt: skip


def _follows(row: Entry, request: HttpRequest) -> list[Linked]:
    """What the entry points back to, each where it can be opened."""
    refs = [one.ref.partition(":")[::2] for one in row.links.all()]
    by: dict[str, list[str]] = {}
    for kind, name in refs:
        by.setdefault(kind, []).append(name)
    seen = entries_seen(request.actor.scope)
    told = [_entry(one) for one in seen.filter(pk__in=by.get("entry", []))]
    found = findings_seen(request.actor.scope).filter(key__in=by.get("finding", []))
    told += [
        Linked("вывод анализа", one.said, reverse("cycle:card", args=[one.key]),
               one.get_state_display())
        for one in found
    ]  # fmt: skip
    known = regulation.profile().indicators
    told += [
        Linked("показатель положения", known[name].label,
               reverse("workspace:indicator", args=[known[name].area, name]))
        for name in by.get("indicator", []) if name in known
    ]  # fmt: skip
    return told


def _followed(row: Entry, request: HttpRequest) -> list[Linked]:
    seen = entries_seen(request.actor.scope).exclude(state="withdrawn")
    return [_entry(one) for one in seen.filter(links__ref=f"entry:{row.pk}")]


def _entry(one: Entry) -> Linked:
    told = shown(one)
    return Linked(f"{told.kind_ru} № {told.number}", told.title, told.address, told.state_ru)


def _history(events: Iterable[Event], names: Mapping[str, str]) -> list[Happened]:
    return [
        Happened(one.at, action_words(one), names.get(one.by, ""), one.reason) for one in events
    ]


def _names(events: Iterable[Event], places: Iterable[EntryPlace]) -> dict[str, str]:
    """Names of those who acted, for readers who may know them."""
    ids = {one.by for one in events} | {one.acknowledged_by for one in places}
    people = get_user_model().objects.filter(pk__in=[one for one in ids if len(one) == 36])
    return {**{str(one.pk): one.name for one in people}, PROGRAM.id: PROGRAM.name}
