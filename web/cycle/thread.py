"""The thread as one reader sees it: the cycles around a thing, walked both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q
from django.http import HttpRequest

from msoko.cycle.snapshot import CycleNow, FindingNow
from msoko.cycle.thread import Graph, Walk, graph, value_parts, walk
from web import regulation
from web.cycle.listed import seen
from web.cycle.models import Act, Cycle, Entry, Finding
from web.cycle.pages.reach import cycles_seen, entries_seen
from web.cycle.reach import Reach
from web.cycle.rules import rules_of
from web.cycle.standing import finding_now, standings
from web.organisations.tree import Node as Place
from web.organisations.tree import tree_now

# As many cycles of an area as a thread may meet: a cycle a year, so all a reader remembers.
_CYCLES = 8


@dataclass(frozen=True)
class Sight:
    """Things as one reader may see them; `today` are findings of today, `places` organisations."""

    graph: Graph
    reach: Reach
    today: pa.Table | None
    places: Mapping[str, Place]


@dataclass(frozen=True)
class Thread:
    """A walk and the eyes it is seen with."""

    walk: Walk
    sight: Sight


@dataclass(frozen=True)
class _Around:
    """Where a thing belongs: areas, and what the cycles there do not know by themselves."""

    areas: frozenset[str]
    findings: tuple[FindingNow, ...] = ()
    values: tuple[str, ...] = field(default=())


def findings_today(request: HttpRequest) -> pa.Table | None:
    """Findings of today the reader may see."""
    return seen(request) if request.actor.scope.may("findings.see") else None


def thread_of(request: HttpRequest, ref: str) -> Thread | None:
    """The thread of a thing; None when there is no such thing or the reader may not see it."""
    if not request.actor.scope.may("cycles.see"):
        return None
    today = findings_today(request)
    around = _around(ref, today)
    if around is None:
        return None
    near = Q(area__in=around.areas) | Q(problem__cycle__area__in=around.areas)
    chosen = Cycle.objects.filter(near).exclude(state="withdrawn").values_list("pk", flat=True)
    cycles = standings(Cycle.objects.filter(pk__in=list(chosen.distinct()[:_CYCLES])))
    sight = sight_of(request, cycles, today, around.findings, around.values)
    found = walk(sight.graph, ref)
    return Thread(found, sight) if found and sight.reach.sees(found.start) else None


def sight_of(
    request: HttpRequest, cycles: list[CycleNow], today: pa.Table | None,
    findings: tuple[FindingNow, ...] = (), values: tuple[str, ...] = (),
) -> Sight:  # fmt: skip
    """Cycles as one graph with what the reader may see of it."""
    whole = graph(cycles, rules_of(regulation.profile()), findings=findings, values=values)
    return Sight(whole, _reach(request, cycles, today), today, tree_now().nodes)


def _reach(request: HttpRequest, cycles: list[CycleNow], today: pa.Table | None) -> Reach:
    scope, ids = request.actor.scope, [one.id for one in cycles]
    seen_entries = entries_seen(scope).filter(cycle__in=ids).values_list("pk", flat=True)
    seen_cycles = cycles_seen(scope).filter(pk__in=ids).values_list("pk", flat=True)
    keys = today["key"].to_pylist() if today is not None else ()
    entries, known = (frozenset(map(str, found)) for found in (seen_entries, seen_cycles))
    return Reach(scope, frozenset(keys), entries, known)


def _around(ref: str, today: pa.Table | None) -> _Around | None:
    kind, _, name = ref.partition(":")
    if kind in ("entry", "cycle", "act"):
        area = _area_of_row(kind, name)
        return _Around(frozenset({area})) if area else None
    if kind == "finding":
        return _of_finding(name, today)
    rules = rules_of(regulation.profile())
    if kind == "value":
        parts = value_parts(ref)
        area = rules.areas.get(f"indicator:{parts[0]}") if parts else None
        return _Around(frozenset({area}), values=(ref,)) if area else None
    if ref not in rules.titles:
        return None
    above = [one for one, on in rules.stands_on.items() if ref in on] if kind == "clause" else [ref]
    return _Around(frozenset(rules.areas[one] for one in above))


def _area_of_row(kind: str, name: str) -> str | None:
    """The area of a row of the database; None for a name that is none."""
    try:
        key = UUID(name)
    except ValueError:
        return None
    if kind == "cycle":
        return Cycle.objects.filter(pk=key).values_list("area", flat=True).first()
    model = Entry if kind == "entry" else Act
    return model.objects.filter(pk=key).values_list("cycle__area", flat=True).first()


def _of_finding(key: str, today: pa.Table | None) -> _Around | None:
    """A decided finding as it was decided, another as the analysis has it today."""
    decided = Finding.objects.filter(key=key).first()
    if decided is not None:
        return _Around(frozenset({decided.area}), (finding_now(decided),))
    rows = today.filter(pc.equal(today["key"], key)).to_pylist() if today is not None else []
    if not rows:
        return None
    row = rows[0]
    now = FindingNow(
        key, row["kind"], "open", row["sentence"], row["unit"], row["indicator"],
        period=row["period"],
    )  # fmt: skip
    return _Around(frozenset({row["area"]}), (now,))
