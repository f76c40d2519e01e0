"""What the regulation says of a stage is proposed once, in its own words, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from msoko.cycle.data_from import tables_of
from msoko.cycle.plan import planned
from msoko.cycle.proposed import proposed
from msoko.cycle.snapshot import CycleNow, EntryNow, StageNow
from msoko.facts.schema import TABLES
from msoko.profile.load import default_profiles_dir, load_profile
from msoko.profile.profile import Profile
from tests.unit.cycle.made import PROFILES

AREA = "low_performing_schools"


@cache
def regulation(name: str) -> Profile:
    loaded = load_profile(default_profiles_dir() / name)
    assert loaded.profile is not None, loaded.problems
    return loaded.profile


def cycle(profile: Profile, area: str = AREA) -> CycleNow:
    stages = tuple(StageNow(one, "open") for one in planned(profile))
    return CycleNow("1", area, "2025-26", "open", stages)


def entered(now: CycleNow, profile: Profile, stage: str) -> CycleNow:
    """The cycle with everything proposed for a stage entered."""
    first = len(now.entries)
    made = tuple(
        EntryNow(str(first + number), kind, "kept", said, links)
        for number, (kind, said, links) in enumerate(proposed(profile, now, stage))
    )
    return replace(now, entries=(*now.entries, *made))


def said(profile: Profile, now: CycleNow, stage: str) -> list[Mapping[str, Any]]:
    return [fields for _, fields, _ in proposed(profile, now, stage)]


def test_goals_come_word_for_word_with_the_justification_of_the_area() -> None:
    profile = regulation("solnechny")
    goals = said(profile, cycle(profile), "goals")
    assert len(goals) == 4
    assert goals[0]["goal"] == "g1_work_with_school"
    assert goals[0]["title"].startswith("повышение качества образования в образовательных")
    assert goals[0]["justification"].count(";") == 2


def test_objectives_of_the_area_serve_every_goal_that_is_entered() -> None:
    profile = regulation("solnechny")
    now = cycle(profile)
    assert proposed(profile, now, "objectives") == []
    now = entered(now, profile, "goals")
    links = [links for _, _, links in proposed(profile, now, "objectives")]
    assert links == [tuple(one.ref for one in now.of("goal"))] * 5


def test_indicators_are_bound_to_goals_as_the_profile_binds_them() -> None:
    profile = regulation("solnechny")
    now = entered(cycle(profile), profile, "goals")
    goals = {one.said["goal"]: one.ref for one in now.of("goal")}
    told = {fields["indicator"]: links for _, fields, links in proposed(profile, now, "indicators")}
    own = [one for one in profile.indicators.values() if one.area == AREA and not one.auxiliary]
    assert told == {one.id: tuple(goals[name] for name in one.goals) for one in own}


def test_methods_come_from_the_indicator_and_leave_the_date_to_a_person() -> None:
    profile = regulation("solnechny")
    now = entered(entered(cycle(profile), profile, "goals"), profile, "indicators")
    methods = said(profile, now, "methods")
    assert len(methods) == len(now.of("indicator"))
    assert all("due" not in one for one in methods)
    assert methods[0]["title"] == "файл, ежегодно"
    assert methods[0]["responsible"].startswith("Отдел образования")


@pytest.mark.parametrize("name", PROFILES)
def test_every_method_names_the_records_its_indicator_is_computed_from(name: str) -> None:
    profile = regulation(name)
    words = {table.ru for table in TABLES.values()}
    for area in profile.texts.areas:
        now = entered(cycle(profile, area), profile, "goals")
        now = entered(now, profile, "indicators")
        named = [
            EntryNow(f"i{number}", "indicator", "kept", {"indicator": one.id})
            for number, one in enumerate(profile.indicators.values())
            if one.area == area and not one.auxiliary
        ]
        bare = replace(now, entries=tuple(named))
        home = bare.home("method")
        assert home is not None
        told = [one for kind, one, _ in proposed(profile, bare, home.plan.id) if kind == "method"]
        assert len(told) == sum(profile.indicators[str(one.said["indicator"])].method is not None
                                for one in named)  # fmt: skip
        for fields in told:
            assert set(fields["source"].split("; ")) <= words


@pytest.mark.parametrize(
    ("name", "indicator", "records"),
    [
        ("severomorsk", "base_level.vpr_base_grade_4_change", ["results"]),
        ("aleksandrovskoe", "results_dynamics.schools_positive_dynamics",
         ["results", "reviews", "units"]),
        ("solnechny", "schools_observed", ["procedures", "units"]),
        ("solnechny", "narcology_registered", ["attributes"]),
        ("solnechny", "staffing_level", ["reported"]),
        ("kalininsky", "functional_literacy_expert", ["ratings"]),
    ],
)  # fmt: skip
def test_the_records_behind_what_is_computed_from_other_values_are_found(
    name: str, indicator: str, records: list[str]
) -> None:
    profile = regulation(name)
    assert tables_of(profile, profile.indicators[indicator]) == records


@pytest.mark.parametrize("name", PROFILES)
def test_what_is_entered_is_not_proposed_again(name: str) -> None:
    profile = regulation(name)
    for area in profile.texts.areas:
        now = cycle(profile, area)
        for stage in now.stages:
            # methods follow indicators, also where both belong to one stage
            now = entered(entered(now, profile, stage.plan.id), profile, stage.plan.id)
            assert proposed(profile, now, stage.plan.id) == []


def test_a_withdrawn_goal_is_proposed_again() -> None:
    profile = regulation("solnechny")
    now = entered(cycle(profile), profile, "goals")
    gone = replace(now.entries[0], state="withdrawn")
    now = replace(now, entries=(gone, *now.entries[1:]))
    assert [one["goal"] for one in said(profile, now, "goals")] == ["g1_work_with_school"]


def test_an_area_the_regulation_does_not_know_has_nothing_to_propose() -> None:
    profile = regulation("solnechny")
    assert proposed(profile, cycle(profile, "другое"), "goals") == []


def test_the_problem_of_an_earlier_cycle_is_proposed_first_and_once() -> None:
    profile = regulation("solnechny")
    left = {"title": "Мало наставников", "proposal": "развить наставничество"}
    problem = EntryNow("0", "problem", "kept", left)
    kind, fields, links = proposed(profile, cycle(profile), "goals", problem)[0]
    assert (kind, links) == ("goal", ("entry:0",))
    assert fields == {"title": "развить наставничество", "justification": "Мало наставников"}
    made = EntryNow("1", kind, "kept", fields, links)
    now = replace(cycle(profile), entries=(made,))
    assert all(links == () for _, _, links in proposed(profile, now, "goals", problem))
    # goals of one's own have no objectives and indicators in the regulation
    assert len(proposed(profile, now, "objectives", problem)) == 0
