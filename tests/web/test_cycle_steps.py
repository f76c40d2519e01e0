"""Cycles go in the order of the regulation, whole, by those who may; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from msoko.cycle.deadline import moves
from msoko.cycle.transitions import TRANSITIONS, transition
from tests.web import course, world
from web.audit.action import ACTIONS
from web.audit.impossible import Impossible
from web.audit.models import Event
from web.audit.versions import Stale
from web.cycle import entering, steps
from web.cycle.models import Cycle, Entry
from web.cycle.standing import standing, standings
from web.policy.scope import PROGRAM, Actor, Denied
from web.policy.table import PERMISSIONS

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    """What somebody is told; nothing is written to the journal."""
    before = Event.objects.count()
    with pytest.raises(Impossible) as told:
        act()
    assert Event.objects.count() == before
    assert told.value.refusals
    return str(told.value)


def test_the_right_of_every_transition_is_in_the_table_of_permissions() -> None:
    assert {one.permission for one in TRANSITIONS} - set(PERMISSIONS) == set()


@pytest.mark.parametrize("name", sorted(course.SCENARIOS))
def test_a_school_moves_no_cycle_and_an_expert_does_nothing(
    name: str, acting: Callable[[str], Actor]
) -> None:
    said, run = course.SCENARIOS[name](), ACTIONS[name].run
    with pytest.raises(Denied):
        run(by=acting("expert"), **said)
    if name != "entries.acknowledge":
        with pytest.raises(Denied):
            run(by=acting("organisation_head"), **said)


def test_only_the_head_takes_decisions_and_returns_stages(acting: Callable[[str], Actor]) -> None:
    decision = course.at("decisions", "decision")
    with pytest.raises(Denied, match="решения по циклам"):
        course.take(decision, "take", by=acting("authority_specialist"))
    course.take(decision, "take", by=acting("authority_head"))
    assert decision.state == "taken"


def test_a_stage_is_not_begun_out_of_order() -> None:
    cycle = course.opened("goals")
    told = refused(lambda: course.take(course.stage(cycle, "monitoring"), "begin"))
    assert "Не завершён этап «Определение целей и их обоснования»" in told
    assert "Устраняет: Должностные лица отдела образования" in told


def test_a_stage_is_not_finished_without_its_content_and_its_act() -> None:
    cycle = course.opened("methods")
    told = refused(lambda: course.take(course.stage(cycle, "methods"), "finish"))
    assert "Не подписан акт этапа" in told
    course.signed(cycle, "procedure_order", "on_approval")
    assert "Не подписан акт" in refused(
        lambda: course.take(course.stage(cycle, "methods"), "finish")
    )
    cycle.acts.update(state="signed")
    course.take(course.stage(cycle, "methods"), "finish")


def test_monitoring_ends_with_its_term() -> None:
    cycle, day = course.opened("monitoring"), timezone.localdate()
    course.entry(cycle, "monitoring", starts=day, due=day)
    course.signed(cycle, "monitoring_order")
    told = refused(lambda: course.take(course.stage(cycle, "monitoring"), "finish"))
    assert f"Невозможно по {day:%d.%m.%Y} включительно" in told
    Entry.objects.update(said=course.said("monitoring") | {"starts": "2025-01-01", "participants":
                         ["101"], "due": str(day - timedelta(days=1))})  # fmt: skip
    course.take(course.stage(cycle, "monitoring"), "finish")


def test_a_decision_without_a_deadline_is_not_taken_and_stays_as_it_was() -> None:
    decision = course.at("decisions", "decision", due=None)
    assert "не заполнено «Срок»" in refused(lambda: course.take(decision, "take"))
    decision.refresh_from_db()
    assert (decision.state, decision.said["title"]) == ("draft", "Решение: заполнено")


def test_a_review_waits_for_the_end_of_its_action() -> None:
    review = course.conclusion("running")
    assert "ещё не проведена" in refused(lambda: course.take(review, "conclude"))
    Entry.objects.filter(kind="action").update(state="done")
    course.take(review, "conclude")
    action = Entry.objects.get(kind="action")
    assert "уже сделан вывод" in refused(lambda: course.take(action, "resume"))


def test_what_was_sent_is_not_edited_until_it_is_recalled() -> None:
    sent = course.at("recommendations", "recommendation")
    course.take(sent, "send")
    told = refused(lambda: entering.correct(by=PROGRAM, entry=sent, version=sent.version, said={}))
    assert "«направлена»: сначала верните её на доработку" in told
    course.take(sent, "recall", reason="уточнить сроки")
    fields = course.said("recommendation", title="Точнее")
    entering.correct(by=PROGRAM, entry=sent, version=sent.version, said=fields)
    assert (sent.said["title"], sent.state) == ("Точнее", "draft")


def test_a_recalled_recommendation_has_to_be_read_anew() -> None:
    place = course.place()
    entering.acknowledge(by=PROGRAM, place=place, version=place.version, note="Ознакомлены")
    course.take(place.entry, "recall")
    place.refresh_from_db()
    assert (place.acknowledged_at, place.note) == (None, "")
    course.take(place.entry, "send")
    assert "ещё не ознакомилась" in refused(lambda: course.take(place.entry, "settle"))
    with pytest.raises(Stale):
        entering.acknowledge(by=PROGRAM, place=place, version=1)


def test_a_school_acknowledges_for_itself_only(acting: Callable[[str], Actor]) -> None:
    place = course.place()
    foreign = acting(f"data{world.FOREIGN}")
    with pytest.raises(Denied, match="не распространяется"):
        entering.acknowledge(by=foreign, place=place, version=place.version)
    entering.acknowledge(by=acting("data_officer"), place=place, version=place.version)
    assert place.acknowledged_by == acting("data_officer").id


def test_under_a_signed_act_nothing_is_changed_or_returned() -> None:
    cycle = course.opened("methods")
    method = course.entry(cycle, "method")
    course.signed(cycle, "procedure_order")
    for act in (
        lambda: course.entry(cycle, "method"),
        lambda: entering.correct(by=PROGRAM, entry=method, version=1, said={}),
        lambda: entering.withdraw(by=PROGRAM, entry=method, version=1, reason="а"),
        lambda: course.take(course.stage(cycle, "indicators"), "return"),
    ):
        assert "Действует подписанный акт «О мониторинге» № 7" in refused(act)
    cycle.acts.update(state="revoked")
    entering.withdraw(by=PROGRAM, entry=method, version=1, reason="ошибка")


def test_a_returned_stage_makes_the_open_one_wait_and_its_reason_is_kept() -> None:
    cycle = course.opened("indicators")
    course.take(course.stage(cycle, "objectives"), "return", reason="не все цели")
    states = dict(cycle.stages.values_list("stage", "state"))
    assert (states["objectives"], states["indicators"]) == ("open", "waiting")
    event = Event.objects.latest("number")
    assert (event.reason, event.new["together"]) == ("не все цели", {"indicators": "waiting"})
    assert course.stage(cycle, "objectives").reason == "не все цели"


@pytest.mark.parametrize("name", sorted(f"{o.of}.{o.verb}" for o in TRANSITIONS if o.reason))
def test_a_step_back_is_not_taken_without_a_reason(name: str) -> None:
    if name.startswith("act."):
        return
    said = course.step(name)
    said["reason"] = "  "
    run = steps.STEPS[tuple(name.split("."))]  # type: ignore[index]
    assert "причин" in refused(lambda: run(by=PROGRAM, **said))


def test_two_people_saving_one_object_the_second_is_told_and_nothing_is_lost() -> None:
    goal = course.at("goals", "goal")
    seen = goal.version
    entering.correct(by=PROGRAM, entry=goal, version=seen, said=course.said("goal", title="А"))
    with pytest.raises(Stale, match="изменил кто-то другой"):
        entering.correct(by=PROGRAM, entry=goal, version=seen, said=course.said("goal", title="Б"))
    goal.refresh_from_db()
    assert goal.said["title"] == "А"


def test_two_people_finishing_one_stage_the_second_is_told() -> None:
    cycle = course.at("goals", "goal").cycle
    mine, theirs = course.stage(cycle, "goals"), course.stage(cycle, "goals")
    course.take(theirs, "finish")
    step = transition("stage", "finish")
    told = refused(lambda: steps.take(by=PROGRAM, step=step, row=mine, version=mine.version))
    assert "Сейчас состояние «завершён»" in told


def test_a_step_of_another_kind_is_a_fault_and_changes_nothing() -> None:
    sent = course.at("recommendations", "recommendation")
    with pytest.raises(ValueError, match="no step of recommendation"):
        steps.take(by=PROGRAM, step=transition("decision", "take"), row=sent, version=sent.version)
    sent.refresh_from_db()
    assert sent.state == "draft"


def test_nothing_happens_in_a_closed_cycle() -> None:
    goal = course.at("goals", "goal")
    course.take(goal.cycle, "withdraw")
    goal.cycle.refresh_from_db()
    for act in (
        lambda: course.entry(goal.cycle, "goal"),
        lambda: entering.correct(by=PROGRAM, entry=goal, version=1, said={}),
        lambda: course.take(course.stage(goal.cycle, "goals"), "finish"),
        lambda: course.take(goal.cycle, "close"),
    ):
        assert "снят" in refused(act)


def test_one_cycle_of_an_area_and_year_and_another_after_it_was_withdrawn() -> None:
    first = course.opened("goals")
    assert "уже есть" in refused(lambda: course.opened("goals"))
    course.opened("goals", period="2026-27")
    course.opened("goals", area="talents")
    course.take(first, "withdraw")
    assert course.opened("goals").period == first.period


@pytest.mark.parametrize("period", ["2025", "2025-26", "2025/2026"])
def test_a_year_is_understood_however_it_is_written(period: str) -> None:
    assert course.opened("goals", period=period).period == "2025-26"


def test_a_year_that_is_none_and_an_unknown_area_are_refused() -> None:
    assert "Учебный год не понят" in refused(lambda: course.opened("goals", period="2025-27"))
    assert "Такого направления" in refused(lambda: course.opened("goals", area="погода"))


def test_a_problem_opens_the_next_cycle_of_its_area_only() -> None:
    problem = course.at("effectiveness", "problem")
    said: dict[str, Any] = {"by": PROGRAM, "problem": problem, "period": "2026-27"}
    assert "того же направления" in refused(lambda: steps.open_cycle(area="talents", **said))
    made = steps.open_cycle(area=course.AREA, **said)
    assert standing(made).problem == f"entry:{problem.pk}"


def test_a_finding_of_another_area_counts_once_it_is_taken_into_the_cycle() -> None:
    cycle = course.opened("analysis")
    ref = course.decided("factor", area="")
    assert standing(cycle).findings == ()
    course.entry(cycle, "relevance", links=[ref])
    assert [one.kind for one in standing(cycle).findings] == ["factor"]


def test_cycles_are_read_in_the_same_number_of_queries_however_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    course.at("goals", "goal")
    with django_assert_num_queries(7):
        standings(Cycle.objects.filter(area=course.AREA))
    for period in ("2026-27", "2027-28"):
        course.entry(course.opened("goals", period=period), "goal")
    with django_assert_num_queries(7):
        assert len(standings(Cycle.objects.filter(area=course.AREA))) == 3


def test_a_whole_cycle_goes_through_and_every_action_leaves_one_event() -> None:
    cycle = steps.open_cycle(by=PROGRAM, area=course.AREA, period=course.PERIOD)
    course.walk(cycle)
    course.take(cycle, "close")
    assert (cycle.state, cycle.stages.exclude(state="done").count()) == ("closed", 0)
    finished = Event.objects.filter(action="stage.finish").count()
    assert finished == cycle.stages.count() == 10


def test_a_change_of_the_regulation_does_not_reach_an_open_cycle(settings: Any) -> None:
    cycle = course.opened("goals")
    before = [one.plan for one in standing(cycle).stages]
    settings.PROFILE = "aniva"
    assert [one.plan for one in standing(cycle).stages] == before


def moving(state: str = "running", **said: Any) -> Entry:
    """An action of the open stage of actions."""
    return course.at("actions", "action", state, **said)


def test_a_deadline_is_moved_with_its_reason_and_the_earlier_one_stays() -> None:
    action, day = moving(), timezone.localdate()
    was, new = action.due, day + timedelta(days=20)
    course.take(action, "reschedule", due=new, reason="нет зала")
    action.refresh_from_db()
    assert (action.state, action.due, action.said["due"]) == ("running", new, new.isoformat())
    assert [(one.was, one.to, one.why) for one in moves(action.said)] == [(was, new, "нет зала")]
    event = Event.objects.latest("number")
    assert (event.action, event.reason) == ("action.reschedule", "нет зала")
    assert was is not None
    assert (event.old["due"], event.new["due"]) == (was.isoformat(), new.isoformat())


def test_only_the_head_moves_a_deadline(acting: Callable[[str], Actor]) -> None:
    action, new = moving(), timezone.localdate() + timedelta(days=20)
    with pytest.raises(Denied, match="решения по циклам"):
        course.take(action, "reschedule", by=acting("authority_specialist"), due=new)
    course.take(action, "reschedule", by=acting("authority_head"), due=new)


def test_a_deadline_is_not_moved_to_nowhere_or_to_the_past() -> None:
    action, day = moving(), timezone.localdate()
    for due, what in (
        (None, "Не указан новый срок"), (action.due, "совпадает с прежним"),
        (day - timedelta(days=1), "уже прошёл"),
    ):  # fmt: skip
        assert what in refused(lambda due=due: course.take(action, "reschedule", due=due))
    course.take(action, "complete")
    later = day + timedelta(days=20)
    assert "«проведено»" in refused(lambda: course.take(action, "reschedule", due=later))


def test_a_deadline_is_not_moved_under_a_conclusion() -> None:
    review, later = course.conclusion("running", "concluded"), timezone.localdate()
    about = Entry.objects.get(pk=review.links.get().ref.removeprefix("entry:"))
    assert "уже сделан вывод" in refused(lambda: course.take(about, "reschedule", due=later))


def test_an_action_that_is_late_is_moved_unbegun_and_correcting_it_keeps_its_history() -> None:
    day = timezone.localdate()
    soon = {"starts": day - timedelta(days=9), "due": day + timedelta(days=1)}
    action = moving("planned", **soon)
    later = day + timedelta(days=20)
    told = refused(lambda: course.take(action, "reschedule", due=later))
    assert "ещё не начата" in told
    Entry.objects.filter(pk=action.pk).update(
        said=action.said | {"due": (day - timedelta(days=1)).isoformat()}
    )
    course.take(action, "reschedule", due=later)
    said = course.said("action", day, title="Точнее", due=later)
    entering.correct(by=PROGRAM, entry=action, version=action.version, said=said)
    action.refresh_from_db()
    assert (action.state, action.said["title"]) == ("planned", "Точнее")
    assert [one.to for one in moves(action.said)] == [later]
