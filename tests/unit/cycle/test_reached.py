"""Where a cycle stands: the next step, what blocks it, what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from msoko.cycle.reached import awaited, late, reached
from msoko.cycle.snapshot import CycleNow, EntryNow
from tests.unit.cycle.made import DAY, PROFILES, Course


def with_entry(now: CycleNow, kind: str, state: str, due: date) -> CycleNow:
    said: dict[str, Any] = {"title": "х", "due": due.isoformat()}
    return replace(now, entries=(*now.entries, EntryNow(kind, kind, state, said)))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_new_cycle_waits_for_its_first_stage_to_begin(profile: str) -> None:
    at = reached(Course(profile).now, DAY)
    assert (at.stage.plan.order if at.stage else 0, at.step.verb if at.step else "") == (1, "begin")
    assert list(at.refusals) == []


def test_an_open_stage_waits_to_be_finished_and_says_what_it_lacks() -> None:
    course = Course("solnechny")
    course.stage("goals", "begin")
    at = reached(course.now, DAY)
    assert at.step is not None
    assert (at.step.verb, "нет ни одной записи «цель»") == ("finish", at.refusals[0].what)


def test_when_all_stages_are_done_the_cycle_waits_to_be_closed() -> None:
    course = Course("solnechny")
    course.stages = {one.plan.id: "done" for one in course.now.stages}
    at = reached(course.now, DAY)
    assert (at.stage, at.step.verb if at.step else "", list(at.refusals)) == (None, "close", [])


def test_a_cycle_that_is_over_waits_for_nothing() -> None:
    now = with_entry(Course("solnechny", state="withdrawn").now, "action", "planned", DAY)
    assert reached(now, DAY).step is None
    assert awaited(now) == []


@pytest.mark.parametrize(
    ("kind", "state", "is_late"),
    [
        ("action", "planned", True), ("action", "running", True), ("action", "done", False),
        ("action", "cancelled", False), ("decision", "taken", True), ("decision", "done", False),
        ("recommendation", "sent", True), ("recommendation", "acknowledged", False),
        ("review", "draft", True), ("review", "concluded", False), ("method", "kept", True),
        ("monitoring", "kept", True), ("method", "withdrawn", False), ("goal", "kept", False),
    ],
)  # fmt: skip
def test_a_day_that_has_passed_is_late_until_the_thing_is_settled(
    kind: str, state: str, is_late: bool
) -> None:
    yesterday = with_entry(Course("solnechny").now, kind, state, DAY - timedelta(days=1))
    assert bool(late(yesterday, DAY)) == is_late
    assert late(with_entry(Course("solnechny").now, kind, state, DAY), DAY) == []


def test_collection_is_settled_with_the_monitoring() -> None:
    course = Course("solnechny", stages={"monitoring": "done"})
    now = with_entry(course.now, "method", "kept", DAY - timedelta(days=1))
    assert late(now, DAY) == []


def test_what_is_awaited_comes_by_its_day() -> None:
    now = with_entry(Course("solnechny").now, "action", "planned", DAY + timedelta(days=5))
    now = with_entry(now, "decision", "taken", DAY)
    assert [one.kind for one in awaited(now)] == ["decision", "action"]
