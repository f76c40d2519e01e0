"""The stages of one cycle as the regulation orders them, with the content of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from msoko.profile.profile import Profile

# What is entered at a stage of the field; a stage with another id takes its result in words.
CONTENT: Mapping[str, tuple[str, ...]] = {
    "goals": ("goal",),
    "objectives": ("objective",),
    "indicators": ("indicator",),
    "methods": ("method",),
    "monitoring": ("monitoring",),
    "analysis": ("finding", "relevance", "lack"),
    "recommendations": ("recommendation",),
    "actions": ("action",),
    "decisions": ("decision",),
    "actions_and_decisions": ("action", "decision"),
    "effectiveness": ("review", "problem"),
    "new_cycle": ("problem",),
}
# Where a kind of entry goes when the regulation names no stage of its own for it: recommendations
# are part of the analysis (ANI-AMB-11), methods are fixed before collection starts.
_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "recommendation": ("analysis", "decisions"),
    "method": ("indicators", "monitoring"),
    "finding": ("recommendations",),
    "relevance": ("recommendations",),
    "lack": ("recommendations",),
    "action": ("decisions",),
}


@dataclass(frozen=True)
class PlannedStage:
    """A stage as the regulation has it when the cycle opens; kept with the cycle for good.

    `documents` are acts that must be signed before the stage is done; `responsible` and `decides`
    are titles of roles, the owner of the cycle where the stage names nobody; `clause` is its place
    for people.
    """

    id: str
    order: int
    title: str
    text: str = ""
    clause: str = ""
    contents: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    decides: str = ""


def planned(profile: Profile) -> tuple[PlannedStage, ...]:
    """Stages in the order of the profile's cycle; ValueError when the profile has no cycle."""
    texts = profile.texts
    if texts.cycle is None:
        raise ValueError(f"в профиле {profile.id} нет управленческого цикла (cycle.yaml)")
    stages = sorted(texts.cycle.stages, key=lambda one: one.order)
    titles = {role.id: role.title for role in texts.general.roles}
    owner = (texts.cycle.owner,) if texts.cycle.owner else ()
    homes = _homes([stage.id for stage in stages])
    last = {name: stage.id for stage in stages for name in stage.documents}
    return tuple(
        PlannedStage(
            id=stage.id,
            order=stage.order,
            title=stage.title,
            text=stage.text or "",
            clause=profile.texts.cited(stage.clause) if stage.clause else "",
            contents=homes[stage.id],
            documents=tuple(name for name in stage.documents if last[name] == stage.id),
            responsible=tuple(titles.get(name, name) for name in stage.responsible or owner),
            decides=titles.get(stage.decides or "", stage.decides or ""),
        )
        for stage in stages
    )


def _homes(stages: list[str]) -> dict[str, tuple[str, ...]]:
    """The content of every stage, with kinds whose own stage is missing where they belong."""
    homes = {stage: CONTENT.get(stage, ("note",)) for stage in stages}
    placed = {kind for kinds in homes.values() for kind in kinds}
    for kind, places in _ELSEWHERE.items():
        home = next((place for place in places if place in homes), None)
        if kind not in placed and home is not None:
            homes[home] = (*homes[home], kind)
    if "new_cycle" in homes and "effectiveness" in homes:
        homes["effectiveness"] = ("review",)
    return homes
