"""The thread as a graph: both ways, torn where something is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from msoko.cycle.changed import stages_changed, wording_changed
from msoko.cycle.kinds import KINDS
from msoko.cycle.plan import PlannedStage
from msoko.cycle.snapshot import ActNow, CycleNow, EntryNow, FindingNow, StageNow
from msoko.cycle.thread import CHAIN, Rules, Walk, graph, value_parts, value_ref, walk

RULES = Rules(
    {"indicator:i": "Доля двоек", "goal:a.g": "Цель", "clause:act#1": "положение, п. 1"},
    {"indicator:i": ("goal:a.g",), "goal:a.g": ("clause:act#1",)},
    {"indicator:i": "a", "goal:a.g": "a"},
)
STAGES = (
    StageNow(PlannedStage("recommendations", 1, "Рекомендации", contents=("recommendation",),
                          documents=("order",)), "open"),
)  # fmt: skip


def entry(name: str, kind: str, *links: str, state: str = "kept", **said: str) -> EntryNow:
    return EntryNow(name, kind, state, {"title": f"запись {name}", **said}, links)


FIRST = CycleNow(
    "1", "a", "2024-25", "open", STAGES,
    (
        entry("goal", "goal", goal="g"),
        entry("ind", "indicator", "entry:goal", indicator="i"),
        entry("rec", "recommendation", "finding:f", state="sent"),
        entry("act", "action", "entry:rec", state="done"),
        entry("dec", "decision", "entry:act", state="taken"),
        entry("rev", "review", "entry:act", state="concluded"),
        entry("pro", "problem", "entry:rev"),
    ),
    (ActNow("7", "order", "Об утверждении рекомендаций", "signed"),),
    (FindingNow("f", "gap", "confirmed", "Двоек много.", "101", "i", {}, "2024-25"),),
)  # fmt: skip
SECOND = CycleNow(
    "2", "a", "2025-26", "open", STAGES, (entry("goal2", "goal", "entry:pro", goal="g"),
                                          entry("act2", "action", "entry:goal2")),
    title="Следующий", problem="entry:pro",
)  # fmt: skip


def walked(ref: str, *cycles: CycleNow) -> Walk:
    found = walk(graph(cycles or (FIRST, SECOND), RULES), ref)
    assert found is not None
    return found


def refs(steps: object) -> set[str]:
    return {node.ref for step in steps for node in step.nodes}  # type: ignore[attr-defined]


def test_every_kind_of_entry_has_its_place_in_the_chain() -> None:
    assert set(KINDS) <= set(CHAIN)


def test_back_from_the_review_everything_to_the_clause() -> None:
    assert refs(walked("entry:rev").back) >= {
        "entry:act", "entry:rec", "finding:f", "value:i/101/2024-25", "entry:ind", "entry:goal",
        "goal:a.g", "indicator:i", "clause:act#1",
    }  # fmt: skip


def test_forward_from_the_value_everything_to_the_next_cycle() -> None:
    told = refs(walked("value:i/101/2024-25").forward)
    assert told == {
        "finding:f", "entry:rec", "entry:act", "entry:dec", "entry:rev", "entry:pro", "act:7",
        "cycle:2", "entry:goal2", "entry:act2",
    }  # fmt: skip


def test_a_step_into_another_cycle_is_the_last_one() -> None:
    told = refs(walked("finding:f").forward)
    assert {"cycle:2", "entry:goal2"} <= told
    assert "entry:act2" not in told
    assert refs(walked("entry:act2").back) >= {"entry:goal2", "entry:pro"}
    assert "entry:rev" not in refs(walked("entry:act2").back)


def test_both_ways_are_one_and_the_same_thread() -> None:
    found = graph((FIRST, SECOND), RULES)
    for ref, on in found.back.items():
        assert all(ref in found.forward[one] for one in on)


def test_a_torn_thread_is_told_by_an_empty_step() -> None:
    short = replace(FIRST, entries=FIRST.entries[:3])
    forward = {step.kind: step.nodes for step in walked("finding:f", short).forward}
    assert forward["recommendation"]
    assert forward["action"] == forward["decision"] == forward["review"] == ()


def test_an_act_stands_on_what_its_stage_holds() -> None:
    assert {node.ref for step in walked("act:7").back for node in step.nodes} >= {
        "entry:rec", "finding:f", "clause:act#1",
    }  # fmt: skip


def test_the_indicator_of_a_cycle_is_named_as_it_was_entered() -> None:
    kept = replace(FIRST.entries[1], frozen={"label": "Старое название"})
    told = walked("entry:ind", replace(FIRST, entries=(FIRST.entries[0], kept)))
    assert told.start.title == "Старое название"


def test_a_finding_nobody_has_decided_on_has_a_thread_too() -> None:
    one = FindingNow("x", "gap", "open", "Вывод.", "102", "i", {}, "2024-25")
    found = walk(graph((FIRST,), RULES, findings=(one,)), "finding:x")
    assert found is not None
    assert "clause:act#1" in refs(found.back)


@pytest.mark.parametrize("ref", ["value:i/101", "value://", "entry:1", "value:a/b/c/d"])
def test_what_is_no_name_of_a_value_is_none(ref: str) -> None:
    assert value_parts(ref) is None


def test_a_value_is_named_and_read_back() -> None:
    assert value_parts(value_ref("i", "Северный округ", "2024-25")) == (
        "i", "Северный округ", "2024-25",
    )  # fmt: skip


def test_nothing_is_walked_from_what_is_not_there() -> None:
    assert walk(graph((FIRST,), RULES), "entry:none") is None


def test_a_stage_worded_otherwise_today_is_told_both_ways() -> None:
    kept = PlannedStage("goals", 1, "цели", responsible=("отдел",))
    today = PlannedStage("goals", 2, "цели", responsible=("отдел", "методист"))
    new = PlannedStage("audit", 3, "проверка")
    told = {(one.about, one.what, one.kept, one.today)
            for one in stages_changed((kept,), (today, new))}  # fmt: skip
    assert told == {
        ("этап «цели»", "порядок", "1", "2"),
        ("этап «цели»", "ответственные", "отдел", "отдел; методист"),
        ("этап «проверка»", "этап", "нет", "есть"),
    }


def test_a_threshold_of_a_new_act_does_not_change_what_a_cycle_keeps() -> None:
    kept = {"label": "Доля двоек", "thresholds": ["не меньше 20 с 17.08.2021"]}
    today = {"label": "Доля двоек",
             "thresholds": ["не меньше 20 с 17.08.2021", "не меньше 25 с 01.09.2026"]}  # fmt: skip
    (told,) = wording_changed(kept, today)
    assert (told.what, told.kept) == ("пороги", "не меньше 20 с 17.08.2021")
    assert "не меньше 25 с 01.09.2026" in told.today
    assert wording_changed(kept, kept) == []


def test_an_act_is_not_reproached_with_what_it_does_not_lead_to() -> None:
    told = walked("act:7")
    assert all(step.nodes for step in (*told.back, *told.forward))


def test_a_decision_beside_the_action_does_not_tear_the_thread_of_the_review() -> None:
    assert "decision" not in {step.kind for step in walked("entry:rev").back if not step.nodes}
