"""What can happen to the entries of a cycle: entered, corrected, withdrawn, acknowledged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from msoko.cycle.deadline import MOVED
from msoko.cycle.kinds import KINDS
from msoko.cycle.policies import refusals
from msoko.cycle.snapshot import EntryNow
from msoko.cycle.transitions import ENTERED_WHEN, WITHDRAWABLE
from msoko.cycle.wording import wording
from web import regulation
from web.audit.action import Told, action
from web.audit.impossible import Impossible
from web.audit.versions import replace
from web.cycle.comparing import ask_to_compare
from web.cycle.models import Cycle, Entry, EntryLink, EntryPlace
from web.cycle.standing import entry_now, locked, standing
from web.figures.tasks import ask_to_analyse
from web.policy.scope import Actor

_MODEL = "cycle.Entry"
Proposed = tuple[str, Mapping[str, Any], Sequence[str]]
# Links that repeat what a field says.
_FROM_FIELDS = ("goal:", "indicator:")


def _there(said: Mapping[str, Any]) -> list[str]:
    return [said["place"].organisation]


@action("entries.enter", "внесена запись цикла", needs="cycles.lead")
def enter(
    *, by: Actor, cycle: Cycle, kind: str, said: Mapping[str, Any], links: Sequence[str] = ()
) -> Told:
    """A new entry of an open stage; its fields may still lack something, the stage will tell."""
    _demand_open(cycle, [kind])
    entry = _made(by, cycle, [(kind, said, links)])[0]
    return Told(entry, _MODEL, entry.pk, {}, {"kind": kind, "said": _open(entry.said)})


@action("entries.fill", "внесены записи из положения", needs="cycles.lead")
def fill(*, by: Actor, cycle: Cycle, proposed: Iterable[Proposed]) -> Told:
    """Several entries at once: (kind, fields, links), as the regulation has them."""
    wanted = list(proposed)
    if not wanted:
        raise Impossible("Вносить нечего: всё, что есть в положении, уже внесено.")
    _demand_open(cycle, dict.fromkeys(kind for kind, _, _ in wanted))
    made = _made(by, cycle, wanted)
    told = {"kind": made[0].kind, "said": [one.said for one in made]}
    return Told(made, "cycle.Cycle", cycle.pk, {}, told)


@action("entries.complete", "дополнены записи цикла", needs="cycles.lead")
def complete(*, by: Actor, cycle: Cycle, kind: str, said: Mapping[str, Any]) -> Told:
    """Fields nobody has filled yet, in all entries of a kind at once; what was filled stays."""
    _demand_open(cycle, [kind])
    fields, changed = _plain(kind, said), []
    for one in cycle.entries.filter(kind=kind, state__in=WITHDRAWABLE):
        told = {name: value for name, value in fields.items() if not one.said.get(name)}
        if told:
            new = one.said | told
            replace(one, one.version, said=new, due=_due(new))
            _place(one)
            changed.append(one)
    if not changed:
        raise Impossible("Дополнять нечего: эти поля уже заполнены во всех записях.")
    _compared({kind})
    told = {"kind": kind, "number": [one.number for one in changed], "said": _open(fields)}
    return Told(changed, "cycle.Cycle", cycle.pk, {}, told)


@action("entries.correct", "исправлена запись цикла", needs="cycles.lead")
def correct(
    *, by: Actor, entry: Entry, version: int, said: Mapping[str, Any],
    links: Sequence[str] | None = None, reason: str = "",
) -> Told:  # fmt: skip
    """New words of an entry that is not settled yet; Stale when somebody was faster."""
    _demand_changeable(entry)
    kept_moves = {name: entry.said[name] for name in (MOVED,) if name in entry.said}
    old, new = entry.said, _plain(entry.kind, said) | kept_moves
    kept = [one.ref for one in entry.links.all() if not one.ref.startswith(_FROM_FIELDS)]
    wanted = _refs(entry.cycle.area, entry.kind, new, kept if links is None else links)
    same = new.get("indicator") == old.get("indicator")
    frozen = entry.frozen if same else _kept(entry.kind, new)
    replace(entry, version, said=new, due=_due(new), frozen=frozen)
    _place(entry)
    entry.links.exclude(ref__in=wanted).delete()
    _link(entry, wanted)
    _compared({entry.kind})
    told = {"said": _open(old)}, {"said": _open(new)}
    return Told(entry, _MODEL, entry.pk, *told, reason=reason)


@action("entries.name_person", "названо лицо рекомендации", needs="cycles.decide")
def name_person(*, by: Actor, entry: Entry, version: int, person: str) -> Told:
    """Whom a recommendation is for by name: the head's to write and to see, not the journal's."""
    if entry.kind != "recommendation":
        raise Impossible("Лицо называют только в адресной рекомендации.")
    _demand_changeable(entry)
    said = {name: value for name, value in entry.said.items() if name != "person"}
    replace(entry, version, said=said | ({"person": person.strip()} if person.strip() else {}))
    return Told(entry, _MODEL, entry.pk, {}, {"said": "лицо названо" if person.strip() else ""})


@action("entries.withdraw", "снята запись цикла", needs="cycles.lead")
def withdraw(*, by: Actor, entry: Entry, version: int, reason: str) -> Told:
    """The entry no longer counts; it stays to be seen, with the reason."""
    _demand_changeable(entry)
    if not reason.strip():
        raise Impossible("Напишите, почему запись снята: причина останется в журнале.")
    old = entry.state
    replace(entry, version, state="withdrawn", reason=reason.strip())
    _compared({entry.kind})
    return Told(entry, _MODEL, entry.pk, {"state": old}, {"state": "withdrawn"}, reason=reason)


@action(
    "entries.acknowledge", "организация ознакомлена", needs="recommendations.acknowledge",
    touches=_there,
)  # fmt: skip
def acknowledge(*, by: Actor, place: EntryPlace, version: int, note: str = "") -> Told:
    """An addressee has read what was sent to it, and may answer."""
    if place.entry.state not in ("sent", "acknowledged"):
        raise Impossible("Рекомендация ещё не направлена или отозвана: знакомиться пока не с чем.")
    if place.acknowledged_at:
        raise Impossible("Организация уже ознакомлена.")
    replace(
        place, version, acknowledged_at=timezone.now(), acknowledged_by=by.id, note=note.strip()
    )
    new = {"organisation": place.organisation, "note": place.note}
    return Told(place, "cycle.EntryPlace", place.pk, {}, new, place.organisation)


def _made(by: Actor, cycle: Cycle, wanted: Sequence[Proposed]) -> list[Entry]:
    """New entries, numbered on within their kind; the same few queries however many they are."""
    last = dict(cycle.entries.values_list("kind").annotate(Max("number")))
    entries, links = [], []
    for kind, said, refs in wanted:
        last[kind], fields = last.get(kind, 0) + 1, _plain(kind, said)
        one = Entry(
            cycle=cycle, kind=kind, number=last[kind], state=KINDS[kind].states[0][0], said=fields,
            due=_due(fields), frozen=_kept(kind, fields), entered_by=by.id,
            entered_at=timezone.now(),
        )  # fmt: skip
        entries.append(one)
        refs = dict.fromkeys(_refs(cycle.area, kind, fields, refs))
        links += [EntryLink(entry=one, ref=ref) for ref in refs]
    Entry.objects.bulk_create(entries)
    EntryLink.objects.bulk_create(links)
    EntryPlace.objects.bulk_create(
        EntryPlace(entry=one, organisation=code) for one in entries for code in _places(one)
    )
    _compared({one.kind for one in entries})
    return entries


def _demand_open(cycle: Cycle, kinds: Iterable[str]) -> None:
    """Entries of these kinds may be entered now; Impossible with every reason why not."""
    now, day = standing(locked(cycle)), timezone.localdate()
    asked = [EntryNow("", kind, KINDS[kind].states[0][0], {}) for kind in kinds]
    found = [why for one in asked for why in refusals(ENTERED_WHEN, now, one, day)]
    if found:
        raise Impossible(*found)


def _demand_changeable(entry: Entry) -> None:
    if entry.state not in WITHDRAWABLE:
        kind = KINDS[entry.kind]
        told = dict(kind.states)[entry.state]
        raise Impossible(
            f"Запись «{kind.ru}» в состоянии «{told}»: сначала верните её на доработку."
        )
    found = refusals(
        ENTERED_WHEN, standing(locked(entry.cycle)), entry_now(entry), timezone.localdate()
    )
    if found:
        raise Impossible(*found)


def _plain(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Only fields of the kind, dates as text: what JSON keeps and gives back the same."""
    names = {field.name for field in KINDS[kind].fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if name in names and value not in (None, "", [])
    }


