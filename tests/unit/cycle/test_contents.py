"""What a stage lacks is told one by one, with the place where it is mended."""

from __future__ import annotations

from dataclasses import replace

from msoko.cycle.contents import missing
from tests.unit.cycle.made import Course, complete, reached


def lacks(course: Course, stage: str) -> list[str]:
    return [one.what for one in missing(course.now, course.now.stage(stage))]


def test_every_goal_has_objectives_and_indicators() -> None:
    course = reached("solnechny", "goals")
    course.enter("goal", title="Первая")
    course.enter("goal", title="Вторая")
    complete(course, "goals")
    course.stage("goals", "finish")
    course.stage("objectives", "begin")
    course.enter("objective", [course.refs("goal")[0]])
    assert lacks(course, "objectives") == ["цель «Вторая»: нет ни одной задачи"]
    assert "цель «Вторая»: нет ни одного показателя" in lacks(course, "indicators")


def test_a_goal_the_regulation_does_not_measure_needs_no_indicator() -> None:
    course = reached("solnechny", "indicators")
    goal = course.now.of("goal")[0]
    assert any("нет ни одного показателя" in one for one in lacks(course, "indicators"))
    name = str(goal.said["goal"])
    now = replace(course.now, unmeasured={name: "в тексте показатели к ней не названы"})
    assert missing(now, now.stage("indicators")) == ()


def test_every_indicator_has_a_method_with_source_term_and_responsible() -> None:
    course = reached("solnechny", "methods")
    assert any("не назначен метод сбора" in one for one in lacks(course, "methods"))
    course.enter("method", course.refs("indicator"), source="", due="", responsible="")
    told = " ".join(lacks(course, "methods"))
    for name in ("Источник данных", "Срок сбора", "Ответственный за сбор"):
        assert f"не заполнено «{name}»" in told


def test_the_analysis_needs_gaps_factors_and_practices_or_says_there_are_none() -> None:
    course = reached("solnechny", "analysis")
    assert len(lacks(course, "analysis")) == 3
    course.confirm("gap")
    course.confirm("factor", "rejected")
    course.enter("lack", of="good_practice")
    told = lacks(course, "analysis")
    assert told == ["нет подтверждённого вывода и нет отметки, что факторы не выявлены"]


def test_a_note_that_there_is_none_does_not_stand_beside_a_finding() -> None:
    course = reached("solnechny", "analysis")
    course.enter("lack", of="gap")
    course.confirm("gap")
    assert any("ей противоречит" in one for one in lacks(course, "analysis"))


def test_a_recommendation_rests_on_a_confirmed_finding() -> None:
    course = reached("solnechny", "recommendations")
    rejected = course.confirm("trend", "rejected")
    id_, _ = course.enter("recommendation", [rejected])
    course.entry(id_, "send")
    assert lacks(course, "recommendations") == [
        "адресная рекомендация «Рекомендация: заполнено»: не связана с подтверждённым выводом "
        "анализа"
    ]


def test_where_nothing_was_found_a_recommendation_rests_on_the_note_of_it() -> None:
    course = reached("solnechny", "analysis")
    for name in ("gap", "factor", "good_practice"):
        course.enter("lack", of=name)
    course.sign("analysis_report")
    assert course.stage("analysis", "finish") == []
    course.stage("recommendations", "begin")
    id_, _ = course.enter("recommendation", course.refs("lack")[:1])
    course.entry(id_, "send")
    assert lacks(course, "recommendations") == []


def test_a_finding_taken_into_the_cycle_is_a_confirmed_one() -> None:
    course = reached("solnechny", "analysis")
    course.enter("relevance", [course.confirm("skill", "open")])
    assert any("не выбран подтверждённый вывод" in one for one in lacks(course, "analysis"))


def test_every_recommendation_leads_to_an_action_where_actions_come_after() -> None:
    course = reached("solnechny", "actions")
    course.enter("action")
    assert any("не намечена ни одна мера" in one for one in lacks(course, "actions"))
    before = reached("aniva", "actions")
    before.enter("action")
    assert lacks(before, "actions") == []


def test_every_action_and_decision_is_concluded_on_but_those_cancelled() -> None:
    course = reached("solnechny", "effectiveness")
    course.enter("problem")
    assert any("нет вывода об эффективности" in one for one in lacks(course, "effectiveness"))
    for one in course.now.of("action", "decision"):
        course.entries[one.id] = replace(one, state="cancelled")
    assert lacks(course, "effectiveness") == []


def test_a_term_before_its_beginning_is_a_lack() -> None:
    course = reached("solnechny", "actions")
    course.enter("action", course.refs("recommendation"), starts="2025-12-01", due="2025-11-01")
    assert any("срок раньше начала" in one for one in lacks(course, "actions"))


def test_every_lack_leads_to_the_stage_where_it_is_mended() -> None:
    course = Course("solnechny")
    for stage in course.now.stages:
        for one in missing(course.now, stage):
            assert one.stage == stage.plan.id
            assert one.kind or one.entry
