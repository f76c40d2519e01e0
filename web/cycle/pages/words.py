"""Entries in the words of a page: what one is called, what its fields say, where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from msoko.cycle.contents import Missing
from msoko.cycle.course import state_ru
from msoko.cycle.kinds import KINDS, Field
from msoko.cycle.policies import Refusal
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.vocabulary import capital
from web import regulation
from web.cycle.models import Entry
from web.cycle.pages.reach import speaking_of
from web.organisations.tree import tree_now
from web.policy.scope import Scope
from web.ui.numbers import day

# How many entries other pages name.
_SPEAKING = 10
# The tone of a state beside its words.
TONES = {
    "open": "going", "done": "ok", "closed": "ok", "acknowledged": "ok", "concluded": "ok",
    "taken": "ok", "signed": "ok", "published": "ok", "running": "going", "sent": "going",
    "cancelled": "", "revoked": "refused",
}  # fmt: skip


@dataclass(frozen=True)
class Mend:
    """A cause with the address where it is mended and who mends it; empty when not known."""

    said: str
    address: str = ""
    who: str = ""


@dataclass(frozen=True)
class Shown:
    """One entry as a line: number, name, state in words."""

    id: str
    number: int
    kind: str
    kind_ru: str
    title: str
    state: str
    state_ru: str
    due: Any
    address: str
    version: int
    about: str = ""

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "")


def title_of(entry: Entry | EntryNow) -> str:
    """What people know an entry by; an indicator by the regulation's own label."""
    kind = KINDS[entry.kind]
    told = str(entry.said.get(kind.title) or "")
    if kind.title == "indicator":
        known = regulation.profile().indicators.get(told)
        return known.label if known else told or "без названия"
    return told or "без названия"


def shown(entry: Entry, about: str = "") -> Shown:
    """An entry as a line of a page; `about` is what it follows, where its name says too little."""
    return Shown(
        id=str(entry.pk), number=entry.number, kind=entry.kind, kind_ru=KINDS[entry.kind].ru,
        title=title_of(entry), state=entry.state, state_ru=state_ru(entry.kind, entry.state),
        due=entry.due, address=reverse("cycles:entry", args=[entry.pk]), version=entry.version,
        about=about,
    )  # fmt: skip


def measured(now: CycleNow) -> dict[str, str]:
    """What each method collects, by its id: methods of a cycle are all called alike."""
    names = {one.ref: title_of(one) for one in now.of("indicator")}
    return {
        one.id: "; ".join(names[ref] for ref in one.links if ref in names)
        for one in now.of("method")
    }


def speaking(scope: Scope, *refs: str, organisation: str = "") -> list[Shown]:
    """The latest entries within reach that speak of a thing; none for whom cycles are closed."""
    if not scope.may("cycles.see"):
        return []
    return [shown(one) for one in speaking_of(scope, *refs, organisation=organisation)[:_SPEAKING]]


def said_of(kind: str, said: Mapping[str, Any], with_person: bool) -> list[tuple[Field, str]]:
    """Filled fields in words, in the order of the kind; a person only for whom it is meant."""
    return [
        (field, value_words(field, said[field.name], said))
        for field in KINDS[kind].fields
        if said.get(field.name) and (with_person or field.name != "person")
    ]


def value_words(field: Field, value: Any, said: Mapping[str, Any]) -> str:
    """The value of a field in words: names for codes, days as they are written."""
    if field.type == "date":
        return day(EntryNow("", "", "", said).day(field.name))
    if field.type == "choice":
        return dict(field.choices).get(value, str(value))
    if field.type == "indicator":
        known = regulation.profile().indicators.get(value)
        return known.label if known else str(value)
    if field.type == "goal":
        return _goal(value)
    if field.type == "organisations":
        nodes = tree_now().nodes
        return "; ".join(nodes[code].name if code in nodes else code for code in value)
    return str(value)


def _goal(name: str) -> str:
    areas = regulation.profile().texts.areas.values()
    return next((goal.title for one in areas for goal in one.goals if goal.id == name), name)


def mended(cycle: object, told: Iterable[Refusal | Missing]) -> list[Mend]:
    """Causes with where each is mended."""
    return [Mend(_said(one), _address(cycle, one), getattr(one, "who", "")) for one in told]


def _said(one: Refusal | Missing) -> str:
    until = one.until if isinstance(one, Refusal) else None
    told = f"{capital(one.what)}"
    return f"{told}. До {day(until)} это невозможно." if until else f"{told}."


def _address(cycle: object, one: Refusal | Missing) -> str:
    if one.kind.startswith("document:"):
        document = one.kind.partition(":")[2]
        return f"{reverse('acts:new')}?{urlencode({'cycle': cycle, 'document': document})}"
    if one.entry:
        return reverse("cycles:entry", args=[one.entry])
    if one.kind in KINDS and one.stage:
        return reverse("cycles:enter", args=[cycle, one.stage, one.kind])
    return reverse("cycles:stage", args=[cycle, one.stage]) if one.stage else ""
