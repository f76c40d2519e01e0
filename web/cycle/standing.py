"""A cycle as the database has it, as plain values for the rules of msoko.cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet

from msoko.cycle.plan import PlannedStage
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, FindingNow, StageNow
from web import regulation
from web.cycle.models import Act, Cycle, CycleStage, Entry, EntryLink, EntryPlace, Finding


def plan_of(cycle: Cycle) -> tuple[PlannedStage, ...]:
    """The stages kept with a cycle."""
    return tuple(
        PlannedStage(**{name: _tuple(value) for name, value in stage.items()})
        for stage in cycle.plan
    )


def written(stages: tuple[PlannedStage, ...]) -> list[dict[str, Any]]:
    """Stages as they are kept with a cycle."""
    return [asdict(stage) for stage in stages]


def locked(cycle: Cycle) -> Cycle:
    """The cycle, held until the end of the transaction: its rules look at many rows at once."""
    return Cycle.objects.select_for_update().get(pk=cycle.pk)


def standing(cycle: Cycle) -> CycleNow:
    """Everything of one cycle, read anew: a rule must not look at what was there before."""
    return standings(Cycle.objects.filter(pk=cycle.pk))[0]


def standings(cycles: QuerySet[Cycle]) -> list[CycleNow]:
    """Several cycles whole, in the same number of queries however many they are.

    Rows come as plain values: every step of every person asks for this.
    """
    rows = list(cycles)
    if not rows:
        return []
    ids = [one.pk for one in rows]
    entries, refs = _entries(ids)
    named = {key for keys in refs.values() for key in keys}
    areas, periods = {one.area for one in rows}, {one.period for one in rows}
    asked = Q(area__in=areas, period__in=periods) | Q(key__in=named)
    found = _Found(
        _by_cycle(CycleStage.objects.filter(cycle__in=ids).order_by("order", "stage")),
        entries, _acts(ids), refs, list(Finding.objects.filter(asked)),
    )  # fmt: skip
    return [_now(one, found) for one in rows]


@dataclass(frozen=True)
class _Found:
    """What several cycles hold, by the id of the cycle; `named` are keys their entries link to."""

    stages: Mapping[Any, list[CycleStage]]
    entries: Mapping[Any, list[EntryNow]]
    acts: Mapping[Any, list[ActNow]]
    named: Mapping[Any, set[str]]
    findings: Sequence[Finding]


def _now(cycle: Cycle, found: _Found) -> CycleNow:
    rows = {row.stage: row for row in found.stages[cycle.pk]}
    place, named = (cycle.area, cycle.period), found.named[cycle.pk]
    own = (one for one in found.findings if (one.area, one.period) == place or one.key in named)
    return CycleNow(
        id=str(cycle.id),
        area=cycle.area,
        period=cycle.period,
        state=cycle.state,
        stages=tuple(stage_now(stage, rows[stage.id]) for stage in plan_of(cycle)),
        entries=tuple(found.entries[cycle.pk]),
        acts=tuple(found.acts[cycle.pk]),
        findings=tuple(finding_now(one) for one in own),
        unmeasured=_unmeasured(cycle.area),
        profile_version=cycle.profile_version,
        title=cycle.title,
        problem=f"entry:{cycle.problem_id}" if cycle.problem_id else "",
    )


def _entries(ids: list[Any]) -> tuple[Mapping[Any, list[EntryNow]], Mapping[Any, set[str]]]:
    """Entries by cycle, and keys of the findings they point back to, of any area and year."""
    links, read = defaultdict(list), defaultdict(list)
    for entry, ref in (
        EntryLink.objects.filter(entry__cycle__in=ids).order_by("id").values_list("entry_id", "ref")
    ):
        links[entry].append(ref)
    there = EntryPlace.objects.filter(entry__cycle__in=ids, acknowledged_at__isnull=False)
    for entry, code in there.order_by("id").values_list("entry_id", "organisation"):
        read[entry].append(code)
    made, named = defaultdict(list), defaultdict(set)
    wanted = ("cycle_id", "id", "kind", "state", "said", "frozen", "number")
    rows = Entry.objects.filter(cycle__in=ids).order_by("kind", "number").values_list(*wanted)
    for cycle, id_, kind, state, said, frozen, number in rows:
        refs, codes = tuple(links[id_]), frozenset(read[id_])
        one = EntryNow(str(id_), kind, state, said, refs, codes, frozen or {}, number)
        made[cycle].append(one)
        named[cycle] |= {ref.removeprefix("finding:") for ref in refs if ref[:8] == "finding:"}
    return made, named


def _acts(ids: list[Any]) -> Mapping[Any, list[ActNow]]:
    """Acts by cycle, newest first, without their words."""
    wanted = ("cycle_id", "id", "document", "title", "state", "number", "signed_on")
    rows = Act.objects.filter(cycle__in=ids).order_by("-made_at", "id").values_list(*wanted)
    made = defaultdict(list)
    for cycle, id_, *said in rows:
        made[cycle].append(ActNow(str(id_), *said))
    return made


def _by_cycle(rows: QuerySet[CycleStage]) -> Mapping[Any, list[CycleStage]]:
    made = defaultdict(list)
    for one in rows:
        made[one.cycle_id].append(one)
    return made


def stage_now(plan: PlannedStage, row: CycleStage) -> StageNow:
    """One stage."""
    return StageNow(plan, row.state, row.started_on, row.done_on)


def entry_now(entry: Entry) -> EntryNow:
    """One entry with what it points back to and who has acknowledged it."""
    return EntryNow(
        id=str(entry.id),
        kind=entry.kind,
        state=entry.state,
        said=entry.said,
        links=tuple(link.ref for link in entry.links.all()),
        acknowledged=frozenset(
            place.organisation for place in entry.places.all() if place.acknowledged_at
        ),
        frozen=entry.frozen or {},
        number=entry.number,
    )


def act_now(act: Act) -> ActNow:
    """One act with its requisites."""
    return ActNow(str(act.id), act.document, act.title, act.state, act.number, act.signed_on)


def finding_now(finding: Finding) -> FindingNow:
    """One finding somebody has decided on, with its numbers of that day."""
    return FindingNow(
        finding.key, finding.kind, finding.state, finding.said, finding.unit,
        finding.indicator, finding.frozen, finding.period,
    )  # fmt: skip


def _unmeasured(area: str) -> dict[str, str]:
    known = regulation.profile().texts.areas.get(area)
    goals = known.goals if known else ()
    return {goal.id: goal.no_indicators for goal in goals if goal.no_indicators}


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
