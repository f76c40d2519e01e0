"""The regulation of today as the thread needs it; made once for a version of the profile."""

from __future__ import annotations

from msoko.cycle.thread import Rules
from msoko.profile.clause import ClauseRef
from msoko.profile.profile import Profile

_kept: dict[str, Rules] = {}


def rules_of(profile: Profile) -> Rules:
    """Titles of indicators, goals and clauses by reference, and what each stands on."""
    if profile.version not in _kept:
        _kept.clear()
        _kept[profile.version] = _made(profile)
    return _kept[profile.version]


def _made(profile: Profile) -> Rules:
    titles: dict[str, str] = {}
    on: dict[str, tuple[str, ...]] = {}
    areas: dict[str, str] = {}
    for area in profile.texts.areas.values():
        for goal in area.goals:
            ref = f"goal:{area.id}.{goal.id}"
            titles[ref], areas[ref] = goal.statement or goal.title, area.id
            on[ref] = _clause(profile, goal.clause, titles)
    for one in profile.indicators.values():
        ref = f"indicator:{one.id}"
        titles[ref], areas[ref] = one.label, one.area
        goals = tuple(f"goal:{one.area}.{name}" for name in one.goals)
        clause = _clause(profile, one.clause, titles) if one.clause else ()
        on[ref] = (*goals, *clause)
    return Rules(titles, on, areas)


def _clause(profile: Profile, ref: ClauseRef, titles: dict[str, str]) -> tuple[str, ...]:
    name = f"clause:{ref.act}#{ref.at}"
    titles[name] = profile.texts.cited(ref)
    return (name,)
