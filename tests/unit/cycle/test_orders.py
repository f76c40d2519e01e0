"""Stages stand as each regulation prints them, and a diligent person walks each to its end."""

from __future__ import annotations

import pytest

from tests.unit.cycle.made import PROFILES, reached, stages

ORDERS = {
    "solnechny": [
        "goals", "objectives", "indicators", "methods", "monitoring", "analysis",
        "recommendations", "actions", "decisions", "effectiveness",
    ],
    "aleksandrovskoe": [
        "goals", "indicators", "methods", "monitoring", "analysis", "recommendations",
        "actions_and_decisions", "effectiveness", "new_cycle",
    ],
    "kalininsky": [
        "goals", "objectives", "indicators", "methods", "monitoring", "analysis",
        "recommendations", "actions", "decisions", "effectiveness",
    ],
    "aniva": [
        "goals", "indicators", "actions", "monitoring", "analysis", "decisions", "effectiveness",
    ],
    "severomorsk": [
        "goals", "objectives", "indicators", "monitoring", "methods", "recommendations",
        "decisions",
    ],
}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
def test_stages_follow_the_regulation(profile: str) -> None:
    assert [one.id for one in stages(profile)] == ORDERS[profile]


def test_aniva_acts_before_it_monitors_and_recommends_within_the_analysis() -> None:
    home = {kind: one.id for one in stages("aniva") for kind in one.contents}
    order = [one.id for one in stages("aniva")]
    assert order.index("actions") < order.index("monitoring")
    assert (home["recommendation"], home["method"]) == ("analysis", "indicators")


def test_severomorsk_prints_methods_after_monitoring_and_acts_by_decisions() -> None:
    home = {kind: one.id for one in stages("severomorsk") for kind in one.contents}
    assert (home["action"], home["finding"]) == ("decisions", "recommendations")


def test_aleksandrovskoe_takes_actions_together_with_decisions() -> None:
    found = {one.id: one.contents for one in stages("aleksandrovskoe")}
    assert found["actions_and_decisions"] == ("action", "decision")
    assert (found["effectiveness"], found["new_cycle"]) == (("review",), ("problem",))


def test_an_act_of_several_stages_is_asked_at_the_last_of_them() -> None:
    asked = {one.id: one.documents for one in stages("solnechny")}
    assert (asked["goals"], asked["methods"]) == ((), ("procedure_order",))


@pytest.mark.parametrize("profile", ["solnechny", "aleksandrovskoe", "aniva", "severomorsk"])
def test_every_stage_names_its_clause_and_who_acts(profile: str) -> None:
    assert [one.id for one in stages(profile) if not (one.clause and one.responsible)] == []


def test_the_default_order_of_kalininsky_claims_no_clause() -> None:
    assert {one.clause for one in stages("kalininsky")} == {""}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_cycle_is_walked_to_its_end_and_closed(profile: str) -> None:
    course = reached(profile, "")
    assert set(course.stages.values()) == {"done"}
    assert course.take(course.now, "close") == []
    assert course.state == "closed"
