"""What the form of an entry offers: goals, indicators, organisations, and what it may follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from msoko.cycle.kinds import EntryKind
from msoko.cycle.snapshot import CycleNow
from web import regulation
from web.cycle.models import Entry, Finding
from web.cycle.pages.words import title_of
from web.organisations.kinds import FLAG_KINDS
from web.organisations.models import Flag
from web.organisations.tree import tree_now
from web.policy.scope import Scope

Options = list[tuple[str, str]]
_NOT_ORGANISATIONS = ("region", "municipality")
_LONGEST = 160


@dataclass(frozen=True)
class Choices:
    """Options by what is chosen; `links` by the kind followed; `groups` of organisations."""

    goals: Options
    indicators: Options
    organisations: Options
    groups: Sequence[tuple[str, Sequence[str]]]
    links: Mapping[str, Options]


def choices(scope: Scope, now: CycleNow, kind: EntryKind, entry: Entry | None = None) -> Choices:
    """Options of the area and reach; what the entry already says is always among them."""
    kept = [one.ref for one in entry.links.all()] if entry else []
    held = [one.organisation for one in entry.places.all()] if entry else []
    types = {field.type for field in kind.fields}
    area = regulation.profile().texts.areas.get(now.area)
    with_places = "organisations" in types
    return Choices(
        goals=[(one.id, one.title) for one in area.goals] if area else [],
        indicators=_indicators(now, kind, entry) if "indicator" in types else [],
        organisations=_organisations(scope, held) if with_places else [],
        groups=_groups(scope) if with_places else (),
        links={name: _links(now, kind.id, name, kept) for name in kind.follows},
    )


def _indicators(now: CycleNow, kind: EntryKind, entry: Entry | None) -> Options:
    """Indicators of the area; a cycle takes in each of them once."""
    known = regulation.profile().indicators.values()
    taken = {one.said.get("indicator") for one in now.of("indicator")}
    taken -= {entry.said.get("indicator")} if entry else set()
    return [
        (one.id, one.label)
        for one in known
        if one.area == now.area and not one.auxiliary
        and not (kind.id == "indicator" and one.id in taken)
    ]  # fmt: skip


def _organisations(scope: Scope, held: Sequence[str]) -> Options:
    tree, today, codes = tree_now(), timezone.localdate(), scope.codes("cycles.lead")
    return [
        (code, tree.nodes[code].name)
        for code, _ in tree.in_order
        if code in held
        or (code in codes and tree.nodes[code].is_open(today)
            and tree.nodes[code].kind not in _NOT_ORGANISATIONS)
    ]  # fmt: skip


def _groups(scope: Scope) -> list[tuple[str, list[str]]]:
    """Groups and flags of organisations in force today, each with its codes."""
    held = Flag.objects.on(timezone.localdate())
    held = held.filter(organisation__code__in=scope.codes("cycles.lead"))
    found: dict[str, list[str]] = {}
    for kind, value, code in held.values_list("kind", "value", "organisation__code"):
        title = f"{FLAG_KINDS[kind]}: {value}" if value else FLAG_KINDS[kind]
        found.setdefault(title, []).append(code)
    return sorted(found.items())


def _links(now: CycleNow, of: str, kind: str, kept: Sequence[str]) -> Options:
    """What an entry may point back to."""
    if kind == "finding":
        return _findings(now, of, kept)
    if kind == "problem":
        return _problems(now, kept)
    return [(one.ref, _short(title_of(one))) for one in now.of(kind)]


def _findings(now: CycleNow, of: str, kept: Sequence[str]) -> Options:
    """Confirmed findings of the cycle, those of other areas and years to say why they belong here.

    What the entry already speaks of is always among them.
    """
    keys = [ref.partition(":")[2] for ref in kept if ref.startswith("finding:")]
    here = [one.key for one in now.findings if one.state == "confirmed"]
    if of == "relevance":
        asked = Q(state="confirmed") & ~Q(area=now.area, period=now.period)
    else:
        asked = Q(key__in=here)
    found = Finding.objects.filter(asked | Q(key__in=keys))
    return [(f"finding:{one.key}", one.said) for one in found]


def _problems(now: CycleNow, kept: Sequence[str]) -> Options:
    """Problems that earlier cycles of the area have left."""
    ids = [ref.partition(":")[2] for ref in kept if ref.startswith("entry:")]
    known = Entry.objects.filter(kind="problem")
    left = Q(cycle__area=now.area, state="kept") & ~Q(cycle=now.id)
    found = known.filter(left | Q(pk__in=ids)).select_related("cycle")
    return [(f"entry:{one.pk}", f"{_short(title_of(one))} ({one.cycle.period})") for one in found]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + "…"