def _refs(area: str, kind: str, said: Mapping[str, Any], links: Sequence[str]) -> list[str]:
    """What an entry points back to: what was chosen, and the goal or indicator its fields name."""
    before = {"goal": f"goal:{area}.", "indicator": "indicator:"}
    named = [
        f"{before[field.type]}{said[field.name]}"
        for field in KINDS[kind].fields
        if field.type in before and said.get(field.name)
    ]
    return [*links, *named]


def _open(said: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the journal keeps them: a person named in a recommendation is not among them."""
    return {name: value for name, value in said.items() if name != "person"}


def _kept(kind: str, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The wording of an indicator on the day it is entered: a new act does not reach it."""
    if kind != "indicator":
        return None
    return wording(regulation.profile(), str(said.get("indicator", "")), regulation.names())


def _due(said: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(said["due"]) if said.get("due") else None


def _compared(kinds: Collection[str]) -> None:
    """What an action could show is asked about anew, and gaps where a target may have changed."""
    if "action" in kinds:
        transaction.on_commit(ask_to_compare)
    if "indicator" in kinds:
        transaction.on_commit(ask_to_analyse)
    if "indicator" in kinds:  # its target may be another one now
        transaction.on_commit(ask_to_analyse)


def _link(entry: Entry, links: Sequence[str]) -> None:
    known = set(entry.links.values_list("ref", flat=True))
    EntryLink.objects.bulk_create(
        EntryLink(entry=entry, ref=ref) for ref in dict.fromkeys(links) if ref not in known
    )


def _places(entry: Entry) -> list[str]:
    """Codes of organisations its fields name."""
    fields = [one for one in KINDS[entry.kind].fields if one.type == "organisations"]
    return sorted({code for one in fields for code in entry.said.get(one.name, ())})


def _place(entry: Entry) -> None:
    """Organisations by code, so that a school finds what concerns it."""
    wanted = set(_places(entry))
    known = set(entry.places.values_list("organisation", flat=True))
    entry.places.filter(organisation__in=known - wanted, acknowledged_at=None).delete()
    EntryPlace.objects.bulk_create(
        EntryPlace(entry=entry, organisation=code) for code in sorted(wanted - known)
    )
