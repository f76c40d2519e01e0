"""What the regulation itself says of a stage, ready to be entered: goals, objectives, indicators.

Only what stands in the profile is proposed. A date is never proposed: the regulation names none,
so the methods wait for a person to set them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msoko.cycle.data_from import tables_of
from msoko.cycle.snapshot import CycleNow, EntryNow
from msoko.facts.schema import TABLES
from msoko.profile.indicator import Indicator
from msoko.profile.method import COLLECTED_RU, FREQUENCY_RU
from msoko.profile.model_area import Area
from msoko.profile.profile import Profile

Proposed = tuple[str, Mapping[str, Any], tuple[str, ...]]


def proposed(
    profile: Profile, now: CycleNow, stage: str, problem: EntryNow | None = None
) -> list[Proposed]:
    """Entries (kind, fields, links) the regulation has for a stage and the cycle has not yet.

    `problem` is what an earlier cycle has left: it is proposed as a goal before all others
    (п. 5.8.7: the problem «ложится в основу при формировании нового управленческого цикла»).
    Empty for an area the regulation of today does not know and for stages it says nothing of.
    """
    area = profile.texts.areas.get(now.area)
    kinds = now.stage(stage).plan.contents
    first = list(_from_problem(now, problem)) if problem and "goal" in kinds else []
    if area is None:
        return first
    return first + [
        one for kind in kinds if kind in _SAID for one in _SAID[kind](profile, area, now)
    ]  # fmt: skip


def _from_problem(now: CycleNow, problem: EntryNow) -> Iterator[Proposed]:
    """The goal the earlier cycle proposed, justified by its problem."""
    if not now.following(problem.ref, "goal"):
        title, because = problem.said.get("proposal"), problem.said.get("title")
        yield "goal", {"title": title or because, "justification": because}, (problem.ref,)


def _goals(profile: Profile, area: Area, now: CycleNow) -> Iterator[Proposed]:
    """Goals word for word; the regulation justifies the area as a whole, so every goal has it."""
    entered = {one.said.get("goal") for one in now.of("goal")}
    because = "; ".join(one.text for one in area.justification)
    for goal in area.goals:
        if goal.id not in entered:
            said = {
                "goal": goal.id,
                "title": goal.statement or goal.title,
                "justification": because,
            }
            yield "goal", said, ()


def _objectives(profile: Profile, area: Area, now: CycleNow) -> Iterator[Proposed]:
    """Objectives of a goal under it; those of the area serve every goal of it."""
    entered = {one.said.get("title") for one in now.of("objective")}
    goals = _goals_entered(now)
    for goal in area.goals:
        if goal.id in goals:
            for one in goal.objectives:
                if one.text not in entered:
                    yield "objective", {"title": one.text}, (goals[goal.id].ref,)
    every = tuple(one.ref for one in goals.values())
    for one in area.objectives if every else ():
        if one.text not in entered:
            yield "objective", {"title": one.text}, every


def _indicators(profile: Profile, area: Area, now: CycleNow) -> Iterator[Proposed]:
    """Indicators bound to goals as the profile binds them."""
    entered = {one.said.get("indicator") for one in now.of("indicator")}
    goals = _goals_entered(now)
    for one in profile.indicators.values():
        if one.area == area.id and not one.auxiliary and one.id not in entered:
            links = tuple(goals[goal].ref for goal in one.goals if goal in goals)
            yield "indicator", {"indicator": one.id}, links


def _methods(profile: Profile, area: Area, now: CycleNow) -> Iterator[Proposed]:
    """How the profile says that the data of an indicator come; the date is a person's to set."""
    titles = {role.id: role.title for role in profile.texts.general.roles}
    for entry in now.of("indicator"):
        one = profile.indicators.get(str(entry.said.get("indicator")))
        if one is None or one.method is None or now.following(entry.ref, "method"):
            continue
        how, often = COLLECTED_RU[one.method.collected_by], FREQUENCY_RU[one.method.frequency]
        who = one.method.responsible
        said = {"title": f"{how}, {often}", "source": _tables(profile, one),
                "responsible": titles.get(who, who)}  # fmt: skip
        yield "method", said, (entry.ref,)


def _tables(profile: Profile, one: Indicator) -> str:
    """Records the value is made from, in words."""
    return "; ".join(TABLES[name].ru for name in tables_of(profile, one))


def _goals_entered(now: CycleNow) -> dict[str, EntryNow]:
    """Entered goals by their id in the regulation."""
    return {str(one.said["goal"]): one for one in now.of("goal") if one.said.get("goal")}


_SAID: Mapping[str, Callable[[Profile, Area, CycleNow], Iterator[Proposed]]] = {
    "goal": _goals,
    "objective": _objectives,
    "indicator": _indicators,
    "method": _methods,
}
